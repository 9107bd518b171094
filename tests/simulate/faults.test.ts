import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { answer } from '../../lib/simulate/answer.ts';
import { faults } from '../../lib/simulate/faults/all.ts';
import type { Scene } from '../../lib/simulate/faults/fault.ts';
import { blockOf, dayAt, dig, plain, scopeOf, world } from './fixture.ts';

const at = dayAt(5);
// The second account of every world has more likes than 32 bits hold.
const handle = world.handles(at)[1] as string;
const account = world.truth(at).find((each) => each.handle === handle);
const accountPath = `/@${handle}`;
const postPath = `/@${handle}/video/${world.postsOf(account?.accountId ?? '', at)[0]?.postId}`;

function sceneOf(target: string, key = 7): Scene {
  return { world, at, target, options: plain, key };
}

/** What a fault sends in place of a page; the body as one. */
function damaged(name: string, target = accountPath, key = 7) {
  const fault = faults.find((each) => each.name === name);
  const good = answer(world, at, target, plain);
  const wire = fault?.damage(good, sceneOf(target, key));
  if (!wire) throw new Error(`${name} cannot happen to ${target}`);
  const pieces = [...wire.body];
  const bytes = Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
  return { good, wire, pieces, bytes, text: bytes.toString() };
}

const usual = faults.filter(({ name }) => !name.endsWith('huge'));

describe('every fault', () => {
  test('has a name of its own and says what it is', () => {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
    for (const { name, about } of faults) {
      expect(name).toMatch(/^[a-z]+(?:-[a-z0-9]+)*$/);
      expect(about.length).toBeGreaterThan(5);
    }
  });

  test.each(usual.map(({ name }) => name))(
    '%s happens to a page of an account, and again the same',
    (name) => {
      const one = damaged(name);
      const two = damaged(name);
      expect(one.bytes.equals(two.bytes)).toBe(true);
      expect(one.wire).toEqual({ ...two.wire, body: one.wire.body });
      const isGood =
        one.wire.status === 200 &&
        one.text === one.good.body &&
        one.wire.ending === 'whole' &&
        one.wire.headers['content-encoding'] === undefined &&
        one.wire.headers['date'] === undefined &&
        one.wire.pauseMs === 0;
      expect(isGood, 'it is damaged').toBe(false);
    },
  );

  test('that is whole says how long it is', () => {
    for (const { name, whole } of usual) {
      const { wire, bytes } = damaged(name);
      if (whole) expect(wire.headers['content-length'], name).toBe(String(bytes.length));
    }
  });
});

describe('counters', () => {
  const stats = (name: string) => {
    const scope = scopeOf(damaged(name).text, 'webapp.user-detail');
    return (part: 'stats' | 'statsV2', key: string) => dig(scope, 'userInfo', part, key);
  };
  const good = scopeOf(answer(world, at, accountPath, plain).body, 'webapp.user-detail');
  const shown = Number(dig(good, 'userInfo', 'stats', 'followerCount'));
  const followers = Number(account?.followers);

  test('as text say the same', () => {
    expect(stats('counters-text')('stats', 'followerCount')).toBe(String(shown));
    expect(stats('counters-text')('statsV2', 'followerCount')).toBe(String(followers));
  });

  test('can be negative, beyond doubles, zero, or zero in the first place', () => {
    expect(stats('counters-negative')('stats', 'followerCount')).toBe(-shown - 1);
    expect(stats('counters-negative')('statsV2', 'followerCount')).toBe(String(-followers - 1));
    expect(Number(stats('counters-beyond')('stats', 'heart'))).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
    for (const key of ['followerCount', 'followingCount', 'heart', 'videoCount'])
      expect([stats('counters-zero')('stats', key), stats('counters-zero')('statsV2', key)]).toEqual([
        0,
        '0',
      ]);
    expect(stats('first-zero')('statsV2', 'followerCount')).toBe('0');
    expect(stats('first-zero')('statsV2', 'heart')).toBe(String(account?.likes));
  });

  test('of likes can overflow, with a neighbour that tells how often, and without', () => {
    const wrapped = Number(BigInt.asIntN(32, BigInt(account?.likes ?? 0)));
    expect(wrapped).not.toBe(account?.likes);
    expect(stats('likes-wrapped')('statsV2', 'heart')).toBeUndefined();
    expect(stats('likes-wrapped')('stats', 'heartCount')).toBe(wrapped);
    expect(Number(stats('likes-wrapped')('stats', 'heart'))).toBeGreaterThan(2 ** 31);
    expect(stats('likes-wrapped-alone')('stats', 'heart')).toBe(0);
  });
});

