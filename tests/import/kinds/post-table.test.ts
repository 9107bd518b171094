import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importFile, importText, rowsOf } from '../import-text.ts';

const real = '../shared/real';
const hasReal = existsSync(real);
// Made for these tests: the upper 32 bits are 2026-01-05T10:00:00Z, 1767607200.
const id = String((1_767_607_200n << 32n) + 12_345n);
const link = `https://www.tiktok.com/@nasa/video/${id}`;

describe('post-table', () => {
  test('a row with everything, as drafts of two tables', async () => {
    const imported = await importText(
      `\ufeffvideo_id,url,handle,create_time,scraped_at,views,likes,comments,shares,saves,caption,duration,music_id,is_ad\r\n${id},${link},@NASA,1767607215,2026-01-12T10:00:00Z,1.2M,45600,78,9,0,"Moon, again #Moon #日本",34.5,7140790914893236998,false\r\n`,
    );
    expect(imported.kind).toBe('post-table');
    expect(imported.rows).toMatchObject([
      {
        line: 2,
        drafts: [
          {
            table: 'post',
            row: {
              post_id: id,
              observed_at: '2026-01-12T10:00:00Z',
              account_id: 'handle:nasa',
              views: 1_200_000,
              likes: 45_600,
              comments: 78,
              shares: 9,
              saves: 0,
              views_step: 100_000,
              likes_step: null,
              rounding: 'unknown',
              time_precision: 'instant',
              source: 'import',
            },
          },
          {
            table: 'post_info',
            row: {
              post_id: id,
              created_at: '2026-01-05T10:00:15Z',
              created_from: 'source',
              text: 'Moon, again #Moon #日本',
              kind: 'video',
              duration_s: 34.5,
              sound_id: '7140790914893236998',
              hashtags: ['moon', '日本'],
              pinned: null,
              ad: false,
              status: 'ok',
            },
          },
        ],
      },
    ]);
  });

  test('without a column for it the instant is asked for', async () => {
    const text = `video_id,handle,visninger,kommentarer,gemmer\n${id},nasa,5,6,7\n`;
    await expect(importText(text)).rejects.toMatchObject({ code: 'instant_needed' });
    expect(rowsOf(await importText(text, { at: '2026-01-12' }), 'post')).toMatchObject([
      {
        observed_at: '2026-01-12T12:00:00Z',
        time_precision: 'day',
        views: 5,
        comments: 6,
        saves: 7,
        likes: null,
      },
    ]);
  });

  test('ids that a spreadsheet rounded come from the address or are refused', async () => {
    const imported = await importText(
      `video_id,url,handle,views\n7.49534E+18,${link},nasa,1\n7.49534E+18,,nasa,2\n${id},,nasa,3\n${id},${link.replace(/\d+$/, '7495338333631958290')},nasa,4\n,,nasa,5\nabc,,nasa,6\n`,
      { at: '2026-01-12' },
    );
    expect(rowsOf(imported, 'post').map((row) => [row['post_id'], row['views']])).toEqual([
      [id, 1],
      [id, 3],
    ]);
    expect(imported.refused).toEqual(['3 id_destroyed', '5 conflicting_columns', '6 bad_id', '7 bad_id']);
  });

  test('ids that a program rounded to a double are known by their zeros', async () => {
    const ids = [
      '7140790914893237000',
      '7140790914893237200',
      '7140790914893300000',
      '7140790914893237100',
      '7140790914893237900',
    ];
    const rounded = await importText(`id,handle,views\n${ids.map((each) => `${each},a,1`).join('\n')}\n`, {
      at: '2026-01-12',
    });
    expect(new Set(rounded.refused.map((line) => line.split(' ')[1]))).toEqual(new Set(['id_destroyed']));
    const one = await importText(`id,handle,views\n${ids[0]},a,1\n${id},a,1\n`, { at: '2026-01-12' });
    expect(one.refused).toEqual([]);
  });

  test('the account is the row’s id, its handle, the one in the address, or the option', async () => {
    const account = async (header: string, row: string, option?: string) =>
      rowsOf(
        await importText(`${header},views\n${row},1\n`, { at: '2026-01-12', account: option }),
        'post',
      )[0]?.['account_id'];
    expect(await account('video_id,author_id,author', `${id},107955,nasa`)).toBe('107955');
    expect(await account('video_id,author', `${id},NASA`)).toBe('handle:nasa');
    expect(await account('url', link)).toBe('handle:nasa');
    expect(await account('video_id', id, '@nasa')).toBe('handle:nasa');
    await expect(account('video_id', id)).rejects.toMatchObject({ code: 'account_needed' });
  });

  test('the day of a post gives way to the time in its id where they agree', async () => {
    const created = async (text: string) =>
      rowsOf(
        await importText(`video_id,handle,created_at,views\n${id},a,${text},1\n`, { at: '2026-02-12' }),
        'post_info',
      )[0];
    expect(await created('2026/1/6')).toMatchObject({
      created_at: '2026-01-05T10:00:00Z',
      created_from: 'id',
    });
    expect(await created('2026-01-20')).toMatchObject({
      created_at: '2026-01-20T12:00:00Z',
      created_from: 'source',
    });
    expect(await created('5h ago')).toMatchObject({ created_at: '2026-01-05T10:00:00Z', created_from: 'id' });
    expect(await created('01/05/2026')).toMatchObject({
      created_at: '2026-01-05T10:00:00Z',
      created_from: 'id',
    });
  });

  test('a column called date is the post’s or the observation’s, as the ids tell', async () => {
    const later = await importText(
      `date,video_id,handle,views\n2026-01-12,${id},a,1\n2026-01-13,${id},a,2\n`,
    );
    expect(rowsOf(later, 'post').map((row) => row['observed_at'])).toEqual([
      '2026-01-12T12:00:00Z',
      '2026-01-13T12:00:00Z',
    ]);
    await expect(importText(`date,video_id,handle,views\n2026-01-05,${id},a,1\n`)).rejects.toMatchObject({
      code: 'instant_needed',
    });
  });

  test('counters below zero and cells that are no counts are refused', async () => {
    const imported = await importText(
      `video_id,handle,views,likes\n${id},a,-5,1\n${id},a,5,1.5\n${id},a,,\n${id},a,5,undefined\n`,
      { at: '2026-01-12' },
    );
    expect(imported.refused).toEqual(['2 negative_count', '3 not_a_count', '4 not_observed']);
    expect(rowsOf(imported, 'post')).toMatchObject([{ views: 5, likes: null }]);
  });

  test('hashtags come from lists as programs print them', async () => {
    const tags = async (cell: string) =>
      rowsOf(
        await importText(`video_id,handle,hashtags,views\n${id},a,"${cell}",1\n`, { at: '2026-01-12' }),
        'post_info',
      )[0]?.['hashtags'];
    expect(await tags("['FYP', 'fyp', 'été']")).toEqual(['fyp', 'été']);
    expect(await tags('あしざるfc,フットサル')).toEqual(['あしざるfc', 'フットサル']);
    expect(await tags('#one  #two#three')).toEqual(['one', 'two', 'three']);
    expect(await tags('[]')).toEqual([]);
  });
});

