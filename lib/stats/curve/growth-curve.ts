import { requireSameLength } from '../finite.ts';
import { logistic, michaelisMenten, weibull } from './curves.ts';
import type { Curve } from './fit.ts';
import {
  fitLogGrowth,
  type LogPlace,
  type LogPoints,
  type LogShape,
  logisticShape,
  michaelisMentenShape,
  weibullShape,
} from './log-growth.ts';

/** Curves that a count may follow on its way to a ceiling. */
export type GrowthModel = 'weibull' | 'michaelisMenten' | 'logistic';

/** The fewest points that a growth curve is fitted to. */
export const growthPoints = 6;
/** The oldest age is at least 10 to this power times the youngest. */
export const growthDecades = 1.5;
/** A ceiling is told only where at least this fraction of it has been seen. */
export const ceilingSeen = 0.6;

/** A growth curve fitted to a count by age. */
export interface GrowthFit {
  model: GrowthModel;
  /** Parameters of the curve as `curves.ts` has them, the ceiling A first. */
  parameters: number[];
  /** Residual sum of squares of ln(count). */
  rss: number;
  n: number;
  /** Compares models of the same points; null with too few points. */
  aicc: number | null;
  /** True where less than 60% of the ceiling has been seen: then it and what hangs on it are not told. */
  stillGrowing: boolean;
  /** The ceiling, in the unit of the counts; null while still growing. */
  ceiling: number | null;
  /** Age at half of the ceiling, in the unit of the ages; null while still growing. */
  halfLife: number | null;
  /** Age at four fifths of the ceiling; null while still growing. */
  age80: number | null;
  /** Fraction of the ceiling that the curve has still to come after the last point; null while still growing. */
  stillToCome: number | null;
  reason: null;
}

/** No curve, and why, in a sentence. */
export interface NoGrowthFit {
  model: null;
  reason: string;
}

/** The curve at an age, for `x` a fit's own parameters. */
export function growthAt({ model, parameters }: GrowthFit, age: number): number {
  return models[model].curve.value(age, parameters);
}

interface Model {
  curve: Curve;
  shape: LogShape;
  /** Where the search may begin: logarithms of the parameters of the shape, from the age at half of the last count. */
  starts: (points: LogPoints, middle: number) => LogPlace[];
  /** Age at which the curve has that share of its ceiling. */
  ageAt: (share: number, parameters: readonly number[]) => number;
}

/**
 * The shape is fitted by the logarithms of its parameters, which keeps them above 0; the logistic's middle may then not lie before age 0, where
 * growth would be past its fastest from the start, which the other curves are for.
 */
const models: Record<GrowthModel, Model> = {
  weibull: {
    curve: weibull,
    shape: weibullShape,
    starts: (points, middle) => [...straightened(points), [Math.log(4 * middle), Math.log(0.7)]],
    ageAt: (share, [, s = 0, k = 1]) => s * (-Math.log1p(-share)) ** (1 / k),
  },
  michaelisMenten: {
    curve: michaelisMenten,
    shape: michaelisMentenShape,
    starts: (_, middle) => [0.5, 3].map((times) => [Math.log(middle * times), 0]),
    ageAt: (share, [, half = 0]) => (half * share) / (1 - share),
  },
  logistic: {
    curve: logistic,
    shape: logisticShape,
    starts: (_, middle) =>
      [0.5, 1, 3].flatMap((times) =>
        [0.2, 0.5, 1].map((wide): LogPlace => [Math.log(middle * times), Math.log(middle * wide)]),
      ),
    ageAt: (share, [, m = 0, c = 1]) => m + c * Math.log(share / (1 - share)),
  },
};

/**
 * Fits a growth curve to counts by age, on the logarithm of the counts, so that early and late points weigh alike. Ages and counts
 * that are not above 0 or not finite are left out; order does not matter. No fit with fewer than 6 points or where
 * the ages span less than 1.5 decades, as such points tell no curve from another. Throws RangeError where the lists
 * differ in length.
 * Weibull (1951) as a growth curve; METHODS of this project in docs/methods.md.
 */
export function fitGrowth(
  ages: readonly number[],
  counts: readonly number[],
  model: GrowthModel = 'weibull',
): GrowthFit | NoGrowthFit {
  const points = pointsOf(ages, counts);
  const reason = whyNoFit(points);
  if (reason !== null) return { model: null, reason };
  return fitPoints(points, model) ?? { model: null, reason: 'No curve came near the counts.' };
}

