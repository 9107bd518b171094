import { addDays, dayIn, daysBetween, instantOf } from '../../calendar.ts';
import { compact, percent, plural } from '../../format.ts';
import type { Row } from '../../schema/index.ts';
import { postBridgeHours, postGains } from '../account/post-gains.ts';
import type { PostSeries } from '../post-series.ts';

/** What posts say of some days. */
export interface Cause {
  cause: Row<'unusual'>['cause'];
  post_id: string | null;
  /** What was found, as a sentence. */
  words: string;
}

/** Views of those days are so many times the usual ones at least. */
const timesUsual = 2;
/** The post that stands out has this part of them at least. */
const partOfPost = 0.3;
/** A post is new for so many days. */
const newFor = 7;
/** Days before that tell the usual. */
const usualDays = 14;

function ageWords(age: number | null): string {
  if (age === null) return '';
  return age <= 0 ? ', published that day,' : `, ${plural(age, 'day')} old,`;
}

/**
 * Whether posts explain days on which followers rose: the views that all posts gained from `before` to `last`, a day at a time, against the
 * 14 days before, and the post that gained most. An older post that goes round again is looked for like a new one.
 */
export function causeInPosts(
  posts: readonly PostSeries[],
  zone: string,
  { before, last }: { before: string; last: string },
): Cause {
  const days = daysBetween(before, last);
  const gained = postGains(posts, { from: before, to: last, zone, bridgeHours: postBridgeHours(days) });
  const earlier = addDays(before, -usualDays);
  const usual = postGains(posts, {
    from: earlier,
    to: before,
    zone,
    bridgeHours: postBridgeHours(usualDays),
  });
  if (gained.views === null || gained.top === null)
    return { cause: 'not_known', post_id: null, words: 'Views of posts on those days are not known.' };
  const perDay = gained.views / days;
  const usualPerDay = usual.views === null ? null : usual.views / usualDays;
  const part = gained.top.views / gained.views;
  const unseen = gained.missing === 0 ? '' : ` ${plural(gained.missing, 'post')} could not be looked at.`;
  const views = `its ${plural(gained.posts, 'post')} gained ${compact(gained.views)} views in ${days === 1 ? 'that day' : plural(days, 'day')}`;
  const than = usualPerDay === null ? '' : `, ${compact(Math.round(usualPerDay * days))} being usual`;
  if (usualPerDay !== null && (perDay < timesUsual * usualPerDay || part < partOfPost))
    return { cause: 'none_found', post_id: null, words: `No post stands out: ${views}${than}.${unseen}` };
  const { post } = gained.top;
  const published = post.created_ms === null ? null : dayIn(zone, instantOf(new Date(post.created_ms)));
  const age = published === null ? null : daysBetween(published, last);
  const isNew = age !== null && age <= newFor;
  return {
    cause: isNew ? 'new_post' : 'older_post',
    post_id: post.post_id,
    words: `Post ${post.post_id}${ageWords(age)} gained ${compact(gained.top.views)} views, ${percent(part)} of all: ${views}${than}.${unseen}`,
  };
}
