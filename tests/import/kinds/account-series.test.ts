import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importFile, importText, rowsOf } from '../import-text.ts';

const real = '../shared/real';
const hasReal = existsSync(real);

describe('account-series', () => {
  test('a row with everything, as drafts of two tables', async () => {
    const imported = await importText(
      'committed_at,userId,id,name,verified,followers,likes\n2021-03-28T00:22:24+01:00,6747935906352907269,@Gordon.R,Gordon R,True,22.1M,325100000\n',
    );
    expect(imported.kind).toBe('account-series');
    const [row] = imported.rows;
    expect(row).toEqual({
      line: 2,
      drafts: [
        {
          table: 'account',
          row: {
            account_id: '6747935906352907269',
            observed_at: '2021-03-27T23:22:24Z',
            handle: 'gordon.r',
            followers: 22_100_000,
            following: null,
            likes: 325_100_000,
            posts: null,
            followers_step: 100_000,
            following_step: null,
            likes_step: null,
            posts_step: null,
            likes_wrapped: null,
            rounding: 'unknown',
            time_precision: 'instant',
            source: 'import',
            capture_id: expect.stringMatching(/^file-[0-9a-f]{16}$/),
          },
        },
        {
          table: 'account_info',
          row: {
            account_id: '6747935906352907269',
            observed_at: '2021-03-27T23:22:24Z',
            handle: 'gordon.r',
            name: 'Gordon R',
            bio: null,
            verified: true,
            private: null,
            region: null,
            status: 'ok',
            sec_uid: null,
            link: null,
            source: 'import',
            capture_id: expect.any(String),
          },
        },
      ],
    });
  });

  test.each([
    'Date,Username,Followers,Likes,Videos',
    'hentet_dato,tiktok_handle,følgere,samlet_likes,antal_videoer',
    'scraped_at,uniqueId,followerCount,heartCount,videoCount',
    'Day;User;Fans;Hearts;Posts'.replaceAll(';', ','),
    'timestamp,account,"Follower Count",total_likes,"Video Count"',
  ])('knows the headings %s', async (header) => {
    const imported = await importText(`${header}\n2026-01-05,a,1,2,3\n`);
    expect(rowsOf(imported, 'account')).toMatchObject([
      { account_id: 'handle:a', handle: 'a', followers: 1, likes: 2, posts: 3, time_precision: 'day' },
    ]);
  });

  test('likes below zero are an overflowed counter; other counters below zero are refused', async () => {
    const imported = await importText(
      'Date,Username,Followers,Likes,Videos\n2026-01-05,a,100,-1720410671,3\n2026-01-06,a,-1,5,3\n2026-01-07,a,1,5,-3\n2026-01-08,a,1,-2147483649,3\n',
    );
    expect(rowsOf(imported, 'account')).toMatchObject([
      { followers: 100, likes: null, likes_step: null, likes_wrapped: -1_720_410_671 },
    ]);
    expect(imported.refused).toEqual(['3 negative_count', '4 negative_count', '5 negative_count']);
  });

  test('beside the unwrapped total an overflowed counter gives the exact one', async () => {
    // charlidamelio, 2024: heart 11.9 billion, heartCount −977,433,948 = 11,907,467,940 − 3 · 2^32.
    const imported = await importText(
      'date,uniqueId,followerCount,heart,heartCount\n2024-09-01,charlidamelio,156500000,11900000000,-977433948\n2024-09-02,charlidamelio,156500000,11900000000,5\n',
    );
    expect(rowsOf(imported, 'account')).toMatchObject([
      { likes: 11_907_467_940, likes_step: 1, likes_wrapped: null },
      { likes: 11_900_000_000, likes_step: null, likes_wrapped: null },
    ]);
  });

  test('zeros are passed on, and what is missing is null', async () => {
    const imported = await importText(
      'Date,Username,Followers,Likes\n2026-01-05,a,0,0\n2026-01-06,a,,7\n2026-01-07,a,N/A,-\n2026-01-08,a,undefined,8\n',
    );
    expect(rowsOf(imported, 'account').map(({ followers, likes }) => [followers, likes])).toEqual([
      [0, 0],
      [null, 7],
      [null, 8],
    ]);
    expect(imported.refused).toEqual(['4 not_observed']);
  });

  test('rows that cannot be are refused, each by its rule', async () => {
    const imported = await importText(
      'date,username,userId,followers\n2026-02-30,a,1,1\n2030-01-01,a,1,1\n2026-01-05,../a,1,1\n2026-01-05,,1,1\n2026-01-05,a,x1,1\n2026-01-05,a,1,lots\n,a,1,1\n2026-01-05,a,6.7E+18,1\n2026-01-05,a,,1\n',
    );
    expect(imported.refused).toEqual([
      '2 impossible_date',
      '3 date_out_of_range',
      '4 bad_handle',
      '5 bad_handle',
      '6 bad_id',
      '7 not_a_count',
      '8 impossible_date',
    ]);
    // A handle still names the account whose id was rounded away or is not there.
    expect(rowsOf(imported, 'account').map((row) => row['account_id'])).toEqual(['handle:a', 'handle:a']);
  });

  test('a series of one account needs its name', async () => {
    const text = 'Date,Followers,Likes,Videos,Total_Views\n2026-01-05,10,20,3,0\n';
    await expect(importText(text)).rejects.toMatchObject({ code: 'account_needed', exitCode: 2 });
    await expect(importText(text, { account: '7664638705177150477' })).rejects.toMatchObject({
      code: 'account_needed',
    });
    const byHandle = await importText(text, { account: '@a' });
    expect(rowsOf(byHandle, 'account')).toMatchObject([{ account_id: 'handle:a', handle: 'a' }]);
    const byBoth = await importText(text, { account: '@a:107955' });
    expect(rowsOf(byBoth, 'account')).toMatchObject([{ account_id: '107955', handle: 'a' }]);
  });

  test('a table without a date needs its instant', async () => {
    const text = 'Tiktoker name,followers\nmrbeast,60.3M\n';
    await expect(importText(text)).rejects.toMatchObject({ code: 'instant_needed' });
    const imported = await importText(text, { at: '2022-12-15' });
    expect(rowsOf(imported, 'account')).toMatchObject([
      {
        observed_at: '2022-12-15T12:00:00Z',
        time_precision: 'day',
        followers: 60_300_000,
        followers_step: 100_000,
      },
    ]);
  });

  test('the person says how counts were rounded', async () => {
    const text = 'date,handle,followers,posts\n2026-01-05,a,429700,12\n';
    expect(rowsOf(await importText(text, { rounding: 'web' }), 'account')).toMatchObject([
      { followers_step: 100, posts_step: 1, likes_step: null, rounding: 'nearest' },
    ]);
    expect(rowsOf(await importText(text, { rounding: 'exact' }), 'account')).toMatchObject([
      { followers_step: 1, posts_step: 1, rounding: 'exact' },
    ]);
  });

  test('two columns for one count: the filled one, the one that shows its step, or a refusal', async () => {
    const imported = await importText(
      'date,handle,followers,følgere\n2026-01-05,a,,7\n2026-01-06,a,8,\n2026-01-07,a,13.8M,13800000\n2026-01-08,a,13.8M,13812345\n2026-01-09,a,5,6\n',
    );
    expect(rowsOf(imported, 'account').map((row) => [row['followers'], row['followers_step']])).toEqual([
      [7, null],
      [8, null],
      [13_800_000, 100_000],
      [13_812_345, null],
    ]);
    expect(imported.refused).toEqual(['6 conflicting_columns']);
  });

  test('details are given when they change', async () => {
    const imported = await importText(
      'date,handle,nickname,followers\n2026-01-05,a,One,1\n2026-01-05,b,Other,1\n2026-01-06,a,One,1\n2026-01-07,a,Two,1\n2026-01-08,a,,1\n',
    );
    expect(rowsOf(imported, 'account_info').map((row) => [row['handle'], row['name']])).toEqual([
      ['a', 'One'],
      ['b', 'Other'],
      ['a', 'Two'],
      ['a', null],
    ]);
  });
});

