import { describe, expect, test } from 'vitest';
import { importText, rowsOf } from '../import-text.ts';
import {
  apify,
  createdAt,
  drawrowfly,
  item,
  postId,
  researchVideo,
  user,
  ytDlp,
} from '../scraper-samples.ts';

const at = '2026-09-22T15:16:46Z';
const json = (value: unknown, raw = {}) =>
  importText(typeof value === 'string' ? value : JSON.stringify(value), raw, 'scraped.json');

const account = {
  account_id: '7100000000000000001',
  handle: 'clay.workshop',
  observed_at: at,
  time_precision: 'instant',
  source: 'import',
};

describe('drawrowfly/tiktok-scraper', () => {
  const post = {
    post_id: postId,
    account_id: '7100000000000000001',
    observed_at: at,
    views: 1_400_000,
    likes: 91_500,
    comments: 2_756,
    shares: 3_078,
    saves: null,
    // The web rounds from 10,000 on; what is below is exact.
    views_step: 100_000,
    likes_step: 100,
    comments_step: 1,
    rounding: 'nearest',
  };

  test.each([
    ['a list', [drawrowfly]],
    ['an object with its collector', { headers: { 'user-agent': 'x' }, collector: [drawrowfly], zip: '' }],
    [
      'an object a line',
      `${JSON.stringify(drawrowfly)}\n${JSON.stringify({ ...drawrowfly, id: '7240000000000000009', webVideoUrl: '' })}\n`,
    ],
  ])('%s fills the post, its details and its author', async (_what, value) => {
    const got = await json(value, { at });
    expect(got.kind).toBe('tiktok-scraper');
    expect(got.refused).toEqual([]);
    expect(rowsOf(got, 'post')[0]).toMatchObject(post);
    expect(rowsOf(got, 'post_info')[0]).toMatchObject({
      created_at: createdAt,
      created_from: 'source',
      text: 'Glazing day #Ceramics #kiln',
      kind: 'video',
      duration_s: 25,
      sound_id: '7140790914893237001',
      hashtags: ['ceramics', 'kiln'],
    });
    expect(rowsOf(got, 'account')).toEqual([
      expect.objectContaining({
        ...account,
        followers: 1_200_000,
        following: 81,
        likes: 34_600_000,
        posts: 512,
        followers_step: 100_000,
        likes_step: 100_000,
        rounding: 'nearest',
      }),
    ]);
    expect(rowsOf(got, 'account_info')).toEqual([
      expect.objectContaining({
        name: 'Clay Workshop',
        bio: 'Pots, mostly.',
        verified: true,
        private: false,
      }),
    ]);
    expect(JSON.stringify(got.rows)).not.toContain('signature=');
  });

  test('its CSV has the same columns by their paths', async () => {
    const csv = `id,text,createTime,authorMeta.id,authorMeta.name,authorMeta.fans,authorMeta.heart,authorMeta.video,musicMeta.musicId,webVideoUrl,videoMeta.duration,diggCount,shareCount,playCount,commentCount,hashtags
${postId},"Glazing day",1685696580,7100000000000000001,clay.workshop,1200000,34600000,512,7140790914893237001,https://www.tiktok.com/@clay.workshop/video/${postId},25,91500,3078,1400000,2756,"[{""id"":""4212"",""name"":""ceramics""}]"
7.24E+18,"Rounded",1685696580,7100000000000000001,clay.workshop,1200000,34600000,512,,,25,1,1,1,1,[]
`;
    const got = await importText(csv, { at });
    expect(got.kind).toBe('tiktok-scraper');
    expect(rowsOf(got, 'post')).toEqual([expect.objectContaining(post)]);
    expect(rowsOf(got, 'post_info')[0]).toMatchObject({ hashtags: ['ceramics'] });
    expect(got.refused).toEqual(['3 id_destroyed']);
    expect(rowsOf(got, 'account')).toHaveLength(1);
  });

  test('an author without any counter was not observed; another number is another row', async () => {
    const zeros = {
      ...drawrowfly,
      authorMeta: { ...drawrowfly.authorMeta, fans: 0, following: 0, heart: 0, video: 0 },
    };
    expect(rowsOf(await json([zeros], { at }), 'account')).toEqual([]);
    const more = {
      ...drawrowfly,
      id: '7240000000000000003',
      webVideoUrl: '',
      authorMeta: { ...drawrowfly.authorMeta, fans: 1_300_000 },
    };
    expect(rowsOf(await json([drawrowfly, more], { at }), 'account').map((row) => row['followers'])).toEqual([
      1_200_000, 1_300_000,
    ]);
  });

  test('it needs the instant, and takes the rounding that the person says', async () => {
    await expect(json([drawrowfly])).rejects.toMatchObject({ code: 'instant_needed' });
    const exact = await json([drawrowfly], { at, rounding: 'exact' });
    expect(rowsOf(exact, 'post')[0]).toMatchObject({ views_step: 1, rounding: 'exact' });
  });
});

