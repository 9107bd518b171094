import { compact, exact, plural } from '../format.ts';
import { type TimeCell, type TimeVerdictRow, writeTime } from './day-hour-heatmap.ts';
import { short } from './words.ts';

type Measured = 'effect_shrunk' | 'views_median';

/** "1.24×", "12.3K"; with two digits where it is narrow: "1.2×", "12K". */
export function writeTimeValue(value: number, y: Measured, digits: 2 | 3 = 3): string {
  if (y === 'views_median')
    return digits === 3 ? short(Math.round(value)) : compact(Number(value.toPrecision(2)));
  return `${exact(Number(value.toPrecision(value < 1 ? 2 : digits)))}×`;
}

const verdicts: Record<TimeVerdictRow['verdict'], string> = {
  better_time: 'One time of posting stands out with more views',
  worse_time: 'One time of posting stands out with fewer views',
  no_evidence: 'No evidence that the time of posting matters',
  too_few_posts: 'Too few posts to say whether the time matters',
};

const inOne = (cells: readonly TimeCell[]) =>
  cells.filter(({ weekday, daypart }) => weekday !== 'any' && daypart !== 'any');

export function titleTimes(
  cells: readonly TimeCell[],
  y: Measured,
  verdict: TimeVerdictRow | undefined,
): string {
  if (verdict) return verdicts[verdict.verdict];
  if (cells.length === 0) return 'No times of posting yet';
  return y === 'views_median' ? 'Median views by time of posting' : 'Views by time of posting';
}

/** The verdict, how many posts at how many times, the times with most and least, and where there are too few. */
export function describeTimes(
  cells: readonly TimeCell[],
  y: Measured,
  zone: string | undefined,
  verdict: TimeVerdictRow | undefined,
): string {
  if (cells.length === 0) return 'There are no times of posting to compare yet.';
  const times = inOne(cells);
  const posts = times.reduce((sum, { n }) => sum + n, 0);
  const known = times
    .filter((cell): cell is TimeCell & { value: number } => cell.value !== null)
    .sort((a, b) => b.value - a.value);
  const [most, least] = [known[0], known.at(-1)];
  const say = (cell: TimeCell & { value: number }) =>
    `${writeTime(cell)} (${writeTimeValue(cell.value, y)}, ${plural(cell.n, 'post')})`;
  const what =
    y === 'views_median' ? 'Median views at 7 days' : 'Views at 7 days over those of the other posts';
  const parts = [
    `${what} by weekday and hour${zone === undefined ? '' : ` in ${zone}`}, ${plural(posts, 'post')} at ${plural(times.filter(({ n }) => n > 0).length, 'time')}`,
    ...(verdict
      ? [`${verdicts[verdict.verdict].slice(0, 1).toLowerCase()}${verdicts[verdict.verdict].slice(1)}`]
      : []),
    !most || !least
      ? 'no time has enough posts to be compared'
      : most === least
        ? `only ${say(most)} is compared`
        : most.value === least.value
          ? `${plural(known.length, 'time')} compared, all with ${writeTimeValue(most.value, y)}`
          : `most ${say(most)}, least ${say(least)} of ${plural(known.length, 'time')} compared`,
  ];
  const few = times.filter(({ n, value }) => n > 0 && value === null);
  if (most && few.length > 0) parts.push(`${plural(few.length, 'time')} with too few posts`);
  return `${parts.join('; ')}.`;
}