describe('post-table of real files', () => {
  test.skipIf(!hasReal)(
    '4,976 and 5,310 Danish posts, 4,605 of them in both (needs ../shared/real)',
    async () => {
      const folder = `${real}/panel-two-waves`;
      const first = await importFile(`${folder}/2026-03-22_run/tiktok_videos.csv`, { at: '2026-03-22' });
      const second = await importFile(`${folder}/2026-03-30_run/tiktok_videos.csv`, {
        at: '2026-03-30T19:35:50Z',
      });
      const [before, after] = [rowsOf(first, 'post'), rowsOf(second, 'post')];
      expect([before.length, after.length, first.refused, second.refused]).toEqual([4976, 5310, [], []]);
      const ids = new Set(before.map((row) => row['post_id']));
      expect(after.filter((row) => ids.has(row['post_id']))).toHaveLength(4605);
      expect(after[0]).toMatchObject({
        views: 628_000,
        likes: 50_800,
        comments: 293,
        shares: 4518,
        saves: 3957,
      });
    },
  );

  test.skipIf(!hasReal)('8,101 posts whose ids a spreadsheet destroyed (needs ../shared/real)', async () => {
    const imported = await importFile(`${real}/affiliate-posts/affi_4.csv`, { at: '2025-04-23' });
    const ids = rowsOf(imported, 'post').map((row) => row['post_id'] as string);
    expect(ids).toHaveLength(8101);
    expect(ids[0]).toBe('7495338333631958290');
    expect(ids.every((each) => /^\d{18,19}$/.test(each))).toBe(true);
    expect(rowsOf(imported, 'post_info').filter((row) => row['kind'] === 'photo').length).toBeGreaterThan(0);
  });

  test.skipIf(!hasReal)(
    '12,559 posts of top accounts, and 1,035 search results (needs ../shared/real)',
    async () => {
      const top = await importFile(`${real}/posts-of-top-accounts/top_users_vids.csv`, { at: '2020-11-08' });
      expect([rowsOf(top, 'post').length, top.refused]).toEqual([12_559, []]);
      const cards = await importFile(`${real}/search-cards/tiktok_data.csv`, { at: '2024-01-01' });
      expect([rowsOf(cards, 'post').length, cards.refused]).toEqual([1035, []]);
      expect(rowsOf(cards, 'post')[0]).toMatchObject({ views: 5_900_000, views_step: 100_000 });
    },
  );
});