describe('Apify actors', () => {
  test('a photo post with saves, pinned and ad; a count that the web cannot have rounded is exact', async () => {
    const got = await json([apify], { at });
    expect(got.kind).toBe('tiktok-scraper');
    expect(rowsOf(got, 'post')[0]).toMatchObject({
      views: 8_801_200,
      // Whole hundreds and not whole hundred thousands: rounded in a way that nobody knows.
      views_step: null,
      likes: 429_675,
      likes_step: 1,
      comments: 0,
      saves: 6_767,
      rounding: 'unknown',
    });
    expect(rowsOf(got, 'post_info')[0]).toMatchObject({
      created_at: createdAt,
      kind: 'photo',
      duration_s: null,
      pinned: false,
      ad: true,
      hashtags: [],
    });
    expect(rowsOf(got, 'account_info')[0]).toMatchObject({ region: 'DK', link: 'https://clay.example' });
  });

  test('the time of scraping in the record comes before --at', async () => {
    const got = await json([{ ...apify, scrapedAt: '2026-09-01T10:00:00.000Z' }], { at });
    expect(rowsOf(got, 'post')[0]).toMatchObject({ observed_at: '2026-09-01T10:00:00Z' });
  });
});

describe('yt-dlp', () => {
  test.each([
    ['a file a post', JSON.stringify(ytDlp)],
    [
      'one a line',
      `${JSON.stringify(ytDlp)}\n${JSON.stringify({ ...ytDlp, id: '7240000000000000009', webpage_url: '' })}`,
    ],
    [
      'a playlist',
      JSON.stringify({ id: 'x', _type: 'playlist', extractor: 'tiktok:user', entries: [ytDlp] }),
    ],
    ['indented', JSON.stringify(ytDlp, null, 2)],
  ])('%s: dated by its epoch, shares out of repost_count', async (_what, text) => {
    const got = await importText(text, {}, 'x.info.json');
    expect(got.kind).toBe('yt-dlp');
    expect(got.refused).toEqual([]);
    expect(rowsOf(got, 'post')[0]).toMatchObject({
      post_id: postId,
      account_id: '7100000000000000001',
      observed_at: '2026-09-21T15:16:46Z',
      views: 1_400_000,
      shares: 3_078,
      saves: 6_767,
      views_step: 100_000,
    });
    expect(rowsOf(got, 'post_info')[0]).toMatchObject({
      created_at: createdAt,
      kind: 'video',
      duration_s: 25,
      hashtags: ['ceramics', 'kiln'],
      sound_id: null,
    });
    expect(rowsOf(got, 'account')).toEqual([]);
    expect(rowsOf(got, 'account_info')[0]).toMatchObject({ handle: 'clay.workshop', name: 'Clay Workshop' });
  });

  test('a slideshow is its sound alone, whose length is not the post’s', async () => {
    const got = await json({ ...ytDlp, vcodec: 'none', duration: 61 });
    expect(rowsOf(got, 'post_info')[0]).toMatchObject({ kind: 'photo', duration_s: null });
  });

  test('another site’s video is no post of TikTok', async () => {
    const other = { ...ytDlp, id: 'dQw4w9WgXcQ', extractor: 'youtube', extractor_key: 'Youtube' };
    const got = await json({ ...other, webpage_url: 'https://www.youtube.com/watch?v=dQw4w9WgXcQ' }, { at });
    expect(got.kind).not.toBe('yt-dlp');
    expect(got.refused).toEqual(['1 bad_id']);
  });
});

