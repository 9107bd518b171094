import { requireSameLength } from '../finite.ts';
import { logistic, michaelisMenten, weibull } from './curves.ts';
import { type Curve, type CurveFit, fitCurveFrom } from './fit.ts';

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
  /** Starts for [ln A, …] from the last count and the ages of the first third, half and last point. */
  starts: (last: number, middle: number) => number[][];
  /** Parameters of the curve from those of the fit, where all are logarithms. */
  ageAt: (share: number, parameters: readonly number[]) => number;
}

/**
 * All parameters are fitted as logarithms, which keeps them above 0; the logistic's middle may then not lie before age 0, where
 * growth would be past its fastest from the start, which the other curves are for.
 */
const models: Record<GrowthModel, Model> = {
  weibull: {
    curve: weibull,
    starts: (last, middle) =>
      [0.4, 0.7, 1, 1.6].flatMap((k) => [1.1, 3].map((more) => [last * more, middle * 1.5, k])),
    ageAt: (share, [, s = 0, k = 1]) => s * (-Math.log1p(-share)) ** (1 / k),
  },
  michaelisMenten: {
    curve: michaelisMenten,
    starts: (last, middle) => [1.2, 3].map((more) => [last * more, middle]),
    ageAt: (share, [, half = 0]) => (half * share) / (1 - share),
  },
  logistic: {
    curve: logistic,
    starts: (last, middle) => [0.3, 1].map((wide) => [last * 1.1, middle, middle * wide]),
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
  const parameters = fit.parameters.map(Math.exp);
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

function fitLogarithms(model: GrowthModel, points: readonly (readonly [number, number])[]): CurveFit | null {
  const { curve, starts } = models[model];
  const last = (points.at(-1) as readonly [number, number])[1];
  const highest = Math.max(...points.map(([, count]) => count));
  const youngest = (points[0] as readonly [number, number])[0];
  const oldest = (points.at(-1) as readonly [number, number])[0];
  const middle = points.find(([, count]) => count >= last / 2)?.[0] ?? oldest;
  const held = new Float64Array(3);
  const ofLogarithms: Curve = {
    name: curve.name,
    value: (x, logarithms) => {
      for (let i = 0; i < logarithms.length; i++) held[i] = Math.exp(logarithms[i] as number);
      return Math.log(curve.value(x, held));
    },
  };
  // Points far from any ceiling let it rise without end: by then it is not told anyway.
  const lower = [Math.log(highest) - 1, Math.log(youngest / 1000), Math.log(0.05)];
  const upper = [Math.log(highest * 1000), Math.log(oldest * 1e6), Math.log(20)];
  if (model === 'logistic') [lower[2], upper[2]] = [Math.log(youngest / 1000), Math.log(oldest * 1e3)];
  const begins = starts(last, middle).map((start) => start.map(Math.log));
  const size = begins[0]?.length ?? 0;
  return fitCurveFrom(
    ofLogarithms,
    points.map(([age]) => age),
    points.map(([, count]) => Math.log(count)),
    begins,
    { lower: lower.slice(0, size), upper: upper.slice(0, size) },
  );
}
