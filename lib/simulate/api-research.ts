import { isDay, msOf, msPerDay } from '../calendar.ts';
import { captionOf } from './answer.ts';
import { pickFields, readBody } from './api-answer.ts';
import type { ApiQuestion, ApiReply } from './api-display.ts';
import { hashOf } from './chance.ts';
import { type Creator, countAccount, handleAt, postsAt } from './creator.ts';
import { countsOf, type Post } from './post.ts';
import type { World } from './world.ts';

/** How far behind the Research API's numbers are; TikTok says up to some days. */
export const researchLagMs = 2 * msPerDay;
const mostPosts = 100;
const mostDays = 30;

/** An account by its handle: public ones alone, as they were two days ago. */
export function answerResearchUser(world: World, at: Date, { fields, body }: ApiQuestion): ApiReply {
  const handle = readBody(body)['username'];
  const creator = typeof handle === 'string' ? world.find(handle.toLowerCase(), at) : null;
  if (creator === null || world.statusOf(creator, at) !== 'ok')
    return { code: 'invalid_params', message: 'The username is invalid, or the account is private.' };
  if (!world.answers(creator, at)) return { code: 'internal_error', message: 'Something went wrong.' };
  const counts = countAccount(creator, at.getTime() - researchLagMs);
  const user = {
    display_name: creator.persona.nickname,
    bio_description: creator.persona.bio,
    is_verified: creator.persona.verified,
    bio_url: '',
    follower_count: counts.followers,
    following_count: counts.following,
    likes_count: counts.likes,
    video_count: counts.posts,
  };
  return { data: pickFields(user, fields) };
}

/** Posts of the accounts that the query names, by their day of publication, in pages that belong to a search. */
export function answerResearchPosts(world: World, at: Date, { fields, body }: ApiQuestion): ApiReply {
  const asked = readBody(body);
  const from = dayOf(asked['start_date']);
  const to = dayOf(asked['end_date']);
  if (from === null || to === null || msOf(to) - msOf(from) > mostDays * msPerDay || to < from)
    return { code: 'invalid_params', message: 'Start date or end date is invalid' };
  const handles = handlesOf(asked['query']);
  if (handles.length === 0) return { code: 'invalid_params', message: 'Query is invalid' };
  const { max_count = 20, cursor = 0 } = asked;
  const searchId = String(7_000_000_000_000_000_000n + BigInt(hashOf(world.seed, from, to, ...handles)));
  const isContinued = typeof cursor === 'number' && cursor > 0;
  if (typeof max_count !== 'number' || max_count < 1 || max_count > mostPosts)
    return { code: 'invalid_params', message: 'Invalid count or cursor' };
  if (isContinued && asked['search_id'] !== searchId)
    return {
      code: 'invalid_params',
      message: `Search Id ${String(asked['search_id'])} is invalid or expired`,
    };

  const ms = at.getTime() - researchLagMs;
  const all = handles
    .flatMap((handle) => {
      const creator = world.find(handle, at);
      if (creator === null || world.statusOf(creator, at) !== 'ok') return [];
      return postsAt(creator, ms).map((post) => ({ post, creator }));
    })
    .filter(({ post }) => post.createdMs >= msOf(from) && post.createdMs < msOf(to) + msPerDay);
  const start = isContinued ? cursor : 0;
  const page = all.slice(start, start + max_count);
  return {
    data: {
      videos: page.map(({ post, creator }) => pickFields(postFields(world, creator, post, ms), fields)),
      cursor: start + page.length,
      has_more: start + page.length < all.length,
      search_id: searchId,
    },
  };
}

function postFields(world: World, creator: Creator, post: Post, ms: number) {
  const counts = countsOf(post, ms);
  const caption = captionOf(world, creator, post);
  return {
    // Ids are numbers here, nineteen digits and all: `BigInt` is written as one.
    id: BigInt(post.id),
    username: handleAt(creator, ms),
    region_code: 'US',
    create_time: post.createdMs / 1000,
    video_description: caption.text,
    video_duration: post.durationS,
    hashtag_names: caption.spans.flatMap((span) => ('hashtag' in span ? [span.hashtag] : [])),
    view_count: counts.views,
    like_count: counts.likes,
    comment_count: counts.comments,
    share_count: counts.shares,
    favorites_count: counts.saves,
  };
}

/** `YYYYMMDD` as a day; null where it is none. */
function dayOf(value: unknown): string | null {
  const day = typeof value === 'string' ? value.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3') : '';
  return isDay(day) ? day : null;
}

/** The usernames that an `and` condition asks for; other conditions are not simulated. */
function handlesOf(query: unknown): string[] {
  const conditions = (query as { and?: unknown } | undefined)?.and;
  if (!Array.isArray(conditions)) return [];
  return conditions.flatMap((condition: { field_name?: unknown; field_values?: unknown } | null) =>
    condition?.field_name === 'username' && Array.isArray(condition.field_values)
      ? condition.field_values.map((value) => String(value).toLowerCase())
      : [],
  );
}
