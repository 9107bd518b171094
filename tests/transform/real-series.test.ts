import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { webStep } from '../../lib/counts.ts';
import type { Row } from '../../lib/schema/index.ts';
import { accountDaily } from '../../lib/transform/daily.ts';
import { celebrities, celebrityRows, readCsv, real } from './celebrities.ts';
import { accountRow } from './rows.ts';

const daily2026 = path.join(real, 'series-daily-2026', 'tiktok_daily_stats.csv');
const exactAccount = path.join(real, 'series-one-exact-account', 'tiktok_followers_timeseries.json');

const options = { zones: new Map<string, string>(), asOf: '2026-12-01T00:00:00Z' };

describe.skipIf(!existsSync(celebrities))('the celebrity series (needs ../shared/real)', () => {
  const good = existsSync(celebrities) ? celebrityRows('www_users_daily.csv') : [];
  const { rows } = accountDaily(good, options);
  const neighbours = rows.flatMap((row, index) => {
    const before = rows[index - 1];
    return before && before.account_id === row.account_id ? [{ before, row }] : [];
  });

  test('every account-day with an observation is observed, at its last value', () => {
    const lastOfDay = new Map<string, Row<'account'>>();
    for (const row of good.toSorted((a, b) => (a.observed_at < b.observed_at ? -1 : 1)))
      lastOfDay.set(`${row.account_id} ${row.observed_at.slice(0, 10)}`, row);
    const observed = rows.filter((row) => row.kind === 'observed');
    expect(observed.length).toBe(lastOfDay.size);
    for (const row of observed)
      expect(row.followers).toBe(lastOfDay.get(`${row.account_id} ${row.day}`)?.followers);
  });

  test('no change of a day is shown across a hole, the one of 52 days least of all', () => {
    for (const { before, row } of neighbours)
      if (before.kind === 'gap' || row.kind === 'gap') expect(row.followers_net).toBeNull();
    const across = neighbours.filter(({ row }) => (row.elapsed_h ?? 0) > 52 * 24 && row.kind === 'observed');
    expect(across.length).toBeGreaterThan(10);
    for (const { row } of across) expect([row.followers_net, row.decrease]).toEqual([null, null]);
  });

  test('no day jumps by more than a fifth but the three of new stars, seen on both days', () => {
    const jumps = neighbours.filter(
      ({ before, row }) => Math.abs(row.followers_net ?? 0) > 0.2 * (before.followers ?? 0),
    );
    expect(jumps.map(({ row }) => `${row.handle} ${row.day} ${row.followers_net}`).sort()).toEqual([
      'badbunny 2022-01-04 1300000',
      'badbunny 2022-01-06 1200000',
      'channingtatum 2022-03-25 210400',
    ]);
  });

  test('snapshots of zeros change no observed day and make no fall', () => {
    const glitches = celebrityRows('www_users_zero_rows.csv');
    const merged = accountDaily([...good, ...glitches], options);
    const spoilt = new Set(glitches.map((row) => `${row.account_id} ${row.observed_at.slice(0, 10)}`));
    const dayOf = new Map(merged.rows.map((row) => [`${row.account_id} ${row.day}`, row]));
    expect(spoilt.size).toBeGreaterThan(100);
    // Where only the likes are 0 the followers of the same row are a later observation of that day, and count.
    const real = new Set(
      glitches
        .filter((row) => row.followers !== 0)
        .map((row) => `${row.account_id} ${row.observed_at.slice(0, 10)}`),
    );
    for (const row of rows)
      if (row.kind === 'observed' && !real.has(`${row.account_id} ${row.day}`))
        expect(dayOf.get(`${row.account_id} ${row.day}`)?.followers).toBe(row.followers);
    for (const key of spoilt) {
      const row = dayOf.get(key);
      expect(row?.followers).not.toBe(0);
      expect(row?.likes).not.toBe(0);
      // Nothing that looks like a fall to zero and back.
      expect(-(row?.followers_net ?? 0)).toBeLessThan(0.2 * (row?.followers ?? Number.POSITIVE_INFINITY));
    }
    const found = merged.findings.filter(({ rule }) => rule === 'zero_sentinel');
    expect(found.reduce((sum, { rows: count }) => sum + count, 0)).toBe(glitches.length);
  });

  test('a rename goes on under its id, called by its latest handle', () => {
    const handles = new Map<string, Set<string>>();
    for (const row of good) {
      const seen = handles.get(row.account_id) ?? new Set();
      handles.set(row.account_id, seen.add(row.handle));
    }
    const renamed = [...handles].filter(([, seen]) => seen.size > 1).map(([id]) => id);
    expect(renamed.length).toBe(1);
    const latest = good.filter((row) => row.account_id === renamed[0]).at(-1)?.handle;
    const named = new Set(rows.filter((row) => row.account_id === renamed[0]).map((row) => row.handle));
    expect([...named]).toEqual([latest]);
  });

  test('falls of followers are each of a kind', () => {
    for (const row of rows)
      if ((row.followers_net ?? 0) < 0) expect(row.decrease).not.toBeNull();
      else expect(row.decrease).toBeNull();
  });
});

