import { msOf, msPerDay } from '../calendar.ts';
import { webStep } from '../counts.ts';
import type { Row } from '../schema/index.ts';
import { differenceInterval, type Interval, roundedInterval } from '../stats/interval.ts';

/** An account's own series, joined and by time: overflowed likes resolved, false zeros out. */
export interface Track {
  account_id: string;
  /** Without @. */
  handle: string;
  rows: readonly Row<'account'>[];
}

export type Counter = 'followers' | 'likes' | 'posts';

/** A counter between two observations that follow each other. */
export interface Change {
  counter: Counter;
  from: Row<'account'>;
  to: Row<'account'>;
  before: number;
  after: number;
  /** Days that really passed, above 0. */
  days: number;
  /** What the change may be, rounding considered. */
  interval: Interval;
  /** The coarser rounding step of the two, as said or as a number looks. */
  step: number;
}

/** The last row of each UTC day on which the counter was observed. */
export function lastOfDays(rows: readonly Row<'account'>[], counter: Counter): Row<'account'>[] {
  const known = rows.filter((row) => row[counter] !== null);
  return known.filter((row, i) => known[i + 1]?.observed_at.slice(0, 10) !== row.observed_at.slice(0, 10));
}

/** The changes of a counter from one row to the next that has it. Rows of one instant are no change. */
export function changesOf(rows: readonly Row<'account'>[], counter: Counter): Change[] {
  const changes: Change[] = [];
  let from: Row<'account'> | undefined;
  for (const to of rows) {
    const after = to[counter];
    if (after === null) continue;
    const before = from?.[counter];
    if (from && before != null) {
      const days = (msOf(to.observed_at) - msOf(from.observed_at)) / msPerDay;
      if (days > 0) changes.push({ counter, from, to, before, after, days, ...leftOpen(from, to, counter) });
    }
    from = to;
  }
  return changes;
}

function leftOpen(
  from: Row<'account'>,
  to: Row<'account'>,
  counter: Counter,
): Pick<Change, 'interval' | 'step'> {
  const [a, b] = [roundingOf(from, counter), roundingOf(to, counter)];
  const net = b.value - a.value;
  return {
    interval: differenceInterval(a.interval, b.interval) ?? { low: net, high: net },
    step: Math.max(a.step, b.step),
  };
}

/**
 * What rounding leaves open of a counter. Where the source did not say its step, a number that the web could have rounded is
 * given the benefit of the doubt.
 */
function roundingOf(row: Row<'account'>, counter: Counter) {
  const value = row[counter] ?? 0;
  const web = webStep(value);
  const step = row[`${counter}_step`] ?? (value % web === 0 ? web : 1);
  return { value, step, interval: roundedInterval(value, step, row.rounding) };
}

/** True where a row has the counter to its last digit, as far as anybody can tell. */
export function isExact(row: Row<'account'>, counter: Counter): boolean {
  return row[counter] !== null && roundingOf(row, counter).step === 1;
}

/** The least that a counter moved, with its sign; 0 where rounding alone may have moved it. */
export function leastMove({ low, high }: Interval): number {
  return low > 0 ? low : high < 0 ? high : 0;
}

/** A move of this fraction of the value before is large enough to be looked at; likes of a hit leap further. */
export const largeFraction = { followers: 0.1, likes: 0.2, posts: 0.5 } as const;
/** And of this many, so that small accounts are left alone. */
export const largeCount = 100;

/** True where a counter moved by a tenth (likes a fifth) or more, a day on average where days passed, beyond its rounding. */
export function isLarge({ counter, before, days, interval }: Change): boolean {
  const least = Math.abs(leastMove(interval));
  return least >= largeCount && least >= largeFraction[counter] * before * Math.max(1, days);
}
