import { meanOf, standardDeviation } from '../descriptive/moments.ts';
import { shrinkToNone } from './shrink-to-none.ts';

/** How a group of values differs from the others. */
export interface GroupEffect {
  n: number;
  /** The mean of the group less the mean of the values outside of it. */
  effect: number;
  standardError: number;
  /** Pulled towards no effect, with its 95% interval. */
  shrunken: number;
  low: number;
  high: number;
}

/**
 * The effects of groups that may overlap, given by places in `values`: each mean against that of all others, its error by the
 * standard deviation of all values, √(s²·(1/n₁ + 1/n₀)), and pulled towards none by as much as groups of so few values
 * differ by chance (`shrinkToNone`). In the unit of the values. Null where the values do not vary or one is not finite, where there are
 * no groups, or where one is empty or has all values.
 */
export function groupEffects(
  values: readonly number[],
  groups: readonly (readonly number[])[],
): GroupEffect[] | null {
  const n = values.length;
  const [mean, spread] = [meanOf(values), standardDeviation(values)];
  if (mean === null || spread === null || !(spread > 0)) return null;
  if (groups.length === 0 || groups.some(({ length }) => length === 0 || length >= n)) return null;
  const raw = groups.map((places) => {
    const inside = places.reduce((sum, place) => sum + (values[place] ?? 0), 0);
    const outside = mean * n - inside;
    const effect = inside / places.length - outside / (n - places.length);
    return {
      n: places.length,
      effect,
      variance: spread ** 2 * (1 / places.length + 1 / (n - places.length)),
    };
  });
  const shrunken = shrinkToNone(
    raw.map(({ effect }) => effect),
    raw.map(({ variance }) => variance),
  );
  return raw.map(({ n, effect, variance }, index) => {
    const pulled = shrunken?.[index];
    const { low, high } = pulled?.interval ?? { low: effect, high: effect };
    return { n, effect, standardError: Math.sqrt(variance), shrunken: pulled?.effect ?? effect, low, high };
  });
}