describe('pages', () => {
  const id = '__UNIVERSAL_DATA_FOR_REHYDRATION__';
  const times = (text: string) => text.split(`id="${id}"`).length - 1;

  test('lack their block, have it cut, or have it twice', () => {
    expect(times(damaged('block-missing').text)).toBe(0);
    expect(() => JSON.parse(blockOf(damaged('block-cut').text, id))).toThrow();
    const same = damaged('block-doubled');
    expect(times(same.text)).toBe(2);
    const second = (text: string) => text.slice(text.indexOf('</script>') + 9);
    expect(blockOf(second(same.text), id)).toBe(blockOf(same.text, id));
    const different = damaged('block-doubled-different').text;
    expect(blockOf(second(different), id)).not.toBe(blockOf(different, id));
  });

  test('hold something 100,000 levels deep', () => {
    expect(damaged('nested').text.split('{"a":').length).toBeGreaterThan(100_000);
    expect(damaged('nested-beside').text).toContain('['.repeat(100_000));
  });

  test('of 50 MB come piece by piece and hold the same data', () => {
    const { wire, pieces } = damaged('huge');
    expect(Number(wire.headers['content-length'])).toBeGreaterThan(50_000_000);
    // One piece of filling, again and again: 50 MB are never held.
    expect(new Set(pieces).size).toBe(3);
    const text = pieces.filter((_, index) => index < 2 || index === pieces.length - 1).map(String);
    expect(dig(scopeOf(text.join(''), 'webapp.user-detail'), 'userInfo', 'statsV2', 'followerCount')).toBe(
      String(account?.followers),
    );
  });

  test('are of somebody or something else', () => {
    const other = scopeOf(damaged('another').text, 'webapp.user-detail');
    expect(dig(other, 'userInfo', 'user', 'uniqueId')).not.toBe(handle);
    const post = scopeOf(damaged('another', postPath).text, 'webapp.video-detail');
    expect(dig(post, 'itemInfo', 'itemStruct', 'id')).toMatch(/^\d+$/);
    expect(postPath).not.toContain(String(dig(post, 'itemInfo', 'itemStruct', 'id')));
  });

  test('cannot be damaged where there is nothing to damage', () => {
    const good = answer(world, at, '/robots.txt', plain);
    for (const name of ['block-cut', 'counters-zero', 'another', 'huge'])
      expect(faults.find((each) => each.name === name)?.damage(good, sceneOf('/robots.txt'))).toBeNull();
  });
});

describe('the wire', () => {
  test('carries half of what was packed, or what was not packed at all', () => {
    expect(() => gunzipSync(damaged('gzip-cut').bytes)).toThrow();
    expect(() => gunzipSync(damaged('gzip-damaged').bytes)).toThrow();
    expect(damaged('gzip-not')).toMatchObject({ wire: { headers: { 'content-encoding': 'gzip' } } });
  });

  test('drips for ten minutes', () => {
    const { wire, pieces, text, good } = damaged('drip');
    expect(text).toBe(good.body);
    expect((pieces.length * wire.pauseMs) / 60_000).toBeGreaterThan(5);
  });

  test('promises too much or too little', () => {
    const { good } = damaged('length-long');
    const length = Buffer.byteLength(good.body);
    expect(Number(damaged('length-long').wire.headers['content-length'])).toBeGreaterThan(length);
    expect(Number(damaged('length-short').wire.headers['content-length'])).toBeLessThan(length);
  });

  test('sends round in circles that differ', () => {
    const first = damaged('redirect-loop').wire.headers['location'] ?? '';
    const second = damaged('redirect-loop', first).wire.headers['location'] ?? '';
    expect(first.startsWith(`${accountPath}?`)).toBe(true);
    expect(second).not.toBe(first);
    expect(second.length).toBe(first.length);
  });

  test('asks for every kind of wait', () => {
    const waits = (name: string, keys: number[]) =>
      keys.map((key) => damaged(name, accountPath, key).wire.headers['retry-after']);
    expect(waits('too-many', [1])).toEqual([undefined]);
    expect(waits('too-many-seconds', [1])).toEqual(['7']);
    expect(waits('too-many-date', [1])).toEqual([new Date(at.getTime() + 90_000).toUTCString()]);
    expect(new Set(waits('too-many-absurd', [0, 1, 2, 3, 4, 5])).size).toBe(6);
  });
});
