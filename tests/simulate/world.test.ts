import { describe, expect, test } from 'vitest';
import { handlePattern } from '../../lib/schema/column.ts';
import { createWorld } from '../../lib/simulate/world.ts';
import { dayAt, days, start, world } from './fixture.ts';

const allDays = Array.from({ length: days }, (_, day) => day);
const [first] = world.truth(dayAt(0));

describe('a world', () => {
  test('is the same for the same options and another for another seed', () => {
    const look = (seed: number) => {
      const other = createWorld({ seed, start, days, accounts: 6 });
      return [other.events, other.truth(dayAt(70)), other.postsOf(other.creators[0]?.id ?? '', dayAt(70))];
    };
    expect(look(5)).toEqual(look(5));
    expect(look(5)).not.toEqual(look(6));
  });

  test('does not depend on what was asked before', () => {
    const fresh = createWorld({ seed: 1, start, days });
    world.truth(dayAt(3));
    expect(fresh.truth(dayAt(90))).toEqual(world.truth(dayAt(90)));
  });

  test.each([1, 2, 3, 5, 24, 480])('has %i accounts with handles and ids of their own', (accounts) => {
    const small = createWorld({ accounts, start, days: 7 });
    const handles = small.creators.flatMap(({ persona }) => [persona.handle, persona.laterHandle]);
    expect(small.handles()).toHaveLength(accounts);
    expect(new Set(handles).size).toBe(2 * accounts);
    expect(new Set(small.creators.map(({ id }) => id)).size).toBe(accounts);
    for (const handle of handles) expect(handle).toMatch(handlePattern);
    for (const { id, persona } of small.creators) {
      expect(id).toMatch(/^[1-9]\d{5,18}$/);
      expect(persona.nickname).toContain('(simulated)');
    }
  });

  test('spans every size, and overflows 32 bits of likes once and twice', () => {
    const truth = world.truth(dayAt(0));
    const followers = truth.map((account) => account.followers);
    expect(Math.min(...followers)).toBeLessThan(1000);
    expect(Math.max(...followers)).toBeGreaterThan(150_000_000);
    for (const decade of [1e3, 1e4, 1e5, 1e6, 1e7])
      expect(followers.some((count) => count >= decade && count < decade * 10)).toBe(true);
    expect(truth.filter(({ likes }) => likes > 2 ** 31 && likes < 2 ** 32)).toHaveLength(1);
    expect(truth.filter(({ likes }) => likes > 2 ** 33)).toHaveLength(1);
  });

  test('counts in whole numbers', () => {
    for (const { followers, following, friends, likes, posts } of world.truth(dayAt(55)))
      for (const count of [followers, following, friends, likes, posts]) {
        expect(Number.isSafeInteger(count)).toBe(true);
        expect(count).toBeGreaterThanOrEqual(0);
      }
  });

  test('lets followers fall a little now and then', () => {
    const tiny = world.creators.find(({ persona }) => persona.handle === 'tiny_bakes_demo');
    const series = allDays.map((day) => world.followersAt(tiny?.id ?? '', dayAt(day)));
    const falls = series.slice(1).map((count, day) => count - (series[day] ?? 0));
    expect(falls.filter((change) => change < 0).length).toBeGreaterThan(5);
    expect(Math.min(...falls)).toBeGreaterThan(-0.05 * 903);
  });

  test('has a weekly season', () => {
    // harbour.birds grows steadily: its gains by weekday differ by more than its noise does.
    const gains = allDays.map(
      (day) =>
        world.followersAt(first?.accountId ?? '', dayAt(day + 1, 0)) -
        world.followersAt(first?.accountId ?? '', dayAt(day, 0)),
    );
    const byWeekday = Array.from({ length: 7 }, (_, weekday) => {
      const some = gains.filter((_, day) => day % 7 === weekday);
      return some.reduce((sum, gain) => sum + gain, 0) / some.length;
    });
    expect(Math.max(...byWeekday) / Math.min(...byWeekday)).toBeGreaterThan(1.15);
  });

  test('stands still long after its days', () => {
    const far = new Date('2040-01-01T00:00:00Z');
    const further = new Date('2050-01-01T00:00:00Z');
    expect(world.followersAt(first?.accountId ?? '', far)).toBe(
      world.followersAt(first?.accountId ?? '', further),
    );
  });

  test.each([
    [{ start: '2026-02-30', days: 5 }, 'start'],
    [{ start, days: 0 }, 'days'],
    [{ start, days: 5, accounts: 0 }, 'accounts'],
    [{ start, days: 5, seed: 0.5 }, 'seed'],
  ])('refuses %j', (options, name) => {
    expect(() => createWorld(options)).toThrow(name);
  });

  test('knows no account but its own', () => {
    expect(() => world.followersAt('1', dayAt(1))).toThrow(/account/);
  });
});

