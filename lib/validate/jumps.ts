import { exact, percent, signedPercent } from '../format/number.ts';
import { dayLong } from '../format/time.ts';
import { plural } from '../format/words.ts';
import { smallFraction } from '../stats/decrease.ts';
import { unusualness } from '../stats/robust-z.ts';
import { type Finding, finding } from './rules.ts';
import {
  type Change,
  type Counter,
  changesOf,
  isLarge,
  lastOfDays,
  leastMove,
  type Track,
} from './series-points.ts';

/** Jumps, single observations that stand apart, and overflows that no source marked, of one account. */

/** What was found unusual in an account's series, before it is compared with the other accounts. */
export interface Unusual {
  rule: 'jump' | 'surge' | 'spike' | 'wrapped';
  counter: Counter;
  change: Change;
  /** Robust z of a jump; null where the changes before were all alike. */
  z: number | null;
  /** Largest daily change before, as a fraction without sign; null of a spike. */
  usual: number | null;
}

/** As many earlier changes must be known before a jump is claimed, and as many at most are its reference. */
export const changesNeeded = 8;
const reference = 30;
/**
 * A jump is so many times as large as the largest of them: where changes come in two sizes the MAD is next to nothing, and
 * the z of a usual one without bounds.
 */
const beyond = 1.5;
/** The observations on either side of one that stands apart are at most this far from each other. */
const excursionDays = 14;
const excursionCount = 10;

const wheel = 2 ** 32;
/** What an account may have gained or lost beside the overflow. */
const wrapSlack = 0.1;

/** Every jump, surge, spike and unmarked overflow of an account's followers and likes. */
export function unusualOf(track: Track): Unusual[] {
  const counters = (['followers', 'likes'] as const).map((counter) => {
    const excursions = excursionsOf(track, counter);
    const apart = new Set(excursions.flatMap(({ change, back }) => [change.to, back.to]));
    const spikes = excursions
      // A stretch of days excuses growth, not a way there and back.
      .filter(({ change }) => isLarge({ ...change, days: 1 }))
      .map(({ change }): Unusual => ({ rule: 'spike', counter, change, z: null, usual: null }));
    return { spikes, ...jumpsOf(track, counter, apart) };
  });
  return counters.flatMap(({ spikes, jumps }, i) => {
    const other = counters[1 - i]?.rises ?? new Set();
    // Followers and likes that rise together have a cause: a post that spread.
    const told = jumps.map((jump): Unusual => {
      const { rule, change } = jump;
      return rule === 'jump' && change.after > change.before && other.has(change.to)
        ? { ...jump, rule: 'surge' }
        : jump;
    });
    return [...spikes, ...told];
  });
}

/** Jumps and unmarked overflows of a counter, and the rows to which it rose unusually, be it by little. */
function jumpsOf(
  track: Track,
  counter: Counter,
  apart: ReadonlySet<unknown>,
): { jumps: Unusual[]; rises: Set<unknown> } {
  const jumps: Unusual[] = [];
  const rises = new Set<unknown>();
  const rates: number[] = [];
  for (const change of changesOf(lastOfDays(track.rows, counter), counter)) {
    const rate = (Math.log1p(change.after) - Math.log1p(change.before)) / change.days;
    const before = rates.slice(-reference);
    rates.push(rate);
    if (isWrap(change)) {
      jumps.push({ rule: 'wrapped', counter, change, z: null, usual: null });
      continue;
    }
    if (apart.has(change.to) || before.length < changesNeeded) continue;
    const { z, unusual } = unusualness(rate, before) ?? { z: null, unusual: false };
    const usual = Math.max(...before.map(Math.abs));
    if (!unusual || Math.abs(rate) <= beyond * usual) continue;
    if (rate > 0) rises.add(change.to);
    if (isLarge(change)) jumps.push({ rule: 'jump', counter, change, z, usual });
  }
  return { jumps, rises };
}

/** True for a fall of more than 2³¹ that a whole number of turns of a 32-bit counter undoes, to within a tenth. */
function isWrap({ before, after }: Change): boolean {
  if (before - after <= wheel / 2) return false;
  const turns = Math.max(1, Math.round((before - after) / wheel));
  return Math.abs(after + turns * wheel - before) <= wrapSlack * before;
}

/** A single observation that leaves the line of its neighbours: the change there, and the one back. */
export interface Excursion {
  change: Change;
  back: Change;
}

/** Observations beyond whose neighbours, at most 14 days apart, a counter lies by half a percent or more past rounding. */
export function excursionsOf({ rows }: Pick<Track, 'rows'>, counter: Counter): Excursion[] {
  const changes = changesOf(rows, counter);
  return changes.flatMap((change, i) => {
    const back = changes[i + 1];
    if (!back || change.days + back.days > excursionDays || isWrap(change)) return [];
    const [away, home] = [leastMove(change.interval), leastMove(back.interval)];
    const least = Math.max(excursionCount, smallFraction * change.before);
    if (away * home >= 0 || Math.abs(away) < least || Math.abs(home) < least) return [];
    return Math.abs(back.after - change.before) * 4 > Math.abs(change.after - change.before)
      ? []
      : [{ change, back }];
  });
}

/** The findings of an account: one a rule and counter, with the largest case written out. */
export function tellUnusual({ account_id, handle }: Track, found: readonly Unusual[]): Finding[] {
  return [...Map.groupBy(found, ({ rule, counter }) => `${rule} ${counter}`).values()].flatMap((alike) => {
    const largest = alike.reduce((a, b) => (sizeOf(b) > sizeOf(a) ? b : a));
    const more = alike.length - 1;
    const days = alike.map(({ change }) => change.to.observed_at.slice(0, 10)).sort();
    return finding(
      largest.rule,
      `@${handle}`,
      `${sentenceOf(largest)}${more > 0 ? ` And ${plural(more, 'smaller case')}, the latest on ${dayLong(days.at(-1) ?? null)}.` : ''}`,
      { account_id, counter: largest.counter, first_day: days[0], last_day: days.at(-1) },
    );
  });
}

function sizeOf({ change }: Unusual): number {
  return Math.abs(Math.log1p(change.after) - Math.log1p(change.before));
}

function sentenceOf({ rule, counter, change, z, usual }: Unusual): string {
  const { before, after, from, to, days } = change;
  const day = dayLong(to.observed_at.slice(0, 10));
  const name = `${counter.charAt(0).toUpperCase()}${counter.slice(1)}`;
  const moved = `${name} went from ${exact(before)} to ${exact(after)} (${before === 0 ? 'from none' : signedPercent(after / before - 1)})`;
  if (rule === 'wrapped')
    return `${moved} on ${day}: about ${plural(Math.max(1, Math.round((before - after) / wheel)), 'turn')} of a 32-bit counter.`;
  if (rule === 'spike')
    return `${name} were ${exact(after)} at ${to.observed_at}, while the observations before and after agree on about ${exact(before)} (source ${to.source}).`;
  const since = days > 1.5 ? ` since ${dayLong(from.observed_at.slice(0, 10))}` : '';
  const other = from.source === to.source ? '' : ` The source changed from ${from.source} to ${to.source}.`;
  const measure = z === null ? '' : ` (robust z ${exact(Math.round(z))})`;
  const past = usual ? `no day moved by more than ${percent(usual)}` : 'it never moved';
  return `${moved} on ${day}${since}; in the changes before, ${past}${measure}.${other}`;
}
