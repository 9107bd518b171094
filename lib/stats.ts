/** The methods: pure functions on arrays of numbers that know nothing of TikTok. `docs/statistics.md` lists them by subject. */

export {
  type BreakpointOptions,
  type Breakpoints,
  breakpoints,
  type Segment,
} from './stats/change/breakpoints.ts';
export { type Cusum, type CusumAlarm, type CusumOptions, cusum } from './stats/change/cusum.ts';
export { type EwmaChart, type EwmaOptions, ewmaChart } from './stats/change/ewma.ts';
export { type Standardised, standardise } from './stats/change/standardise.ts';
export { type BetaPosterior, betaPosterior } from './stats/confidence/beta-posterior.ts';
export {
  type BetaPrior,
  type BetaPriorMethod,
  fitBetaPrior,
  type RateCount,
} from './stats/confidence/beta-prior.ts';
export { type BootstrapOptions, bootstrapInterval } from './stats/confidence/bootstrap.ts';
// how sure
export type { ConfidenceInterval } from './stats/confidence/interval.ts';
export { type MedianRanks, medianInterval, medianRanks } from './stats/confidence/median-interval.ts';
export { type PooledRatio, pooledRatio } from './stats/confidence/pooled-ratio.ts';
export { type RandomEffects, randomEffects, type ShrunkenEffect } from './stats/confidence/random-effects.ts';
export { wilsonInterval } from './stats/confidence/wilson.ts';
export { type ClassicalDecomposition, decompose } from './stats/decomposition/classical.ts';
// series in parts, and changes of their level
export {
  type Decomposition,
  type StlDecomposition,
  type StlOptions,
  stl,
} from './stats/decomposition/stl.ts';
export { gini, type TopShare, topShare } from './stats/descriptive/concentration.ts';
// descriptive
export { autocorrelation, geometricMean, meanOf, standardDeviation } from './stats/descriptive/moments.ts';
export { percentileRank } from './stats/descriptive/percentile-rank.ts';
export {
  interquartileRange,
  medianAbsoluteDeviation,
  quantileOf,
  quantilesOf,
} from './stats/descriptive/quantile.ts';
// growth and rounding
export { compoundPerDay, doublingDays } from './stats/growth.ts';
export { benjaminiHochberg, benjaminiYekutieli, bonferroni, holm } from './stats/hypothesis/adjust.ts';
export { correlationP, pearson, spearman } from './stats/hypothesis/correlation.ts';
export { kendall } from './stats/hypothesis/kendall.ts';
// tests and association
export { type KruskalWallis, kruskalWallis } from './stats/hypothesis/kruskal-wallis.ts';
export {
  type FourfoldTable,
  type MantelHaenszel,
  mantelHaenszel,
} from './stats/hypothesis/mantel-haenszel.ts';
export { type PermutationMaxT, permutationMaxT } from './stats/hypothesis/permutation.ts';
export { type Ranks, rank } from './stats/hypothesis/ranks.ts';
export { interpolateLinear } from './stats/interpolate.ts';
export { differenceInterval, type Interval, type RoundingMode, roundedInterval } from './stats/interval.ts';
export { medianOf } from './stats/median.ts';
export {
  type Esd,
  type EsdDirection,
  type EsdOptions,
  type EsdStep,
  generalizedEsd,
} from './stats/outlier/generalized-esd.ts';
export { type SeasonalEsdOptions, type SeasonalOutlier, seasonalEsd } from './stats/outlier/seasonal-esd.ts';
// lines and curves through a scatter
export {
  type Line,
  type LinePrediction,
  leastSquaresLine,
  predictAt,
  slopeP,
} from './stats/regression/line.ts';
export { type Lowess, type LowessOptions, lowess } from './stats/regression/lowess.ts';
export { type LowessBand, lowessBand } from './stats/regression/lowess-band.ts';
// outliers
export { robustZScores, type Unusualness, unusualFrom, unusualness } from './stats/robust-z.ts';
