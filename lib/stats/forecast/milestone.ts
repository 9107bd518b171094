import { type Shocks, simulateErrors } from './paths.ts';
import type { Forecast, Series, Withheld } from './types.ts';
import { toValues } from './values.ts';

/** When a level is reached for the first time, over simulated paths. */
export interface FirstPassage {
  level: number;
  /** Fraction of the paths that reach it within the horizon. */
  probability: number;
  /** Steps by which 10%, 50% and 90% of all paths have reached it; null where fewer do within the horizon. */
  p10: number | null;
  p50: number | null;
  p90: number | null;
}

/**
 * First-passage times of levels that a forecast may reach from below, in the order given. A path reaches a level at its first step at or
 * above it. Empty without levels. Throws RangeError where the shocks are too short for the horizon.
 */
export function firstPassages(forecast: Forecast, levels: readonly number[], shocks: Shocks): FirstPassage[] {
  const horizon = forecast.point.length;
  const rising = [...new Set(levels)].sort((a, b) => a - b);
  // A level is compared on the scale of the errors, which spares an exponential for each step of each path.
  const distances = rising.map((level) => distancesTo(forecast, level));
  // Per level and step the paths that reach it there first.
  const counts = rising.map(() => new Uint32Array(horizon));
  simulateErrors(forecast, shocks, (errors) => {
    let next = 0;
    let distance = distances[0];
    for (let h = 0; h < horizon && distance !== undefined; h++)
      while (distance !== undefined && (errors[h] as number) >= (distance[h] as number)) {
        const count = counts[next] as Uint32Array;
        count[h] = (count[h] as number) + 1;
        next++;
        distance = distances[next];
      }
  });
  const passages = new Map(
    rising.map((level, i) => [level, passageOf(level, counts[i] as Uint32Array, shocks.paths)]),
  );
  return levels.map((level) => passages.get(level) as FirstPassage);
}

/** How far the point forecast lies below a level at each step, on its own scale. */
function distancesTo({ point, scale }: Forecast, level: number): Float64Array {
  return Float64Array.from(point, (value) => (scale === 'log' ? Math.log(level / value) : level - value));
}

function passageOf(level: number, counts: Uint32Array, paths: number): FirstPassage {
  const stepBy = (fraction: number): number | null => {
    let reached = 0;
    for (let h = 0; h < counts.length; h++) {
      reached += counts[h] as number;
      if (reached >= fraction * paths) return h + 1;
    }
    return null;
  };
  const probability = counts.reduce((sum, count) => sum + count, 0) / paths;
  return { level, probability, p10: stepBy(0.1), p50: stepBy(0.5), p90: stepBy(0.9) };
}

/** The least probability at which a milestone is foreseen. */
export const foreseenFrom = 0.5;
/** The middle date lies at most this many times the history ahead. */
export const historyTimes = 2;

export type Milestone =
  /** Reached already; `at` is the index of the first element at or above the level. */
  | { level: number; state: 'passed'; at: number }
  | ({ level: number; state: 'foreseen' } & Omit<FirstPassage, 'level' | 'p10' | 'p50'> & {
        p10: number;
        p50: number;
      })
  | { level: number; state: 'unforeseeable'; probability: number | null; reason: string };

/**
 * What can be said of levels that a series may reach: passed, foreseen with the steps after its last element by which 10%, 50% and
 * 90% of simulated paths have reached it, or not foreseeable and why. Foreseen only where at least half of the paths
 * reach it within the horizon of the forecast, and the middle one within twice the steps from the first to the last
 * observation. A series that fell below a level again has passed it. In the order of the levels.
 */
export function foreseeMilestones(
  series: Series,
  forecast: Forecast | Withheld,
  levels: readonly number[],
  shocks: Shocks,
): Milestone[] {
  const values = toValues(series);
  const first = values.findIndex((value) => !Number.isNaN(value));
  const last = values.findLastIndex((value) => !Number.isNaN(value));
  const passedAt = (level: number) => values.findIndex((value) => value >= level);
  const open = levels.filter((level) => passedAt(level) < 0);
  const passages = new Map(
    forecast.point === null ? [] : firstPassages(forecast, open, shocks).map((each) => [each.level, each]),
  );
  return levels.map((level) => {
    const at = passedAt(level);
    if (at >= 0) return { level, state: 'passed', at };
    const passage = passages.get(level);
    if (!passage || forecast.point === null)
      return { level, state: 'unforeseeable', probability: null, reason: forecast.reason ?? '' };
    const { p10, p50, probability } = passage;
    const no = (reason: string): Milestone => ({ level, state: 'unforeseeable', probability, reason });
    if (p10 === null || p50 === null || probability < foreseenFrom)
      return no(whyNot(forecast, values[last] as number, probability));
    if (p50 > historyTimes * (last - first))
      return no(
        `Its middle date lies ${p50} steps ahead, more than twice the ${last - first} steps that are known.`,
      );
    return { ...passage, state: 'foreseen', p10, p50 };
  });
}

/** Why a level is not reached, by which way the forecast goes. */
function whyNot({ point }: Forecast, now: number, probability: number): string {
  const end = point.at(-1) as number;
  const share = `${Math.round(probability * 100)}% of simulated paths reach it within ${point.length} steps`;
  // A thousandth of a percent over the whole horizon is no way.
  if (Math.abs(end - now) <= 1e-5 * Math.abs(now)) return `The forecast is flat; ${share}.`;
  return end < now ? `The forecast falls; ${share}.` : `It rises too slowly; ${share}.`;
}
