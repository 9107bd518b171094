import { describe, expect, test } from 'vitest';
import type { Draft } from '../../lib/schema/draft.ts';
import { type Known, refuseZero, refuseZeros } from '../../lib/validate/zeros.ts';

const account = (row: object, before: Known | null) => ({
  draft: { table: 'account', row: { account_id: '1', ...row } } as Draft,
  before,
});
const post = (views: number | null, before: Known | null) => ({
  draft: { table: 'post', row: { post_id: '1', views } } as Draft,
  before,
});
const rule = (sighted: Parameters<typeof refuseZero>[0]) => refuseZero(sighted)?.rule ?? null;

describe('a zero by itself', () => {
  test.each([
    [
      'followers fell from far',
      account({ followers: 0, likes: 5 }, { followers: 100 }),
      'zero_after_positive',
    ],
    ['followers were few', account({ followers: 0, likes: 5 }, { followers: 99 }), null],
    ['followers are not zero', account({ followers: 1 }, { followers: 5_000_000 }), null],
    ['followers were not observed', account({ followers: null }, { followers: 5_000_000 }), null],
    ['nothing was known', account({ followers: 0 }, null), null],
    [
      'likes fell from far',
      account({ followers: 5, likes: 0, posts: 3 }, { likes: 100 }),
      'zero_after_positive',
    ],
    ['likes, and no posts are left', account({ followers: 5, likes: 0, posts: 0 }, { likes: 100 }), null],
    ['views were there', post(0, { views: 1 }), 'zero_after_positive'],
    ['a post that nobody had seen', post(0, { views: 0 }), null],
    ['a post that is new', post(0, null), null],
  ])('%s', (_what, sighted, expected) => expect(rule(sighted)).toBe(expected));
});

describe('a post that nobody saw', () => {
  const seenAt = (observed_at: string, createdAt: string | null, views = 0) =>
    rule({
      draft: { table: 'post', row: { post_id: '1', views, observed_at } } as Draft,
      before: null,
      createdAt,
    });
  test.each([
    ['2026-03-04T05:00:00Z', '2026-03-04T04:00:00Z', null],
    ['2026-03-04T05:00:01Z', '2026-03-04T04:00:00Z', 'all_zero'],
    ['2026-03-04T05:00:01Z', null, null],
  ])('at %s, published %s: %s', (at, createdAt, expected) => expect(seenAt(at, createdAt)).toBe(expected));
  test('one view is enough', () =>
    expect(seenAt('2026-03-04T05:00:01Z', '2026-03-01T00:00:00Z', 1)).toBeNull());
});

describe('a snapshot', () => {
  const fell = account({ followers: 0, likes: 7 }, { followers: 5_000 });
  const stood = account({ followers: 5_001, likes: 7 }, { followers: 5_000 });
  const unknown = account({ followers: 12 }, null);
  const rules = (snapshot: Parameters<typeof refuseZeros>[0]) =>
    refuseZeros(snapshot).map((refusal) => refusal?.rule ?? null);

  test('in which most accounts fell to 0 is not believed at all', () => {
    expect(rules([fell, fell, fell, stood, unknown, stood])).toEqual(Array(6).fill('glitch_batch'));
    expect(refuseZeros([fell, fell, fell])[0]?.message).toBe('3 of 3 accounts fell to 0 at once');
  });

  test('in which half of them did is judged one by one', () => {
    expect(rules([fell, fell, fell, stood, stood, stood])).toEqual([
      ...Array(3).fill('zero_after_positive'),
      null,
      null,
      null,
    ]);
  });

  test('of two accounts is none', () => {
    expect(rules([fell, fell, unknown])).toEqual(['zero_after_positive', 'zero_after_positive', null]);
    expect(rules([])).toEqual([]);
  });
});
