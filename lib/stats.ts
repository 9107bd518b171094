/** The methods: pure functions on arrays of numbers that know nothing of TikTok, by subject. `docs/statistics.md` is printed from here. */

// describing values
export { autocorrelation, geometricMean, meanOf, standardDeviation } from './stats/descriptive/moments.ts';
export { medianOf } from './stats/median.ts';
export {
  interquartileRange,
  medianAbsoluteDeviation,
  quantileOf,
  quantilesOf,
} from './stats/descriptive/quantile.ts';
export { qnScale } from './stats/descriptive/qn.ts';
export { gini, type TopShare, topShare } from './stats/descriptive/concentration.ts';
export { percentileRank } from './stats/descriptive/percentile-rank.ts';

// how sure
export type { ConfidenceInterval } from './stats/confidence/interval.ts';
export { type MedianRanks, medianInterval, medianRanks } from './stats/confidence/median-interval.ts';
export { wilsonInterval } from './stats/confidence/wilson.ts';
export { type PooledRatio, pooledRatio } from './stats/confidence/pooled-ratio.ts';
export { type BootstrapOptions, bootstrapInterval } from './stats/confidence/bootstrap.ts';
export { giniInterval } from './stats/confidence/gini-interval.ts';
export { bootstrapRatios } from './stats/confidence/bootstrap-ratios.ts';
export { type GroupEffect, groupEffects } from './stats/confidence/group-effects.ts';
export {
  type BetaPrior,
  type BetaPriorMethod,
  fitBetaPrior,
  type RateCount,
} from './stats/confidence/beta-prior.ts';
export { type BetaPosterior, betaPosterior } from './stats/confidence/beta-posterior.ts';
export { shrinkToNone } from './stats/confidence/shrink-to-none.ts';
export { type RandomEffects, randomEffects, type ShrunkenEffect } from './stats/confidence/random-effects.ts';

// tests and association
export { type KruskalWallis, kruskalWallis } from './stats/hypothesis/kruskal-wallis.ts';
export { type PermutationMaxT, permutationMaxT } from './stats/hypothesis/permutation.ts';
export { type GroupTest, overlappingMaxT } from './stats/hypothesis/overlapping-max-t.ts';
export {
  type FourfoldTable,
  type MantelHaenszel,
  mantelHaenszel,
} from './stats/hypothesis/mantel-haenszel.ts';
export { bonferroni, holm, benjaminiHochberg, benjaminiYekutieli } from './stats/hypothesis/adjust.ts';
export { correlationP, pearson, spearman } from './stats/hypothesis/correlation.ts';
export { kendall } from './stats/hypothesis/kendall.ts';
export { type Ranks, rank } from './stats/hypothesis/ranks.ts';

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
export { chanceOfDistance } from './stats/outlier/chance-of-distance.ts';
export { robustZScores, type Unusualness, unusualFrom, unusualness } from './stats/robust-z.ts';
export {
  type Esd,
  type EsdDirection,
  type EsdOptions,
  type EsdStep,
  generalizedEsd,
} from './stats/outlier/generalized-esd.ts';
export { type SeasonalEsdOptions, type SeasonalOutlier, seasonalEsd } from './stats/outlier/seasonal-esd.ts';

// series in parts
export {
  type Decomposition,
  type StlDecomposition,
  type StlOptions,
  stl,
} from './stats/decomposition/stl.ts';
export { type ClassicalDecomposition, decompose } from './stats/decomposition/classical.ts';

// changes of level
export { type Standardised, standardise } from './stats/change/standardise.ts';
export { type Cusum, type CusumAlarm, type CusumOptions, cusum } from './stats/change/cusum.ts';
export { type EwmaChart, type EwmaOptions, ewmaChart } from './stats/change/ewma.ts';
export {
  type BreakpointOptions,
  type Breakpoints,
  breakpoints,
  type Segment,
} from './stats/change/breakpoints.ts';

// forecasts
export { naive, drift, seasonalNaive } from './stats/forecast/naive.ts';
export { ses, holt, dampedHolt } from './stats/forecast/smoothing.ts';
export type { SmoothingOptions } from './stats/forecast/fit-smoothing.ts';
export { theta } from './stats/forecast/theta.ts';
export { type HoltWintersOptions, holtWinters } from './stats/forecast/holt-winters.ts';
export { comb, combination, combine, combineForecasts, type Together } from './stats/forecast/combination.ts';
export { isProportional, onFittingScale, onLogScale } from './stats/forecast/log-scale.ts';
export { type Band, normalBand } from './stats/forecast/bands.ts';
export { pastErrorBand } from './stats/forecast/conformal.ts';
export { drawShocks, type Shocks, simulatePaths } from './stats/forecast/paths.ts';
export {
  type FirstPassage,
  firstPassages,
  foreseeMilestones,
  type Milestone,
} from './stats/forecast/milestone.ts';
export type { Forecast, Method, MethodOptions, Noise, Series, Withheld } from './stats/forecast/types.ts';

// how good forecasts were
export { type Origin, type RollingOptions, rollingOrigin } from './stats/forecast/rolling-origin.ts';
export {
  type BandScore,
  type Comparison,
  compareMethods,
  compareOrigins,
  type Score,
  type ScoreOptions,
  scoreOrigins,
} from './stats/forecast/score.ts';
export {
  mase,
  smape,
  mae,
  rmse,
  naiveScale,
  pinballLoss,
  intervalScore,
  intervalScores,
  coverage,
} from './stats/forecast/evaluation.ts';

// growth to a ceiling
export {
  compareGrowth,
  fitGrowth,
  type GrowthFit,
  type GrowthModel,
  growthAt,
  type NoGrowthFit,
} from './stats/curve/growth-curve.ts';
export { type LogLogForecast, logLogForecast, type NoLogLogForecast } from './stats/curve/log-log.ts';
export {
  aicc,
  type Curve,
  type CurveFit,
  type CurveOptions,
  fitCurve,
  fitCurveFrom,
} from './stats/curve/fit.ts';
export { exponentialRise, logistic, michaelisMenten, weibull } from './stats/curve/curves.ts';

// rates and rounding
export { compoundPerDay, doublingDays } from './stats/growth.ts';
export { ratioInterval, ratioOf } from './stats/ratio.ts';
export { interpolateLinear } from './stats/interpolate.ts';
export { interpolateLog1p } from './stats/interpolate-log.ts';
export { differenceInterval, type Interval, type RoundingMode, roundedInterval } from './stats/interval.ts';