/** By age, without what is no count. */
function pointsOf(ages: readonly number[], counts: readonly number[]): LogPoints {
  requireSameLength(ages, counts);
  const points = {
    ages: new Float64Array(ages.length),
    logs: new Float64Array(ages.length),
    logCounts: new Float64Array(ages.length),
  };
  const order: number[] = [];
  let isSorted = true;
  for (let i = 0; i < ages.length; i++) {
    const age = ages[i] as number;
    const count = counts[i] as number;
    if (!(age > 0 && count > 0 && Number.isFinite(age + count))) continue;
    if (order.length > 0 && age < (ages[order.at(-1) as number] as number)) isSorted = false;
    order.push(i);
  }
  if (!isSorted) order.sort((a, b) => (ages[a] as number) - (ages[b] as number));
  for (let p = 0; p < order.length; p++) {
    const i = order[p] as number;
    points.ages[p] = ages[i] as number;
    points.logs[p] = Math.log(ages[i] as number);
    points.logCounts[p] = Math.log(counts[i] as number);
  }
  return { n: order.length, ...points };
}

function whyNoFit({ n, ages }: LogPoints): string | null {
  if (n < growthPoints) return `It takes ${growthPoints} counts above 0, and there are ${n}.`;
  const times = (ages[n - 1] as number) / (ages[0] as number);
  if (Math.log10(times) >= growthDecades - 1e-9) return null;
  return `It takes ages of which the oldest is ${Math.round(10 ** growthDecades)} times the youngest, and it is ${times.toFixed(1)} times.`;
}

function fitPoints(points: LogPoints, model: GrowthModel): GrowthFit | null {
  const { n, ages, logCounts } = points;
  const { curve, shape, starts, ageAt } = models[model];
  const youngest = ages[0] as number;
  const oldest = ages[n - 1] as number;
  const last = logCounts[n - 1] as number;
  let middle = 0;
  while ((logCounts[middle] as number) < last - Math.LN2) middle++;
  // Points far from any ceiling let it rise without end: by then it is not told anyway.
  const bounds = {
    lower: [
      Math.log(youngest / 1000),
      Math.log(model === 'logistic' ? youngest / 1000 : leastShape),
    ] as const,
    upper: [Math.log(oldest * 1e6), Math.log(model === 'logistic' ? oldest * 1e3 : 20)] as const,
  };
  const fit = fitLogGrowth(shape, points, starts(points, ages[middle] as number), bounds);
  if (!fit) return null;
  const { parameters, rss, aicc } = fit;
  const [ceiling = 0] = parameters;
  const stillGrowing = Math.exp(last) < ceilingSeen * ceiling;
  const fitted = { model, parameters, rss, n, aicc, stillGrowing, reason: null };
  if (stillGrowing) return { ...fitted, ceiling: null, halfLife: null, age80: null, stillToCome: null };
  return {
    ...fitted,
    ceiling,
    halfLife: Math.max(0, ageAt(0.5, parameters)),
    age80: Math.max(0, ageAt(0.8, parameters)),
    stillToCome: 1 - curve.value(oldest, parameters) / ceiling,
  };
}

/** Below this a Weibull curve is all but flat, and no ceiling can be told. */
const leastShape = 0.05;
/** Ceilings that may lie above the largest count, as multiples of it. */
const possibleCeilings = [1.02, 1.3, 3] as const;

/**
 * Where the search for a Weibull curve may begin. A ceiling makes it a straight line, ln(−ln(1 − V/A)) = k·ln x − k·ln s: the
 * least-squares lines of a few ceilings.
 */
function straightened({ n, logs, logCounts }: LogPoints): LogPlace[] {
  let highest = Number.NEGATIVE_INFINITY;
  for (let p = 0; p < n; p++) highest = Math.max(highest, logCounts[p] as number);
  const places: LogPlace[] = [];
  for (const times of possibleCeilings) {
    const ceiling = highest + Math.log(times);
    let sumX = 0;
    let sumY = 0;
    let sumXX = 0;
    let sumXY = 0;
    for (let p = 0; p < n; p++) {
      const x = logs[p] as number;
      const y = Math.log(-Math.log1p(-Math.exp((logCounts[p] as number) - ceiling)));
      sumX += x;
      sumY += y;
      sumXX += x * x;
      sumXY += x * y;
    }
    const slope = (n * sumXY - sumX * sumY) / (n * sumXX - sumX * sumX);
    if (slope > leastShape) places.push([(sumX - sumY / slope) / n, Math.log(slope)]);
  }
  return places;
}

/**
 * The growth curves that fit, best first by AICc (by residual sum where there is none); empty where the points allow none. A
 * difference below 2 tells nothing (Burnham and Anderson 2002).
 */
export function compareGrowth(ages: readonly number[], counts: readonly number[]): GrowthFit[] {
  const points = pointsOf(ages, counts);
  if (whyNoFit(points) !== null) return [];
  return (Object.keys(models) as GrowthModel[])
    .map((model) => fitPoints(points, model))
    .filter((fit) => fit !== null)
    .sort((a, b) => (a.aicc ?? a.rss) - (b.aicc ?? b.rss));
}
