import { describe, expect, test } from 'vitest';
import { normalBand } from '../../../lib/stats/forecast/bands.ts';
import { mase, rmse } from '../../../lib/stats/forecast/evaluation.ts';
import { naive, seasonalNaive } from '../../../lib/stats/forecast/naive.ts';
import { dampedHolt, holt, ses } from '../../../lib/stats/forecast/smoothing.ts';
import { theta } from '../../../lib/stats/forecast/theta.ts';
import { expectedOf, expectNear, made, seriesOf, squares } from './published.ts';

describe('checking values', () => {
  test('snaive-ap: R forecast::snaive(AirPassengers, h = 12)', () => {
    const expected = expectedOf('snaive-ap');
    const series = seriesOf('AirPassengers');
    const forecast = made(seasonalNaive(series, 12, { period: 12 }));
    expectNear(forecast.point, expected['mean'] ?? [], 1e-6);
    expectNear([normalBand(forecast, 0.95).upper[0]], [expected['hi95_1'] ?? 0], 1e-6);
    const fitted = forecast.fitted.slice(12);
    expectNear([rmse(series.slice(12), fitted)], [expected['train_RMSE'] ?? 0], 1e-6);
    expectNear([mase(series.slice(12), fitted, series, 12)], [expected['train_MASE'] ?? 0], 1e-6);
  });

  test('ses-oil: statsmodels, α given and estimated', () => {
    const expected = expectedOf('ses-oil');
    const series = seriesOf('oil1996to2007');
    const initial = { level: series[0] ?? 0 };
    expectNear(made(ses(series, 1, { alpha: 0.2, initial })).point, [expected['fc_02'] ?? 0], 1e-4);
    expectNear(made(ses(series, 1, { alpha: 0.6, initial })).point, [expected['fc_06'] ?? 0], 1e-4);
    const reference = { alpha: 0.891998, initial: { level: 447.47844 } };
    const estimated = made(ses(series, 1, reference));
    expectNear(estimated.point, [expected['fc_est'] ?? 0], 1e-4);
    expect(squares(made(ses(series, 1)))).toBeLessThanOrEqual(squares(estimated) * 1.001);
  });

  test('holt-ausair: statsmodels, α = 0.8, β = 0.2', () => {
    const expected = expectedOf('holt-ausair');
    const series = seriesOf('ausair1990to2004');
    const [first = 0, second = 0] = series;
    const options = { alpha: 0.8, beta: 0.2, initial: { level: first, slope: second - first } };
    expectNear(made(holt(series, 5, options)).point, expected['fc5'] ?? [], 0.005);
    const slopes = [1, 2, 3].map((n) => made(holt(series.slice(0, n), 1, options)).parameters.slope);
    expectNear(slopes, expected['trend_first3'] ?? [], 0.005);
  });

  test('holt-nile-fixed: R HoltWinters(Nile, 0.3, 0.1, gamma = FALSE), which starts at the third value', () => {
    const expected = expectedOf('holt-nile-fixed');
    const [first = 0, second = 0, ...rest] = seriesOf('Nile');
    const options = { alpha: 0.3, beta: 0.1, initial: { level: second, slope: second - first } };
    const forecast = made(holt(rest, 3, options));
    expectNear(forecast.point, expected['fc3'] ?? [], 1e-5);
    expect(squares(forecast)).toBeCloseTo(expected['sse'] ?? 0, 3);
  });

  test('damped-livestock: R ets(model = "AAN", damped = TRUE), whose β is α·β*', () => {
    const expected = expectedOf('damped-livestock');
    const alpha = 0.97402626;
    const initial = { level: 252.59039965, slope: 6.90265918 };
    const series = seriesOf('livestock');
    const forecast = made(dampedHolt(series, 3, { alpha, beta: 0.00010006 / alpha, phi: 0.98, initial }));
    expectNear(forecast.point, expected['fc3'] ?? [], 1e-4);
    expectNear([squares(forecast) / series.length], [expected['mse'] ?? 0], 1e-4);
    const { level, slope } = forecast.parameters;
    expectNear([level, slope], [expected['l_last'] ?? 0, expected['b_last'] ?? 0], 1e-4);
    expect(squares(made(dampedHolt(series, 3)))).toBeLessThanOrEqual(squares(forecast) * 1.001);
  });

  test('thetaf-nile and thetaf-ap: R forecast::thetaf', () => {
    expectNear(made(theta(seriesOf('Nile'), 3)).point, expectedOf('thetaf-nile')['mean'] ?? [], 0.5);
    const forecast = made(theta(seriesOf('AirPassengers'), 12, { period: 12 }));
    expectNear(forecast.point, expectedOf('thetaf-ap')['mean'] ?? [], 0.5);
    const halfSlope = (expectedOf('thetaf-ap')['statsmodels_b0'] ?? 0) / 2;
    expect(forecast.parameters.slope).toBeCloseTo(halfSlope, 8);
    expect(made(theta(seriesOf('Nile'), 3)).parameters.slope).toBeCloseTo(-2.714305430543056 / 2, 10);
  });
});

