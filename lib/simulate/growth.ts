import { msPerDay, msPerHour } from '../calendar.ts';
import type { TrendShape } from './cast.ts';
import { chanceOf, hashOf, uniformAt } from './chance.ts';
import type { Spell } from './plan.ts';

/** A post that brings followers: how many in the end, and how far along it is. */
export interface Lift {
  followers: number;
  /** Share of its effect, 0 to 1, at an instant in milliseconds. */
  shareAt(ms: number): number;
}

export interface FollowerSeries {
  /** Exact followers at an instant; before the first and after the last day simulated the level stands still. */
  at(ms: number): number;
  /** Its usual gain of a day, in followers, before shape of trend, weekday and noise. */
  usual: number;
  /** What a weekday (Monday first) gains relative to the usual. */
  week: readonly number[];
}

export interface FollowerModel {
  seed: number;
  index: number;
  /** Followers at the start. */
  level: number;
  trend: TrendShape;
  startMs: number;
  days: number;
  /** Days after the last one for which the world still moves. */
  tailDays: number;
  lifts: readonly Lift[];
  purge: (Spell & { fraction: number }) | null;
}

/** Gain of a day relative to the account's usual gain, `x` being the day as a fraction of the days simulated. */
const shapes: Record<TrendShape, (x: number, turn: number) => number> = {
  steady: () => 1,
  rising: (x) => 0.3 + 1.7 * x,
  levelling: (x) => 2 * Math.exp(-3 * x),
  falling: () => -0.6,
  flat: () => 0,
  step: (x, turn) => (x < turn ? 0.3 : 2),
  waves: (x) => 1 + 1.3 * Math.sin(2 * Math.PI * 3 * x),
};

/**
 * Followers of one account as a pure function of the instant: daily gains = trend × weekly season × noise,
 * summed once, with a smooth path within a day; on top of it what posts brought, less what a purge took, and a small
 * hourly churn, so that the number also falls.
 */
export function makeFollowerSeries(model: FollowerModel): FollowerSeries {
  const { seed, index, level, trend, startMs, days, tailDays, lifts, purge } = model;
  const traits = chanceOf(seed, index, 'growth');
  const usual = level * traits.between(0.0008, 0.0032) * (level > 5_000_000 ? 0.3 : 1);
  const week = Array.from(
    { length: 7 },
    (_, weekday) => traits.between(0.75, 1.15) + (weekday >= 5 ? 0.25 : 0),
  );
  const turn = traits.between(0.35, 0.65);
  const noise = Math.sqrt(level) * 0.15;
  const chance = chanceOf(seed, index, 'gains');

  const size = days + tailDays;
  const sums = new Float64Array(size + 1);
  sums[0] = level;
  for (let day = 0; day < size; day += 1) {
    const fromMs = startMs + day * msPerDay;
    // 1970-01-01 was a Thursday: weekday 0 is Monday.
    const weekday = (Math.floor(fromMs / msPerDay) + 3) % 7;
    const season = week[weekday] ?? 1;
    let gain = usual * shapes[trend](Math.min(1, day / days), turn) * season * (1 + 0.35 * chance.normal());
    gain += noise * chance.normal();
    sums[day + 1] = Math.max(0, (sums[day] ?? 0) + gain);
  }

  const early = lifts.map((lift) => lift.shareAt(startMs));
  const lifted = (ms: number) =>
    lifts.reduce((sum, lift, at) => sum + lift.followers * (lift.shareAt(ms) - (early[at] ?? 0)), 0);
  /** Before purge and churn, for an instant within the days. */
  const smoothAt = (ms: number) => {
    const day = Math.min(size - 1, Math.floor((ms - startMs) / msPerDay));
    const part = (ms - startMs) / msPerDay - day;
    const from = sums[day] ?? 0;
    // Slower by night: the slope stays positive, so a day that gains never falls because of this.
    const within = part - 0.06 * Math.sin(2 * Math.PI * part);
    return from + ((sums[day + 1] ?? 0) - from) * within + lifted(ms);
  };
  const swept = purge === null ? 0 : smoothAt(purge.fromMs) * purge.fraction;
  const sweptAt = (ms: number) =>
    purge === null
      ? 0
      : swept * Math.min(1, Math.max(0, (ms - purge.fromMs) / (purge.untilMs - purge.fromMs)));
  const churn = Math.sqrt(level) / 8;
  const key = hashOf(seed, index, 'churn');
  return {
    usual,
    week,
    at: (ms) => {
      const clamped = Math.min(Math.max(ms, startMs), startMs + size * msPerDay);
      const wobble = (uniformAt(key, Math.floor(clamped / msPerHour)) - 0.5) * churn;
      return Math.max(0, Math.round(smoothAt(clamped) - sweptAt(clamped) + wobble));
    },
  };
}
