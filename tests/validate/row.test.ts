import { describe, expect, test } from 'vitest';
import type { Draft } from '../../lib/schema/draft.ts';
import { validateDraft } from '../../lib/validate/row.ts';

const now = new Date('2026-11-22T12:00:00Z');

/** An account draft as a source without steps gives it. */
function accountDraft(row: Record<string, unknown>): Draft {
  return {
    table: 'account',
    row: {
      account_id: '107955',
      observed_at: '2026-11-22T03:00:00Z',
      handle: 'someone',
      rounding: 'unknown',
      time_precision: 'instant',
      source: 'import',
      capture_id: 'file-1',
      ...row,
    },
  };
}

function postDraft(row: Record<string, unknown>): Draft {
  return {
    table: 'post',
    row: {
      post_id: '7300000000000000001',
      observed_at: '2026-11-22T03:00:00Z',
      account_id: '107955',
      rounding: 'unknown',
      time_precision: 'instant',
      source: 'import',
      capture_id: 'file-1',
      ...row,
    },
  };
}

const ruleOf = (draft: Draft) => {
  const verdict = validateDraft(draft, now);
  return verdict.ok ? 'stored' : verdict.rule;
};

describe('a draft that is believed', () => {
  test('has every column of its table, and null where the source said nothing', () => {
    const verdict = validateDraft(accountDraft({ followers: 12 }), now);
    expect(verdict).toEqual({
      ok: true,
      table: 'account',
      row: {
        account_id: '107955',
        observed_at: '2026-11-22T03:00:00Z',
        handle: 'someone',
        followers: 12,
        following: null,
        likes: null,
        posts: null,
        followers_step: null,
        following_step: null,
        likes_step: null,
        posts_step: null,
        likes_wrapped: null,
        rounding: 'unknown',
        time_precision: 'instant',
        source: 'import',
        capture_id: 'file-1',
      },
    });
  });

  test('keeps nothing of columns that its table does not have', () => {
    const verdict = validateDraft(accountDraft({ followers: 12, __proto__: { views: 3 }, views: 3 }), now);
    expect(verdict.ok && Object.keys(verdict.row)).not.toContain('views');
  });

  test('an absent list is an empty one', () => {
    const verdict = validateDraft(
      {
        table: 'post_info',
        row: {
          post_id: '7300000000000000001',
          observed_at: '2026-11-22T03:00:00Z',
          account_id: '107955',
          status: 'ok',
          source: 'import',
          capture_id: 'file-1',
        },
      },
      now,
    );
    expect(verdict.ok && (verdict.row as { hashtags: unknown }).hashtags).toEqual([]);
  });

  test.each([
    ['one counter that is zero', { followers: 0 }],
    ['a new account: nobody follows, nothing posted, few likes', { followers: 0, likes: 999 }],
    [
      'an account without posts has no likes, however many follow it',
      { followers: 5_000_000, likes: 0, posts: 0 },
    ],
    ['the largest count that every reader keeps', { followers: Number.MAX_SAFE_INTEGER }],
    ['zeros beside a wrapped counter', { followers: 0, posts: 0, likes_wrapped: -5 }],
    ['only a wrapped counter', { likes_wrapped: -1_934_967_296 }],
    ['a provisional id', { account_id: 'handle:some.one_1', followers: 1 }],
    ['an id beyond doubles', { account_id: '18446744073709551615', followers: 1 }],
    ['the first instant of the platform', { observed_at: '2016-09-01T00:00:00Z', followers: 1 }],
    ['a clock that is a day ahead', { observed_at: '2026-11-23T12:00:00Z', followers: 1 }],
  ])('%s', (_name, row) => {
    expect(ruleOf(accountDraft(row))).toBe('stored');
  });
});

