import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exponentialRise, logistic, michaelisMenten } from '../../../lib/stats/curve/curves.ts';
import { aicc, type Curve, fitCurve, fitCurveFrom } from '../../../lib/stats/curve/fit.ts';
import { compareGrowth, fitGrowth, growthAt } from '../../../lib/stats/curve/growth-curve.ts';
import { logLogForecast } from '../../../lib/stats/curve/log-log.ts';
import { compoundPerDay, doublingDays } from '../../../lib/stats/growth.ts';
import { expectedOf, expectNear } from '../forecast/published.ts';

/** R datasets::Puromycin, treated; Treloar (1974). */
const puromycin = {
  x: [0.02, 0.02, 0.06, 0.06, 0.11, 0.11, 0.22, 0.22, 0.56, 0.56, 1.1, 1.1],
  y: [76, 47, 97, 107, 123, 139, 159, 152, 191, 201, 207, 200],
};
/** R datasets::BOD; Bates and Watts (1988). */
const bod = { x: [1, 2, 3, 4, 5, 7], y: [8.3, 10.3, 19, 16, 15.6, 19.8] };

describe('fitCurve', () => {
  test('nls-puromycin: Michaelis–Menten', () => {
    const expected = expectedOf('nls-puromycin');
    const fit = fitCurve(michaelisMenten, puromycin.x, puromycin.y, [200, 0.05]);
    expectNear(fit?.parameters ?? [], [expected['Vm'] ?? 0, expected['K'] ?? 0], 1e-4);
    expectNear([fit?.rss], [expected['rss'] ?? 0], 1e-4);
    expect(fit?.converged).toBe(true);
  });

  test('nls-bod: a rise to a ceiling', () => {
    const expected = expectedOf('nls-bod');
    const fit = fitCurve(exponentialRise, bod.x, bod.y, [20, -1]);
    expectNear(fit?.parameters ?? [], [expected['A'] ?? 0, expected['lrc'] ?? 0], 1e-5);
    expectNear([fit?.rss], [expected['rss'] ?? 0], 1e-5);
  });

  test('R ?SSlogis: the weight of chick 1 is 937.03 / (1 + exp((35.223 − t) / 11.405))', () => {
    const days = [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 21];
    const weights = [42, 51, 59, 64, 76, 93, 106, 125, 149, 171, 199, 205];
    const [asymptote, middle, scale] = fitCurve(logistic, days, weights, [400, 20, 10])?.parameters ?? [];
    expectNear([asymptote], [937.03], 0.05);
    expectNear([middle, scale], [35.223, 11.405], 0.002);
  });

  /** NIST StRD, non-linear regression: certified values, from both of its starts. */
  const rise: Curve = { name: 'rise', value: (x, p) => (p[0] ?? 0) * (1 - Math.exp(-(p[1] ?? 0) * x)) };
  test.each([
    ['the far start', [500, 0.0001]],
    ['the near start', [250, 0.0005]],
  ])('NIST Misra1a from %s', (_, start) => {
    const x = [77.6, 114.9, 141.1, 190.8, 239.9, 289, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760];
    const y = [
      10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.4, 75.47, 81.78,
    ];
    const fit = fitCurve(rise, x, y, start);
    const [b1 = 0, b2 = 0] = fit?.parameters ?? [];
    expectNear([b1 / 238.94212918, b2 / 5.5015643181e-4, (fit?.rss ?? 0) / 0.12455138894], [1, 1, 1], 1e-6);
  });

  const rat42: Curve = {
    name: 'rat42',
    value: (x, p) => (p[0] ?? 0) / (1 + Math.exp((p[1] ?? 0) - (p[2] ?? 0) * x)),
  };
  test.each([
    ['the far start', [100, 1, 0.1]],
    ['the near start', [75, 2.5, 0.07]],
  ])('NIST Rat42 from %s', (_, start) => {
    const x = [9, 14, 21, 28, 42, 57, 63, 70, 79];
    const y = [8.93, 10.8, 18.59, 22.33, 39.35, 56.11, 61.73, 64.62, 67.08];
    const fit = fitCurve(rat42, x, y, start);
    const [b1 = 0, b2 = 0, b3 = 0] = fit?.parameters ?? [];
    expectNear(
      [b1 / 72.462237576, b2 / 2.6180768402, b3 / 0.067359200066, (fit?.rss ?? 0) / 8.0565229338],
      [1, 1, 1, 1],
      1e-6,
    );
  });

  test('bounds hold, and bounds that meet fix a parameter', () => {
    const bounded = fitCurve(michaelisMenten, puromycin.x, puromycin.y, [200, 0.05], {
      lower: [0, 0],
      upper: [200, 1],
    });
    expect(bounded?.parameters[0]).toBe(200);
    const fixed = fitCurve(michaelisMenten, puromycin.x, puromycin.y, [210, 0.05], {
      lower: [210, 0],
      upper: [210, 1],
    });
    expect(fixed?.parameters[0]).toBe(210);
    expect(fixed?.rss).toBeGreaterThan(expectedOf('nls-puromycin')['rss'] ?? 0);
  });

  test('too few points are null, wrong ones a mistake', () => {
    expect(fitCurve(michaelisMenten, [1], [1], [1, 1])).toBeNull();
    expect(fitCurve(michaelisMenten, [], [], [1, 1])).toBeNull();
    expect(fitCurveFrom(michaelisMenten, [1, 2], [1, 2], [])).toBeNull();
    expect(
      fitCurve({ name: 'root', value: (x, p) => Math.sqrt(x) * (p[0] ?? 0) }, [-1, 1], [1, 1], [1]),
    ).toBeNull();
    expect(() => fitCurve(michaelisMenten, [1], [1, 2], [1, 1])).toThrow(RangeError);
    expect(() => fitCurve(michaelisMenten, [1, 2], [1, Number.NaN], [1, 1])).toThrow(RangeError);
  });

  test('AICc by hand: 10·ln(2/10) + 6 + 24/6', () => {
    expect(aicc(2, 10, 2)).toBeCloseTo(10 * Math.log(0.2) + 6 + 4, 12);
    expect(aicc(2, 4, 2)).toBeNull();
    expect(Number.isFinite(aicc(0, 10, 2))).toBe(true);
  });
});

