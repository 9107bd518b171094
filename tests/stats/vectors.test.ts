import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { dayIn, offsetMinutes } from '../../lib/calendar.ts';
import { unwrapLikes } from '../../lib/counts.ts';
import { ewmaChart } from '../../lib/stats/change/ewma.ts';
import { betaPosterior } from '../../lib/stats/confidence/beta-posterior.ts';
import { medianRanks } from '../../lib/stats/confidence/median-interval.ts';
import { wilsonInterval } from '../../lib/stats/confidence/wilson.ts';
import { decompose } from '../../lib/stats/decomposition/classical.ts';
import { stl } from '../../lib/stats/decomposition/stl.ts';
import { autocorrelation, meanOf, standardDeviation } from '../../lib/stats/descriptive/moments.ts';
import { compoundPerDay, doublingDays } from '../../lib/stats/growth.ts';
import {
  benjaminiHochberg,
  benjaminiYekutieli,
  bonferroni,
  holm,
} from '../../lib/stats/hypothesis/adjust.ts';
import { pearson, spearman } from '../../lib/stats/hypothesis/correlation.ts';
import { kendall } from '../../lib/stats/hypothesis/kendall.ts';
import { interpolateLinear } from '../../lib/stats/interpolate.ts';
import { roundedInterval } from '../../lib/stats/interval.ts';
import { seasonalEsd } from '../../lib/stats/outlier/seasonal-esd.ts';
import { leastSquaresLine, predictAt } from '../../lib/stats/regression/line.ts';
import { robustZScores, unusualFrom } from '../../lib/stats/robust-z.ts';
import { growthOver } from '../../lib/transform/account/growth-over.ts';
import { expectAllClose, expectClose, nist, ownVectors, series, sharedVectors } from './fixtures.ts';

/** Values to check methods against, each at the tolerance that is given with it. */

type Check = (expected: Record<string, unknown>, tolerance: number) => void;

/** NumAcc2 to NumAcc4 of NIST: a middle value, then 500 times the two beside it. */
const numAcc = (middle: number, low: number, high: number) => [
  middle,
  ...Array.from({ length: 1000 }, (_, index) => (index % 2 === 0 ? low : high)),
];

function checkMoments(values: readonly number[]): Check {
  return ({ mean, sd, acf1 }, tolerance) => {
    expectClose(meanOf(values), mean, tolerance);
    expectClose(standardDeviation(values), sd, tolerance);
    expectClose(autocorrelation(values, 1), acf1, tolerance);
  };
}

