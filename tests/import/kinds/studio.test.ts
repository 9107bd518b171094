import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importFile, importText, rowsOf } from '../import-text.ts';

const real = '../shared/real/studio-export-csv';
const hasReal = existsSync(real);

const overview = (...days: string[]) =>
  `\ufeff"Date","Video Views","Profile Views","Likes","Comments","Shares"\n${days.map((day) => `"${day}","5","4","3","-2","1"`).join('\n')}`;

describe('studio-overview', () => {
  test('daily amounts; comments may be below zero', async () => {
    const imported = await importText(overview('February 27'), { account: '@a', at: '2026-02-28' });
    expect(imported.kind).toBe('studio-overview');
    expect(imported.drafts).toEqual([
      {
        table: 'owner_day',
        row: {
          account_id: 'handle:a',
          day: '2026-02-27',
          observed_at: '2026-02-28T12:00:00Z',
          video_views: 5,
          profile_views: 4,
          likes_net: 3,
          comments_net: -2,
          shares_net: 1,
          followers_net: null,
          source: 'studio_csv',
          capture_id: expect.any(String),
        },
      },
    ]);
  });

  const days = async (text: string, raw = {}, name?: string) =>
    rowsOf(await importText(text, { account: '@a', ...raw }, name), 'owner_day').map((row) => row['day']);

  test('years follow backwards from the newest row', async () => {
    const text = overview('December 30', 'December 31', 'January 1', 'February 27');
    const expected = ['2025-12-30', '2025-12-31', '2026-01-01', '2026-02-27'];
    expect(await days(text, { at: '2026-02-28' })).toEqual(expected);
    expect(await days(text, { at: '2026-03-01T08:00:00Z' })).toEqual(expected);
    expect(await days(text, { year: '2026' })).toEqual(expected);
    expect(
      await days(overview('February 27', 'January 1', 'December 31', 'December 30'), { year: '2026' }),
    ).toEqual(expected.toReversed());
    expect(await days(overview('December 30', 'December 31'), { at: '2026-01-02' })).toEqual([
      '2025-12-30',
      '2025-12-31',
    ]);
  });

  test('a leap day is a day of leap years only', async () => {
    expect(await days(overview('February 28', 'February 29', 'March 1'), { year: '2024' })).toEqual([
      '2024-02-28',
      '2024-02-29',
      '2024-03-01',
    ]);
    const other = await importText(overview('February 28', 'February 29', 'March 1'), {
      account: '@a',
      year: '2026',
    });
    expect(other.refused).toEqual(['3 impossible_date']);
    expect(rowsOf(other, 'owner_day')).toHaveLength(2);
  });

  test('without an anchor, or with one that does not fit, the year is asked for', async () => {
    await expect(days(overview('February 27'))).rejects.toMatchObject({
      code: 'year_needed',
      hint: expect.stringMatching(/--year/),
    });
    await expect(days(overview('June 3'), { at: '2026-02-28' })).rejects.toMatchObject({
      code: 'year_needed',
    });
    expect(await days(overview('June 3'), { at: '2026-02-28', year: '2025' })).toEqual(['2025-06-03']);
  });

  test('the name of the download is an anchor and names the account', async () => {
    // 1772236800 is 2026-02-28T00:00:00Z.
    const imported = await importText(
      overview('February 27'),
      {},
      'Overview_2025-02-28_1772236800_creator.x.csv',
    );
    expect(rowsOf(imported, 'owner_day')).toMatchObject([
      { account_id: 'handle:creator.x', day: '2026-02-27', observed_at: '2026-02-28T00:00:00Z' },
    ]);
    await expect(
      importText(overview('February 27'), { at: '2026-02-28' }, 'Overview.csv'),
    ).rejects.toMatchObject({
      code: 'account_needed',
    });
  });

  test('with the year alone the export counts as taken the day after', async () => {
    const imported = await importText(overview('December 30', 'December 31'), {
      account: '@a',
      year: '2025',
    });
    expect(rowsOf(imported, 'owner_day').map((row) => row['observed_at'])).toEqual([
      '2026-01-01T12:00:00Z',
      '2026-01-01T12:00:00Z',
    ]);
  });

  test.each([
    ['8 de marzo', '2026-03-08'],
    ['28 апреля', '2026-04-28'],
    ['13. Februar', '2026-02-13'],
    ['2月26日', '2026-02-26'],
    ['9 July', '2026-07-09'],
    ['2026-07-09', '2026-07-09'],
  ])('%s is read in its language', async (text, day) => {
    expect(await days(overview(text), { year: '2026' })).toEqual([day]);
  });

  test('Swedish headings, with gained and lost followers', async () => {
    const imported = await importText(
      'Datum,Videovisningar,Målgrupp som nåtts,Profilvisningar,Gilla-markeringar,Kommentarer,Delningar,Nya följare,Tappade följare\n26 februari,5,9,4,3,2,1,10,4\n',
      { account: '@a', year: '2026' },
    );
    expect(rowsOf(imported, 'owner_day')).toMatchObject([
      {
        day: '2026-02-26',
        video_views: 5,
        profile_views: 4,
        likes_net: 3,
        comments_net: 2,
        shares_net: 1,
        followers_net: 6,
      },
    ]);
  });

  test('cells that are not there are null, and rows of them are refused', async () => {
    const imported = await importText(
      '"Date","Video Views","Profile Views","Likes"\n"May 1","undefined","4",""\n"May 2","undefined","undefined","-"\n"May 3","-1","0","0"\n"May 4","x","0","0"\n"soon","1","0","0"',
      { account: '@a', year: '2026' },
    );
    expect(rowsOf(imported, 'owner_day')).toMatchObject([
      { video_views: null, profile_views: 4, likes_net: null },
    ]);
    expect(imported.refused).toEqual([
      '3 not_observed',
      '4 negative_count',
      '5 not_a_count',
      '6 impossible_date',
    ]);
  });

  test.skipIf(!hasReal)(
    'a year taken on 2026-02-28: 35 days with comments below zero, at least −7 (needs ../shared/real)',
    async () => {
      const imported = await importFile(`${real}/Overview.csv`, { account: '@creator_a', at: '2026-02-28' });
      const rows = rowsOf(imported, 'owner_day');
      const comments = rows.map((row) => row['comments_net'] as number);
      expect([rows.length, imported.refused]).toEqual([365, []]);
      expect([comments.filter((count) => count < 0).length, Math.min(...comments)]).toEqual([35, -7]);
      expect([rows[0]?.['day'], rows.at(-1)?.['day']]).toEqual(['2025-02-28', '2026-02-27']);
      expect(new Set(rows.map((row) => row['day'])).size).toBe(365);
    },
  );
});

