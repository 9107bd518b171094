import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../lib/effects.ts';
import * as stats from '../../lib/stats.ts';

/** What holds for every method, whatever it is given: nothing is changed, chance is passed in, and no NaN comes back. */

type Values = readonly number[];

const calls: Record<string, (x: Values, y: Values) => unknown> = {
  autocorrelation: (x) => stats.autocorrelation(x, 1),
  geometricMean: stats.geometricMean,
  meanOf: stats.meanOf,
  standardDeviation: stats.standardDeviation,
  medianOf: stats.medianOf,
  interquartileRange: stats.interquartileRange,
  medianAbsoluteDeviation: stats.medianAbsoluteDeviation,
  quantileOf: (x) => stats.quantileOf(x, 0.3),
  quantilesOf: (x) => stats.quantilesOf(x, [0.9, 0, 0.5, 1]),
  gini: stats.gini,
  topShare: (x) => stats.topShare(x),
  percentileRank: (x) => stats.percentileRank(x, x[0] ?? 0),
  medianInterval: (x) => stats.medianInterval(x),
  giniInterval: (x) => stats.giniInterval(x),
  wilsonInterval: (x) => stats.wilsonInterval(x[0] ?? 0, x[1] ?? 0),
  pooledRatio: (x, y) => stats.pooledRatio(x, y),
  bootstrapRatios: (x, y) => stats.bootstrapRatios(x, y),
  bootstrapInterval: (x) => stats.bootstrapInterval(x, stats.medianOf, seededRandom(1), { resamples: 20 }),
  fitBetaPrior: (x, y) =>
    stats.fitBetaPrior(x.map((successes, index) => ({ successes, trials: y[index] ?? 0 }))),
  'fitBetaPrior, moments': (x, y) =>
    stats.fitBetaPrior(
      x.map((successes, index) => ({ successes, trials: y[index] ?? 0 })),
      'moments',
    ),
  betaPosterior: (x) => stats.betaPosterior(x[0] ?? 0, x[1] ?? 0, { alpha: 2, beta: 5 }),
  randomEffects: (x, y) => stats.randomEffects(x, y),
  kruskalWallis: (x, y) => stats.kruskalWallis([x, y]),
  permutationMaxT: (x, y) => stats.permutationMaxT([x, y], seededRandom(1), 20),
  mantelHaenszel: (x) => stats.mantelHaenszel([{ a: x[0] ?? 0, b: x[1] ?? 0, c: x[2] ?? 0, d: x[3] ?? 0 }]),
  pearson: stats.pearson,
  spearman: stats.spearman,
  kendall: stats.kendall,
  correlationP: (x, y) => stats.correlationP(stats.pearson(x, y), x.length),
  leastSquaresLine: stats.leastSquaresLine,
  slopeP: (x, y) => {
    const line = stats.leastSquaresLine(x, y);
    return line && stats.slopeP(line);
  },
  predictAt: (x, y) => {
    const line = stats.leastSquaresLine(x, y);
    return line && stats.predictAt(line, 3);
  },
  lowess: (x, y) => stats.lowess(x, y),
  lowessBand: (x, y) => stats.lowessBand(x, y, seededRandom(1), { resamples: 10 }),
  robustZScores: stats.robustZScores,
  unusualness: (x) => stats.unusualness(5, x),
  chanceOfDistance: (x, y) => stats.chanceOfDistance(5, x, y),
  generalizedEsd: (x) => stats.generalizedEsd(x, { maxOutliers: 3 }),
  'generalizedEsd, hybrid': (x) => stats.generalizedEsd(x, { maxOutliers: 3, centre: 'median' }),
  seasonalEsd: (x) => stats.seasonalEsd(x),
  'seasonalEsd, trend': (x) => stats.seasonalEsd(x, { level: 'trend' }),
  stl: (x) => stats.stl(x, { period: 7, robust: true }),
  decompose: (x) => stats.decompose(x, 3),
  'decompose, multiplicative': (x) => stats.decompose(x, 3, 'multiplicative'),
  standardise: (x) => stats.standardise(x),
  cusum: (x) => stats.cusum(x),
  ewmaChart: (x) => stats.ewmaChart(x),
  breakpoints: (x) => stats.breakpoints(x),
};

const random = seededRandom(2);
const inputs: Record<string, Values> = {
  'no values': [],
  'one value': [4],
  'one zero': [0],
  'two values': [1, 9],
  'all alike': new Array(30).fill(0.1),
  zeros: new Array(30).fill(0),
  'nearly all alike': [...new Array(29).fill(7), 8],
  'whole numbers': Array.from({ length: 40 }, (_, index) => (index * 7919) % 23),
  fractions: Array.from({ length: 40 }, random),
  'counts of likes': Array.from({ length: 40 }, () => Math.round(Math.exp(25 * random()))),
  negative: Array.from({ length: 40 }, () => -100 * random()),
  'very large': Array.from({ length: 20 }, () => 1e100 * random()),
  'very small': Array.from({ length: 20 }, () => 1e-100 * random()),
  'NaN among them': [...Array.from({ length: 20 }, random), Number.NaN],
  'infinity among them': [Infinity, ...Array.from({ length: 20 }, random)],
};

/** Where in a result something stands that is no number to work with. */
function flaws(result: unknown, at = 'result'): string[] {
  if (typeof result === 'number') return Number.isFinite(result) ? [] : [`${at} is ${result}`];
  if (result === undefined) return [`${at} is undefined`];
  if (typeof result !== 'object' || result === null) return [];
  return Object.entries(result).flatMap(([key, value]) => flaws(value, `${at}.${key}`));
}

describe.each(Object.entries(calls))('%s', (_, call) => {
  test.each(Object.entries(inputs))('of %s', (_, values) => {
    const x = Object.freeze([...values]);
    const y = Object.freeze([...values].reverse());
    const result = call(x, y);
    expect(flaws(result)).toEqual([]);
    expect(call(x, y)).toEqual(result);
  });
});

test('no method is left out', () => {
  const elsewhere = [
    // Take no values, or p values: their own tests.
    ...[
      'medianRanks',
      'bonferroni',
      'holm',
      'benjaminiHochberg',
      'benjaminiYekutieli',
      'rank',
      'unusualFrom',
    ],
    ...['compoundPerDay', 'doublingDays', 'differenceInterval', 'roundedInterval'],
    // Take groups, or estimates with their errors.
    ...['groupEffects', 'shrinkToNone', 'overlappingMaxT'],
    ...['interpolateLinear', 'interpolateLog1p', 'ratioOf', 'ratioInterval'],
  ];
  const forecasts =
    /^(?:naive|drift|seasonalNaive|ses|holt|dampedHolt|theta|holtWinters|comb\w*|\w*Scale|normalBand)$/;
  const judged = /^(?:pastErrorBand|drawShocks|simulatePaths|firstPassages|foreseeMilestones|rollingOrigin)$/;
  const scores =
    /^(?:compare\w+|score\w+|mase|smape|mae|rmse|pinballLoss|intervalScores?|coverage|isProportional)$/;
  const curves =
    /^(?:fitGrowth|growthAt|logLogForecast|aicc|fitCurve\w*|exponentialRise|logistic|michaelisMenten|weibull)$/;
  const names = Object.keys(stats).filter(
    (name) => !elsewhere.includes(name) && ![forecasts, judged, scores, curves].some((own) => own.test(name)),
  );
  expect(names.filter((name) => !(name in calls))).toEqual([]);
});