describe('a draft of an account that is refused', () => {
  test.each([
    ['not_observed', 'no counter', {}],
    ['not_observed', 'steps without counters', { followers_step: 1 }],
    ['all_zero', 'every known counter is 0', { followers: 0, likes: 0 }],
    ['all_zero', 'all four are 0', { followers: 0, following: 0, likes: 0, posts: 0 }],
    ['zero_glitch', 'no followers, a thousand likes', { followers: 0, likes: 1000 }],
    ['zero_glitch', 'no likes, a thousand followers', { followers: 1000, likes: 0 }],
    ['zero_glitch', 'no likes, posts stand', { followers: 1000, likes: 0, posts: 3 }],
    ['negative_count', 'below zero', { followers: -1 }],
    ['not_a_count', 'a fraction', { followers: 1.5 }],
    ['not_a_count', 'text', { followers: '12' }],
    ['not_a_count', 'NaN', { followers: Number.NaN }],
    ['not_a_count', 'infinite', { followers: Number.POSITIVE_INFINITY }],
    ['not_a_count', 'beyond what a double keeps', { followers: 2 ** 53 }],
    ['not_a_count', 'a step of zero', { followers: 5, followers_step: 0 }],
    ['bad_handle', 'a path', { handle: 'a/b', followers: 1 }],
    ['bad_handle', 'a way up', { handle: '..', followers: 1 }],
    ['bad_handle', 'upper case', { handle: 'Nasa', followers: 1 }],
    ['bad_handle', 'none', { handle: null, followers: 1 }],
    ['bad_id', 'a number', { account_id: 107955, followers: 1 }],
    ['bad_id', 'a path', { account_id: '../../etc', followers: 1 }],
    ['bad_id', 'a rounded one', { account_id: '6.8E+18', followers: 1 }],
    ['impossible_date', 'the 30th of February', { observed_at: '2026-02-30T00:00:00Z', followers: 1 }],
    ['impossible_date', 'no zone', { observed_at: '2026-02-03T00:00:00', followers: 1 }],
    ['impossible_date', 'none', { observed_at: null, followers: 1 }],
    ['date_out_of_range', 'before the platform', { observed_at: '2016-08-31T23:59:59Z', followers: 1 }],
    ['date_out_of_range', 'more than a day ahead', { observed_at: '2026-11-23T12:00:01Z', followers: 1 }],
    ['schema', 'a rounding that is none', { rounding: 'roughly', followers: 1 }],
    ['schema', 'no source', { source: '', followers: 1 }],
  ])('%s: %s', (rule, _name, row) => {
    expect(ruleOf(accountDraft(row))).toBe(rule);
  });

  test('is told apart by a message with column and value, and a long value is cut', () => {
    const verdict = validateDraft(accountDraft({ followers: 1, handle: 'x'.repeat(500) }), now);
    expect(verdict.ok).toBe(false);
    if (verdict.ok) return;
    expect(verdict.message).toMatch(/^handle: "x+… – /);
    expect(verdict.message.length).toBeLessThan(120);
  });
});

describe('other tables', () => {
  test.each([
    ['stored', 'one counter', { views: 0 }],
    ['stored', 'likes that lag behind views', { views: 10, likes: 12 }],
    ['not_observed', 'no counter', {}],
    ['zero_glitch', 'no views, a thousand likes', { views: 0, likes: 1000 }],
    ['bad_id', 'a post id with letters', { post_id: 'abc', views: 1 }],
    ['bad_id', 'a post id that is a handle’s', { account_id: 'handle:a/b', views: 1 }],
    ['negative_count', 'views below zero', { views: -3 }],
  ])('post: %s, %s', (rule, _name, row) => {
    expect(ruleOf(postDraft(row))).toBe(rule);
  });

  test.each([
    ['stored', '2026-11-22T23:59:59Z'],
    ['posted_after_observed', '2026-11-23T00:00:00Z'],
    ['impossible_date', 'yesterday'],
  ])('post_info: %s where it was posted at %s', (rule, created_at) => {
    const draft: Draft = {
      table: 'post_info',
      row: {
        post_id: '7300000000000000001',
        observed_at: '2026-11-22T03:00:00Z',
        account_id: '107955',
        created_at,
        status: 'ok',
        source: 'import',
        capture_id: 'file-1',
      },
    };
    expect(ruleOf(draft)).toBe(rule);
  });

  test('owner_day: an amount may be below zero, and a day without any amount is not an observation', () => {
    const day = (row: Record<string, unknown>): Draft => ({
      table: 'owner_day',
      row: {
        account_id: 'handle:someone',
        day: '2026-11-20',
        observed_at: '2026-11-22T03:00:00Z',
        source: 'studio_csv',
        capture_id: 'file-1',
        ...row,
      },
    });
    expect(ruleOf(day({ comments_net: -4 }))).toBe('stored');
    expect(ruleOf(day({}))).toBe('not_observed');
    expect(ruleOf(day({ video_views: -4 }))).toBe('negative_count');
    expect(ruleOf(day({ video_views: 4, day: '2026-11-31' }))).toBe('impossible_date');
  });

  test('the other tables of the owner: something is known, hours and shares can be, posts came before', () => {
    const common = {
      account_id: 'handle:someone',
      observed_at: '2026-11-22T03:00:00Z',
      source: 's',
      capture_id: 'c',
    };
    const of = (table: Draft['table'], row: Record<string, unknown>) =>
      ruleOf({ table, row: { ...common, ...row } } as Draft);
    const day = { day: '2026-11-20' };
    expect(of('owner_day', { ...day, reached_audience: 4 })).toBe('stored');
    expect(of('owner_viewers', day)).toBe('not_observed');
    expect(of('owner_viewers', { ...day, new_viewers: 0 })).toBe('stored');
    expect(of('owner_activity', { ...day, hour: 23, active_followers: 0 })).toBe('stored');
    expect(of('owner_activity', { ...day, hour: 24, active_followers: 0 })).toBe('schema');
    expect(of('owner_activity', { ...day, active_followers: 0 })).toBe('schema');
    expect(of('owner_activity', { ...day, hour: 0 })).toBe('not_observed');
    const part = { dimension: 'gender', segment: 'Female' };
    expect(of('owner_audience', { ...part, share: 1 })).toBe('stored');
    expect(of('owner_audience', { ...part, share: 1.01 })).toBe('schema');
    expect(of('owner_audience', { ...part, share: -0.1 })).toBe('schema');
    expect(of('owner_audience', part)).toBe('not_observed');
    expect(of('owner_audience', { ...part, segment: 'a, b', share: 0.5 })).toBe('schema');
    const post = (created_at: string) => of('owner_post', { created_at, ordinal: 1 });
    expect(post('2026-11-22T23:00:00Z')).toBe('stored');
    expect(post('2026-11-23T00:00:00Z')).toBe('posted_after_observed');
  });
});
