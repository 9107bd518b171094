import { describe, expect, test } from 'vitest';
import { addDays } from '../../lib/calendar.ts';
import { seededRandom } from '../../lib/effects.ts';
import { trendShapes } from '../../lib/simulate/cast.ts';
import { forecastFollowers } from '../../lib/transform/forecast/forecast-followers.ts';
import { readDocument } from '../docs/documents.ts';
import { followersOf } from './known-answers.ts';

/** Forecasts of series whose law is known, made as a page shows them and held against what came: the table of docs/forecasting.md. */

const say = (line: string) => process.stderr.write(`${line}\n`);
const percent = (part: number) => `${(100 * part).toFixed(1)}%`;
const accounts = 40;
const days = 365;
/** Every seven weeks, from a history of nine weeks on: by then an account has a past that chooses its model. */
const known = Array.from({ length: 6 }, (_, i) => 63 + 49 * i);

/** Followers that gain `slope` a day give or take 60, where each day also moves the slope by about `wander`. */
function walkOf(seed: number, wander: number): number[] {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const values = [50_000];
  let slope = 100;
  while (values.length < days) {
    slope += wander * normal();
    values.push(Math.round((values.at(-1) as number) + slope + 60 * normal()));
  }
  return values;
}

interface Outcome {
  /** Mean over accounts of log(error of the default / error of naive with drift). */
  relative: number;
  /** Fraction within the 80% band. */
  held: number;
}

function judge(series: readonly number[][], step: number): Outcome {
  const ratios: number[] = [];
  const inside: boolean[] = [];
  for (const values of series) {
    const errors = { own: 0, bar: 0 };
    for (const n of known) {
      const { models } = forecastFollowers(
        values.slice(0, n).map((followers, i) => ({ day: addDays('2026-01-04', i), followers })),
      );
      const own = models.find(({ isDefault }) => isDefault);
      const bar = models.find(({ model }) => model === 'naive_drift');
      const came = values[n + step - 1];
      if (!own || !bar || came === undefined) continue;
      errors.own += Math.abs(came - (own.point[step - 1] as number));
      errors.bar += Math.abs(came - (bar.point[step - 1] as number));
      const { lower, upper } = own.band80;
      inside.push(came >= (lower[step - 1] as number) && came <= (upper[step - 1] as number));
    }
    ratios.push(Math.log(errors.own / errors.bar));
  }
  const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
  return { relative: Math.exp(mean(ratios)), held: mean(inside.map(Number)) };
}

const all = Array.from({ length: accounts }, (_, index) => index);
const laws = [
  {
    // Naive with drift knows the law of these: whatever is chosen can only lose.
    law: 'a walk with drift',
    series: all.map((index) => walkOf(100 + index, 0)),
    most: [1.1, 1.25],
    least: [0.7, 0.7],
  },
  {
    law: 'a slope that wanders',
    series: all.map((index) => walkOf(200 + index, 6)),
    most: [1, 1],
    least: [0.7, 0.7],
  },
  {
    law: 'simulated creators of every trend',
    series: all.map((index) =>
      followersOf(index, trendShapes[index % trendShapes.length] ?? 'steady').map(
        ({ followers }) => followers,
      ),
    ),
    most: [0.9, 0.95],
    least: [0.7, 0.7],
  },
] as const;

describe.each(laws)('$law', ({ law, series, most, least }) => {
  test.each([
    [7, 0],
    [28, 1],
  ] as const)('%i days ahead: errors against naive with drift, and how often bands hold', (step, i) => {
    const { relative, held } = judge(series, step);
    const line = `| ${law} | ${step} days | ${relative.toFixed(2)} | ${percent(held)} |`;
    say(line);
    expect(readDocument('docs/forecasting.md')).toContain(line);
    expect(relative).toBeLessThanOrEqual(most[i]);
    expect(held).toBeGreaterThanOrEqual(least[i]);
    expect(held).toBeLessThanOrEqual(0.95);
  });
});
