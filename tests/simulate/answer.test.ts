import { describe, expect, test } from 'vitest';
import { answer } from '../../lib/simulate/answer.ts';
import { createWorld } from '../../lib/simulate/world.ts';
import { dayAt, days, dig, get, plain, scopeOf, start, world } from './fixture.ts';

const eventOf = <K extends (typeof world.events)[number]['kind']>(kind: K) => {
  const event = world.events.find(
    (each): each is Extract<(typeof world.events)[number], { kind: K }> => each.kind === kind,
  );
  if (!event) throw new Error(`no ${kind}`);
  return event;
};
const hoursAfter = (instant: string, hours = 1) => new Date(Date.parse(instant) + hours * 3_600_000);
const accountAt = (handle: string, at: Date) => {
  const { status, body } = get(`/@${handle}`, at);
  return { status, detail: status === 200 ? scopeOf(body, 'webapp.user-detail') : null };
};
const creatorOf = (accountId: string) => {
  const creator = world.creators.find(({ id }) => id === accountId);
  if (!creator) throw new Error(`no account ${accountId}`);
  return creator;
};
/** The status code of a post's page. */
const postCode = (postId: string, at: Date) =>
  dig(scopeOf(get(`/@x/video/${postId}`, at).body, 'webapp.video-detail'), 'statusCode');

describe('events as a reader of pages sees them', () => {
  test('a rename: the old handle is unknown, the new one has the same id', () => {
    const { from, fromHandle, toHandle, accountId } = eventOf('rename');
    expect(dig(accountAt(fromHandle, hoursAfter(from, -1)).detail, 'userInfo', 'user', 'id')).toBe(accountId);
    expect(dig(accountAt(toHandle, hoursAfter(from, -1)).detail, 'statusCode')).toBe(10221);
    expect(dig(accountAt(fromHandle, hoursAfter(from)).detail, 'statusCode')).toBe(10221);
    expect(get(`/embed/@${fromHandle}`, hoursAfter(from)).status).toBe(400);
    const renamed = dig(accountAt(toHandle, hoursAfter(from)).detail, 'userInfo', 'user');
    expect(renamed).toMatchObject({
      id: accountId,
      uniqueId: toHandle,
      uniqueIdModifyTime: Date.parse(from) / 1000,
    });
    expect(world.handles(hoursAfter(from))).toContain(toHandle);
    const [post] = world.postsOf(accountId, hoursAfter(from));
    const page = scopeOf(
      get(`/@${fromHandle}/video/${post?.postId}`, hoursAfter(from)).body,
      'webapp.video-detail',
    );
    expect(dig(page, 'itemInfo', 'itemStruct', 'author', 'uniqueId')).toBe(toHandle);
  });

  test('an account turned private: 10222 without userInfo, its posts 10222 or 10216, no embed', () => {
    const { from, accountId } = eventOf('private');
    const { handle } = creatorOf(accountId).persona;
    expect(dig(accountAt(handle, hoursAfter(from, -1)).detail, 'statusCode')).toBe(0);
    const { detail } = accountAt(handle, hoursAfter(from));
    expect(dig(detail, 'statusCode')).toBe(10222);
    expect(dig(detail, 'userInfo')).toBeUndefined();
    const codes = world
      .postsOf(accountId, hoursAfter(from))
      .map((post) => postCode(post.postId, hoursAfter(from)));
    expect(new Set(codes)).toEqual(new Set([10222, 10216]));
    expect(get(`/embed/@${handle}`, hoursAfter(from)).status).toBe(400);
    expect(get(`/embed/@${handle}`, hoursAfter(from, -1)).status).toBe(200);
  });

  test('an account deleted: 10221, its posts 10204', () => {
    const { from, accountId } = eventOf('deleted');
    const { handle } = creatorOf(accountId).persona;
    expect(dig(accountAt(handle, hoursAfter(from, -1)).detail, 'statusCode')).toBe(0);
    expect(accountAt(handle, hoursAfter(from)).status).toBe(200);
    expect(dig(accountAt(handle, hoursAfter(from)).detail, 'statusCode')).toBe(10221);
    const [post] = world.postsOf(accountId, hoursAfter(from));
    expect(postCode(post?.postId ?? '', hoursAfter(from, -1))).toBe(0);
    expect(postCode(post?.postId ?? '', hoursAfter(from))).toBe(10204);
    expect(world.handles(hoursAfter(from))).not.toContain(handle);
  });

  test('a post taken down: 10204, one post and its likes fewer, gone from the embed', () => {
    // One whose account is there to be seen before and after, and not swept by anything else.
    const event = world.events.find(
      (each): each is Extract<typeof each, { kind: 'post_deleted' }> =>
        each.kind === 'post_deleted' &&
        [-1, 1].every((hours) => {
          const at = hoursAfter(each.from, hours);
          const creator = creatorOf(each.accountId);
          return world.statusOf(creator, at) === 'ok' && world.answers(creator, at);
        }),
    );
    if (!event) throw new Error('no such event');
    const { from, accountId, postId } = event;
    expect(postCode(postId, hoursAfter(from, -1))).toBe(0);
    expect(postCode(postId, hoursAfter(from))).toBe(10204);
    const stats = (hours: number) => {
      const at = hoursAfter(from, hours);
      const handle = world.truth(at).find((account) => account.accountId === accountId)?.handle ?? '';
      return dig(accountAt(handle, at).detail, 'userInfo', 'statsV2');
    };
    const likes = world.postTruth(postId, hoursAfter(from, -1))?.likes ?? 0;
    const published = world
      .postsOf(accountId, hoursAfter(from))
      .filter((post) => Date.parse(post.createdAt) > hoursAfter(from, -1).getTime()).length;
    expect(Number(dig(stats(1), 'videoCount'))).toBe(Number(dig(stats(-1), 'videoCount')) - 1 + published);
    // The other posts may have gained some likes in the two hours between.
    expect(Number(dig(stats(1), 'heartCount'))).toBeLessThan(
      Number(dig(stats(-1), 'heartCount')) - likes + Number(dig(stats(-1), 'heartCount')) * 0.01,
    );
  });

  test('a silence: 503 for the account, its posts and its embed, nobody else', () => {
    const silences = world.events.filter((event) => event.kind === 'silence');
    const lengths = silences.map(
      (event) => (Date.parse(event.until ?? '') - Date.parse(event.from)) / 86_400_000,
    );
    expect(lengths.sort()).toEqual([1, 3]);
    for (const { from, until, accountId } of silences) {
      const { handle } = creatorOf(accountId).persona;
      const at = hoursAfter(from);
      const [post] = world.postsOf(accountId, at);
      const paths = [`/@${handle}`, `/embed/@${handle}`, `/@${handle}/video/${post?.postId}`];
      for (const path of paths) {
        expect(get(path, at).status).toBe(503);
        expect(get(path, hoursAfter(from, -0.01)).status).toBe(200);
        expect(get(path, new Date(until ?? '')).status).toBe(200);
      }
      expect(get('/@harbour.birds', at).status).toBe(200);
      expect(get('/robots.txt', at).status).toBe(200);
    }
  });

  test('an outage: 503 for everything, a whole UTC day long', () => {
    const { from, until } = eventOf('outage');
    expect(from.slice(10)).toBe('T00:00:00Z');
    expect(Date.parse(until ?? '') - Date.parse(from)).toBe(86_400_000);
    for (const path of [
      '/@harbour.birds',
      '/embed/@harbour.birds',
      '/robots.txt',
      '/oembed?url=x',
      '/nothing',
    ])
      expect(get(path, hoursAfter(from, 23.9)).status).toBe(503);
    expect(get('/@harbour.birds', new Date(until ?? '')).status).toBe(200);
  });

  test('a purge and a viral post move the exact followers on the page', () => {
    const { from, until, losses } = eventOf('purge');
    const handle = creatorOf(losses[0]?.accountId ?? '').persona.handle;
    const followers = (at: Date) =>
      Number(dig(accountAt(handle, at).detail, 'userInfo', 'statsV2', 'followerCount'));
    expect(followers(new Date(until ?? '')) / followers(new Date(from))).toBeLessThan(0.995);
    const viral = eventOf('viral_post');
    const star = creatorOf(viral.accountId).persona.handle;
    expect(
      dig(accountAt(star, hoursAfter(viral.from, 24 * 5)).detail, 'userInfo', 'statsV2', 'followerCount'),
    ).toBe(String(world.followersAt(viral.accountId, hoursAfter(viral.from, 24 * 5))));
  });
});

