import { type PageSubject, subjectOfAddress } from './page-address.ts';
import type { PageKind } from './page-kinds.ts';
import { keysAt, nameAt, pageStates, valueAt } from './page-state.ts';

/**
 * What a saved page or answer is of, by the data in it, else by its address; null where it is none that import knows. The
 * subject is '' where nothing in it says it, as in the page of a deleted post.
 */
export function recognisePage(text: string): PageSubject | null {
  const states = pageStates(text);
  const address = subjectOfAddress(text);
  for (const state of states) {
    const found = ofScopes(state) ?? ofEmbed(state) ?? ofSigi(state) ?? ofNext(state) ?? ofAnswer(state);
    if (found === null) continue;
    if (address?.kind !== found.kind) return found;
    // Other posts may stand beside the one whose page it is.
    const isListed = keysAt(state, 'ItemModule').includes(address.subject);
    return found.subject === '' || isListed ? address : found;
  }
  const marked = ofMarks(text, states.length > 0 ? shown : [...cut, ...shown]);
  if (marked !== null) return { kind: marked, subject: address?.kind === marked ? address.subject : '' };
  // An old page that answers with a code alone says what it is of in its address only.
  return states.some((state) => valueAt(state, 'props', 'pageProps') !== undefined) ? address : null;
}

const subject = (kind: PageKind, name: string | null): PageSubject => ({
  kind,
  subject: (name ?? '').toLowerCase(),
});

/** What the parts of a page that are the same in all carriers name. */
const ofUser = (info: unknown) => subject('account-page', nameAt(info, 'userInfo', 'user', 'uniqueId'));
const ofItem = (info: unknown) => subject('post-page', nameAt(info, 'itemInfo', 'itemStruct', 'id'));
const ofTag = (info: unknown) => subject('hashtag-page', nameAt(info, 'challengeInfo', 'challenge', 'title'));
const ofSound = (info: unknown) => subject('sound-page', nameAt(info, 'musicInfo', 'music', 'id'));

const isObject = (value: unknown) => typeof value === 'object' && value !== null;

const scopes = {
  'webapp.user-detail': ofUser,
  'webapp.video-detail': ofItem,
  'webapp.reflow.video.detail': ofItem,
  'webapp.challenge-detail': ofTag,
  'webapp.music-detail': ofSound,
} as const;

/** The part of a page alone, as pages are saved, or as the web API answers. */
const parts = { userInfo: ofUser, itemInfo: ofItem, challengeInfo: ofTag, musicInfo: ofSound } as const;

function ofScopes(state: unknown): PageSubject | null {
  for (const within of [valueAt(state, '__DEFAULT_SCOPE__'), state])
    for (const [name, read] of Object.entries(scopes)) {
      const scope = valueAt(within, name);
      if (scope !== undefined) return read(scope);
    }
  return ofParts(state);
}

function ofParts(state: unknown): PageSubject | null {
  for (const [name, read] of Object.entries(parts)) if (isObject(valueAt(state, name))) return read(state);
  return null;
}

const embeds: readonly (readonly [PageKind, RegExp])[] = [
  ['creator-embed', /^\/embed\/@([^/?]*)/i],
  ['hashtag-embed', /^\/embed\/tag\/([^/?]*)/i],
  ['sound-embed', /^\/embed\/music\/([^/?]*)/i],
  ['post-embed', /^\/embed\/(?:v2\/)?(\d+)/i],
];

function ofEmbed(state: unknown): PageSubject | null {
  for (const path of keysAt(state, 'source', 'data'))
    for (const [kind, pattern] of embeds) {
      const found = pattern.exec(path);
      if (found) return subject(kind, found[1] ?? null);
    }
  return null;
}

/** Pages of 2021 to 2023. A page of one thing lists others beside it, so that the part named after the page comes first. */
function ofSigi(state: unknown): PageSubject | null {
  const has = (name: string) => isObject(valueAt(state, name));
  const items = keysAt(state, 'ItemModule');
  const own = nameAt(state, 'ItemList', 'video', 'keyword');
  const firstItem = (items.includes(own ?? '') ? own : items[0]) ?? null;
  const [firstUser = null] = keysAt(state, 'UserModule', 'users');
  if (has('VideoPage')) return subject('post-page', firstItem);
  if (has('UserPage')) return subject('account-page', nameAt(state, 'UserPage', 'uniqueId') ?? firstUser);
  if (has('ChallengePage')) return ofTag(valueAt(state, 'ChallengePage'));
  if (has('MusicModule') && valueAt(state, 'MusicModule', 'musicInfo') !== undefined)
    return ofSound(valueAt(state, 'MusicModule'));
  if (firstUser !== null && keysAt(state, 'UserModule', 'stats').length > 0 && firstItem === null)
    return subject('account-page', firstUser);
  if (firstItem !== null) return subject('post-page', firstItem);
  return has('UserModule') ? subject('account-page', firstUser) : null;
}

/** Pages of 2019 to 2021. */
function ofNext(state: unknown): PageSubject | null {
  return ofParts(valueAt(state, 'props', 'pageProps'));
}

/** Answers of /oembed and of the official APIs. */
function ofAnswer(state: unknown): PageSubject | null {
  const post = nameAt(state, 'embed_product_id');
  if (post !== null) return subject('oembed', post);
  if (typeof valueAt(state, 'error', 'code') !== 'string') return null;
  const videos = valueAt(state, 'data', 'videos');
  if (Array.isArray(videos)) {
    const names = new Set(videos.slice(0, 20).flatMap((video) => keysAt(video)));
    const isResearch = ['username', 'region_code', 'favorites_count'].some((name) => names.has(name));
    return subject(isResearch ? 'research-posts' : 'display-posts', null);
  }
  if (isObject(valueAt(state, 'data', 'user')))
    return subject('display-user', nameAt(state, 'data', 'user', 'username'));
  const isAccount = keysAt(state, 'data').some((name) => name === 'follower_count' || name === 'likes_count');
  return subject(isAccount ? 'research-user' : 'display-posts', null);
}

type Mark = readonly [PageKind, RegExp];

/** What tells a page whose data cannot be read, being cut. */
const cut: readonly Mark[] = [
  ['account-page', /"webapp\.user-detail":|"UserPage":/],
  ['post-page', /"webapp\.(?:video-detail|reflow\.video\.detail)":|"VideoPage":/],
  ['hashtag-page', /"webapp\.challenge-detail":|"ChallengePage":/],
  ['sound-page', /"webapp\.music-detail":/],
  ['creator-embed', /"\/embed\/@/],
  ['hashtag-embed', /"\/embed\/tag\//],
  ['sound-embed', /"\/embed\/music\//],
  ['post-embed', /"\/embed\/(?:v2\/)?\d/],
];

/** What tells a page that shows the counters of an account, whatever its data. */
const shown: readonly Mark[] = [
  [
    'account-page',
    /data-e2e="followers-count"|<meta[^>]{0,200}content=["']@[\w.]{1,32} \d[\d.,]{0,12}[kmb]? /i,
  ],
];

function ofMarks(text: string, marks: readonly Mark[]): PageKind | null {
  const start = text.replace(/\\u002F/gi, '/').replace(/"\s*:/g, '":');
  return marks.find(([, pattern]) => pattern.test(start))?.[0] ?? null;
}