describe('posts', () => {
  const posts = world.creators.flatMap((creator) => creator.posts);

  test('have ids that hold the second their upload began', () => {
    for (const post of posts) {
      expect(post.id).toMatch(/^7\d{18}$/);
      const waitS = post.createdMs / 1000 - Number(BigInt(post.id) >> 32n);
      if (post.scheduled) {
        expect(post.createdMs % 3_600_000).toBe(0);
        expect(waitS).toBeGreaterThanOrEqual(600);
        expect(waitS).toBeLessThanOrEqual(7200);
      } else {
        expect(waitS).toBeGreaterThanOrEqual(13);
        expect(waitS).toBeLessThanOrEqual(40);
      }
    }
    expect(new Set(posts.map(({ id }) => id)).size).toBe(posts.length);
  });

  test('are two to five a week on average, some of them photos, and some are older than the world', () => {
    const weeks = (180 + days + 60) / 7;
    for (const creator of world.creators) {
      const rate = creator.posts.length / weeks;
      expect(rate).toBeGreaterThan(1.4);
      expect(rate).toBeLessThan(6);
      expect(creator.posts.some((post) => post.createdMs < Date.parse(start))).toBe(true);
    }
    const photos = posts.filter((post) => post.kind === 'photo').length / posts.length;
    expect(photos).toBeGreaterThan(0.09);
    expect(photos).toBeLessThan(0.15);
  });

  test('have views and shares that never fall, and views that saturate', () => {
    for (const creator of world.creators.slice(0, 8))
      for (const post of creator.posts
        .filter(({ createdMs }) => createdMs > Date.parse(start))
        .slice(0, 10)) {
        const seen = Array.from({ length: 200 }, (_, step) => {
          const at = new Date(post.createdMs + step * 6 * 3_600_000);
          return world.postTruth(post.id, at);
        });
        for (const [step, truth] of seen.slice(1).entries()) {
          expect(truth?.views).toBeGreaterThanOrEqual(seen[step]?.views ?? 0);
          expect(truth?.shares).toBeGreaterThanOrEqual(seen[step]?.shares ?? 0);
        }
        expect(seen[0]?.views).toBe(0);
        const [half, end] = [seen[100]?.views ?? 0, seen[199]?.views ?? 0];
        expect(half).toBeGreaterThan(end / 2);
      }
  });

  test('have heavy tails', () => {
    const creator = world.creators[0];
    const views = world.postsOf(creator?.id ?? '', dayAt(119)).map((post) => post.views);
    const sorted = views.sort((a, b) => a - b);
    expect(sorted.at(-1)).toBeGreaterThan(8 * (sorted[Math.floor(sorted.length / 2)] ?? 0));
  });

  test('lose a like, a save or some comments now and then, never many', () => {
    let falls = 0;
    for (const creator of world.creators.slice(0, 6))
      for (const post of world.postsOf(creator.id, dayAt(60)).slice(0, 30)) {
        const later = world.postTruth(post.postId, dayAt(61));
        if ((later?.likes ?? 0) < post.likes) {
          falls += 1;
          expect(post.likes - (later?.likes ?? 0)).toBeLessThanOrEqual(1);
        }
        if ((later?.saves ?? 0) < post.saves || (later?.comments ?? 0) < post.comments) falls += 1;
      }
    expect(falls).toBeGreaterThan(0);
  });

  test('are unknown before they are published', () => {
    const post = world.creators[0]?.posts.at(-1);
    expect(world.postTruth(post?.id ?? '', dayAt(0))).toBeNull();
    expect(world.postTruth('7000000000000000000', dayAt(0))).toBeNull();
  });
});

describe('events', () => {
  test('lie within the days, by time, one of each kind at least', () => {
    const kinds = new Set(world.events.map((event) => event.kind));
    expect([...kinds].sort()).toEqual(
      ['deleted', 'outage', 'post_deleted', 'private', 'purge', 'rename', 'silence', 'viral_post'].sort(),
    );
    const times = world.events.map((event) => event.from);
    expect(times).toEqual([...times].sort());
    for (const time of times) {
      expect(Date.parse(time)).toBeGreaterThanOrEqual(Date.parse(start));
      expect(Date.parse(time)).toBeLessThan(dayAt(days, 0).getTime());
    }
  });

  test.each([1, 2, 7, 30, 400])('fit into %i days, whatever the seed', (length) => {
    for (let seed = 0; seed < 8; seed += 1) {
      const other = createWorld({ seed, start, days: length, accounts: 12 });
      for (const event of other.events) {
        expect(Date.parse(event.from)).toBeGreaterThanOrEqual(Date.parse(start));
        expect(Date.parse(event.from)).toBeLessThan(dayAt(length, 0).getTime());
      }
    }
  });

  test('a purge takes one to three per cent of several accounts within hours', () => {
    const purge = world.events.find((event) => event.kind === 'purge');
    expect(purge?.losses.length).toBeGreaterThanOrEqual(3);
    for (const { accountId, fraction } of purge?.losses ?? []) {
      const before = world.followersAt(accountId, new Date(purge?.from ?? ''));
      const after = world.followersAt(accountId, new Date(purge?.until ?? ''));
      expect(fraction).toBeGreaterThanOrEqual(0.01);
      expect(fraction).toBeLessThan(0.03);
      // What it would have gained in those hours, and the churn of a small account, are under half a per cent.
      expect(Math.abs(1 - after / before - fraction)).toBeLessThan(0.005);
    }
  });

  test('a viral post lifts its account’s followers by several per cent within days', () => {
    const viral = world.events.find((event) => event.kind === 'viral_post');
    const at = Date.parse(viral?.from ?? '');
    const followers = (day: number) =>
      world.followersAt(viral?.accountId ?? '', new Date(at + day * 86_400_000));
    const usual = followers(0) - followers(-7);
    expect(followers(7) / followers(0)).toBeGreaterThan(1.06);
    expect(followers(7) - followers(0)).toBeGreaterThan(2 * usual);
  });
});
