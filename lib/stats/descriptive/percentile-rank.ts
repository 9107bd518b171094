import { allFinite } from '../finite.ts';

/**
 * Where a value stands among `values`: (number below it + half the number equal to it) / n, a fraction from 0 to 1 (the
 * midrank definition; Parzen 1979). The value may be one of them or not. Null without values, or where a number is not
 * finite.
 */
export function percentileRank(values: readonly number[], value: number): number | null {
  if (values.length === 0 || !Number.isFinite(value) || !allFinite(values)) return null;
  let below = 0;
  let equal = 0;
  for (let index = 0; index < values.length; index++) {
    const each = values[index] as number;
    if (each < value) below++;
    else if (each === value) equal++;
  }
  return (below + equal / 2) / values.length;
}
