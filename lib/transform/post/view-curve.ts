import { msPerHour } from '../../calendar.ts';
import { plural } from '../../format.ts';
import {
  compareGrowth,
  type GrowthModel,
  growthDecades,
  growthPoints,
} from '../../stats/curve/growth-curve.ts';
import { isCount } from '../../stats/finite.ts';
import { interpolateLinear } from '../../stats/interpolate.ts';
import { isTimely, type PostCounts, type TimedCounts } from './value-at.ts';

/** The curve that the views of a post follow. Ages in hours. */
export interface ViewCurve {
  /** True where less than 60% of the ceiling has been seen; null without a curve. */
  still_growing: boolean | null;
  /** A of A(1 − exp(−(t/s)^k)), in views; null while still growing, as are the two that hang on it. */
  ceiling: number | null;
  scale_h: number | null;
  shape: number | null;
  half_life_h: number | null;
  still_to_come: number | null;
  /** The best of three curves by AICc, and how far the Weibull curve is behind it. */
  best_model: GrowthModel | null;
  aicc_gap: number | null;
  /** Where there is no curve, why: words that go after "because". */
  curve_reason: string | null;
  /** Observations that the curve goes through. */
  n: number;
}

/** Views at one age of a post. */
export interface AgePoint {
  age_h: number;
  views: number;
  rounded: boolean;
  observed_at: string;
}

/** Observations are taken from so many equal stretches of log age: more would only weigh the late days heavier. */
const stretches = 16;

/**
 * The curve of a post’s views by age (docs/formulas.md#view-curves-of-posts): Weibull growth, fitted on the logarithm of the views. It takes
 * six observations with views, the oldest at 32 times the age of the youngest; fewer, or more alike, tell no curve from
 * another. Of dense observations the last in each of 16 stretches of log age counts. Plain values, observations in any order.
 */
export function viewCurve(post: { created_at: string; observations: readonly PostCounts[] }): ViewCurve {
  const timed = post.observations
    .map((observation) => ({ ...observation, ms: Date.parse(observation.observed_at) }))
    .filter(({ ms }) => Number.isFinite(ms))
    .sort((a, b) => a.ms - b.ms);
  return curveThrough(agePoints(timed, Date.parse(post.created_at)));
}

/** Views by age, youngest first; without those of a time that is not known to a quarter of the age. */
export function agePoints(observations: readonly TimedCounts[], created: number): AgePoint[] {
  const points: AgePoint[] = [];
  for (const observation of observations) {
    const { views, ms, views_step, observed_at } = observation;
    if (!isCount(views) || ms <= created || !isTimely(observation, (ms - created) / 4)) continue;
    points.push({ age_h: (ms - created) / msPerHour, views, rounded: (views_step ?? 1) > 1, observed_at });
  }
  return points;
}

/** `viewCurve` through points, youngest first. */
export function curveThrough(points: readonly AgePoint[]): ViewCurve {
  const thinned = thin(points.filter(({ views }) => views > 0));
  const ages = thinned.map(({ age_h }) => age_h);
  const n = thinned.length;
  const curve_reason = whyNoCurve(ages);
  if (curve_reason !== null) return { ...noCurve, curve_reason, n };
  const curve = fittedCurve(
    ages,
    thinned.map(({ views }) => views),
  );
  return curve === null ? { ...noCurve, curve_reason: 'no curve came near its views', n } : { ...curve, n };
}

function fittedCurve(ages: readonly number[], views: readonly number[]): Omit<ViewCurve, 'n'> | null {
  const fits = compareGrowth(ages, views);
  const fit = fits.find(({ model }) => model === 'weibull');
  if (!fit) return null;
  const [best] = fits;
  return {
    still_growing: fit.stillGrowing,
    ceiling: roundOrNull(fit.ceiling, 0),
    scale_h: roundOrNull(fit.parameters[1] ?? null, 4),
    shape: roundOrNull(fit.parameters[2] ?? null, 6),
    half_life_h: roundOrNull(fit.halfLife, 4),
    still_to_come: roundOrNull(fit.stillToCome, 6),
    best_model: best?.model ?? null,
    aicc_gap: best?.aicc == null || fit.aicc === null ? null : roundOrNull(fit.aicc - best.aicc, 3),
    curve_reason: null,
  };
}

