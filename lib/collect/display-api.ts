import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { InputError } from '../errors.ts';
import type { Capture } from '../schema/capture.ts';
import { type ApiSettings, createApiDoor, type Recognise } from './api-door.ts';
import { createTokens, type Grant } from './api-tokens.ts';

/** An account whose owner authorised the application. */
export type DisplayOwner = Exclude<Grant, { kind: 'client' }>;

/** What TikTok's Display API says of one account to its owner. Every answer is a capture, whatever it means. */
export interface DisplayApi {
  /** The account: a `display-user` capture. Its subject is empty, since the token alone decides whose it is. */
  user(): Promise<Capture>;
  /**
   * Public posts, newest first, up to 20: a `display-posts` capture. `handle` is the one that `user` told, and '' where
   * it told none; `cursor` is that of the page before, null for the first page.
   */
  list(handle: string, cursor: string | null): Promise<Capture>;
  /** The posts of those ids, from 1 to 20: a `display-posts` capture. Those that are gone are missing in it. */
  query(handle: string, postIds: readonly string[]): Promise<Capture>;
  /** What the owner has to know, in sentences without secrets. */
  notes(): string[];
  /** Requests sent so far, those for tokens included. */
  readonly requests: number;
  close(): Promise<void>;
}

/** Posts of one answer. */
export const mostDisplayPosts = 20;

/** Fields of the account by the scope that gives them: a field of a scope that is missing would fail the request. */
const userFields = {
  'user.info.basic': ['display_name'],
  'user.info.profile': ['username', 'profile_deep_link', 'bio_description', 'is_verified'],
  'user.info.stats': ['follower_count', 'following_count', 'likes_count', 'video_count'],
};
// Addresses of pictures and players are signed and short-lived; they are not asked for.
const postFields = [
  ...['id', 'create_time', 'share_url', 'video_description', 'title', 'duration'],
  ...['view_count', 'like_count', 'comment_count', 'share_count'],
];

/**
 * The accounts that the settings hold tokens for: one for each refresh token, or the one of the access token; none where
 * there is neither. `onReplaced` is told each refresh token that TikTok replaced, with its place in the list.
 * Throws `InputError` where there are refresh tokens without client key and secret.
 */
export function displayOwners(
  settings: Pick<
    Settings,
    'display_client_key' | 'display_client_secret' | 'display_refresh_tokens' | 'display_access_token'
  >,
  onReplaced?: (place: number, refreshToken: string) => void,
): DisplayOwner[] {
  const { display_client_key: key, display_client_secret: secret } = settings;
  const { display_refresh_tokens: refreshTokens, display_access_token: accessToken } = settings;
  if (refreshTokens.length === 0) return accessToken === null ? [] : [{ kind: 'fixed', accessToken }];
  if (key === null || secret === null)
    throw new InputError(
      'bad_setting',
      'There are refresh tokens for the Display API, but no client key and secret to renew them with.',
      { hint: `Set ${displayClient} in the environment.` },
    );
  return refreshTokens.map((refreshToken, place) => ({
    kind: 'refresh',
    client: { key, secret, settings: displayClient },
    refreshToken,
    onReplaced: onReplaced && ((next) => onReplaced(place, next)),
  }));
}
const displayClient = 'CLIPBOOK_DISPLAY_CLIENT_KEY and CLIPBOOK_DISPLAY_CLIENT_SECRET';

/** Asks the Display API for one owner. Requests throw `TokenError` where there is no token, else as a getter does. */
export function createDisplayApi(
  settings: ApiSettings,
  owner: DisplayOwner,
  recognise: Recognise,
  effects: Effects = liveEffects,
): DisplayApi {
  const tokens = createTokens(owner, settings, effects);
  const door = createApiDoor(settings, tokens, recognise, effects);
  const posts = (handle: string, endpoint: 'list' | 'query', json: object) =>
    door.ask({
      kind: 'display-posts',
      subject: handle,
      path: `/v2/video/${endpoint}/?fields=${postFields.join(',')}`,
      json,
    });
  return {
    async user() {
      // What may be asked for is known with the first token.
      await tokens.current();
      const fields = fieldsFor(tokens.scopes());
      return door.ask({
        kind: 'display-user',
        subject: '',
        path: `/v2/user/info/?fields=${fields.join(',')}`,
      });
    },
    list: (handle, cursor) =>
      posts(handle, 'list', {
        max_count: mostDisplayPosts,
        ...(cursor === null ? {} : { cursor: Number(cursor) }),
      }),
    async query(handle, postIds) {
      if (postIds.length === 0 || postIds.length > mostDisplayPosts)
        throw new RangeError(`From 1 to ${mostDisplayPosts} posts can be asked for, not ${postIds.length}.`);
      return posts(handle, 'query', { filters: { video_ids: postIds } });
    },
    notes: tokens.notes,
    get requests() {
      return door.requests;
    },
    close: door.close,
  };
}

function fieldsFor(scopes: readonly string[] | null): string[] {
  const granted = Object.entries(userFields).filter(([scope]) => scopes === null || scopes.includes(scope));
  // Something has to be asked for, so that the API says what is missing.
  return (granted.length > 0 ? granted : Object.entries(userFields)).flatMap(([, fields]) => fields);
}