describe('further published values', () => {
  test('ses of Saudi oil 1996 to 2013: Forecasting: Principles and Practice, 2nd edition, 7.1 and 7.5', () => {
    const forecast = made(ses(seriesOf('oil1996to2013'), 2));
    expectNear([forecast.parameters.alpha, forecast.parameters.initialLevel], [0.8339, 446.5868], 0.02);
    expectNear([forecast.point[0]], [542.6806], 0.001);
    expectNear([Math.sqrt(squares(forecast) / 18)], [28.12], 0.005);
    const [narrow, wide] = [normalBand(forecast, 0.8), normalBand(forecast, 0.95)];
    expectNear([narrow.lower[0], narrow.upper[0]], [504.4541, 580.907], 0.002);
    expectNear([wide.lower[0], wide.upper[0]], [484.2183, 601.1429], 0.002);
  });

  test('holt of Australian air passengers 1990 to 2016: same book, 7.2', () => {
    const series = seriesOf('ausair1990to2016');
    const published = { alpha: 0.8321, beta: 0.0001, initial: { level: 15.57, slope: 2.1017 } };
    const forecast = made(holt(series, 5, published));
    expectNear(forecast.point, [74.6, 76.7, 78.8, 80.91, 83.01], 0.01);
    expect(squares(made(holt(series, 5)))).toBeLessThanOrEqual(squares(forecast) * 1.001);
  });

  test('damped Holt of Australian air passengers with α = 0.8, β = 0.2: statsmodels and the first edition, 7.3', () => {
    const forecast = made(dampedHolt(seriesOf('ausair1990to2004'), 5, { alpha: 0.8, beta: 0.2 }));
    expectNear(forecast.point, [42.85, 43.81, 44.66, 45.41, 46.06], 0.01);
  });

  test('R HoltWinters(Nile, beta = FALSE, gamma = FALSE) has α = 0.2465796 and ends at 805.0389', () => {
    const [first = 0, ...rest] = seriesOf('Nile');
    const forecast = made(ses(rest, 1, { initial: { level: first } }));
    expectNear([forecast.parameters.alpha], [0.2465796], 2e-4);
    expectNear(forecast.point, [805.0389], 0.01);
  });

  test('damped Holt of sheep in Asia with φ = 0.98: statsmodels says SSE 6036.56, level 257.36, slope 6.64', () => {
    const forecast = made(dampedHolt(seriesOf('livestock'), 1, { phi: 0.98 }));
    expect(squares(forecast)).toBeLessThanOrEqual(6036.56 * 1.001);
    expectNear([forecast.parameters.initialLevel, forecast.parameters.initialSlope], [257.36, 6.64], 0.01);
  });

  test('naive: σ of the Nile is the root mean square of its changes, and √2 of it two steps on', () => {
    const forecast = made(naive(seriesOf('Nile'), 2));
    const nile = seriesOf('Nile');
    let sum = 0;
    for (let t = 1; t < nile.length; t++) sum += ((nile[t] ?? 0) - (nile[t - 1] ?? 0)) ** 2;
    const sigma = Math.sqrt(sum / 99);
    expectNear(forecast.sigma, [sigma, sigma * Math.SQRT2], 1e-9);
    expect(sigma).toBeCloseTo(expectedOf('tscv-nile')['rmse']?.[0] ?? 0, 6);
  });
});