const checks: Record<string, Check> = {
  'nist-lew': checkMoments(nist.univariate['lew']?.values as number[]),
  'nist-numacc4': checkMoments(numAcc(10000000.2, 10000000.1, 10000000.3)),

  'rosner-mad': ({ top, count }, tolerance) => {
    const scores = robustZScores(series.rosner.values)?.toSorted((a, b) => b - a) ?? [];
    expectAllClose(scores.slice(0, 4), top, tolerance);
    expect(scores.filter((score) => Math.abs(score) > unusualFrom)).toHaveLength(Number(count));
  },

  'tiny-shesd': ({ idx }) => {
    const weekly = [100, 120, 130, 125, 140, 180, 170];
    const days = Array.from({ length: 56 }, (_, day) => (weekly[day % 7] as number) + day);
    days[19] = (days[19] as number) + 300;
    days[40] = (days[40] as number) - 90;
    const found = seasonalEsd(days, { period: 7, maxFraction: 0.1, alpha: 0.05 });
    expect(found?.map(({ index }) => index + 1)).toEqual(idx);
  },

  'nist-ewma': ({ z, ucl, lcl }, tolerance) => {
    const chart = ewmaChart(series.ewma.values, { target: 50, sigma: 2.0539, lambda: 0.3 });
    expectAllClose(chart?.averages, z, tolerance);
    expectClose(chart?.high, ucl, tolerance);
    expectClose(chart?.low, lcl, tolerance);
  },

  'stl-co2': (expected, tolerance) => {
    const parts = stl(series.co2.values, {
      ...{ period: 12, seasonal: 35, trend: 19, lowPass: 13 },
      ...{ seasonalJump: 4, trendJump: 2, lowPassJump: 2, inner: 1, outer: 2 },
    });
    expectAllClose(parts?.seasonal.slice(0, 3), expected['season0_2'], tolerance);
    expectAllClose(parts?.trend.slice(0, 3), expected['trend0_2'], tolerance);
    expectAllClose(parts?.weights.slice(0, 3), expected['rw0_2'], tolerance);
  },

  'decompose-ap': ({ figure }, tolerance) => {
    expectAllClose(decompose(series.airPassengers.values, 12, 'multiplicative')?.figure, figure, tolerance);
  },

  'newcombe-wilson': (expected, tolerance) => {
    for (const [fraction, ends] of Object.entries(expected)) {
      const [successes = 0, trials = 0] = fraction.split('/').map(Number);
      const interval = wilsonInterval(successes, trials);
      expectAllClose([interval?.low ?? null, interval?.high ?? null], ends, tolerance);
    }
  },

  bh1995: (expected, tolerance) => {
    const ps = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
      0.759, 1,
    ];
    const found = (adjusted: readonly number[]) => adjusted.filter((p) => p <= 0.05).length;
    expect(found(bonferroni(ps))).toBe(expected['bonferroni']);
    expect(found(holm(ps))).toBe(expected['holm']);
    expect(found(benjaminiHochberg(ps))).toBe(expected['bh']);
    expect(found(benjaminiYekutieli(ps))).toBe(expected['by']);
    expectAllClose(benjaminiHochberg(ps), expected['bh_adj'], tolerance);
  },

  'cor-mtcars': ({ r, rho, tau }, tolerance) => {
    const { mpg, wt } = series.mtcars;
    expectClose(pearson(mpg, wt), r, tolerance);
    expectClose(spearman(mpg, wt), rho, tolerance);
    expectClose(kendall(mpg, wt), tau, tolerance);
  },

  'median-ci': (expected, tolerance) => {
    for (const [n, [low, high, level]] of Object.entries(expected as Record<string, number[]>)) {
      const ranks = medianRanks(Number(n.slice(1)));
      expect([ranks?.lowRank, ranks?.highRank]).toEqual([low, high]);
      expectClose(ranks?.level, level, tolerance);
    }
  },

  'eb-beta': (expected, tolerance) => {
    const prior = { alpha: 78.661, beta: 224.875 };
    const [few, many] = [betaPosterior(4, 10, prior), betaPosterior(300, 1000, prior)];
    expectAllClose([few?.mean ?? null, many?.mean ?? null], expected['post'], tolerance);
    const { low = null, high = null } = few?.interval ?? {};
    expectAllClose([low, high], expected['ci_4_10'], tolerance);
  },

  'int32-wrap': ({ k, value }) => {
    const wrapped = -977433948;
    const unwrapped = unwrapLikes(wrapped, 11_900_000_000) ?? Number.NaN;
    expect(unwrapped).toBe(value);
    expect((unwrapped - wrapped) / 2 ** 32).toBe(k);
  },

  'prom-increase': ({ net, ours, prometheus_increase }) => {
    const points = [0, 1, 2, 3, 2, 3, 4].map((value, index) => ({ day: `2026-01-0${index + 1}`, value }));
    const growth = growthOver(points, { days: 6 });
    expect(growth.net).toBe(net);
    expect(growth.net).toBe(ours);
    expect(growth.net).not.toBe(prometheus_increase);
  },

  'interp-grid': ({ y }, tolerance) => {
    const observed: [hour: number, count: number][] = [
      [0, 1000],
      [26, 1100],
      [50, 1090],
      [122, 1400],
    ];
    const days = [24, 48, 72, 96, 120].map((hour) => {
      const after = observed.findIndex(([at]) => at >= hour);
      const [x0, y0] = observed[after - 1] ?? [Number.NaN, Number.NaN];
      const [x1, y1] = observed[after] ?? [Number.NaN, Number.NaN];
      return interpolateLinear(x0, y0, x1, y1, hour);
    });
    expectAllClose(days, y, tolerance);
  },

  'archive-rounding': () => {
    for (const [shown, step] of [
      [15_800, 100],
      [16_000, 1000],
    ] as const) {
      const interval = roundedInterval(shown, step, 'nearest');
      expect(interval?.low).toBeLessThanOrEqual(15_847);
      expect(interval?.high).toBeGreaterThanOrEqual(15_847);
    }
  },

  'intl-midnight': ({ hour12_false, hourCycle_h23 }) => {
    // Newer Nodes print 00 for `hour12: false` too; the cycle that is asked for here gives it on all of them.
    const midnight = new Date('2024-01-01T00:30:00Z');
    const hour = new Intl.DateTimeFormat('en-US', { hour: '2-digit', hourCycle: 'h23', timeZone: 'UTC' });
    expect(hour.format(midnight)).toBe(hourCycle_h23);
    expect(hour.format(midnight)).not.toBe(hour12_false);
    // Read as 24 o'clock it would be the day after.
    expect(dayIn('Europe/London', midnight)).toBe('2024-01-01');
    expect(offsetMinutes(midnight.getTime(), 'Europe/London')).toBe(0);
  },

  growth: ({ daily, doubling }, tolerance) => {
    expectClose(compoundPerDay(10_000, 12_500, 30), daily, tolerance);
    expectClose(doublingDays(compoundPerDay(10_000, 12_500, 30)), doubling, tolerance);
  },

  'ols-reset': ({ slope, y6600 }, tolerance) => {
    const x = Array.from({ length: 11 }, (_, index) => index * 300);
    const line = leastSquaresLine(x, [0, 10, 20, 30, 40, 0, 10, 20, 30, 40, 50]);
    expectClose(line?.slope, slope, tolerance);
    expectClose(line && predictAt(line, 6600).value, y6600, tolerance);
  },
};

