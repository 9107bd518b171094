import { exact, plural } from '../../format.ts';
import { isCount } from '../../stats/finite.ts';
import { medianOf } from '../../stats/median.ts';
import { ratioOf } from '../../stats/ratio.ts';
import { unusualFrom, unusualness } from '../../stats/robust-z.ts';

/** A post is compared with so many before it. */
export const postsBefore = 30;
/** With fewer before it nothing is said: of 8 posts that differ by chance alone 1 in 20 would be called unusual. */
export const fewestBefore = 15;

/** A post by its views at one age, the same for all. */
export interface PostAtAge {
  post_id: string;
  /** When it was published, as an instant. */
  created_at: string;
  /** Views at that age; null where it is younger, or was not observed near it. */
  views: number | null;
}

/** How a post compares with those before it. */
export interface PostComparison {
  post_id: string;
  /** Median of the posts before; null with fewer than 15. */
  median_before: number | null;
  /** Views over that median; null where it is 0. */
  outlier_multiple: number | null;
  /** Robust z of log1p(views) against those before; null where their MAD is 0. */
  z: number | null;
  /** |z| above 3.5, without a z outside the range of those before; null where nothing can be said. */
  unusual: boolean | null;
  /** Of an unusual post: how far it is from those before, in words. */
  evidence: string | null;
  /** Where nothing can be said, why: words that go after "because". */
  reason: string | null;
  /** Posts before that it was compared with. */
  n: number;
}

/**
 * Compares each post with the 30 before it that have views at the same age (docs/formulas.md#unusual-posts), the post itself and
 * later ones left out, so that what comes later changes nothing. One entry a post, by publication. A post without views at that age has
 * a reason, and is nobody's reference; so has one with fewer than 15 before it. Posts of one account, in any order; `age`
 * names the age in the words of the evidence. Empty input gives no entries.
 */
export function unusualPosts(
  posts: readonly PostAtAge[],
  { age = '7 days' }: { age?: string } = {},
): PostComparison[] {
  const sorted = [...posts].sort(
    (a, b) => compare(a.created_at, b.created_at) || compare(a.post_id, b.post_id),
  );
  const before: number[] = [];
  return sorted.map(({ post_id, views: said }) => {
    const views = isCount(said) ? said : null;
    const reference = before.slice(-postsBefore);
    if (views !== null) before.push(views);
    return compareWith(post_id, views, reference, age);
  });
}

/** Compares a post with views of those before it, at most 30 of them. */
export function compareWith(
  post_id: string,
  views: number | null,
  reference: readonly number[],
  age: string,
): PostComparison {
  const n = reference.length;
  const nothing = { median_before: null, outlier_multiple: null, z: null, unusual: null, evidence: null };
  if (views === null) return { post_id, ...nothing, reason: `its views at ${age} are not known`, n };
  const median = medianOf(reference);
  const found = unusualness(Math.log1p(views), reference.map(Math.log1p));
  if (median === null || found === null || n < fewestBefore)
    return {
      post_id,
      ...nothing,
      reason: `views at ${age} are known of ${plural(n, 'post')} before it, of the ${fewestBefore} it takes`,
      n,
    };
  const multiple = ratioOf(views, median);
  return {
    post_id,
    median_before: median,
    outlier_multiple: multiple,
    z: found.z,
    unusual: found.unusual,
    evidence: found.unusual ? evidenceOf(views, median, multiple, found.z, n, age) : null,
    reason: null,
    n,
  };
}

function evidenceOf(
  views: number,
  median: number,
  multiple: number | null,
  z: number | null,
  n: number,
  age: string,
): string {
  const posts = `the median of the ${plural(n, 'post')} before at ${age}`;
  const size =
    multiple === null ? `${exact(views)} views where ${posts} is 0` : `${timesText(multiple)} ${posts}`;
  const how =
    z === null
      ? `outside their range, most of them being alike`
      : `robust z ${z < 0 ? '−' : ''}${Math.abs(z).toFixed(1)}, beyond ${unusualFrom}`;
  return `${size} (${exact(views)} against ${exact(Math.round(median))}; ${how})`;
}

/** "12 times", "1.8 times", "0.07 times": two digits below ten. */
function timesText(multiple: number): string {
  const digits = multiple >= 10 ? Math.round(multiple) : Number(multiple.toPrecision(2));
  return `${exact(digits)} times`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
