import { instantAt, msPerDay } from '../../lib/calendar.ts';
import { seededRandom } from '../../lib/effects.ts';
import { unusualPosts } from '../../lib/transform/post/unusual-posts.ts';

/** Posts of accounts of which nothing is unusual but what is planted, and what is said of them. */

/** How often quiet accounts post, a week. */
export const cadences = [1, 3, 7, 14] as const;
/** A planted hit has so many times the usual views: posts of one account differ by the factor e, and this is 5.3 of them. */
export const hitTimes = 200;

const months = 12;
const usual = 4000;

/**
 * A year of account number `index`: posts at random moments, views at 7 days log-normal with a standard deviation of 1. One of them
 * in the second half of the year may be made a hit.
 */
export function quietPosts(index: number, perWeek: number, planted = false) {
  const random = seededRandom(30_000 + 7 * index + perWeek);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const posts: { post_id: string; created_at: string; views: number }[] = [];
  for (let day = gap(); day < 365; day += gap())
    posts.push({
      post_id: String(posts.length),
      created_at: instantAt(Date.parse('2026-01-01T00:00:00Z') + day * msPerDay),
      views: Math.round(usual * Math.exp(normal())),
    });
  const hit = posts[Math.floor(posts.length * 0.75)];
  if (planted && hit) hit.views = hitTimes * usual;
  return { posts, hit };

  function gap(): number {
    return (-Math.log(1 - random()) * 7) / perWeek;
  }
}

/** Of so many accounts, the share of their months in which a post is called unusual. */
export function falseAlarms(accounts: number, perWeek: number): number {
  let alarmed = 0;
  for (let index = 0; index < accounts; index++) {
    const { posts } = quietPosts(index, perWeek);
    const found = unusualPosts(posts).flatMap(({ unusual }, i) => (unusual ? [posts[i]?.created_at] : []));
    alarmed += new Set(found.map((at) => at?.slice(0, 7))).size;
  }
  return alarmed / (accounts * months);
}

/** Of so many accounts with a planted hit, the share of which it is called unusual. */
export function hitsFound(accounts: number, perWeek: number): number {
  const found = Array.from({ length: accounts }, (_, index) => {
    const { posts, hit } = quietPosts(index, perWeek, true);
    return unusualPosts(posts).some(({ post_id, unusual }) => post_id === hit?.post_id && unusual);
  });
  return found.filter(Boolean).length / accounts;
}
