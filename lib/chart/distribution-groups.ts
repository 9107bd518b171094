import { quantilesOf } from '../stats/descriptive/quantile.ts';
import type { DistributionOptions } from './distribution.ts';
import type { AnyRow } from './objects.ts';
import { rangeOfValues } from './scatter-axis.ts';

export interface Group {
  /** Empty where all rows are one group. */
  name: string;
  values: readonly number[];
  n: number;
  zeros: number;
  low: number;
  high: number;
  /** At 10, 25, 50, 75 and 90%; all but the median null below five values. */
  quantiles: readonly (number | null)[];
}

/** Of fewer values a quantile would only be one of them. */
export const leastForQuantiles = 5;

const shares = [0.1, 0.25, 0.5, 0.75, 0.9];

/** Groups with a value, the highest median first, in the order given where they are equal; and how many rows have none. */
export function readGroups(
  rows: readonly AnyRow[],
  { value, group }: DistributionOptions,
): { groups: Group[]; unobserved: number } {
  const values = new Map<string, number[]>();
  let unobserved = 0;
  for (const row of rows) {
    const each = row[value];
    if (typeof each !== 'number' || !Number.isFinite(each)) {
      unobserved++;
      continue;
    }
    const name = nameOf(row, group);
    const known = values.get(name);
    if (known) known.push(each);
    else values.set(name, [each]);
  }
  const groups = [...values].map(([name, each]) => makeGroup(name, each));
  groups.sort((a, b) => (b.quantiles[2] ?? 0) - (a.quantiles[2] ?? 0));
  return { groups, unobserved };
}

function nameOf(row: AnyRow, group: DistributionOptions['group']): string {
  if (group === undefined) return '';
  return typeof group === 'function' ? group(row) : String(row[group] ?? 'not known');
}

function makeGroup(name: string, values: readonly number[]): Group {
  const [low, high] = rangeOfValues(values);
  const quantiles = quantilesOf(values, shares) ?? [];
  return {
    name,
    values,
    n: values.length,
    zeros: values.filter((each) => each === 0).length,
    low,
    high,
    quantiles: shares.map((share, i) =>
      share === 0.5 || values.length >= leastForQuantiles ? withoutNoise(quantiles[i]) : null,
    ),
  };
}

/** Between two values lies 61.6, not 61.599999999999994. */
const withoutNoise = (value: number | undefined) =>
  value === undefined ? null : Number(value.toPrecision(12));
