import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importFile, importText, rowsOf } from '../import-text.ts';

const real = '../shared/real/key-value-and-table';
const hasReal = existsSync(real);
const post = 'https://www.tiktok.com/@nasa/video/7493099446142520594';

const sheet = [
  'TikTok User Statistics',
  'Username,nasa',
  'Nickname,NASA',
  'Country,',
  'Follower Count,22500',
  'Heart Count,1.7M',
  'Likes Rate,12.07%',
  ',',
  'Videos',
  'Date,Link,Plays,Likes',
  `4/14/2025, 12:22:13 PM,${post},4087,230`,
  `4/15/2025,${post.replace('594', '595')},many,5`,
  '4/16/2025,,10,5',
  '4/17/2025,x',
  ',',
  'Mentions',
  '@someone,2',
  '',
].join('\n');

describe('account-sheet', () => {
  test('is one row of the account and a row of each of its posts', async () => {
    const imported = await importText(sheet, { at: '2026-02-01' });
    expect(imported.kind).toBe('account-sheet');
    expect(imported.notes).toEqual([expect.stringContaining('Mentions')]);
    expect(rowsOf(imported, 'account')).toMatchObject([
      {
        handle: 'nasa',
        followers: 22_500,
        likes: 1_700_000,
        likes_step: 100_000,
        observed_at: '2026-02-01T12:00:00Z',
      },
    ]);
    expect(rowsOf(imported, 'account_info')).toMatchObject([{ name: 'NASA' }]);
    expect(rowsOf(imported, 'post')).toMatchObject([
      { post_id: '7493099446142520594', account_id: 'handle:nasa', views: 4_087, likes: 230 },
    ]);
    // A date whose time was cut off by a comma is one again.
    expect(rowsOf(imported, 'post_info')).toMatchObject([{ created_at: '2025-04-14T12:22:13Z' }]);
    expect(imported.refused).toEqual(['12 not_a_count', '13 bad_id', '14 ragged_row']);
    expect(imported.rows.map((row) => row.line)).toEqual([2, 11, 12, 13, 14]);
  });

  test('may be the values alone, one account a file', async () => {
    const imported = await importText('Username,nasa\nFollowers,5\nLikes,7\n', { at: '2026-02-01' });
    expect(rowsOf(imported, 'account')).toMatchObject([{ handle: 'nasa', followers: 5, likes: 7 }]);
    expect(imported.rows.map((row) => row.line)).toEqual([1]);
  });

  test('needs the instant it was taken', async () => {
    await expect(importText(sheet)).rejects.toMatchObject({ code: 'instant_needed', exitCode: 2 });
  });

  test.skipIf(!hasReal)(
    'a real sheet: its posts have no ids and are refused (needs ../shared/real)',
    async () => {
      const imported = await importFile(`${real}/camihawke_tiktok_stats.csv`, { at: '2025-11-14' });
      expect(rowsOf(imported, 'account')).toMatchObject([
        { handle: 'camihawke', followers: 460_600, likes: 13_800_000, posts: 263, following: 168 },
      ]);
      expect(imported.refused.map((each) => each.split(' ')[1])).toEqual(Array(15).fill('bad_id'));
    },
  );
});