describe('values to check against', () => {
  test.each(Object.entries(checks))('%s', (id, check) => {
    const vector = (sharedVectors ?? ownVectors).find((each) => each.id === id);
    expect(vector).toBeDefined();
    check(vector?.expected ?? {}, Number(vector?.tol));
  });

  test('none is left out, but for those given as a reference only', () => {
    const tests = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => readFileSync(path.join(import.meta.dirname, file), 'utf8'))
      .join('\n');
    const untested = (sharedVectors ?? ownVectors)
      .filter(({ id, tol }) => tol !== 'reference only' && !tests.includes(`'${id}'`) && !(id in checks))
      .map(({ id }) => id);
    expect(untested).toEqual([]);
  });

  test('the copy here says the same as the list they were copied from, where that is at hand', () => {
    if (sharedVectors === null) return;
    for (const { id, expected, tol } of sharedVectors)
      expect(ownVectors.find((own) => own.id === id)).toMatchObject({ expected, tol });
  });
});

describe('NIST certified values', () => {
  test.each(Object.entries(nist.univariate))('%s', (_, { values, ...certified }) => {
    checkMoments([...values].map(Number))(certified, 1e-12);
  });

  test.each([
    ['NumAcc1', [10000001, 10000003, 10000002], 10000002, 1, -0.5, 1e-14],
    ['NumAcc2', numAcc(1.2, 1.1, 1.3), 1.2, 0.1, -0.999, 1e-12],
    ['NumAcc3', numAcc(1000000.2, 1000000.1, 1000000.3), 1000000.2, 0.1, -0.999, 1e-8],
  ] as const)('%s', (_, values, mean, sd, acf1, tolerance) => {
    checkMoments(values)({ mean, sd, acf1 }, tolerance);
  });

  test('Norris', () => {
    const { x, y, slope, intercept, rSquared, residualSd } = nist.norris;
    const line = leastSquaresLine(x, y);
    expectClose(line?.slope, slope, 1e-12);
    expectClose(line?.intercept, intercept, 1e-11);
    expectClose(line?.rSquared, rSquared, 1e-12);
    expectClose(line?.residualSd, residualSd, 1e-11);
  });
});
