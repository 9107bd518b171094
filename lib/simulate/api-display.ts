import { captionOf } from './answer.ts';
import { type ApiCode, pickFields, readBody } from './api-answer.ts';
import type { TokenClaims } from './api-token.ts';
import { type Creator, countAccount, handleAt, postsAt } from './creator.ts';
import { pageBase } from './html.ts';
import { countsOf, type Post } from './post.ts';
import type { World } from './world.ts';

/** What an endpoint is asked: by whom, for which fields, with which body. */
export interface ApiQuestion {
  claims: TokenClaims;
  fields: readonly string[];
  body: string;
  path: string;
}

export type ApiReply = { data: object } | { code: ApiCode; message: string };

/** Longest text that the Display API tells of a post, in characters. */
const longestText = 150;
const mostPosts = 20;

const scopeOfField: Record<string, string> = {
  display_name: 'user.info.basic',
  open_id: 'user.info.basic',
  username: 'user.info.profile',
  profile_deep_link: 'user.info.profile',
  bio_description: 'user.info.profile',
  is_verified: 'user.info.profile',
  follower_count: 'user.info.stats',
  following_count: 'user.info.stats',
  likes_count: 'user.info.stats',
  video_count: 'user.info.stats',
};

const notAuthorized: ApiReply = {
  code: 'scope_not_authorized',
  message: 'The user did not authorize the scope required for completing this request.',
};

/** The account that the token belongs to. Its counters are exact. */
export function answerDisplayUser(world: World, at: Date, { claims, fields }: ApiQuestion): ApiReply {
  const creator = ownerOf(world, at, claims);
  if ('code' in creator) return creator;
  const unknown = fields.find((name) => !Object.hasOwn(scopeOfField, name));
  if (unknown !== undefined) return { code: 'invalid_params', message: 'Fields are invalid' };
  if (!fields.every((name) => claims.scopes.includes(scopeOfField[name] ?? ''))) return notAuthorized;
  const counts = countAccount(creator, at.getTime());
  const user = {
    open_id: `simulated-${creator.id}`,
    display_name: creator.persona.nickname,
    bio_description: creator.persona.bio,
    profile_deep_link: `${pageBase}/@${handleAt(creator, at.getTime())}`,
    is_verified: creator.persona.verified,
    username: handleAt(creator, at.getTime()),
    follower_count: counts.followers,
    following_count: counts.following,
    likes_count: counts.likes,
    video_count: counts.posts,
  };
  return { data: { user: pickFields(user, fields) } };
}

/** Posts of the token's account: newest first from a cursor (`list`), or those of some ids (`query`). */
export function answerDisplayPosts(world: World, at: Date, question: ApiQuestion): ApiReply {
  const { claims, fields, body, path } = question;
  const creator = ownerOf(world, at, claims);
  if ('code' in creator) return creator;
  if (!claims.scopes.includes('video.list')) return notAuthorized;
  const ms = at.getTime();
  const asked = readBody(body);
  const show = (post: Post) => pickFields(postFields(world, creator, post, ms), fields);
  const posts = postsAt(creator, ms);
  if (path === '/v2/video/query/') {
    const ids = (asked['filters'] as { video_ids?: unknown } | undefined)?.video_ids;
    if (!Array.isArray(ids) || ids.length === 0 || ids.length > mostPosts)
      return { code: 'invalid_params', message: 'Video ids are invalid' };
    return { data: { videos: posts.filter((post) => ids.includes(post.id)).map(show) } };
  }
  const { max_count = 10, cursor } = asked;
  if (typeof max_count !== 'number' || max_count < 1 || max_count > mostPosts)
    return { code: 'invalid_params', message: 'Max count is invalid' };
  // A cursor is an instant in milliseconds: what was posted before it comes next.
  const before = typeof cursor === 'number' && cursor > 0 ? cursor : Number.POSITIVE_INFINITY;
  const rest = posts.filter((post) => post.createdMs < before);
  const videos = rest.slice(0, max_count);
  return {
    data: {
      videos: videos.map(show),
      cursor: videos.at(-1)?.createdMs ?? 0,
      has_more: rest.length > max_count,
    },
  };
}

function postFields(world: World, creator: Creator, post: Post, ms: number) {
  const counts = countsOf(post, ms);
  const text = [...captionOf(world, creator, post).text].slice(0, longestText).join('');
  const handle = handleAt(creator, ms);
  return {
    id: post.id,
    create_time: post.createdMs / 1000,
    share_url: `${pageBase}/@${handle}/video/${post.id}?utm_campaign=tt4d_open_api&utm_source=simulated`,
    video_description: text,
    title: text,
    duration: post.durationS,
    view_count: counts.views,
    like_count: counts.likes,
    comment_count: counts.comments,
    share_count: counts.shares,
  };
}

/** Whose token it is. Of an account that is gone nothing is left, its token included. */
function ownerOf(
  world: World,
  at: Date,
  claims: TokenClaims,
): Creator | Extract<ApiReply, { code: ApiCode }> {
  const creator = world.creators.find((one) => one.id === claims.account);
  if (!creator || world.statusOf(creator, at) === 'deleted')
    return {
      code: 'access_token_invalid',
      message: 'The access token is invalid or not found in the request.',
    };
  if (!world.answers(creator, at)) return { code: 'internal_error', message: 'Something went wrong.' };
  return creator;
}
