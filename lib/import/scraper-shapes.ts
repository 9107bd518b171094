import type { RoundingOption } from './count-cell.ts';
import { hashtagNames, secondsOfMs } from './scraper-cells.ts';

/** Columns that every scraper's record is brought to. */
export type ScraperColumn =
  | 'post_id'
  | 'url'
  | 'handle'
  | 'account_id'
  | 'observed_at'
  | 'created_at'
  | 'views'
  | 'likes'
  | 'comments'
  | 'shares'
  | 'saves'
  | 'text'
  | 'images'
  | 'duration_s'
  | 'hashtags'
  | 'sound_id'
  | 'pinned'
  | 'ad'
  | 'account_followers'
  | 'account_following'
  | 'account_likes'
  | 'account_likes_wrapped'
  | 'account_posts'
  | 'name'
  | 'bio'
  | 'verified'
  | 'private'
  | 'region'
  | 'secUid'
  | 'biolink';

/** How a program names what it writes; nested fields by their path. */
export interface ScraperShape {
  /** As `--as` takes it. */
  id: string;
  title: string;
  about: string;
  /** Names that tell its records; of each group one must be there. */
  needs: readonly (readonly string[])[];
  /** A field whose value must be so in the first record, since other sites' records have the same names. */
  where?: { field: string; is: RegExp };
  /** How its counts are rounded, unless the person says otherwise. */
  rounding: RoundingOption;
  /** For each column the fields that may fill it, best first. */
  columns: Readonly<Partial<Record<ScraperColumn, readonly string[]>>>;
  /** Turns the cell of a column into what it holds. */
  read?: Readonly<Partial<Record<ScraperColumn, (cell: string) => string>>>;
}

const taken = ['scrapedAt', 'scraped_at', 'collectedAt', 'fetchedAt', 'retrievedAt', 'crawledAt'];
const author = (name: string) => [`authorMeta.${name}`];
const authorStats = (...names: readonly string[]) =>
  ['authorStatsV2', 'authorStats'].flatMap((stats) => names.map((name) => `${stats}.${name}`));
const itemStats = (name: string) => [`statsV2.${name}`, `stats.${name}`];

