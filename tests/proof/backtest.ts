import type { Row } from '../../lib/schema/index.ts';
import { comb, combination } from '../../lib/stats/forecast/combination.ts';
import { pastErrorBand } from '../../lib/stats/forecast/conformal.ts';
import { onFittingScale } from '../../lib/stats/forecast/log-scale.ts';
import { drift, seasonalNaive } from '../../lib/stats/forecast/naive.ts';
import { type Origin, rollingOrigin } from '../../lib/stats/forecast/rolling-origin.ts';
import { compareOrigins } from '../../lib/stats/forecast/score.ts';
import { dampedHolt } from '../../lib/stats/forecast/smoothing.ts';
import { theta } from '../../lib/stats/forecast/theta.ts';
import type { Method } from '../../lib/stats/forecast/types.ts';
import { medianOf } from '../../lib/stats/median.ts';
import { betterShare, leastChoosing } from '../../lib/transform/forecast/models.ts';

/** What is compared; the first is the bar that the others have to clear. */
export const contenders: Readonly<Record<string, Method>> = {
  'naive with drift': drift,
  'seasonal naive': seasonalNaive,
  'damped Holt': onFittingScale(dampedHolt),
  theta: onFittingScale(theta),
  'mean of SES, Holt, damped': onFittingScale(comb),
  combination: onFittingScale(combination),
};

/** The method that is taken where an account’s own past speaks for no other, and those that may take its place. */
const general = 'combination';
const others = ['naive with drift', 'damped Holt', 'theta'];
/** The method of each origin by its account’s own past, as pages show it. */
export const chosen = 'default of each account';

export const horizons = [7, 28] as const;
/** Origins a week apart, at most half a year of them, each with eight weeks behind it. */
const plan = { horizon: 28, origins: 26, step: 7, minimum: 56 };

/** One line of the table: a method at a horizon over all accounts. */
export interface BacktestLine {
  method: string;
  horizon: number;
  accounts: number;
  origins: number;
  /** Mean over accounts of each account's MASE. */
  mase: number;
  medianMase: number;
  /** Geometric mean over accounts of MASE over that of naive with drift: below 1 is better (Davydenko and Fildes, 2013). */
  relative: number;
  /** Accounts on which its MASE is below that of naive with drift. */
  better: number;
  /** Fraction of values within the normal 80% band, and within the band of past errors. */
  coverage80: number;
  coveragePast80: number;
}

/** Rolling-origin errors of every method over the daily followers of each account. */
export function backtest(daily: readonly Row<'account_daily'>[]): BacktestLine[] {
  const accounts = [...Map.groupBy(daily, (row) => row.account_id).values()].map((rows) =>
    rows.map((row) => row.followers),
  );
  const judged = accounts
    .map((series) => ({ series, origins: withChosen(series, rollAll(series)) }))
    .filter(({ origins }) => (origins['naive with drift']?.length ?? 0) >= 8);
  return horizons.flatMap((horizon) => {
    const tables = judged.map(({ series, origins }) => {
      const normal = compareOrigins(series, origins, { horizon, levels: [0.8] });
      // Only errors that were known at the time: those of origins a whole horizon earlier.
      const past = compareOrigins(series, origins, {
        horizon,
        levels: [0.8],
        bandOf: (origin, level) => {
          const own = Object.keys(contenders).find((method) => origins[method]?.includes(origin)) ?? general;
          const past = knownBy(origin.known, origins[own] ?? []);
          return origin.forecast.point === null ? null : pastErrorBand(origin.forecast, past, level);
        },
      });
      return normal.map((score, i) => ({ ...score, past: past[i]?.bands[0]?.coverage ?? null }));
    });
    return [...Object.keys(contenders), chosen].map((method, i) => {
      const scores = tables.flatMap((table) => {
        const [own, bar] = [table[i], table[0]];
        return own && bar && own.mase !== null && bar.mase !== null ? [{ own, bar }] : [];
      });
      return {
        method,
        horizon,
        accounts: scores.length,
        origins: scores.reduce((sum, { own }) => sum + own.origins, 0),
        mase: mean(scores.map(({ own }) => own.mase as number)),
        medianMase: medianOf(scores.map(({ own }) => own.mase as number)) ?? Number.NaN,
        relative: Math.exp(
          mean(scores.map(({ own, bar }) => Math.log((own.mase as number) / (bar.mase as number)))),
        ),
        better: scores.filter(({ own, bar }) => (own.mase as number) < (bar.mase as number)).length,
        coverage80: mean(scores.flatMap(({ own }) => own.bands[0]?.coverage ?? [])),
        coveragePast80: mean(scores.flatMap(({ own }) => own.past ?? [])),
      };
    });
  });
}

