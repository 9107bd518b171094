import { msPerHour } from '../../calendar.ts';
import { interpolateLinear } from '../../stats/interpolate.ts';
import { type Interval, roundedInterval } from '../../stats/interval.ts';
import { maxBridgeHours } from '../grid.ts';
import type { Observation } from '../series.ts';

/** Followers of an account at an instant. */
export interface FollowersAt {
  /** A whole count; null where it is not known. */
  followers: number | null;
  /** What rounding leaves open; null where it is not known. */
  interval: Interval | null;
  kind: 'observed' | 'interpolated' | null;
  rounded: boolean;
  /** Where it is not known, why: words that go after "because". */
  reason: string | null;
}

/**
 * Reads the followers of an account at any instant (milliseconds): an observation just then, else the straight line between
 * the last before and the first after, at most 48 hours apart, as on the day grid. Nothing is extrapolated.
 * `observations` are of one account, sorted by time.
 */
export function followersReader(observations: readonly Observation[]): (ms: number) => FollowersAt {
  const known = observations.filter(({ row }) => row.followers !== null);
  const first = known[0];
  return (ms) => {
    let low = 0;
    let high = known.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((known[middle]?.ms ?? 0) <= ms) low = middle + 1;
      else high = middle;
    }
    const before = known[low - 1];
    const after = known[low];
    if (first === undefined) return unknown('the account’s followers were never observed');
    if (before === undefined)
      return unknown('the account’s followers were not yet observed when it was published');
    if (before.ms === ms) return observed(before);
    if (after === undefined)
      return unknown('the account’s followers were not observed after it was published');
    if (after.ms - before.ms > maxBridgeHours * msPerHour)
      return unknown('its publication lies in a gap between observations of the account’s followers');
    return between(before, after, ms);
  };
}

function unknown(reason: string): FollowersAt {
  return { followers: null, interval: null, kind: null, rounded: false, reason };
}

function intervalOf({ row }: Observation): Interval | null {
  return roundedInterval(row.followers ?? 0, row.followers_step, row.rounding);
}

function isRounded({ row }: Observation): boolean {
  return (row.followers_step ?? 1) > 1;
}

function observed(observation: Observation): FollowersAt {
  const interval = intervalOf(observation);
  const rounded = isRounded(observation);
  return { followers: observation.row.followers, interval, kind: 'observed', rounded, reason: null };
}

function between(before: Observation, after: Observation, ms: number): FollowersAt {
  const at = (from: number, to: number) => interpolateLinear(before.ms, from, after.ms, to, ms) ?? from;
  const followers = Math.round(at(before.row.followers ?? 0, after.row.followers ?? 0));
  const rounded = isRounded(before) || isRounded(after);
  const from = intervalOf(before);
  const to = intervalOf(after);
  let interval: Interval | null = null;
  if (from && to)
    interval = rounded
      ? { low: Math.floor(at(from.low, to.low)), high: Math.ceil(at(from.high, to.high)) }
      : { low: followers, high: followers };
  return { followers, interval, kind: 'interpolated', rounded, reason: null };
}
