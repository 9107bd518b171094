import { describe, expect, test } from 'vitest';
import type { Row } from '../../lib/schema/index.ts';
import type { KnownPost } from '../../lib/validate/posts.ts';
import { checkTotals, totalsOf } from '../../lib/validate/totals.ts';
import { accountRow, postRow } from '../helpers/ledger.ts';
import { told } from './tracks.ts';

const at = '2026-11-22T03:00:00Z';
const account = (row: Partial<Row<'account'>>, earlier: Partial<Row<'account'>>[] = []) =>
  totalsOf({ account_id: '1', handle: 'a1' }, [
    ...earlier.map((each) => accountRow({ account_id: '1', observed_at: '2026-11-21T03:00:00Z', ...each })),
    accountRow({ account_id: '1', observed_at: at, likes_step: 1, posts_step: 1, ...row }),
  ]);
const posts = (...each: Partial<Row<'post'>>[]) =>
  new Map(
    each.map((row, i) => [
      String(i),
      postRow({ post_id: String(i), account_id: '1', observed_at: at, ...row }),
    ]),
  );
const check = (
  totals: ReturnType<typeof account>,
  latest: ReadonlyMap<string, Row<'post'>>,
  known: ReadonlyMap<string, KnownPost> = new Map(),
) => checkTotals(totals ? [totals] : [], latest, known, (id) => id);

describe('likes of an account beside those of its posts', () => {
  test('are less than their sum by more than half a percent', () => {
    const found = check(account({ likes: 1_000 }), posts({ likes: 600 }, { likes: 406 }));
    expect(found).toMatchObject([{ rule: 'parts_over_total', subject: '@a1', counter: 'likes' }]);
    expect(found[0]?.message).toBe(
      'The 2 posts seen about 22 November 2026 have 1,006 likes together, and the account has 1,000 in all.',
    );
    expect(check(account({ likes: 1_000 }), posts({ likes: 600 }, { likes: 405 }))).toEqual([]);
  });

  test('are given the benefit of rounding on both sides', () => {
    const rounded = { likes_step: 100_000, rounding: 'nearest' as const };
    const two = posts({ likes: 700_000, likes_step: 100 }, { likes: 610_000, likes_step: 100 });
    expect(check(account({ likes: 1_300_000, ...rounded }), two)).toEqual([]);
    expect(told(check(account({ likes: 1_200_000, ...rounded }), two))).toEqual(['parts_over_total @a1']);
  });

  test('are compared with posts that were seen in the two days before or the hour after', () => {
    const likes = 2_000;
    const seen = (observed_at: string) =>
      told(check(account({ likes: 1_000 }), posts({ likes, observed_at })));
    expect(seen('2026-11-20T03:00:00Z')).toEqual(['parts_over_total @a1']);
    expect(seen('2026-11-20T02:59:59Z')).toEqual([]);
    expect(seen('2026-11-22T04:00:00Z')).toEqual(['parts_over_total @a1']);
    expect(seen('2026-11-22T04:00:01Z')).toEqual([]);
  });

  test('are not compared where posts were removed meanwhile, or a post is gone', () => {
    const two = posts({ likes: 1_500 }, { likes: 10 });
    expect(check(account({ likes: 1_000, posts: 2 }, [{ posts: 3 }]), two)).toEqual([]);
    const gone = new Map([['0', { account_id: '1', observed_at: at, status: 'not_found' }]]);
    expect(check(account({ likes: 1_000, posts: 1 }), two, gone)).toEqual([]);
  });
});

describe('posts of an account', () => {
  test('are fewer than those that were seen', () => {
    const found = check(account({ posts: 1 }), posts({}, {}));
    expect(found).toMatchObject([{ rule: 'parts_over_total', counter: 'posts' }]);
    expect(found[0]?.message).toBe(
      '2 posts were seen about 22 November 2026, and the account says that it has 1.',
    );
    expect(check(account({ posts: 2 }), posts({}, {}))).toEqual([]);
  });

  test('are more than the list of them: told by account where the list is nearly whole', () => {
    const ten = posts(...Array.from({ length: 10 }, () => ({})));
    expect(check(account({ posts: 11 }), ten)).toMatchObject([
      {
        rule: 'post_list_short',
        severity: 'info',
        subject: '@a1',
        message: '10 of 11 posts are known: 1 is missing.',
      },
    ]);
    expect(check(account({ posts: 10 }), ten)).toEqual([]);
  });

  test('and for all accounts at once where it is a selection', () => {
    const ten = posts(...Array.from({ length: 10 }, () => ({})));
    expect(check(account({ posts: 1_313 }), ten)).toMatchObject([
      {
        rule: 'post_list_short',
        subject: 'post',
        message: 'Of 1 account a selection of the posts is known: @a1 10 of 1,313.',
      },
    ]);
  });

  test('that are known by their details alone count as known', () => {
    const details = new Map([['9', { account_id: '1', observed_at: at, status: 'ok' }]]);
    expect(check(account({ posts: 1 }), new Map(), details)).toEqual([]);
  });
});

test('posts of accounts that were never observed are told once', () => {
  const strangers = posts({ account_id: '8' }, { account_id: '9' }, { account_id: '9' });
  expect(check(null, strangers)).toMatchObject([
    {
      rule: 'unknown_account',
      severity: 'info',
      message: '3 posts belong to 2 accounts of which no observation is stored.',
    },
  ]);
});
