import { requireSameLength } from '../finite.ts';
import { logistic, michaelisMenten, weibull } from './curves.ts';
import type { Curve } from './fit.ts';
import {
  fitLogGrowth,
  type LogGrowthFit,
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
  /** True where less than 60 % of the ceiling has been seen: then it and what hangs on it are not told. */
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
  /** Where the search may begin, for the parameters of the shape, from the age at half of the last count. */
  starts: (middle: number) => number[][];
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
    starts: (middle) =>
      [0.4, 0.7, 1.1, 2].flatMap((k) => [0.7, 1.5, 4, 20].map((times) => [middle * times, k])),
    ageAt: (share, [, s = 0, k = 1]) => s * (-Math.log1p(-share)) ** (1 / k),
  },
  michaelisMenten: {
    curve: michaelisMenten,
    shape: michaelisMentenShape,
    starts: (middle) => [0.5, 1, 3, 10].map((times) => [middle * times]),
    ageAt: (share, [, half = 0]) => (half * share) / (1 - share),
  },
  logistic: {
    curve: logistic,
    shape: logisticShape,
    starts: (middle) =>
      [0.5, 1, 3].flatMap((times) => [0.2, 0.5, 1].map((wide) => [middle * times, middle * wide])),
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
  requireSameLength(ages, counts);
  const points = ages
    .map((age, i) => [age, counts[i] as number] as const)
    .filter(([age, count]) => age > 0 && count > 0 && Number.isFinite(age + count))
    .sort(([a], [b]) => a - b);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < growthPoints)
    return {
      model: null,
      reason: `It takes ${growthPoints} counts above 0, and there are ${points.length}.`,
    };
  if (Math.log10(last[0] / first[0]) < growthDecades - 1e-9)
    return {
      model: null,
      reason: `It takes ages of which the oldest is ${Math.round(10 ** growthDecades)} times the youngest, and it is ${(last[0] / first[0]).toFixed(1)} times.`,
    };
  const fit = fitLogarithms(model, points);
  if (!fit) return { model: null, reason: 'No curve came near the counts.' };
  const { parameters } = fit;
  const { curve, ageAt } = models[model];
  const [ceiling = 0] = parameters;
  const stillGrowing = last[1] < ceilingSeen * ceiling;
  const told = <T>(value: T) => (stillGrowing ? null : value);
  return {
    model,
    parameters,
    rss: fit.rss,
    n: fit.n,
    aicc: fit.aicc,
    stillGrowing,
    ceiling: told(ceiling),
    halfLife: told(Math.max(0, ageAt(0.5, parameters))),
    age80: told(Math.max(0, ageAt(0.8, parameters))),
    stillToCome: told(1 - curve.value(last[0], parameters) / ceiling),
    reason: null,
  };
}

/**
 * The growth curves that fit, best first by AICc (by residual sum where there is none); empty where the points allow none. A
 * difference below 2 tells nothing (Burnham and Anderson 2002).
 */
export function compareGrowth(ages: readonly number[], counts: readonly number[]): GrowthFit[] {
  return (Object.keys(models) as GrowthModel[])
    .map((model) => fitGrowth(ages, counts, model))
    .filter((fit) => fit.model !== null)
    .sort((a, b) => (a.aicc ?? a.rss) - (b.aicc ?? b.rss));
}

function fitLogarithms(
  model: GrowthModel,
  points: readonly (readonly [number, number])[],
): LogGrowthFit | null {
  const { shape, starts } = models[model];
  const [youngest, oldest] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0];
  const last = points.at(-1)?.[1] ?? 0;
  const middle = points.find(([, count]) => count >= last / 2)?.[0] ?? oldest;
  // Points far from any ceiling let it rise without end: by then it is not told anyway.
  const lower = [youngest / 1000, model === 'logistic' ? youngest / 1000 : 0.05];
  const upper = [oldest * 1e6, model === 'logistic' ? oldest * 1e3 : 20];
  const logarithms = (values: readonly number[]) => values.slice(0, shape.size).map(Math.log);
  return fitLogGrowth(
    shape,
    points.map(([age]) => age),
    points.map(([, count]) => count),
    starts(middle).map(logarithms),
    { lower: logarithms(lower), upper: logarithms(upper) },
  );
}
