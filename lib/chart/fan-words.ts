import { listWords, percent, plural } from '../format.ts';
import type { CoverageRow, ForecastRow } from './fan.ts';
import { sayPoints, titleLevels } from './level-words.ts';
import type { Series } from './series.ts';
import { chooseWriter, knownPoints, writeSpan } from './words.ts';

const modelNames: Record<ForecastRow['model'], string> = {
  naive_drift: 'the last value and on along the line from the first (naive with drift)',
  snaive: 'the value of the same weekday (seasonal naive)',
  damped: 'a trend that fades (damped Holt)',
  theta: 'smoothing with half the slope (theta)',
  combination: 'the median of four models',
};

const onDay = (day: string) => writeSpan({ first: day, last: day });

/** What is expected at the end, with its 80% band; without a forecast what the line says. */
export function titleFan(series: Series, days: readonly ForecastRow[]): string {
  const last = days.at(-1);
  if (!last) return series.points.length === 0 ? 'No forecast yet' : titleLevels(series, 'followers');
  const write = writerOf(last);
  const who = series.handle === '' ? '' : `@${series.handle}: `;
  const text = `${write(last.value ?? 0)} followers expected on ${onDay(last.day)}`;
  return last.value === null
    ? `${who}no forecast`
    : `${who}${text}${sayBand(last.low80, last.high80, write, ', ')}`;
}

/** The past in a sentence, and what is expected with both bands. */
export function describeFan(series: Series, days: readonly ForecastRow[], reason: string | null): string {
  const last = days.at(-1);
  const known = knownPoints(series).length > 0;
  const who = series.handle === '' ? '' : ` of @${series.handle}`;
  const past = series.points.length === 0 ? '' : sayPoints(series, `Followers${who}`);
  if (!last || last.value === null) {
    const why = reason === null ? 'there is no forecast yet' : `there is no forecast, because ${reason}`;
    return past === '' ? `T${why.slice(1)}.` : `${past}; ${why}.`;
  }
  const write = writerOf(last);
  const ahead =
    `expected on ${onDay(last.day)}: ${write(last.value)}` +
    sayBand(last.low80, last.high80, write, '; 80% band from ', ' to ') +
    sayBand(last.low95, last.high95, write, ', 95% band from ', ' to ');
  return `${known || past !== '' ? `${past}; ${ahead}` : `Followers ${ahead}`}.`;
}

const writerOf = ({ value, low80, high80, low95, high95 }: ForecastRow) =>
  chooseWriter([value, low80, high80, low95, high95].filter((end) => end !== null));

function sayBand(
  low: number | null,
  high: number | null,
  write: (value: number) => string,
  before: string,
  between?: string,
): string {
  if (low === null || high === null || write(low) === write(high)) return '';
  return between === undefined
    ? `${before}80% between ${write(low)} and ${write(high)}`
    : `${before}${write(low)}${between}${write(high)}`;
}

/** What the fan is, and how often such bands held. */
export function noteFan(
  days: readonly ForecastRow[],
  { backtest, scores }: { backtest: readonly CoverageRow[]; scores: readonly CoverageRow[] },
  reason: string | null,
): string[] {
  const [first] = days;
  if (!first) return reason === null ? [] : [`Not forecast, because ${reason}.`];
  const notes = [
    `Dashed after ${onDay(first.last_day)}: what is expected, by ${modelNames[first.model]}, which knows nothing of posts to come. Bands: where 80% and 95% of what comes should lie.`,
  ];
  const isCalibrated = first.bands === 'past_errors';
  if (isCalibrated) notes.push('The bands are as wide as the model’s errors on past Sundays were.');
  const tested = backtest.filter(({ coverage80 }) => coverage80 !== null);
  const origins = Math.max(0, ...tested.map(({ origins }) => origins ?? 0));
  notes.push(
    tested.length === 0
      ? 'How often such bands held is not known yet: it takes eight past Sundays with four weeks after each.'
      : `On ${plural(origins, 'past Sunday')} the ${isCalibrated ? '80% band that the model expects of itself' : '80% band'} would have held ${listWords(tested.map((row) => sayCoverage(row, 'up to ')))}.`,
  );
  const judged = scores.filter(({ coverage80 }) => coverage80 !== null);
  if (judged.length > 0)
    notes.push(
      `Of what was put on record and has come, the 80% band held ${listWords(judged.map((row) => `${sayCoverage(row, '')} (${plural(row.n, 'forecast')})`))}.`,
    );
  return notes;
}

/** `upTo` says whether all days until then are meant, as on the past, or the day itself, as of what was put on record. */
const sayCoverage = ({ coverage80, coverage95, horizon_days }: CoverageRow, upTo: 'up to ' | '') =>
  `${percent(coverage80)} of what came ${horizon_days === 1 ? 'a day' : `${upTo}${horizon_days} days`} ahead${coverage95 === null ? '' : ` (the 95% band ${percent(coverage95)})`}`;
