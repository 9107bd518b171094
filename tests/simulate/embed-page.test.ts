import { describe, expect, test } from 'vitest';
import { dayAt, dig, embedOf, get, hasRecordings, keysOf, readRecording, world } from './fixture.ts';

const at = dayAt(12);
const listOf = (handle: string) =>
  dig(embedOf(get(`/embed/@${handle}`, at).body, handle), 'videoList') as unknown[];

describe('the creator embed', () => {
  test('lists the newest ten to twelve posts with rounded views, a pinned one first and unmarked', () => {
    let pinned = 0;
    for (const creator of world.creators) {
      const posts = world.postsOf(creator.id, at);
      const list = listOf(creator.persona.handle);
      expect(list.length).toBeGreaterThanOrEqual(10);
      expect(list.length).toBeLessThanOrEqual(12);
      const ids = list.map((video) => dig(video, 'id'));
      const isPinned = ids[0] !== posts[0]?.postId;
      if (isPinned) pinned += 1;
      expect(ids.slice(isPinned ? 1 : 0)).toEqual(
        posts.slice(0, list.length - (isPinned ? 1 : 0)).map((post) => post.postId),
      );
      for (const video of list) {
        const exact = world.postTruth(String(dig(video, 'id')), at)?.views ?? 0;
        const step = exact < 1e4 ? 1 : exact < 1e6 ? 100 : exact < 1e9 ? 1e5 : 1e8;
        expect(Math.abs(Number(dig(video, 'playCount')) - exact)).toBeLessThanOrEqual(step / 2);
      }
      expect(new Set(list.map((video) => keysOf(video).join())).size).toBe(1);
    }
    expect(pinned).toBeGreaterThan(3);
    expect(pinned).toBeLessThan(world.creators.length);
  });

  test('shows the same rounded account counts as the account page', () => {
    const user = dig(embedOf(get('/embed/@moon_kitchen_demo', at).body, 'moon_kitchen_demo'), 'userInfo');
    const exact = world.truth(at)[1];
    expect(dig(user, 'followerCount')).toBe(Math.round((exact?.followers ?? 0) / 1e5) * 1e5);
    expect(dig(user, 'heartCount')).toBe((exact?.likes ?? 0) - 2 ** 32);
    expect(dig(user, 'code')).toBe(200);
  });

  test('has height 0 for photo posts', () => {
    const photos = world.creators.flatMap((creator) =>
      listOf(creator.persona.handle).filter((video) => dig(video, 'height') === 0),
    );
    expect(photos.length).toBeGreaterThan(0);
    for (const photo of photos) expect(world.postTruth(String(dig(photo, 'id')), at)?.kind).toBe('photo');
  });

  test.skipIf(!hasRecordings)('has the keys of the recorded one (needs ../shared/real)', () => {
    const real = dig(
      readRecording('2scraper-video/embed/embed-@nasa.first8.json'),
      'source',
      'data',
      '/embed/@nasa',
    );
    const ours = embedOf(get('/embed/@harbour.birds', at).body, 'harbour.birds');
    for (const path of [[], ['userInfo'], ['videoList', 0]])
      expect(keysOf(dig(ours, ...path)), path.join('.')).toEqual(keysOf(dig(real, ...path)));
  });
});

describe('oEmbed', () => {
  const [post] = world.postsOf(world.creators[0]?.id ?? '', at);
  const ask = (url: string) => get(`/oembed?url=${encodeURIComponent(url)}`, at);

  test('names the post and its author, without counts', () => {
    const { status, body } = ask(`https://www.tiktok.com/@harbour.birds/video/${post?.postId}?lang=en`);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      embed_product_id: post?.postId,
      author_unique_id: 'harbour.birds',
      embed_type: 'video',
      version: '1.0',
    });
  });

  test.each([
    '',
    'https://www.tiktok.com/@harbour.birds',
    'https://www.tiktok.com/@a/video/7000000000000000000',
  ])('refuses %j', (url) => {
    expect(ask(url).status).toBe(400);
  });

  test.skipIf(!hasRecordings)('has the keys of the recorded one (needs ../shared/real)', () => {
    const { body } = ask(`/@harbour.birds/video/${post?.postId}`);
    expect(keysOf(JSON.parse(body))).toEqual(
      keysOf(readRecording('automaton/oembed.7336007528070958382.partial.json')),
    );
  });
});
