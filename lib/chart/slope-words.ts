import { exact, percent, plural, signed } from '../format.ts';
import { writerOf } from './measure-axis.ts';
import type { SlopeRow } from './slope.ts';
import { sayMissing } from './value-words.ts';

interface Words {
  measure: string;
  unit: string;
  noun: string;
  from: string;
  to: string;
}

/** Writes a change with its sign: shares in percentage points. */
export function changeWriter(unit: string): (change: number) => string {
  if (unit === 'fraction')
    return (change) => {
      const points = signed(change, percent).replace('%', '');
      return `${points} ${/^.1$/.test(points) ? 'point' : 'points'}`;
    };
  const write = writerOf({ title: '', unit });
  return (change) => signed(change, write);
}

type Both = SlopeRow & { before: number; after: number };
const hasBoth = (row: SlopeRow): row is Both => row.before !== null && row.after !== null;

/** True where nothing changed, or rounding alone may have made the change. */
export function isWithinRounding({ before, after, beforeInterval, afterInterval }: Both): boolean {
  const first = beforeInterval ?? { low: before, high: before };
  const last = afterInterval ?? { low: after, high: after };
  return first.low <= last.high && last.low <= first.high;
}

function countMoves(both: readonly Both[]): { up: number; down: number; same: number } {
  const moved = both.filter((row) => !isWithinRounding(row));
  const up = moved.filter(({ before, after }) => after > before).length;
  return { up, down: moved.length - up, same: both.length - moved.length };
}

/** The finding: the highlighted row's change, else how many rose. */
export function titleSlopes(rows: readonly SlopeRow[], lead: SlopeRow | undefined, words: Words): string {
  const { measure, unit, noun } = words;
  if (lead && hasBoth(lead)) {
    if (isWithinRounding(lead))
      return `${lead.label}: ${lowerFirst(measure)} unchanged${isRounded(lead) ? ' beyond rounding' : ''}`;
    return `${lead.label}: ${lowerFirst(measure)} ${changeWriter(unit)(lead.after - lead.before)}`;
  }
  const both = rows.filter(hasBoth);
  if (both.length === 0) return `${measure}: nothing to compare yet`;
  const { up, down } = countMoves(both);
  const many = (count: number) =>
    count === both.length && count > 1
      ? `all ${plural(count, noun)}`
      : `${exact(count)} of ${plural(both.length, noun)}`;
  if (up === 0 && down === 0) return `${measure}: no change for ${plural(both.length, noun)}`;
  return up >= down ? `${measure} rose for ${many(up)}` : `${measure} fell for ${many(down)}`;
}

const isRounded = ({ beforeInterval, afterInterval }: SlopeRow) =>
  [beforeInterval, afterInterval].some((interval) => interval != null && interval.low < interval.high);

/** The comparison in a sentence: how many rose and fell, who most, the highlighted one, and what was not observed. */
export function describeSlopes(rows: readonly SlopeRow[], lead: SlopeRow | undefined, words: Words): string {
  const { measure, unit, noun, from, to } = words;
  const subject = `${measure}, ${from} and ${to}`;
  if (rows.length === 0) return `${subject}: there is nothing to compare yet.`;
  const both = rows.filter(hasBoth);
  if (both.length === 0)
    return `${subject}: not observed at both times for any of ${plural(rows.length, noun)}.`;
  const write = writerOf({ title: measure, unit });
  const writeChange = changeWriter(unit);
  const say = ({ label, before, after, ...rest }: Both) => {
    const about = isRounded({ label, before, after, ...rest }) ? 'about ' : '';
    return before === after
      ? `${label} at ${about}${write(before)}`
      : `${label} from ${about}${write(before)} to ${about}${write(after)} (${about}${writeChange(after - before)})`;
  };
  const { up, down, same } = countMoves(both);
  const counts = [
    up > 0 ? `${exact(up)} rose` : '',
    down > 0 ? `${exact(down)} fell` : '',
    same > 0 ? `${exact(same)} without a change${both.some(isRounded) ? ' beyond rounding' : ''}` : '',
  ].filter((part) => part !== '');
  const changeOf = ({ before, after }: Both) => after - before;
  const most = both.reduce((best, row) => (changeOf(row) > changeOf(best) ? row : best));
  const least = both.reduce((worst, row) => (changeOf(row) < changeOf(worst) ? row : worst));
  const parts =
    both.length === 1
      ? both.map(say)
      : [
          counts.join(', '),
          ...(lead && hasBoth(lead) ? [say(lead)] : []),
          ...(changeOf(most) > 0 && most !== lead ? [`most up ${say(most)}`] : []),
          ...(changeOf(least) < 0 && least !== lead ? [`most down ${say(least)}`] : []),
        ];
  return `${subject}: ${parts.join('; ')}${sayMissing(rows.length - both.length, rows.length).replace('not observed', 'not observed at both')}.`;
}

const lowerFirst = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);
