/**
 * Records in the shapes of programs that copy TikTok's pages and APIs. Everything in them is invented. The ids hold the time that
 * `createTime` says: 7240000000000000001 >> 32 is 1685696567.
 */

export const postId = '7240000000000000001';
export const createTime = 1_685_696_580;
export const createdAt = '2023-06-02T09:03:00Z';

/** drawrowfly/tiktok-scraper: what its API gives as `collector`, and its command line as a list. */
export const drawrowfly = {
  id: postId,
  text: 'Glazing day #Ceramics #kiln',
  createTime,
  authorMeta: {
    id: '7100000000000000001',
    secUid: 'MS4wLjABAAAAinvented',
    name: 'Clay.Workshop',
    nickName: 'Clay Workshop',
    verified: true,
    private: false,
    signature: 'Pots, mostly.',
    avatar: 'https://p16.example/avatar.jpeg?x-expires=1&x-signature=secret',
    following: 81,
    fans: 1_200_000,
    heart: 34_600_000,
    video: 512,
    digg: 0,
  },
  musicMeta: {
    musicId: '7140790914893237001',
    musicName: 'Invented Tune',
    musicAuthor: 'Band',
    musicOriginal: false,
  },
  covers: { default: 'https://p16.example/cover.jpeg' },
  webVideoUrl: `https://www.tiktok.com/@clay.workshop/video/${postId}`,
  videoUrl: 'https://v16.example/video.mp4?signature=secret',
  videoMeta: { height: 1024, width: 576, duration: 25 },
  diggCount: 91_500,
  shareCount: 3_078,
  playCount: 1_400_000,
  commentCount: 2_756,
  hashtags: [
    { id: '4212', name: 'ceramics', title: '', cover: '' },
    { id: '4213', name: 'kiln', title: '', cover: '' },
  ],
  downloaded: false,
};

/** A post as the Apify actors of the same form give it; photo posts tell the length of their sound. */
export const apify = {
  id: '7240000000000000002',
  text: 'Ten bowls',
  createTime,
  createTimeISO: '2023-06-02T09:03:00.000Z',
  isAd: true,
  isPinned: false,
  isSlideshow: true,
  authorMeta: {
    id: '7100000000000000001',
    name: 'clay.workshop',
    profileUrl: 'https://www.tiktok.com/@clay.workshop',
    nickName: 'Clay Workshop',
    verified: true,
    signature: 'Pots, mostly.',
    bioLink: 'https://clay.example',
    privateAccount: false,
    region: 'DK',
    following: 81,
    friends: 7,
    fans: 1_200_000,
    heart: 34_600_000,
    video: 512,
  },
  musicMeta: { musicName: 'Invented Tune', musicOriginal: false, musicId: '7140790914893237001' },
  webVideoUrl: 'https://www.tiktok.com/@clay.workshop/photo/7240000000000000002',
  videoMeta: { height: 0, width: 0, duration: 61 },
  diggCount: 429_675,
  shareCount: 12,
  playCount: 8_801_200,
  collectCount: 6_767,
  commentCount: 0,
  mentions: [],
  hashtags: [],
};

/** yt-dlp --write-info-json. */
export const ytDlp = {
  id: postId,
  formats: [
    { format_id: 'h264_540p', url: 'https://v16.example/video.mp4?signature=secret', vcodec: 'h264' },
  ],
  channel: 'Clay Workshop',
  channel_id: 'MS4wLjABAAAAinvented',
  uploader: 'clay.workshop',
  uploader_id: '7100000000000000001',
  channel_url: 'https://www.tiktok.com/@MS4wLjABAAAAinvented',
  uploader_url: 'https://www.tiktok.com/@clay.workshop',
  track: 'Invented Tune',
  artists: ['Band'],
  duration: 25,
  title: 'Glazing day #Ceramics',
  description: 'Glazing day #Ceramics #kiln',
  timestamp: createTime,
  view_count: 1_400_000,
  like_count: 91_500,
  repost_count: 3_078,
  comment_count: 2_756,
  save_count: 6_767,
  thumbnails: [],
  webpage_url: `https://www.tiktok.com/@clay.workshop/video/${postId}`,
  extractor: 'TikTok',
  extractor_key: 'TikTok',
  upload_date: '20230602',
  vcodec: 'h264',
  epoch: 1_790_003_806,
  _type: 'video',
};

/** An item of the web API, as TikTok-Api gives it in `as_dict`. */
export const item = {
  id: postId,
  desc: 'Glazing day #Ceramics #kiln',
  createTime: String(createTime),
  author: {
    id: '7100000000000000001',
    uniqueId: 'clay.workshop',
    nickname: 'Clay Workshop',
    secUid: 'MS4wLjABAAAAinvented',
    verified: true,
    signature: 'Pots, mostly.',
    privateAccount: false,
  },
  authorStats: {
    diggCount: 0,
    followerCount: 160_400_000,
    followingCount: 81,
    heart: 2_700_000_000,
    heartCount: -1_614_092_016,
    videoCount: 1_353,
  },
  stats: {
    collectCount: '6767',
    commentCount: 2_756,
    diggCount: 91_500,
    playCount: 1_800_000,
    shareCount: 3_078,
  },
  statsV2: {
    collectCount: '6767',
    commentCount: '2756',
    diggCount: '91512',
    playCount: '1776621',
    repostCount: '0',
    shareCount: '3078',
  },
  video: {
    duration: 25,
    height: 1024,
    bitrateInfo: [{ Bitrate: 1, PlayAddr: { UrlList: ['https://v16.example'] } }],
  },
  music: { id: '7140790914893237001', title: 'Invented Tune', original: false },
  textExtra: [
    { hashtagName: 'ceramics', start: 12, end: 21, type: 1 },
    { hashtagName: '', userUniqueId: 'friend', type: 0 },
    { hashtagName: 'kiln', start: 22, end: 27, type: 1 },
  ],
  challenges: [{ id: '4212', title: 'ceramics' }],
};

/** An account of the web API, within `userInfo` or by itself. */
export const user = {
  user: {
    id: '7100000000000000001',
    uniqueId: 'clay.workshop',
    nickname: 'Clay Workshop',
    secUid: 'MS4wLjABAAAAinvented',
    signature: 'Pots, mostly.',
    verified: true,
    privateAccount: false,
  },
  stats: {
    followerCount: 163_000_000,
    followingCount: 81,
    heart: 2_700_000_000,
    heartCount: -1_614_092_016,
    videoCount: 1_353,
  },
};

/** A video of the Research API. Its id is a number of JSON that no double can hold: the text is made by hand. */
export const researchVideo =
  '{"id":7240000000000000001,"username":"clay.workshop","region_code":"DK","create_time":1685696580,"video_description":"Glazing day","view_count":1400123,"like_count":91512,"comment_count":2756,"share_count":3078,"favorites_count":6767,"music_id":7140790914893237001,"hashtag_names":["ceramics","kiln"],"video_duration":25}';
