import { describe, expect, test } from 'vitest';
import { importText, rowsOf } from './import-text.ts';

const shown = (imported: Awaited<ReturnType<typeof importText>>, ...columns: string[]) =>
  rowsOf(imported, 'account').map((row) => columns.map((column) => row[column]));

describe('a table with a column for each date', () => {
  test('is a row for each account and date; empty cells are no observations', async () => {
    const imported = await importText(
      'username,name,2026-01-05,2026-01-06,2026-01-07\nnasa,NASA,100,,102\nesa,ESA,5,1.2M,N/A\n',
      {},
      'followers.csv',
    );
    expect(imported.kind).toBe('account-series');
    expect(imported.notes).toEqual([expect.stringMatching(/3 of them.*followers/)]);
    expect(shown(imported, 'handle', 'observed_at', 'followers', 'followers_step')).toEqual([
      ['nasa', '2026-01-05T12:00:00Z', 100, null],
      ['nasa', '2026-01-07T12:00:00Z', 102, null],
      ['esa', '2026-01-05T12:00:00Z', 5, null],
      ['esa', '2026-01-06T12:00:00Z', 1_200_000, 100_000],
    ]);
    expect(imported.rows.map((row) => row.line)).toEqual([2, 2, 3, 3]);
    expect(rowsOf(imported, 'account_info')).toMatchObject([{ name: 'NASA' }, { name: 'ESA' }]);
  });

  test('may hold several counters of each date, named in its columns', async () => {
    const imported = await importText(
      'handle,followers 2026-01-05,likes 2026-01-05,followers_2026-01-06,likes (2026-01-06)\na,1,2,3,\n',
    );
    expect(shown(imported, 'observed_at', 'followers', 'likes')).toEqual([
      ['2026-01-05T12:00:00Z', 1, 2],
      ['2026-01-06T12:00:00Z', 3, null],
    ]);
  });

  test('its dates may be days and months in either order where one of them tells', async () => {
    const imported = await importText('user,05/01/2026,13/01/2026\na,1,2\n', { metric: 'followers' });
    expect(shown(imported, 'observed_at')).toEqual([['2026-01-05T12:00:00Z'], ['2026-01-13T12:00:00Z']]);
    const unknown = importText('user,05/01/2026,06/01/2026\na,1,2\n', { metric: 'followers' });
    await expect(unknown).rejects.toMatchObject({ code: 'ambiguous_date', exitCode: 2 });
    const named = await importText('user,5 Jan 2026,6 Jan 2026\na,1,2\n', { metric: 'likes' });
    expect(shown(named, 'observed_at', 'likes')).toEqual([
      ['2026-01-05T12:00:00Z', 1],
      ['2026-01-06T12:00:00Z', 2],
    ]);
  });

  test('of posts is a row for each post and date', async () => {
    const imported = await importText(
      'url,2026-01-05,2026-01-06\nhttps://www.tiktok.com/@a/video/7493099446142520594,10,20\n',
      {},
      'video views.csv',
    );
    expect(imported.kind).toBe('post-table');
    expect(rowsOf(imported, 'post')).toMatchObject([
      {
        post_id: '7493099446142520594',
        account_id: 'handle:a',
        views: 10,
        observed_at: '2026-01-05T12:00:00Z',
      },
      { views: 20, observed_at: '2026-01-06T12:00:00Z' },
    ]);
  });

  test('must say what it counts', async () => {
    const text = 'user,2026-01-05,2026-01-06\na,1,2\n';
    await expect(importText(text)).rejects.toMatchObject({
      code: 'metric_needed',
      exitCode: 2,
      hint: expect.stringContaining('--metric'),
    });
    // Two counters in the name are none.
    await expect(importText(text, {}, 'likes of followers.csv')).rejects.toMatchObject({
      code: 'metric_needed',
    });
    await expect(importText(text, { metric: 'smiles' })).rejects.toMatchObject({ code: 'bad_metric' });
  });

  test('refuses each row and cell for its own reason, and shows the cells of the file', async () => {
    const imported = await importText('user,2026-01-05,2026-01-06\n,1,2\na,many,3\nb,,\n,,\nc,1\nd,-4,5\n', {
      metric: 'followers',
    });
    expect(imported.refused).toEqual([
      '2 bad_handle',
      '2 bad_handle',
      '3 not_a_count',
      '4 not_observed',
      '5 blank_row',
      '6 ragged_row',
      '7 negative_count',
    ]);
    expect(shown(imported, 'handle', 'followers')).toEqual([
      ['a', 3],
      ['d', 5],
    ]);
    const ragged = imported.rows.find((row) => row.line === 6);
    expect(ragged && 'refused' in ragged && ragged.refused.values).toEqual({ user: 'c', '2026-01-05': '1' });
  });
});

describe('a table with a column for each account', () => {
  test('is a row for each date and account', async () => {
    const imported = await importText(
      'DATE,@nasa,esa.official\n28/04/2026,178000,\n29/04/2026,178300,20400\n',
      {},
      'tiktok_followers.csv',
    );
    expect(imported.kind).toBe('account-series');
    expect(imported.notes).toEqual([expect.stringMatching(/@nasa, @esa\.official.*followers/)]);
    expect(shown(imported, 'handle', 'observed_at', 'followers')).toEqual([
      ['nasa', '2026-04-28T12:00:00Z', 178_000],
      ['nasa', '2026-04-29T12:00:00Z', 178_300],
      ['esa.official', '2026-04-29T12:00:00Z', 20_400],
    ]);
  });

  test('whose columns cannot all be handles asks which accounts they are', async () => {
    const text = 'date,nasa,esa,FCN-NACION\n2026-01-05,1,2,3\n';
    await expect(importText(text, {}, 'followers.csv')).rejects.toMatchObject({
      code: 'account_needed',
      message: expect.stringContaining('"FCN-NACION"'),
      hint: expect.stringContaining('--map'),
    });
  });

  test.each([
    ['counters under other names', 'date,total,gained,lost\n2026-01-05,1,2,3\n'],
    ['one more column', 'date,nasa\n2026-01-05,1\n'],
    ['words', 'date,nasa,esa\n2026-01-05,fine,good\n'],
    ['averages', 'date,nasa,esa\n2026-01-05,28529.8666,49089.91\n2026-01-06,3.25,7.5\n'],
    ['no dates', 'date,nasa,esa\nmonday,1,2\n'],
  ])('is not what %s are', async (_what, text) => {
    await expect(importText(text, {}, 'followers.csv')).rejects.toMatchObject({ code: 'unknown_kind' });
  });

  test('must say what it counts', async () => {
    const text = 'date,nasa,esa\n2026-01-05,1,2\n';
    await expect(importText(text, {}, 'numbers.csv')).rejects.toMatchObject({ code: 'metric_needed' });
    expect(shown(await importText(text, { metric: 'likes' }), 'likes')).toEqual([[1], [2]]);
  });
});
