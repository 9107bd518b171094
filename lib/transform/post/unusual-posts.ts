import { msPerDay } from '../../calendar.ts';
import { exact, plural } from '../../format.ts';
import { isCount } from '../../stats/finite.ts';
import { medianOf } from '../../stats/median.ts';
import { chanceOfDistance } from '../../stats/outlier/chance-of-distance.ts';
import { ratioOf } from '../../stats/ratio.ts';
import { unusualFrom, unusualness } from '../../stats/robust-z.ts';

/** A post is compared with so many before it. */
export const postsBefore = 30;
/** How much posts differ by chance is told from so many before it. */
export const spreadPosts = 90;
/** With fewer before it nothing is said: their scale is hardly known. */
export const fewestBefore = 15;
/** The posts of so many days share one allowance of false alarms. */
export const allowanceDays = 30;
/** So probable may it be that chance alone makes any post of those days unusual. */
export const allowance = 0.015;

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
  /**
   * Of a post with |z| above 3.5: how probable it is at most that chance alone takes any of the posts of those 30 days so far. Null
   * of others.
   */
  p_30d: number | null;
  /** |z| above 3.5 and `p_30d` at most 0.015; without a z outside the range of those before; null where nothing can be said. */
  unusual: boolean | null;
  /** Of an unusual post: how far it is from those before, in words. */
  evidence: string | null;
  /** Where nothing can be said, why: words that go after "because". */
  reason: string | null;
  /** Posts of the 30 days up to it, itself among them. */
  posts_30d: number;
  /** Posts before that it was compared with. */
  n: number;
}

/**
 * Compares each post with the 30 before it that have views at the same age (docs/formulas.md#unusual-posts), the post itself and
 * later ones left out, so that what comes later changes nothing. Who posts more must go further to be unusual, so that quiet accounts have
 * a false alarm in at most one month of fifty. One entry a post, by publication. A post without views at that age has
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
  const posted = countRecent(sorted.map(({ created_at }) => Date.parse(created_at)));
  return sorted.map(({ post_id, views: said }, index) => {
    const views = isCount(said) ? said : null;
    const spread = before.slice(-spreadPosts);
    if (views !== null) before.push(views);
    return compareWith({ post_id, views, posts_30d: posted[index] as number }, spread, age);
  });
}

/** Of each post, how many were published in the 30 days up to it, itself among them; 1 where its time is not known. In order of time. */
export function countRecent(times: readonly (number | null)[]): number[] {
  let from = 0;
  return times.map((ms, index) => {
    const since = (ms ?? Number.NaN) - allowanceDays * msPerDay;
    while (from < index && !((times[from] ?? Number.NaN) > since)) from++;
    return index - from + 1;
  });
}

/** Compares a post with views of those before it, oldest first and at most 90 of them. */
export function compareWith(
  { post_id, views, posts_30d }: { post_id: string; views: number | null; posts_30d: number },
  spread: readonly number[],
  age: string,
): PostComparison {
  const reference = spread.slice(-postsBefore);
  const n = reference.length;
  const nothing = {
    ...{ post_id, posts_30d, n },
    ...{ median_before: null, outlier_multiple: null, z: null, p_30d: null, unusual: null, evidence: null },
  };
  if (views === null) return { ...nothing, reason: `its views at ${age} are not known` };
  const median = medianOf(reference);
  const logs = reference.map(Math.log1p);
  const found = unusualness(Math.log1p(views), logs);
  if (median === null || found === null || n < fewestBefore)
    return {
      ...nothing,
      reason: `views at ${age} are known of ${plural(n, 'post')} before it, of the ${fewestBefore} it takes`,
    };
  const multiple = ratioOf(views, median);
  const chance =
    found.unusual && found.z !== null
      ? chanceOfDistance(Math.log1p(views), logs, spread.map(Math.log1p))
      : null;
  const p_30d = chance === null ? null : Math.min(1, chance * posts_30d);
  const unusual = found.unusual && (p_30d ?? 0) <= allowance;
  return {
    post_id,
    median_before: median,
    outlier_multiple: multiple,
    z: found.z,
    p_30d,
    unusual,
    evidence: unusual ? evidenceOf(views, median, multiple, found.z, n, age) : null,
    reason: null,
    posts_30d,
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