const noCurve = {
  still_growing: null,
  ceiling: null,
  scale_h: null,
  shape: null,
  half_life_h: null,
  still_to_come: null,
  best_model: null,
  aicc_gap: null,
} as const;

/** The first point and the last in each stretch of log age. */
function thin(points: readonly AgePoint[]): readonly AgePoint[] {
  const [first, last] = [points[0], points.at(-1)];
  if (points.length <= stretches || !first || !last) return points;
  const width = Math.log(last.age_h / first.age_h) / stretches;
  const thinned = [first];
  let before = first;
  let stretch = 0;
  for (let i = 1; i < points.length; i++) {
    const point = points[i] as AgePoint;
    const own = Math.min(stretches - 1, Math.floor(Math.log(point.age_h / first.age_h) / width));
    if (own !== stretch && before !== first) thinned.push(before);
    before = point;
    stretch = own;
  }
  thinned.push(last);
  return thinned;
}

function whyNoCurve(ages: readonly number[]): string | null {
  if (ages.length < growthPoints)
    return `it takes ${growthPoints} observations with views, and there ${ages.length === 1 ? 'is' : 'are'} ${ages.length}`;
  const times = (ages.at(-1) ?? 0) / (ages[0] ?? 1);
  const needed = 10 ** growthDecades;
  if (times >= needed) return null;
  return `it was seen from ${ageText(ages[0] ?? 0)} to ${ageText(ages.at(-1) ?? 0)} of age: it takes a last age of ${Math.ceil(needed)} times the first`;
}

function ageText(hours: number): string {
  return hours < 72
    ? plural(Math.round(hours * 10) / 10, 'hour')
    : plural(Math.round(hours / 2.4) / 10, 'day');
}

function roundOrNull(value: number | null, decimals: number): number | null {
  return value === null || !Number.isFinite(value) ? null : Number(value.toFixed(decimals));
}

/** The age at which a post had half of its 30-day views. */
export interface ObservedHalfLife {
  half_life_30_h: number | null;
  half_life_30_low_h: number | null;
  half_life_30_high_h: number | null;
  half_life_30_reason: string | null;
}

/**
 * The first age at which a post had half of its views at 30 days: on the straight line between the last observation with
 * less and the first with as many, whose ages are its bounds. Null with a reason where the views at 30 days are not known, or
 * where it had half of them when first seen; that age is then the upper bound.
 */
export function observedHalfLife(points: readonly AgePoint[], views30: number | null): ObservedHalfLife {
  const empty = { half_life_30_h: null, half_life_30_low_h: null, half_life_30_high_h: null };
  if (views30 === null) return { ...empty, half_life_30_reason: 'its views at 30 days are not known' };
  if (views30 === 0) return { ...empty, half_life_30_reason: 'it had no views at 30 days' };
  const half = views30 / 2;
  const at = points.findIndex(({ views }) => views >= half);
  const [before, reached] = [points[at - 1], points[at]];
  if (reached === undefined) return { ...empty, half_life_30_reason: 'half of them was not observed' };
  const high = roundOrNull(reached.age_h, 2);
  if (before === undefined)
    return {
      ...empty,
      half_life_30_low_h: 0,
      half_life_30_high_h: high,
      half_life_30_reason: `it had half of them when it was first seen, at ${ageText(reached.age_h)}`,
    };
  const age = interpolateLinear(before.views, before.age_h, reached.views, reached.age_h, half);
  return {
    half_life_30_h: roundOrNull(age, 2),
    half_life_30_low_h: roundOrNull(before.age_h, 2),
    half_life_30_high_h: high,
    half_life_30_reason: null,
  };
}