describe('addresses', () => {
  const at = dayAt(10);

  test('every page of the world is answered with the same bytes twice', () => {
    const twin = createWorld({ seed: 1, start, days });
    for (const handle of world.handles(at))
      for (const path of [`/@${handle}`, `/embed/@${handle}`])
        expect(answer(twin, at, path, plain)).toEqual(answer(world, at, path, plain));
  });

  test.each([
    '/nothing',
    '/@',
    '/@a/live',
    '/embed/v3',
    '/@a/video/',
    '/@a/video/abc',
    '/%E0%A4%A',
    '/-/truth',
  ])('%s is unknown', (path) => {
    expect(get(path, at).status).toBe(404);
  });

  test.each(['/@harbour.birds/', '/@harbour.birds?lang=en', '/%40harbour.birds', '/@Harbour.Birds'])(
    '%s is the account',
    (path) => {
      expect(dig(scopeOf(get(path, at).body, 'webapp.user-detail'), 'userInfo', 'user', 'uniqueId')).toBe(
        'harbour.birds',
      );
    },
  );

  test('an unknown handle is 10221 without userInfo, and its embed is refused', () => {
    const { status, detail } = accountAt('nobody<script>', at);
    expect(status).toBe(200);
    expect(dig(detail, 'statusCode')).toBe(10221);
    expect(dig(detail, 'userInfo')).toBeUndefined();
    expect(get('/embed/@nobody', at).status).toBe(400);
  });

  test('a post that nobody made, or that is not published yet, is 10204 with an empty itemInfo', () => {
    const later = world.creators[0]?.posts.at(-1);
    for (const postId of ['7000000000000000000', later?.id ?? '']) {
      const detail = scopeOf(get(`/@harbour.birds/video/${postId}`, at).body, 'webapp.video-detail');
      expect(detail).toEqual({ itemInfo: {}, statusCode: 10204, statusMsg: "item doesn't exist" });
    }
  });

  test('robots.txt allows everything, or disallows what TikTok’s own does', () => {
    const own = get('/robots.txt', at).body;
    expect(own).toContain('simulated origin');
    expect(own).not.toContain('Disallow');
    const { body } = answer(world, at, '/robots.txt', { ...plain, robots: 'tiktok' });
    const forAll = body.slice(body.indexOf('User-agent: *'));
    for (const rule of [
      '/embed/@',
      '/embed/v2',
      '/embed/curated',
      '/inapp',
      '/auth',
      '/link',
      '*/directory/',
    ])
      expect(forAll).toContain(`Disallow: ${rule}\n`);
    expect(forAll).not.toMatch(/^Disallow: \/$/m);
  });

  test('the front page links every public account', () => {
    const { body } = get('/', at);
    for (const handle of world.handles(at)) expect(body).toContain(`href="/@${handle}"`);
  });
});
