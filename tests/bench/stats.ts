import { op, table } from 'arquero';
import * as simple from 'simple-statistics';
import { seededRandom, stats } from '../../lib/index.ts';
import type { Figure } from './figure.ts';

/** Statistics per call, beside the same call in another library where one has it. */

type Values = readonly number[];

interface Contest {
  name: string;
  ours: (x: Values, y: Values) => unknown;
  others: Record<string, (x: Values, y: Values) => unknown>;
}

/** The values in the shape that another library takes, made beforehand. */
function shapedBy<Shape>(make: (x: Values, y: Values) => Shape): (x: Values, y: Values) => Shape {
  const made = new WeakMap<Values, Shape>();
  return (x, y) => {
    const shape = made.get(x) ?? make(x, y);
    made.set(x, shape);
    return shape;
  };
}
const tableOf = shapedBy((x, y) => table({ x, y }));
const pairsOf = shapedBy((x, y) => x.map((each, index): [number, number] => [each, y[index] as number]));

const arquero = (aggregate: Parameters<ReturnType<typeof table>['rollup']>[0]) => (x: Values, y: Values) =>
  tableOf(x, y).rollup(aggregate).get('value', 0);

const contests: Contest[] = [
  {
    name: 'mean',
    ours: stats.meanOf,
    others: { 'simple-statistics': simple.mean, arquero: arquero({ value: op.mean('x') }) },
  },
  {
    name: 'standard deviation',
    ours: stats.standardDeviation,
    others: {
      'simple-statistics': simple.sampleStandardDeviation,
      arquero: arquero({ value: op.stdev('x') }),
    },
  },
  {
    name: 'median',
    ours: stats.medianOf,
    others: { 'simple-statistics': simple.median, arquero: arquero({ value: op.median('x') }) },
  },
  {
    name: 'quantile',
    ours: (x) => stats.quantileOf(x, 0.9),
    others: {
      'simple-statistics': (x) => simple.quantile(x, 0.9),
      arquero: arquero({ value: op.quantile('x', 0.9) }),
    },
  },
  {
    name: 'interquartile range',
    ours: stats.interquartileRange,
    others: { 'simple-statistics': simple.interquartileRange },
  },
  {
    name: 'median absolute deviation',
    ours: stats.medianAbsoluteDeviation,
    others: { 'simple-statistics': simple.medianAbsoluteDeviation },
  },
  {
    name: 'geometric mean',
    ours: stats.geometricMean,
    others: { 'simple-statistics': simple.logAverage },
  },
  {
    name: 'percentile rank',
    ours: (x) => stats.percentileRank(x, 0.5),
    others: { 'simple-statistics': (x) => simple.quantileRank(x, 0.5) },
  },
  {
    name: 'correlation',
    ours: stats.pearson,
    others: { 'simple-statistics': simple.sampleCorrelation, arquero: arquero({ value: op.corr('x', 'y') }) },
  },
  {
    name: 'rank correlation',
    ours: stats.spearman,
    others: { 'simple-statistics': simple.sampleRankCorrelation },
  },
  {
    name: 'least-squares line',
    ours: stats.leastSquaresLine,
    others: {
      'simple-statistics': (x, y) => simple.linearRegression(pairsOf(x, y)),
    },
  },
];

/** Takes what calls give, so that no compiler finds them needless. */
let sink: unknown;

/** Time that this process had on a core so far, in microseconds. Only the sum of the two is exact. */
function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Time on a core, whatever else the machine does meanwhile: microseconds a call. */
function timeOf(call: () => unknown, times: number): number {
  const started = cpuTime();
  for (let time = 0; time < times; time++) sink = call();
  return (cpuTime() - started) / times;
}

/** The quickest of several timings of each, taken in turns, after everything was compiled. */
function compare(calls: readonly (() => unknown)[], seconds: number): number[] {
  const times = calls.map((call) => {
    const until = performance.now() + seconds * 300;
    while (performance.now() < until) timeOf(call, 20);
    return Math.max(1, Math.ceil(2000 / Math.max(0.05, timeOf(call, 100))));
  });
  const best = calls.map(() => Infinity);
  const until = performance.now() + seconds * 1000;
  do
    calls.forEach((call, index) => {
      best[index] = Math.min(best[index] as number, timeOf(call, times[index] as number));
    });
  while (performance.now() < until);
  if (sink === undefined) throw new Error('A call gave nothing.');
  return best;
}

const shown = (micros: number) =>
  micros >= 1000 ? `${(micros / 1000).toFixed(2)} ms` : `${micros.toFixed(1)} µs`;

function contestFigures(n: number): Figure[] {
  const random = seededRandom(n);
  const x = Array.from({ length: n }, () => random());
  const y = x.map((value) => value + random());
  return contests.flatMap(({ name, ours, others }) => {
    const [own = Number.NaN, ...rest] = compare(
      [() => ours(x, y), ...Object.values(others).map((other) => () => other(x, y))],
      0.3,
    );
    const ratios = Object.keys(others).map(
      (other, index) => `${(own / (rest[index] as number)).toFixed(2)} × ${other}`,
    );
    return [[`${name} of ${n}`, shown(own), ratios.join(', ')] satisfies Figure];
  });
}

/** What no other library at hand has: how long it takes for a year of days, or for a hundred posts. */
function ownFigures(): Figure[] {
  const random = seededRandom(1);
  const year = Array.from({ length: 365 }, (_, day) => 1000 + 3 * day + 50 * (day % 7) + 40 * random());
  const posts = Array.from({ length: 100 }, () => Math.exp(8 + 3 * random()));
  const groups = Array.from({ length: 7 }, (_, group) => posts.filter((_, index) => index % 7 === group));
  const length = posts.map((_, index) => 5 + (index % 60));
  const counts = posts.map((views) => ({
    successes: Math.round(views * 0.05 * random()),
    trials: Math.round(views),
  }));
  const calls: [string, () => unknown][] = [
    ['STL of a year, robust', () => stats.stl(year, { period: 7, robust: true })],
    ['S-H-ESD of a year', () => stats.seasonalEsd(year)],
    ['breakpoints of a year', () => stats.breakpoints(year)],
    ['CUSUM of a year', () => stats.cusum(stats.standardise(year)?.z ?? [])],
    [
      'bootstrap of a median of 100, 2000 samples',
      () => stats.bootstrapInterval(posts, stats.medianOf, random),
    ],
    ['exact interval of a median of 100', () => stats.medianInterval(posts)],
    ['Kruskal–Wallis of 7 groups', () => stats.kruskalWallis(groups)],
    ['permutation max-T of 7 groups, 2000 shufflings', () => stats.permutationMaxT(groups, random)],
    ['LOWESS of 100', () => stats.lowess(length, posts)],
    ['Beta prior of 100 rates', () => stats.fitBetaPrior(counts)],
  ];
  return calls.map(([name, call]) => [name, shown(compare([call], 0.3)[0] as number), '']);
}

export async function benchStats(): Promise<Figure[]> {
  return [...contestFigures(100), ...contestFigures(10_000), ...ownFigures()];
}