const ages = [0.25, 0.5, 1, 2, 3, 5, 7, 14, 30];
const grown = (a: number, s: number, k: number) => ages.map((age) => a * (1 - Math.exp(-((age / s) ** k))));

describe('fitGrowth', () => {
  test('weibull-recover', () => {
    const expected = expectedOf('weibull-recover');
    const fit = fitGrowth(ages, expected['V'] ?? []);
    if (fit.model === null) throw new Error(fit.reason);
    const [a = 0, s = 0, k = 0] = fit.parameters;
    expectNear([a / (expected['A'] ?? 0), s, k], [1, expected['s'] ?? 0, expected['k'] ?? 0], 1e-3);
    expectNear([fit.halfLife, fit.age80], [expected['half_life'] ?? 0, expected['t80'] ?? 0], 1e-3);
    expect(fit.stillToCome).toBeCloseTo(1 - 49410.961 / 50000, 5);
    expectNear([growthAt(fit, 7)], [42175.712], 1);
    expect(compareGrowth(ages, expected['V'] ?? [])[0]?.model).toBe('weibull');
  });

  test('recovers what was put in, in any order and any unit', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.4, max: 1.5, noNaN: true }),
        fc.double({ min: 0.3, max: 10, noNaN: true }),
        fc.constantFrom(1, 1000, 1e8),
        (k, s, a) => {
          const fit = fitGrowth([...ages].reverse(), grown(a, s, k).reverse());
          if (fit.model === null) throw new Error(fit.reason);
          const [fittedA = 0, fittedS = 0, fittedK = 0] = fit.parameters;
          expectNear([fittedA / a, fittedS / s, fittedK / k], [1, 1, 1], 1e-3);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('knows the other curves by AICc', () => {
    const halves = ages.map((age) => (9000 * age) / (2 + age));
    expect(compareGrowth(ages, halves)[0]?.model).toBe('michaelisMenten');
    const slow = ages.map((age) => 9000 / (1 + Math.exp((4 - age) / 1.2)));
    const [best] = compareGrowth(ages, slow);
    expect(best?.model).toBe('logistic');
    expectNear([best?.halfLife, best?.age80], [4, 4 + 1.2 * Math.log(4)], 1e-3);
  });

  test('tells no ceiling of what is still growing', () => {
    const fit = fitGrowth(ages, grown(50_000, 100, 0.6));
    expect(fit).toMatchObject({
      model: 'weibull',
      stillGrowing: true,
      ceiling: null,
      halfLife: null,
      age80: null,
      stillToCome: null,
    });
  });

  test.each([
    [
      'five points',
      ages.slice(0, 5),
      grown(100, 2, 1).slice(0, 5),
      /takes 6 counts above 0, and there are 5/,
    ],
    [
      'ages within a decade',
      [1, 2, 3, 5, 7, 9],
      [1, 2, 3, 4, 5, 6],
      /32 times the youngest, and it is 9\.0 times/,
    ],
    ['nothing', [], [], /there are 0/],
    ['counts of 0', ages, ages.map(() => 0), /there are 0/],
  ])('%s make no curve', (_, x, y, reason) => {
    const fit = fitGrowth(x, y);
    expect(fit.model).toBeNull();
    expect(fit.reason).toMatch(reason);
    expect(compareGrowth(x, y)).toEqual([]);
  });

  test('a constant count has all of its ceiling', () => {
    const fit = fitGrowth(
      ages,
      ages.map(() => 700),
    );
    expect(fit.model === null ? null : fit.ceiling).toBeCloseTo(700, 3);
  });
});