/** The programs whose records are known, by the names in them. */
export const scraperShapes: readonly ScraperShape[] = [
  {
    id: 'tiktok-scraper',
    title: 'Posts of drawrowfly/tiktok-scraper or an Apify actor',
    about:
      'JSON or CSV with authorMeta, diggCount and playCount, as tiktok-scraper and the Apify actors of the same form write it. Needs the instant it was taken (--at) where no scrapedAt says it.',
    needs: [['id'], ['authorMeta.name', 'authorMeta.id'], ['playCount', 'diggCount']],
    rounding: 'seen',
    columns: {
      post_id: ['id'],
      url: ['webVideoUrl'],
      handle: author('name'),
      account_id: author('id'),
      observed_at: taken,
      created_at: ['createTime', 'createTimeISO'],
      views: ['playCount'],
      likes: ['diggCount'],
      comments: ['commentCount'],
      shares: ['shareCount'],
      saves: ['collectCount'],
      text: ['text'],
      images: ['isSlideshow'],
      duration_s: ['videoMeta.duration'],
      hashtags: ['hashtags'],
      sound_id: ['musicMeta.musicId'],
      pinned: ['isPinned'],
      ad: ['isAd'],
      account_followers: author('fans'),
      account_following: author('following'),
      account_likes: author('heart'),
      account_posts: author('video'),
      name: author('nickName'),
      bio: author('signature'),
      verified: author('verified'),
      private: ['authorMeta.privateAccount', 'authorMeta.private'],
      region: author('region'),
      secUid: author('secUid'),
      biolink: author('bioLink'),
    },
    read: { hashtags: hashtagNames },
  },
  {
    id: 'yt-dlp',
    title: 'Video information of yt-dlp',
    about:
      'The .info.json of yt-dlp, or what it prints with -j: one post a record, dated by its epoch. Its repost_count holds the shares.',
    needs: [['id'], ['extractor'], ['view_count', 'like_count'], ['uploader', 'uploader_id']],
    where: { field: 'extractor', is: /^tiktok/i },
    rounding: 'seen',
    columns: {
      post_id: ['id'],
      url: ['webpage_url', 'original_url'],
      handle: ['uploader'],
      account_id: ['uploader_id'],
      observed_at: ['epoch'],
      created_at: ['timestamp', 'upload_date'],
      views: ['view_count'],
      likes: ['like_count'],
      comments: ['comment_count'],
      shares: ['repost_count'],
      saves: ['save_count'],
      text: ['description', 'title'],
      images: ['vcodec'],
      duration_s: ['duration'],
      name: ['channel'],
      secUid: ['channel_id'],
    },
    // A photo post is its sound alone.
    read: { images: (codec) => (codec === 'none' ? 'true' : '') },
  },
  {
    id: 'tiktok-items',
    title: 'Items of the web API (TikTok-Api and others)',
    about:
      'Posts as the web API gives them: id, desc, createTime, author and stats or statsV2; a list, an itemList, or one a line. Needs the instant it was taken (--at).',
    needs: [
      ['id'],
      ['author.uniqueId', 'author.id', 'author'],
      ['stats.playCount', 'statsV2.playCount', 'stats.diggCount', 'statsV2.diggCount'],
    ],
    rounding: 'seen',
    columns: {
      post_id: ['id'],
      handle: ['author.uniqueId', 'author'],
      account_id: ['author.id', 'authorId'],
      observed_at: taken,
      created_at: ['createTime'],
      views: itemStats('playCount'),
      likes: itemStats('diggCount'),
      comments: itemStats('commentCount'),
      shares: itemStats('shareCount'),
      saves: itemStats('collectCount'),
      text: ['desc'],
      images: ['imagePost.images'],
      duration_s: ['video.duration'],
      hashtags: ['textExtra', 'challenges'],
      sound_id: ['music.id'],
      pinned: ['isPinnedItem'],
      ad: ['isAd'],
      account_followers: authorStats('followerCount'),
      account_following: authorStats('followingCount'),
      account_likes: ['authorStatsV2.heart', 'authorStatsV2.heartCount', 'authorStats.heart'],
      account_likes_wrapped: ['authorStats.heartCount'],
      account_posts: authorStats('videoCount'),
      name: ['author.nickname'],
      bio: ['author.signature'],
      verified: ['author.verified'],
      private: ['author.privateAccount'],
      secUid: ['author.secUid'],
    },
    read: { hashtags: hashtagNames },
  },
  {
    id: 'aweme',
    title: 'Posts of the app’s API (aweme)',
    about:
      'Posts as the app’s API gives them: aweme_id, author and statistics, exact; a list, an aweme_list, or one a line. Needs the instant it was taken (--at).',
    needs: [['aweme_id'], ['statistics.play_count', 'statistics.digg_count']],
    rounding: 'exact',
    columns: {
      post_id: ['aweme_id'],
      url: ['share_url'],
      handle: ['author.unique_id'],
      account_id: ['author.uid'],
      observed_at: taken,
      created_at: ['create_time'],
      views: ['statistics.play_count'],
      likes: ['statistics.digg_count'],
      comments: ['statistics.comment_count'],
      shares: ['statistics.share_count'],
      saves: ['statistics.collect_count'],
      text: ['desc'],
      images: ['image_post_info.images'],
      duration_s: ['video.duration'],
      hashtags: ['text_extra'],
      sound_id: ['music.id_str', 'music.mid'],
      // The counters of the author beside a post are 0 there, whatever they are.
      name: ['author.nickname'],
      secUid: ['author.sec_uid'],
    },
    read: { hashtags: hashtagNames, duration_s: secondsOfMs },
  },
  {
    id: 'research-videos',
    title: 'Videos of the Research API, as its clients save them',
    about:
      'Posts with username, region_code and the counters of the Research API, exact: a list, data.videos, one a line, or CSV. Needs the instant it was taken (--at).',
    needs: [
      ['id', 'video_id'],
      ['username', 'author_name'],
      ['view_count'],
      ['region_code', 'favorites_count'],
    ],
    rounding: 'exact',
    columns: {
      post_id: ['id', 'video_id'],
      handle: ['username', 'author_name'],
      observed_at: taken,
      created_at: ['create_time'],
      views: ['view_count'],
      likes: ['like_count'],
      comments: ['comment_count'],
      shares: ['share_count'],
      saves: ['favorites_count'],
      text: ['video_description'],
      duration_s: ['video_duration'],
      hashtags: ['hashtag_names'],
      sound_id: ['music_id'],
    },
    read: { hashtags: hashtagNames },
  },
];