describe('items of the web API', () => {
  test.each([
    ['a list', [item]],
    ['an answer with its list', { cursor: '1', hasMore: true, itemList: [item], statusCode: 0 }],
    ['one a line', `${JSON.stringify(item)}\n`],
  ])('%s: statsV2 before stats, overflowed likes of the author repaired', async (_what, value) => {
    const got = await json(value, { at });
    expect(got.kind).toBe('tiktok-items');
    expect(rowsOf(got, 'post')[0]).toMatchObject({
      views: 1_776_621,
      views_step: 1,
      likes: 91_512,
      saves: 6_767,
      rounding: 'exact',
    });
    expect(rowsOf(got, 'post_info')[0]).toMatchObject({
      created_at: createdAt,
      hashtags: ['ceramics', 'kiln'],
      kind: 'video',
    });
    // -1,614,092,016 + 2^32, which lies within the rounding of 2.7 billion.
    expect(rowsOf(got, 'account')[0]).toMatchObject({
      followers: 160_400_000,
      followers_step: 100_000,
      likes: 2_680_875_280,
      likes_step: 1,
      posts: 1_353,
    });
  });

  test('an older item has its author’s handle as text', async () => {
    const { author: _author, statsV2: _v2, ...older } = item;
    const got = await json([{ ...older, author: 'clay.workshop', authorId: '7100000000000000001' }], { at });
    expect(got.kind).toBe('tiktok-items');
    expect(rowsOf(got, 'post')[0]).toMatchObject({ account_id: '7100000000000000001', views: 1_800_000 });
  });

  test('a photo post says nothing of a length', async () => {
    const photo = { ...item, video: { duration: 0 }, imagePost: { images: [{ imageWidth: 1 }] } };
    expect(rowsOf(await json([photo], { at }), 'post_info')[0]).toMatchObject({
      kind: 'photo',
      duration_s: null,
    });
  });

  test.each([
    ['by themselves', [user]],
    [
      'within userInfo, one a line',
      `${JSON.stringify({ userInfo: user })}\n${JSON.stringify({ userInfo: user })}`,
    ],
  ])('accounts %s', async (_what, value) => {
    const got = await json(value, { at });
    expect(got.kind).toBe('tiktok-users');
    expect(rowsOf(got, 'account')[0]).toMatchObject({
      ...account,
      followers: 163_000_000,
      followers_step: 100_000,
      likes: 2_680_875_280,
      posts: 1_353,
    });
    expect(rowsOf(got, 'account_info')).toHaveLength(1);
  });
});

describe('posts of the app’s API', () => {
  test('exact, in milliseconds, and without the author’s counters, which are 0 there', async () => {
    const aweme = {
      aweme_id: postId,
      desc: 'Glazing day #Ceramics',
      create_time: 1_685_696_580,
      author: {
        uid: '7100000000000000001',
        unique_id: 'clay.workshop',
        nickname: 'Clay Workshop',
        follower_count: 0,
      },
      statistics: {
        play_count: 313_901,
        digg_count: 11_163,
        comment_count: 90,
        share_count: 4_100,
        collect_count: 0,
      },
      video: { duration: 25_500 },
      music: { id: 7_140_790_914_893_237_000, id_str: '7140790914893237001' },
      text_extra: [{ hashtag_name: 'ceramics', type: 1 }],
    };
    const got = await json({ aweme_list: [aweme], has_more: 1 }, { at });
    expect(got.kind).toBe('aweme');
    expect(rowsOf(got, 'post')[0]).toMatchObject({
      views: 313_901,
      shares: 4_100,
      shares_step: 1,
      rounding: 'exact',
    });
    expect(rowsOf(got, 'post_info')[0]).toMatchObject({
      duration_s: 25.5,
      sound_id: '7140790914893237001',
      hashtags: ['ceramics'],
    });
    expect(rowsOf(got, 'account')).toEqual([]);
  });
});

describe('videos of the Research API as clients save them', () => {
  test.each([
    ['a list', `[${researchVideo}]`],
    [
      'answers without their error object, one a line',
      `{"data":{"videos":[${researchVideo}],"cursor":1}}\n{"data":{"videos":[]}}`,
    ],
  ])('%s: exact, with ids that no double can hold', async (_what, text) => {
    const got = await json(text, { at });
    expect(got.kind).toBe('research-videos');
    expect(rowsOf(got, 'post')[0]).toMatchObject({
      post_id: '7240000000000000001',
      account_id: 'handle:clay.workshop',
      views: 1_400_123,
      views_step: 1,
      saves: 6_767,
      rounding: 'exact',
    });
    expect(rowsOf(got, 'post_info')[0]).toMatchObject({
      sound_id: '7140790914893237001',
      hashtags: ['ceramics', 'kiln'],
      duration_s: 25,
    });
  });
});

describe('hostile records', () => {
  test('a record that lacks everything, another form, deep nesting: refused one by one', async () => {
    const deep = `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`;
    const got = await json(
      `[${JSON.stringify(drawrowfly)},{},{"id":{"x":1}},"text",${deep},{"__proto__":{"playCount":1}}]`,
      { at },
    );
    expect(rowsOf(got, 'post')).toHaveLength(1);
    expect(got.rows).toHaveLength(6);
    expect(got.refused).toHaveLength(5);
  });

  test('ids as keys are no table', async () => {
    const many = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`7${i}`, { followers: i }]));
    await expect(json([many], { at })).rejects.toMatchObject({
      code: 'bad_json',
      message: expect.stringMatching(/keys/),
    });
  });
});
