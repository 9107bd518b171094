import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { Forecast, Withheld } from '../../../lib/stats/forecast/types.ts';
import { series } from '../fixtures.ts';

/** Published series and values that the tests of forecasts share. */

const fixtures = path.resolve(import.meta.dirname, '../../fixtures');
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

const allSeries = read(path.join(fixtures, 'forecast-series.json')) as Record<string, { values: number[] }>;

export function seriesOf(name: string): number[] {
  if (name === 'AirPassengers') return series.airPassengers.values;
  if (name === 'Nile') return series.nile.values;
  const found = allSeries[name];
  if (!found) throw new Error(`There is no series ${name}.`);
  return found.values;
}

interface Vector {
  id: string;
  /** A number or a list of them, as the value has it. */
  expected: Record<string, number & number[]>;
}

const shared = path.resolve(import.meta.dirname, '../../../../shared/vectors/expected-values.json');
const own = path.join(fixtures, 'forecast-values.json');

/** What a checking value says, from the file of all projects where it lies beside this one, else from our copy. */
export function expectedOf(id: string): Vector['expected'] {
  const { vectors } = read(existsSync(shared) ? shared : own) as { vectors: Vector[] };
  const found = vectors.find((vector) => vector.id === id);
  if (!found) throw new Error(`There is no checking value ${id}.`);
  return found.expected;
}

/** The forecast, where there is one; else the test fails with its reason. */
export function made(outcome: Forecast | Withheld): Forecast {
  if (outcome.point === null) throw new Error(outcome.reason);
  return outcome;
}

/** Each value within an absolute tolerance. */
export function expectNear(
  actual: readonly (number | null | undefined)[],
  expected: readonly number[],
  tolerance: number,
): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(
      Math.abs((actual[i] ?? Number.NaN) - value),
      `${actual[i]} at ${i}, not ${value}`,
    ).toBeLessThanOrEqual(tolerance);
  });
}

export const squares = ({ residuals }: Forecast): number =>
  residuals.reduce<number>((sum, residual) => sum + (residual ?? 0) ** 2, 0);
