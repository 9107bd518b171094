import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { LowessOptions } from '../../lib/stats/regression/lowess.ts';

/** Published series and values: numbers as they were published, each with its source in the file. */

const folder = path.resolve(import.meta.dirname, '../fixtures/stats');
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

export const series: {
  airPassengers: { values: number[] };
  nile: { values: number[] };
  co2: { values: number[] };
  mtcars: { mpg: number[]; wt: number[] };
  cars: { speed: number[]; dist: number[] };
  ozone: { months: number[][] };
  ucbAdmissions: { departments: [number, number, number, number][] };
  rosner: { values: number[] };
  ewma: { values: number[] };
  montgomery: { values: number[] };
  bcg: { trials: [number, number, number, number][] };
  rats: { tumours: [number, number][] };
} = read(path.join(folder, 'series.json'));

export const nist: {
  univariate: Record<string, { mean: number; sd: number; acf1: number; values: number[] | string }>;
  norris: {
    intercept: number;
    slope: number;
    rSquared: number;
    residualSd: number;
    x: number[];
    y: number[];
  };
} = read(path.join(folder, 'nist.json'));

export const stlRuns: {
  scenarios: Record<string, { index: number; season: number; trend: number; weight: number }[]>;
} = read(path.join(folder, 'stl.json'));

export const lowessRuns: {
  runs: { name: string; x: number[]; y: number[]; options: LowessOptions; out: number[] }[];
} = read(path.join(folder, 'lowess.json'));

export interface Vector {
  id: string;
  tol: number | string;
  /** Numbers or lists of numbers, by names of the vector's own. */
  expected: Record<string, unknown>;
}

const shared = path.resolve(import.meta.dirname, '../../../shared/vectors/expected-values.json');
export const sharedVectors: Vector[] | null = existsSync(shared) ? read(shared).vectors : null;
export const ownVectors: Vector[] = read(path.join(folder, 'vectors.json')).vectors;

/** Within a tolerance: absolute for numbers up to 1, relative above. */
export function expectClose(actual: unknown, expected: unknown, tolerance: number): void {
  const off = Math.abs(Number(actual ?? Number.NaN) - Number(expected ?? Number.NaN));
  expect(off, `${actual} instead of ${expected}`).toBeLessThanOrEqual(
    tolerance * Math.max(1, Math.abs(Number(expected))),
  );
}

/** `expectClose` of each element. */
export function expectAllClose(
  actual: ArrayLike<unknown> | null | undefined,
  expected: unknown,
  tolerance: number,
): void {
  expect(Array.isArray(expected) && actual?.length).toBe((expected as unknown[]).length);
  (expected as unknown[]).forEach((value, index) => {
    expectClose(actual?.[index], value, tolerance);
  });
}