describe('logLogForecast', () => {
  /** late = 3 · early^0.9, times a factor that takes turns. */
  const pairs = Array.from({ length: 20 }, (_, i) => {
    const early = 100 * (i + 1);
    return { early, late: 3 * early ** 0.9 * (i % 2 === 0 ? 1.25 : 0.8) };
  });

  test('finds the line and where the factors leave it', () => {
    const forecast = logLogForecast(pairs, 1000);
    if (forecast.point === null) throw new Error(forecast.reason);
    expectNear([forecast.slope], [0.9], 0.05);
    expectNear([forecast.point / (3 * 1000 ** 0.9)], [1], 0.1);
    expectNear([forecast.upper / forecast.point], [1.25], 0.15);
    expectNear([forecast.lower / forecast.point], [0.8], 0.1);
    expect(forecast).toMatchObject({ n: 20, level: 0.8, extrapolated: false });
    expect(logLogForecast(pairs, 99)).toMatchObject({ extrapolated: true });
  });

  test('errors are those of leaving each pair out, as fitting again finds them', () => {
    const errors = pairs.map((pair, left) => {
      const rest = logLogForecast([...pairs.filter((_, i) => i !== left)], pair.early);
      return rest.point === null ? Number.NaN : Math.log(pair.late / rest.point);
    });
    const forecast = logLogForecast(pairs, 1000, 0.5);
    if (forecast.point === null) throw new Error(forecast.reason);
    const sorted = errors.sort((a, b) => a - b);
    // R-7 at 0.25 of 20 values lies three quarters from the 5th to the 6th.
    const quartile = (sorted[4] ?? 0) + 0.75 * ((sorted[5] ?? 0) - (sorted[4] ?? 0));
    expect(Math.log(forecast.lower / forecast.point)).toBeCloseTo(quartile, 10);
  });

  test('scaling all later counts scales the forecast', () => {
    const plain = logLogForecast(pairs, 700);
    const scaled = logLogForecast(
      pairs.map(({ early, late }) => ({ early, late: late * 1000 })),
      700,
    );
    if (plain.point === null || scaled.point === null) throw new Error('no forecast');
    expectNear([scaled.point / plain.point, scaled.upper / plain.upper], [1000, 1000], 1e-6);
  });

  test.each([
    [
      'fewer than 15 pairs',
      pairs.slice(0, 14),
      100,
      'It takes 15 pairs of counts above 0, and there are 14.',
    ],
    ['no pairs', [], 100, 'It takes 15 pairs of counts above 0, and there are 0.'],
    [
      'zeros do not count',
      pairs.map((pair) => ({ ...pair, late: 0 })),
      100,
      'It takes 15 pairs of counts above 0, and there are 0.',
    ],
    ['early counts alike', pairs.map((pair) => ({ ...pair, early: 5 })), 5, 'All early counts are alike.'],
    ['nothing seen yet', pairs, 0, 'The early count is not above 0.'],
  ])('%s: no forecast', (_, known, early, reason) => {
    expect(logLogForecast(known, early)).toEqual({ point: null, reason });
  });
});

test('growth: 10,000 to 12,500 over 30 days', () => {
  const expected = expectedOf('growth');
  const daily = compoundPerDay(10_000, 12_500, 30);
  expectNear([daily], [expected['daily'] ?? 0], 1e-9);
  expectNear([doublingDays(daily)], [expected['doubling'] ?? 0], 1e-7);
});
