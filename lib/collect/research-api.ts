import { addDays } from '../calendar.ts';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { InputError } from '../errors.ts';
import type { Capture } from '../schema/capture.ts';
import { type ApiSettings, createApiDoor, type Recognise } from './api-door.ts';
import { createTokens } from './api-tokens.ts';

/** What TikTok's Research API says of public accounts to researchers. Every answer is a capture, whatever it means. */
export interface ResearchApi {
  /** An account: a `research-user` capture. */
  user(handle: string): Promise<Capture>;
  /** Posts of an account, up to 100: a `research-posts` capture. */
  posts(query: ResearchQuery): Promise<Capture>;
  notes(): string[];
  /** Requests sent so far, those for tokens included. TikTok allows 1,000 a UTC day. */
  readonly requests: number;
  close(): Promise<void>;
}

export interface ResearchQuery {
  handle: string;
  /** First and last UTC day of publication, at most 30 days: see `researchWindows`. */
  from: string;
  to: string;
  /** Both as the page before told them; null for the first page. */
  cursor: string | null;
  searchId: string | null;
}

const userFields = [
  ...['display_name', 'bio_description', 'is_verified', 'bio_url'],
  ...['follower_count', 'following_count', 'likes_count', 'video_count'],
];
const postFields = [
  ...['id', 'username', 'create_time', 'video_description', 'video_duration', 'music_id', 'hashtag_names'],
  ...['view_count', 'like_count', 'comment_count', 'share_count', 'favorites_count'],
];
/** Posts of one answer. */
const mostPosts = 100;
/** Days of one query; TikTok wants its ends no further than 30 days from each other. */
const mostDays = 30;

/** The days from `from` to `to` in spans that one query can ask for, oldest first; none where they are turned round. */
export function researchWindows(from: string, to: string): { from: string; to: string }[] {
  const windows: { from: string; to: string }[] = [];
  for (let start = from; start <= to; start = addDays(start, mostDays)) {
    const end = addDays(start, mostDays - 1);
    windows.push({ from: start, to: end < to ? end : to });
  }
  return windows;
}

/**
 * Asks the Research API, or null where the settings hold no credentials for it. Throws `InputError` where they hold half
 * of them. Requests throw `TokenError` where there is no token, else as a getter does.
 */
export function createResearchApi(
  settings: ApiSettings & Pick<Settings, 'research_client_key' | 'research_client_secret'>,
  recognise: Recognise,
  effects: Effects = liveEffects,
): ResearchApi | null {
  const { research_client_key: key, research_client_secret: secret } = settings;
  if (key === null && secret === null) return null;
  if (key === null || secret === null)
    throw new InputError(
      'bad_setting',
      'The Research API needs a client key and a client secret, and one is missing.',
      {
        hint: `Set ${researchClient} in the environment.`,
      },
    );
  const client = { key, secret, settings: researchClient };
  const tokens = createTokens({ kind: 'client', client }, settings, effects);
  const door = createApiDoor(settings, tokens, recognise, effects);
  return {
    user: (handle) =>
      door.ask({
        kind: 'research-user',
        subject: handle,
        path: `/v2/research/user/info/?fields=${userFields.join(',')}`,
        json: { username: handle },
      }),
    posts: ({ handle, from, to, cursor, searchId }) =>
      door.ask({
        kind: 'research-posts',
        subject: handle,
        path: `/v2/research/video/query/?fields=${postFields.join(',')}`,
        json: {
          query: { and: [{ operation: 'EQ', field_name: 'username', field_values: [handle] }] },
          start_date: from.replaceAll('-', ''),
          end_date: to.replaceAll('-', ''),
          max_count: mostPosts,
          ...(cursor === null ? {} : { cursor: Number(cursor) }),
          ...(searchId === null ? {} : { search_id: searchId }),
        },
      }),
    notes: tokens.notes,
    get requests() {
      return door.requests;
    },
    close: door.close,
  };
}
const researchClient = 'CLIPBOOK_RESEARCH_CLIENT_KEY and CLIPBOOK_RESEARCH_CLIENT_SECRET';
