import { describe, expect, test } from 'vitest';
import { type Row, tables } from '../../../lib/schema/index.ts';
import { columnsOf } from '../../../lib/schema/table.ts';
import { formatRecord, headerOf } from '../../../lib/store/csv.ts';
import { importText } from '../import-text.ts';

const account: Row<'account'> = {
  account_id: '127905465618821121',
  observed_at: '2026-09-22T14:51:09Z',
  handle: 'khaby.lame',
  followers: 162_986_107,
  following: 81,
  likes: null,
  posts: 1353,
  followers_step: 1,
  following_step: 1,
  likes_step: null,
  posts_step: 1,
  likes_wrapped: -1_614_092_016,
  rounding: 'exact',
  time_precision: 'instant',
  source: 'simulated:web_profile_v2',
  capture_id: 'c-1',
};

const postInfo: Row<'post_info'> = {
  post_id: '7665075736742530317',
  observed_at: '2026-09-22T15:16:46Z',
  account_id: '7664638705177150477',
  created_at: '2026-07-21T20:09:02Z',
  created_from: 'source',
  text: 'Two lines,\n"quoted"',
  kind: 'video',
  duration_s: 12.5,
  sound_id: null,
  hashtags: ['moon', '日本'],
  pinned: null,
  ad: false,
  status: 'ok',
  source: 'web_post',
  capture_id: 'c-2',
};

describe('ledger-table', () => {
  test.each([
    ['account', account],
    ['post_info', postInfo],
  ] as const)('a file of the table %s comes back as it was, source and capture too', async (table, row) => {
    const columns = columnsOf(tables[table]);
    const imported = await importText(`${headerOf(columns)}\n${formatRecord(columns, row)}\n`);
    expect(imported.kind).toBe('ledger-table');
    expect(imported.drafts).toEqual([{ table, row }]);
  });

  test('a cell that is no number is refused', async () => {
    const imported = await importText(
      'account_id,observed_at,handle,followers,source,capture_id\n1,2026-09-22T14:51:09Z,a,many,x,c\n',
    );
    expect(imported.refused).toEqual(['2 not_a_count']);
  });

  test('a table with a column of its own is no ledger table', async () => {
    const imported = await importText(
      'account_id,observed_at,handle,followers,source,capture_id,mood\n1,2026-09-22T14:51:09Z,a,5,x,c,fine\n',
    );
    expect(imported.kind).toBe('account-series');
  });
});
