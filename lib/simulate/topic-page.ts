import { hashtagId } from './caption.ts';
import type { Creator } from './creator.ts';
import { frontityPage, type PageOptions, rehydratedPage } from './html.ts';
import type { Post } from './post.ts';
import { soundOf } from './post-media.ts';
import { roundAsShown, wordCount } from './rounding.ts';
import type { TopicCounts } from './topics.ts';

/** The page of a hashtag (docs/surfaces.md#hashtag-and-sound); `counts` is null for one that nobody uses. */
export function hashtagPage(name: string, counts: TopicCounts | null, options: PageOptions): string {
  const text = counts ? `#${name}: ${wordCount(counts.posts)} posts.` : 'This hashtag cannot be shown.';
  const detail = counts
    ? {
        challengeInfo: {
          challenge: { id: hashtagId(name), title: name, desc: '', isCommerce: false },
          stats: statsOf(counts),
          statsV2: textsOf(statsOf(counts)),
        },
        shareMeta: { title: `#${name} on TikTok`, desc: text },
        statusCode: 0,
        statusMsg: '',
      }
    : { challengeInfo: {}, statusCode: 10205, statusMsg: "hashtag doesn't exist" };
  const path = `/tag/${encodeURIComponent(name)}`;
  return rehydratedPage(
    { title: `#${name} | TikTok`, text, path, scope: 'webapp.challenge-detail', detail },
    options,
  );
}

/** The page of a sound (docs/surfaces.md#hashtag-and-sound); `use` is null for one that nobody uses. */
export function soundPage(
  soundId: string,
  use: (TopicCounts & { post: Post; creator: Creator }) | null,
  options: PageOptions,
): string {
  const music = use && soundOf(use.post, use.creator);
  const title = music?.title ?? 'TikTok';
  const stats = { videoCount: roundAsShown(use?.posts ?? 0) };
  const detail = use
    ? {
        musicInfo: { music, stats, statsV2: textsOf(stats) },
        shareMeta: { title: `${title} on TikTok`, desc: '' },
        statusCode: 0,
        statusMsg: '',
      }
    : { musicInfo: {}, statusCode: 10203, statusMsg: "music doesn't exist" };
  const text = use ? `${title}: ${wordCount(use.posts)} posts.` : 'This sound cannot be shown.';
  const path = `/music/x-${soundId}`;
  return rehydratedPage({ title, text, path, scope: 'webapp.music-detail', detail }, options);
}

/** The embed of a hashtag: its counters as text (docs/surfaces.md#hashtag-and-sound). */
export function hashtagEmbed(name: string, counts: TopicCounts): string {
  const { viewCount, videoCount } = textsOf(statsOf(counts));
  const embedInfo = {
    id: hashtagId(name),
    title: name,
    description: '',
    coverUrl: '',
    viewCount,
    videoCount,
    statusCode: 0,
    code: 200,
  };
  return topicEmbed('tag', name, `#${name}`, { embedInfo, videoList: [] });
}

/**
 * The embed of a sound: how many posts use it, and who made it, without a title. One that nobody uses is a page without
 * any of that.
 */
export function soundEmbed(
  soundId: string,
  use: (TopicCounts & { post: Post; creator: Creator }) | null,
): string {
  const embedInfo = use && {
    coverUrl: '',
    artist: soundOf(use.post, use.creator).authorName,
    videoCount: roundAsShown(use.posts),
    id: soundId,
    statusCode: 0,
    code: 200,
  };
  return topicEmbed('music', soundId, 'Sound', embedInfo ? { embedInfo, videoList: [] } : {});
}

function topicEmbed(kind: 'tag' | 'music', key: string, title: string, data: object): string {
  const route = `/embed/${kind}/${key}`;
  return frontityPage(`${title} | TikTok`, `Posts with ${title}.`, route, {
    isError: false,
    isFetching: false,
    isReady: true,
    link: route,
    page: 1,
    pageName: kind,
    playlistId: key,
    playlistType: kind,
    query: {},
    route: `${route}/`,
    ...data,
  });
}

function statsOf({ views, posts }: TopicCounts) {
  return { videoCount: roundAsShown(posts), viewCount: roundAsShown(views) };
}

function textsOf<T extends Record<string, number>>(counts: T): { [K in keyof T]: string } {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)])) as {
    [K in keyof T]: string;
  };
}
