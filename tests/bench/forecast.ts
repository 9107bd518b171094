import { seededRandom } from '../../lib/effects.ts';
import { combination } from '../../lib/stats/forecast/combination.ts';
import { holtWinters } from '../../lib/stats/forecast/holt-winters.ts';
import { foreseeMilestones } from '../../lib/stats/forecast/milestone.ts';
import { drift, naive, seasonalNaive } from '../../lib/stats/forecast/naive.ts';
import { drawShocks } from '../../lib/stats/forecast/paths.ts';
import { combineOrigins, rollingOrigin } from '../../lib/stats/forecast/rolling-origin.ts';
import { scoreOrigins } from '../../lib/stats/forecast/score.ts';
import { dampedHolt, holt, ses } from '../../lib/stats/forecast/smoothing.ts';
import { theta } from '../../lib/stats/forecast/theta.ts';
import type { Method } from '../../lib/stats/forecast/types.ts';
import type { Figure } from './figure.ts';

const accounts = 100;
const days = 365;
const horizon = 28;
const origins = { horizon, origins: 8, step: 7, period: 7 };
const members = [drift, seasonalNaive, dampedHolt, theta];

/** Followers that wander about a slope that wanders too, in whole counts. */
function followers(random: () => number): number[] {
  let [level, slope] = [10_000, 30];
  return Array.from({ length: days }, () => {
    slope = 0.9 * slope + 3 + 10 * (random() - 0.5);
    level += slope + 100 * (random() - 0.5);
    return Math.round(level);
  });
}

/** Milliseconds of processor time per call, so that what else runs on the machine counts as little as can be. */
function perCall(calls: number, work: () => void): number {
  work();
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / calls;
}

/** Fits of each method to a year of days, and the backtest of five methods as the tables of forecasts do it. */
export async function benchForecast(): Promise<Figure[]> {
  const random = seededRandom(20);
  const all = Array.from({ length: accounts }, () => followers(random));
  const methods: [string, Method, string][] = [
    ['naive', naive, ''],
    ['drift', drift, ''],
    ['seasonal naive', seasonalNaive, ''],
    ['simple smoothing', ses, ''],
    ['Holt', holt, ''],
    ['damped Holt', dampedHolt, '≪ 2'],
    ['theta', theta, ''],
    ['Holt–Winters', holtWinters, ''],
    ['combination', combination, ''],
  ];
  const fits = methods.map(([name, method, bound]): Figure => {
    const ms = perCall(accounts, () => {
      for (const series of all) method(series, horizon, { period: 7 });
    });
    return [`${name}, ${days} days: fit and forecast, ms of CPU`, ms.toFixed(3), bound];
  });
  const backtest = perCall(accounts, () => {
    for (const series of all) {
      const past = members.map((method) => rollingOrigin(series, method, origins));
      past.push(combineOrigins('combination', past, 'median'));
      for (const each of past) scoreOrigins(series, each);
    }
  });
  const shocks = drawShocks(days, seededRandom(1));
  const levels = [20_000, 25_000, 30_000, 50_000];
  const forecasts = all.map((series) => dampedHolt(series, days));
  const milestones = perCall(accounts, () => {
    forecasts.forEach((forecast, i) => {
      foreseeMilestones(all[i] ?? [], forecast, levels, shocks);
    });
  });
  return [
    ...fits,
    [`five methods, 8 origins × ${horizon} days, scored: ms of CPU an account`, backtest.toFixed(2), ''],
    ['the same for 1,000 accounts on 2 cores, seconds', (backtest / 2).toFixed(1), 'a few'],
    [`milestones, 1,000 paths of ${days} days: ms of CPU an account`, milestones.toFixed(2), ''],
  ];
}
