import quantile from '@stdlib/stats-base-dists-t-quantile';

const known = new Map<string, number>();

/** The quantile of Student’s t distribution at `p` with so many degrees of freedom. Kept: accounts with as many posts ask for the same. */
export function tQuantile(p: number, freedom: number): number {
  const key = `${p} ${freedom}`;
  let value = known.get(key);
  if (value === undefined) {
    value = quantile(p, freedom);
    if (known.size < 10_000) known.set(key, value);
  }
  return value;
}
