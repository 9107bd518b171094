import { roundedStats } from './account-page.ts';
import type { AccountCounts, Creator } from './creator.ts';
import { handleAt, postsAt } from './creator.ts';
import { frontityPage } from './html.ts';
import { countsOf, type Post } from './post.ts';
import { roundAsShown } from './rounding.ts';

/**
 * The creator embed (docs/surfaces.md#creator-embed): the newest ten to twelve posts, a pinned one first without a flag;
 * rounded views, no dates and no likes. `captionOf` gives the text of a post.
 */
export function creatorEmbed(
  creator: Creator,
  counts: AccountCounts,
  captionOf: (post: Post) => string,
  ms: number,
): string {
  const handle = handleAt(creator, ms);
  const { persona } = creator;
  const stats = roundedStats(counts);
  const route = `/embed/@${handle}`;
  return frontityPage(`${persona.nickname} | TikTok`, `Newest posts of @${handle}.`, route, {
    isError: false,
    isFetching: false,
    isReady: true,
    link: route,
    page: 1,
    pageName: 'creator',
    playlistId: handle,
    playlistType: 'creator',
    query: {},
    route: `${route}/`,
    userInfo: {
      avatarThumbUrl: '',
      code: 200,
      customErrorCode: 0,
      followerCount: stats.followerCount,
      followingCount: stats.followingCount,
      heartCount: stats.heartCount,
      id: creator.id,
      nickname: persona.nickname,
      privateAccount: false,
      signature: persona.bio,
      uniqueId: handle,
      verified: persona.verified,
    },
    videoList: listedPosts(creator, ms).map((post) => ({
      authorUniqueId: handle,
      coverUrl: '',
      desc: captionOf(post),
      dynamicCoverUrl: '',
      height: post.kind === 'photo' ? 0 : 1280,
      id: post.id,
      originCoverUrl: '',
      playAddr: '',
      playCount: roundAsShown(countsOf(post, ms).views),
      privateItem: false,
      ratio: post.kind === 'photo' ? '' : '720p',
      width: post.kind === 'photo' ? 0 : 720,
    })),
  });
}

function listedPosts(creator: Creator, ms: number): Post[] {
  const posts = postsAt(creator, ms);
  const pinned = posts.find((post) => post.pinned);
  return pinned
    ? [pinned, ...posts.filter((post) => post !== pinned)].slice(0, creator.embedSize)
    : posts.slice(0, creator.embedSize);
}

/** The oEmbed answer for a post (docs/surfaces.md#oembed): no counts and no date. */
export function oembedOf(creator: Creator, post: Post, caption: string, base: string, ms: number) {
  const handle = handleAt(creator, ms);
  const authorUrl = `${base}/@${handle}`;
  return {
    version: '1.0',
    type: 'video',
    title: caption,
    author_url: authorUrl,
    author_name: creator.persona.nickname,
    width: '100%',
    height: '100%',
    html: `<blockquote class="tiktok-embed" cite="${authorUrl}/${post.kind}/${post.id}" data-video-id="${post.id}"></blockquote>`,
    thumbnail_width: 576,
    thumbnail_height: 1024,
    thumbnail_url: '',
    provider_url: base,
    provider_name: 'TikTok (simulated)',
    author_unique_id: handle,
    embed_product_id: post.id,
    embed_type: 'video',
  };
}