type Origins = Record<string, Origin[]>;

function rollAll(series: readonly (number | null)[]): Origins {
  return Object.fromEntries(
    Object.entries(contenders).map(([name, method]) => [name, rollingOrigin(series, method, plan)]),
  );
}

/** What was known then of the last 11 Sundays with a week after them. */
function knownBy(known: number, origins: readonly Origin[]): Origin[] {
  return origins
    .filter((each) => each.known + 7 <= known)
    .slice(-11)
    .map((each) => {
      const isKnown = (_: unknown, h: number) => each.known + h < known;
      const mask = (values: readonly (number | null)[]) =>
        values.map((value, h) => (isKnown(value, h) ? value : null));
      return { ...each, actual: mask(each.actual), errors: mask(each.errors) };
    });
}

/** Adds the method that is the default at each origin: the general one, or the best of those whose errors were a tenth smaller at least. */
function withChosen(series: readonly (number | null)[], origins: Origins): Origins {
  const list = (origins[general] ?? []).map((own, i) => {
    const past = Object.fromEntries(
      [general, ...others].map((method) => [method, knownBy(own.known, origins[method] ?? [])]),
    );
    const scores = compareOrigins(series, past, { levels: [] });
    const maseOf = (method: string) =>
      scores.find((each) => each.method === method)?.mase ?? Number.POSITIVE_INFINITY;
    if ((scores[0]?.origins ?? 0) < leastChoosing) return own;
    const best = others.toSorted((a, b) => maseOf(a) - maseOf(b))[0] as string;
    return maseOf(best) < betterShare * maseOf(general) ? (origins[best]?.[i] ?? own) : own;
  });
  return { ...origins, [chosen]: list };
}

/**
 * The default by these figures: of the methods whose median MASE is below that of naive with drift at every horizon, the one with
 * the lowest error relative to it over all horizons; naive with drift where there is none.
 */
export function winner(lines: readonly BacktestLine[]): string {
  const [bar = '', ...others] = Object.keys(contenders);
  const of = (method: string) => lines.filter((line) => line.method === method);
  const clears = (method: string) =>
    of(method).every((line, i) => line.medianMase < (of(bar)[i]?.medianMase ?? 0));
  const overall = (method: string) => of(method).reduce((product, line) => product * line.relative, 1);
  return others.filter(clears).sort((a, b) => overall(a) - overall(b))[0] ?? bar;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The table as the document holds it. */
export function printBacktest(lines: readonly BacktestLine[]): string {
  const cells = lines.map((line) => [
    `${line.horizon} days`,
    line.method,
    line.mase.toFixed(2),
    line.medianMase.toFixed(2),
    line.relative.toFixed(3),
    line.method === 'naive with drift' ? '–' : `${line.better} of ${line.accounts}`,
    `${(100 * line.coverage80).toFixed(1)}%`,
    `${(100 * line.coveragePast80).toFixed(1)}%`,
  ]);
  const head = [
    'ahead',
    'method',
    'MASE, mean',
    'MASE, median',
    'relative to drift',
    'better than drift',
    '80% band held',
    'band of past errors held',
  ];
  return [head, head.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