describe('studio-followers', () => {
  const history =
    '"Date","Followers","Difference in followers from previous day"\n"March 24","undefined","0"\n"March 25","37","0"';

  test('totals by day, exact; days before the account are refused', async () => {
    const imported = await importText(history, { account: '@a', year: '2025' });
    expect(imported.kind).toBe('studio-followers');
    expect(imported.refused).toEqual(['2 not_observed']);
    expect(rowsOf(imported, 'account')).toMatchObject([
      {
        account_id: 'handle:a',
        handle: 'a',
        observed_at: '2025-03-25T12:00:00Z',
        followers: 37,
        followers_step: 1,
        rounding: 'exact',
        time_precision: 'day',
        source: 'studio_csv',
      },
    ]);
  });

  test('an id alone does not name the handle', async () => {
    await expect(importText(history, { account: '7664638705177150477', year: '2025' })).rejects.toMatchObject(
      {
        code: 'account_needed',
      },
    );
  });

  test.skipIf(!hasReal)(
    '365 rows, 25 of them undefined, 5,013 followers at the end (needs ../shared/real)',
    async () => {
      const imported = await importFile(`${real}/Followers_creator_a/FollowerHistory.csv`, {
        account: '@creator_a',
        at: '2026-02-28',
      });
      expect([imported.rows.length, imported.refused.length]).toEqual([365, 25]);
      expect(new Set(imported.refused.map((line) => line.split(' ')[1]))).toEqual(new Set(['not_observed']));
      expect(rowsOf(imported, 'account').at(-1)).toMatchObject({
        observed_at: '2026-02-27T12:00:00Z',
        followers: 5013,
      });
    },
  );
});

describe('studio-content', () => {
  const header =
    '"Time","Video title","Video link","Post time","Total likes","Total comments","Total shares","Total views"';
  const row =
    '"February 28","Caption #One","https://www.tiktok.com/@creator_a/video/7527623000473079054","July 16","533","32","16","191265"';

  test('lifetime totals on the day of the export; posted when the id says', async () => {
    for (const raw of [{ at: '2026-02-28' }, { year: '2026' }]) {
      const imported = await importText(`${header}\n${row}`, raw);
      expect(imported.kind).toBe('studio-content');
      expect(rowsOf(imported, 'post')).toMatchObject([
        {
          post_id: '7527623000473079054',
          account_id: 'handle:creator_a',
          observed_at: '2026-02-28T12:00:00Z',
          time_precision: 'day',
          views: 191_265,
          likes: 533,
          saves: null,
          views_step: 1,
          saves_step: null,
          rounding: 'exact',
          source: 'studio_csv',
        },
      ]);
      const [info] = rowsOf(imported, 'post_info');
      expect(info).toMatchObject({
        created_from: 'id',
        text: 'Caption #One',
        hashtags: ['one'],
        kind: 'video',
      });
      // The post time on the row is July 16, of the year before the export.
      expect(info?.['created_at']).toMatch(/^2025-07-16T/);
    }
  });

  test('the year is asked for, and a day that is not the export’s is refused', async () => {
    await expect(importText(`${header}\n${row}`)).rejects.toMatchObject({ code: 'year_needed' });
    await expect(importText(`${header}\n${row}`, { at: '2026-03-05' })).rejects.toMatchObject({
      code: 'instant_mismatch',
    });
    expect((await importText(`${header}\n${row}`, { at: '2026-03-01T02:00:00Z' })).refused).toEqual([]);
  });

  test('a whole post time is taken as it is', async () => {
    const imported = await importText(`${header}\n${row.replace('July 16', '2025-07-16 10:30:00')}`, {
      year: '2026',
    });
    expect(rowsOf(imported, 'post_info')).toMatchObject([
      { created_at: '2025-07-16T10:30:00Z', created_from: 'source' },
    ]);
  });

  test('a row without a link to a post is refused', async () => {
    const imported = await importText(
      `${header}\n${row.replace(/https[^"]*/, 'https://www.tiktok.com/@creator_a')}`,
      { year: '2026' },
    );
    expect(imported.refused).toEqual(['2 bad_id']);
  });

  test.skipIf(!hasReal)('four exports of 13, 12, 6 and 12 posts (needs ../shared/real)', async () => {
    const counts = [];
    for (const name of ['Content', 'Content 2', 'Content 3', 'Content 4']) {
      const imported = await importFile(`${real}/${name}.csv`, { at: '2026-02-28' });
      expect(imported.refused).toEqual([]);
      counts.push(rowsOf(imported, 'post').length);
    }
    expect(counts).toEqual([13, 12, 6, 12]);
  });
});