describe('account-series of real files', () => {
  test.skipIf(!hasReal)('65 celebrities over 544 days (needs ../shared/real)', async () => {
    const imported = await importFile(`${real}/series-celebrities/www_users_daily.csv`);
    const rows = rowsOf(imported, 'account');
    expect([imported.rows.length, rows.length, imported.refused.length]).toEqual([15_739, 15_739, 0]);
    expect(new Set(rows.map((row) => row['account_id'])).size).toBe(65);
    expect(new Set(rows.map((row) => row['account_id'])).size).toBeLessThan(
      new Set(rows.map((row) => row['handle'])).size,
    );
    expect(rows[0]).toMatchObject({
      handle: 'gordonramsayofficial',
      observed_at: '2021-03-27T23:22:24Z',
      followers: 22_100_000,
    });
  });

  test.skipIf(!hasReal)('592 rows of 2026, 296 with wrapped likes (needs ../shared/real)', async () => {
    const imported = await importFile(`${real}/series-daily-2026/tiktok_daily_stats.csv`);
    const rows = rowsOf(imported, 'account');
    expect(rows).toHaveLength(592);
    expect(rows.filter((row) => row['likes_wrapped'] !== null)).toHaveLength(296);
    expect(rows.every((row) => row['likes'] === null || (row['likes'] as number) >= 0)).toBe(true);
  });

  test.skipIf(!hasReal)(
    'one exact account from JSON, 740 to 1012 followers (needs ../shared/real)',
    async () => {
      const imported = await importFile(`${real}/series-one-exact-account/tiktok_followers_timeseries.json`);
      const followers = rowsOf(imported, 'account').map((row) => row['followers'] as number);
      expect(followers).toHaveLength(360);
      expect([Math.min(...followers), Math.max(...followers), followers.at(-1)]).toEqual([740, 1012, 1002]);
      expect(rowsOf(imported, 'account').filter((row) => row['likes'] === null).length).toBeGreaterThan(0);
    },
  );

  test.skipIf(!hasReal)('profiles of two waves, one without numbers (needs ../shared/real)', async () => {
    const empty = await importFile(`${real}/panel-two-waves/2026-03-22_run/tiktok_profiles.csv`);
    expect([empty.rows.length, new Set(empty.refused.map((line) => line.split(' ')[1]))]).toEqual([
      224,
      new Set(['not_observed']),
    ]);
    const twice = await importFile(`${real}/panel-two-waves/2026-03-22_run/tiktok_profile_stats.csv`);
    expect(rowsOf(twice, 'account')[0]).toMatchObject({
      handle: 'alexvanopslagh',
      followers: 60_900,
      likes: 512_800,
    });
  });
});
