import { addDays, msOf } from '../calendar.ts';
import type { Row } from '../schema/index.ts';
import type { Annotation } from '../schema/watchlist.ts';
import { numberAnnotations } from './annotations.ts';
import { type Chart, type ChartOptions, type ChartTable, chartId, renderWidths } from './chart.ts';
import { drawFan, type FanDay } from './fan-draw.ts';
import { describeFan, noteFan, titleFan } from './fan-words.ts';
import { makeLevelAxis, rangeOf } from './line-draw.ts';
import { nameOrigin, nameSources, noteAxis, noteGaps, noteInterpolated, noteRounding } from './notes.ts';
import { type DailyRow, readLevels, type Series, spanOf } from './series.ts';
import { columnOf } from './tables.ts';
import { subtitleOf } from './words.ts';

/** The columns of `forecast` that the chart reads. */
export type ForecastRow = Pick<
  Row<'forecast'>,
  | 'account_id'
  | 'model'
  | 'day'
  | 'value'
  | 'low80'
  | 'high80'
  | 'low95'
  | 'high95'
  | 'is_default'
  | 'bands'
  | 'last_day'
  | 'last_value'
> &
  Partial<Pick<Row<'forecast'>, 'method' | 'as_of'>>;

/** The columns of `backtest` that the notes read; of `forecast_score` the same, without origins. */
export type CoverageRow = Pick<
  Row<'backtest'>,
  'account_id' | 'horizon_days' | 'coverage80' | 'coverage95' | 'reason' | 'n'
> & { model: Row<'forecast_score'>['model']; origins?: Row<'backtest'>['origins'] };

export interface FanOptions extends ChartOptions {
  /** Whose past says how often the bands held, and why there is no forecast where there is none. */
  backtest?: readonly CoverageRow[] | undefined;
  /** Forecasts that were put on record and judged (`forecast_score`). */
  scores?: readonly CoverageRow[] | undefined;
  /** @default the model marked as default */
  model?: Row<'forecast'>['model'] | undefined;
  /** Days of the past that are drawn. @default 90 */
  past?: number | undefined;
  annotations?: readonly Annotation[] | undefined;
  /** Zone that the days are cut in. @default the rows' zone */
  zone?: string | undefined;
  notes?: readonly string[] | undefined;
}

/**
 * How followers of one account went and may go on: the past as a line, what one model expects dashed, and its 80% and 95%
 * bands, which open at the last known day. The notes say how often such bands held in the past. Takes `account_daily` and
 * `forecast` rows in any order; of several accounts the first of `account_daily` is drawn. Without a forecast it is the past
 * alone, and the reason.
 */
export function fanChart(
  daily: readonly DailyRow[],
  forecasts: readonly ForecastRow[],
  options: FanOptions = {},
): Chart {
  const [whole] = readLevels(daily, 'followers');
  const account = whole?.account_id ?? forecasts[0]?.account_id;
  const days = chooseModel(
    forecasts.filter(({ account_id }) => account_id === account),
    options.model,
  );
  const [first] = days;
  const series = cutPast(whole, first?.last_day, options.past ?? 90);
  const fan: FanDay[] = days.map((row) => ({ ...row, ms: msOf(row.day) }));
  const origin = first ? { day: first.last_day, ms: msOf(first.last_day), value: first.last_value } : null;
  const shown: Series[] = series.points.length === 0 ? [] : [series];
  const span = spanOf([...shown, ...(fan.length > 0 ? [{ ...series, points: fan.map(toPoint) }] : [])]);
  const range = rangeOf([...shown, { ...series, points: fan.flatMap(edges) }]);
  const model = first?.model ?? options.model ?? null;
  const coverage = {
    backtest: ofModel(options.backtest, account, model),
    scores: ofModel(options.scores, account, first?.is_default ? 'default' : model),
  };
  const reason =
    fan.length > 0 ? null : (coverage.backtest.find((row) => row.reason !== null)?.reason ?? null);
  const events = numberAnnotations(options.annotations ?? [], shown, span);
  const alt = describeFan(series, days, reason);
  const axis = range && makeLevelAxis(range, false, 'followers');
  return {
    id: options.id ?? chartId('fan', 'followers', account ?? 'none'),
    kind: 'fan',
    title: options.title ?? titleFan(series, days),
    subtitle:
      options.subtitle ??
      subtitleOf(
        first ? 'Followers at the end of each day, and what is expected' : 'Followers at the end of each day',
        span,
        [options.zone ?? series.zone].filter((zone) => zone !== ''),
      ),
    ...renderWidths(options, (width) => drawFan({ series, fan, origin, span, axis, events, alt }, width)),
    alt,
    notes: [
      ...events.map(({ note }) => note),
      ...noteFan(days, coverage, reason),
      ...noteGaps(series),
      ...noteInterpolated(series),
      ...noteRounding(series),
      ...(axis ? noteAxis(axis.ticks[0] ?? 0, false, 'followers') : []),
      ...(options.notes ?? []),
    ],
    source: nameSources(daily),
    ...nameOrigin([...daily, ...days]),
    table: tabulateFan(series, days),
  };
}

