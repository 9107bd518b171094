import { describe, expect, test } from 'vitest';
import { dayAt, dig, get, hasRecordings, keysOf, readRecording, scopeOf, world } from './fixture.ts';

const at = dayAt(20);
const all = world.creators
  .filter((creator) => world.statusOf(creator, at) === 'ok' && world.answers(creator, at))
  .flatMap((creator) => world.postsOf(creator.id, at).slice(0, 40));
const detailOf = (postId: string) => scopeOf(get(`/@x/video/${postId}`, at).body, 'webapp.video-detail');
const items = all.map((truth) => ({
  truth,
  item: dig(detailOf(truth.postId), 'itemInfo', 'itemStruct'),
}));

const counters = [
  ['playCount', 'views'],
  ['diggCount', 'likes'],
  ['commentCount', 'comments'],
  ['shareCount', 'shares'],
  ['collectCount', 'saves'],
] as const;

describe('the post page', () => {
  test('rounds every counter from ten thousand up, in statsV2 too', () => {
    let rounded = 0;
    for (const { truth, item } of items)
      for (const [field, name] of counters) {
        const shown = Number(dig(item, 'stats', field));
        const exact = truth[name];
        const step = exact < 1e4 ? 1 : exact < 1e6 ? 100 : exact < 1e9 ? 1e5 : 1e8;
        expect(Math.abs(shown - exact)).toBeLessThanOrEqual(step / 2);
        expect(shown % step).toBe(0);
        expect(dig(item, 'statsV2', field)).toBe(String(shown));
        if (shown !== exact) rounded += 1;
      }
    expect(rounded).toBeGreaterThan(100);
  });

  test('has collectCount and createTime as text, and a useless repostCount', () => {
    for (const { truth, item } of items) {
      expect(dig(item, 'stats', 'collectCount')).toMatch(/^\d+$/);
      expect(dig(item, 'createTime')).toBe(String(Date.parse(truth.createdAt) / 1000));
      expect(dig(item, 'statsV2', 'repostCount')).toBe('0');
      expect(dig(item, 'id')).toBe(truth.postId);
    }
  });

  test('rounds the author’s counts in both forms', () => {
    const item = items.find(({ truth }) => truth.accountId === world.creators[1]?.id)?.item;
    const exact = world.truth(at)[1];
    expect(dig(item, 'authorStats', 'followerCount')).toBe(Math.round((exact?.followers ?? 0) / 1e5) * 1e5);
    expect(dig(item, 'authorStatsV2', 'followerCount')).toBe(
      String(dig(item, 'authorStats', 'followerCount')),
    );
    expect(dig(item, 'authorStatsV2', 'heartCount')).toBe(String(dig(item, 'authorStats', 'heart')));
  });

  test('marks hashtags and mentions in the text it shows, and lists each hashtag once', () => {
    let mentions = 0;
    for (const { item } of items) {
      const desc = String(dig(item, 'desc'));
      const spans = dig(item, 'textExtra') as unknown[];
      const names = spans.flatMap((span) => {
        const marked = desc.slice(Number(dig(span, 'start')), Number(dig(span, 'end')));
        if (dig(span, 'type') === 0) {
          const friend = world.creators.find(({ id }) => id === dig(span, 'userId'));
          expect(marked).toBe(`@${friend?.persona.nickname}`);
          expect(dig(span, 'userUniqueId')).toBe(friend?.persona.handle);
          expect(dig(span, 'secUid')).toBe(friend?.secUid);
          mentions += 1;
          return [];
        }
        expect(marked.toLowerCase()).toBe(`#${dig(span, 'hashtagName')}`);
        return [String(dig(span, 'hashtagName'))];
      });
      const challenges = dig(item, 'challenges') as unknown[];
      expect(challenges.map((challenge) => dig(challenge, 'title'))).toEqual([...new Set(names)]);
      expect(dig(item, 'contents', 0, 'desc')).toBe(desc);
    }
    expect(mentions).toBeGreaterThan(0);
  });

  test('survives captions that would break the block', () => {
    const hostile = items.filter(({ item }) => String(dig(item, 'desc')).includes('</script>'));
    expect(hostile.length).toBeGreaterThan(0);
    for (const { truth } of hostile) {
      const { body } = get(`/@x/video/${truth.postId}`, at);
      expect(body.match(/<script/gi)).toHaveLength(1);
      expect(body).not.toContain('<b>');
    }
    expect(items.some(({ item }) => String(dig(item, 'desc')).startsWith('=1+1'))).toBe(true);
  });

  test('has pictures instead of a video for a photo post', () => {
    const photos = items.filter(({ truth }) => truth.kind === 'photo');
    expect(photos.length).toBeGreaterThan(0);
    for (const { item, truth } of photos) {
      expect((dig(item, 'imagePost', 'images') as unknown[]).length).toBeGreaterThanOrEqual(2);
      expect(dig(item, 'video')).toMatchObject({ duration: 0, width: 0, height: 0, playAddr: '' });
      expect(get(`/@x/photo/${truth.postId}`, at).body).toContain(truth.postId);
    }
    for (const { item } of items.filter(({ truth }) => truth.kind === 'video')) {
      expect(keysOf(item)).not.toContain('imagePost');
      expect(dig(item, 'video', 'duration')).toBeGreaterThan(0);
    }
  });

  const recordings = [
    ['2scraper-video/webapp.video-detail/plain_video.json', 'video'],
    ['2scraper-video/webapp.video-detail/photo_post.json', 'photo'],
    ['dai921/video-detail.7493099446142520594.2025-04.json', 'video'],
  ] as const;
  test.skipIf(!hasRecordings).each(recordings)(
    'has the fields of %s (needs ../shared/real)',
    (file, kind) => {
      const real = dig(readRecording(file), '__DEFAULT_SCOPE__', 'webapp.video-detail');
      const example = items.find(
        ({ truth, item }) => truth.kind === kind && keysOf(item).includes('diversificationLabels'),
      );
      const ours = detailOf(example?.truth.postId ?? '');
      const item = ['itemInfo', 'itemStruct'];
      const parts = [
        'video',
        'author',
        'music',
        'stats',
        'statsV2',
        'imagePost',
        'authorStats',
        'item_control',
      ];
      const paths = [[], ['itemInfo'], ['shareMeta'], item, ...parts.map((part) => [...item, part])];
      for (const path of paths)
        expect(keysOf(dig(ours, ...path)), path.join('.')).toEqual(
          expect.arrayContaining(keysOf(dig(real, ...path))),
        );
      for (const list of ['textExtra', 'challenges'])
        if (dig(real, ...item, list, 0) !== undefined)
          expect(keysOf(dig(ours, ...item, list, 0))).toEqual(keysOf(dig(real, ...item, list, 0)));
    },
  );
});