describe.skipIf(!existsSync(daily2026))('the series with wrapped likes (needs ../shared/real)', () => {
  const rows = !existsSync(daily2026)
    ? []
    : readCsv(daily2026).map((line) => {
        const likes = Number(line['Likes']);
        const followers = Number(line['Followers']);
        return accountRow({
          account_id: `handle:${line['Username']}`,
          handle: line['Username'] ?? '',
          observed_at: `${line['Date']}T12:00:00Z`,
          time_precision: 'day',
          followers,
          followers_step: webStep(followers),
          rounding: 'nearest',
          posts: Number(line['Videos']),
          ...(likes < 0 ? { likes_wrapped: likes } : { likes, likes_step: webStep(likes) }),
        });
      });
  const anchor = (handle: string, observed_at: string, likes: number) =>
    accountRow({ account_id: `handle:${handle}`, handle, observed_at, likes });
  const anchors = [
    anchor('khaby.lame', '2026-09-22T00:00:00Z', 2_680_875_280),
    anchor('charlidamelio', '2025-01-01T00:00:00Z', 11_907_467_940),
  ];
  const likesOf = (handle: string, from: readonly Row<'account'>[]) =>
    accountDaily(from, options)
      .rows.filter((row) => row.handle === handle && row.kind === 'observed')
      .flatMap((row) => (row.likes === null ? [] : [{ day: row.day, likes: row.likes }]));

  test('likes without an anchor stay empty, and are found', () => {
    expect(likesOf('khaby.lame', rows)).toEqual([]);
    const findings = accountDaily(rows, options).findings.filter(({ rule }) => rule === 'wrap_unresolved');
    expect(findings.map(({ subject, rows: count }) => [subject, count])).toEqual([
      ['@charlidamelio', 148],
      ['@khaby.lame', 148],
    ]);
  });

  test('one later exact total resolves the whole series: once round for one, three times for the other', () => {
    const khaby = likesOf('khaby.lame', [...rows, ...anchors]);
    expect(khaby[0]).toEqual({ day: '2026-03-27', likes: 2_574_556_625 });
    expect(khaby.at(-1)).toEqual({ day: '2026-08-22', likes: 2_660_578_695 });
    const falls = khaby
      .slice(1)
      .map(({ likes }, index) => likes - (khaby[index]?.likes ?? 0))
      .filter((change) => change < 0);
    expect([falls.length, Math.min(...falls)]).toEqual([3, -76_744]);
    const charli = likesOf('charlidamelio', [...rows, ...anchors]);
    expect(charli[0]?.likes).toBe(12_022_899_558);
    expect(charli.at(-1)?.likes).toBe(12_310_882_431);
  });

  test('146 days of zeros after two real ones are failed requests', () => {
    const { rows: days, findings } = accountDaily(rows, options);
    expect(days.filter((row) => row.handle === 'small_account_2').map((row) => row.followers)).toEqual([
      7, 7,
    ]);
    expect(
      findings.find(({ rule, subject }) => rule === 'zero_sentinel' && subject === '@small_account_2')?.rows,
    ).toBe(146);
  });
});

describe.skipIf(!existsSync(exactAccount))('one exact account (needs ../shared/real)', () => {
  test('44 days with fewer followers than the day before, none hidden and none invented', () => {
    const records = JSON.parse(readFileSync(exactAccount, 'utf8')) as {
      date: string;
      followerCount: number | null;
    }[];
    const { rows } = accountDaily(
      records.map(({ date, followerCount }) =>
        accountRow({ observed_at: `${date}T12:00:00Z`, time_precision: 'day', followers: followerCount }),
      ),
      options,
    );
    expect([rows[0]?.followers, rows.at(-1)?.followers]).toEqual([740, 1002]);
    expect(Math.max(...rows.map((row) => row.followers ?? 0))).toBe(1012);
    const betweenObserved = rows.filter(
      (row, index) => row.kind === 'observed' && rows[index - 1]?.kind === 'observed',
    );
    expect(betweenObserved.filter((row) => (row.followers_net ?? 0) < 0).length).toBe(44);
    expect(rows.filter((row) => (row.followers_net ?? 0) < 0 && row.decrease === null)).toEqual([]);
    for (const row of betweenObserved)
      expect([row.followers_net_low, row.followers_net_high]).toEqual([row.followers_net, row.followers_net]);
  });
});