/** The rows of one model by day: the one asked for, else the default, else the one with the most days. */
function chooseModel(rows: readonly ForecastRow[], wanted: ForecastRow['model'] | undefined): ForecastRow[] {
  const counts = new Map<string, number>();
  for (const { model } of rows) counts.set(model, (counts.get(model) ?? 0) + 1);
  const [most] = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0] ?? [];
  const model = wanted ?? rows.find(({ is_default }) => is_default)?.model ?? most;
  return rows.filter((row) => row.model === model).sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** The past that is drawn: so many days up to the last one that the forecast knew, else up to the last there is. */
function cutPast(whole: Series | undefined, lastDay: string | undefined, past: number): Series {
  if (!whole) return { account_id: '', handle: '', zone: '', points: [] };
  const last = lastDay ?? whole.points.at(-1)?.day ?? '';
  const first = last === '' ? '' : addDays(last, 1 - past);
  return { ...whole, points: whole.points.filter(({ day }) => day >= first && day <= last) };
}

const toPoint = ({ day, ms, value }: FanDay) => ({ day, ms, value, interpolated: false, rounded: null });

/** The outermost values of a day, so that the axis has room for them. */
const edges = (day: FanDay) =>
  [day.value, day.low95, day.high95, day.low80, day.high80].map((value) => ({ ...toPoint(day), value }));

const ofModel = (
  rows: readonly CoverageRow[] | undefined,
  account: string | undefined,
  model: CoverageRow['model'] | null,
) =>
  (rows ?? [])
    .filter((row) => row.account_id === account && (model === null || row.model === model))
    .sort((a, b) => a.horizon_days - b.horizon_days);

function tabulateFan(series: Series, days: readonly ForecastRow[]): ChartTable {
  const { title, unit } = columnOf('followers');
  const bound = (key: string, title: string) => ({ key, title, unit, numeric: true });
  const past = series.points.map(({ day, value, rounded, interpolated }) => {
    const [low, high] = [rounded?.low ?? value, rounded?.high ?? value];
    const kind = value === null ? 'not observed' : interpolated ? 'interpolated' : 'observed';
    return [day, value, low, high, low, high, kind];
  });
  const ahead = days.map(({ day, value, low80, high80, low95, high95 }) => [
    day,
    value,
    low80,
    high80,
    low95,
    high95,
    'expected',
  ]);
  return {
    columns: [
      { key: 'day', title: 'Day', numeric: false },
      bound('followers', title),
      bound('low80', 'At least, 80%'),
      bound('high80', 'At most, 80%'),
      bound('low95', 'At least, 95%'),
      bound('high95', 'At most, 95%'),
      { key: 'kind', title: 'Kind', numeric: false },
    ],
    rows: [...past, ...ahead].reverse(),
  };
}
