import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { recogniseTable } from '../../lib/import/detect.ts';
import { kindIds, tableKinds } from '../../lib/import/kinds.ts';
import { importFile, importText } from './import-text.ts';

const real = '../shared/real';
const hasReal = existsSync(real);

const kindOf = (header: string, ...sample: string[]) =>
  recogniseTable(
    { file: 'x.csv' },
    {
      header: header.split(','),
      sample: sample.map((row) => row.split(',')),
      batches: () => {
        throw new Error('only the head is looked at');
      },
    },
    {},
  ).kind.id;

describe('recogniseTable', () => {
  test.each([
    ['Date,Username,Followers,Likes,Videos,Total_Views', 'account-series'],
    ['date,username,followerCount,followingCount,heartCount,videoCount,diggCount', 'account-series'],
    ['video_id,tiktok_handle,visninger,likes,kommentarer', 'post-table'],
    ['URL,Date,Description,Username,Views,Tags', 'post-table'],
    ['id,create_time,user_name,n_likes,n_shares,n_plays,n_followers,n_total_likes', 'post-table'],
    ['commit,committed_at,challengeId,name,views', 'hashtag-series'],
    ['commit,committed_at,musicId,musicInfo,posts', 'sound-series'],
    ['Date,Video Views,Profile Views,Likes,Comments,Shares', 'studio-overview'],
    ['Date,Video Views,Profile Views,Likes,Comments,Shares,New followers', 'studio-overview'],
    ['Date,Followers,Difference in followers from previous day', 'studio-followers'],
    ['Date,Total Viewers,New Viewers,Returning Viewers', 'studio-viewers'],
    ['Date,Hour,Active followers', 'studio-activity'],
    ['Gender,Distribution', 'studio-audience'],
    ['Top territories,Distribution', 'studio-audience'],
    [
      'Time,Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views',
      'studio-content',
    ],
    ['account_id,observed_at,handle,followers,source,capture_id', 'ledger-table'],
  ])('%s is %s', (header, kind) => {
    expect(kindOf(header)).toBe(kind);
  });

  test('a column called id is the account’s or its handle, as its values are', async () => {
    const text = (id: string) => `date,id,followers\n2026-01-05,${id},1\n`;
    expect((await importText(text('@a'))).drafts[0]?.row).toMatchObject({
      account_id: 'handle:a',
      handle: 'a',
    });
    await expect(importText(text('107955'))).rejects.toMatchObject({ code: 'account_needed' });
  });

  test('an unknown table: what was found, which kinds there are, what the nearest lacks', async () => {
    await expect(importText('timestamp,handle,mood\n1,a,fine\n')).rejects.toMatchObject({
      code: 'unknown_kind',
      exitCode: 2,
      message: expect.stringMatching(/"timestamp", "handle", "mood"/),
      hint: expect.stringMatching(/account-series.*followers/),
    });
    const far = importText('colour,taste\nred,sweet\n');
    await expect(far).rejects.toMatchObject({
      hint: expect.stringMatching(new RegExp(tableKinds.map((kind) => kind.id).join(', '))),
    });
    // Videos beside a handle may be what a run has fetched, not what the account has.
    await expect(importText('ts,handle,videos,status\n1,a,68,ok\n')).rejects.toMatchObject({
      code: 'unknown_kind',
    });
  });

  test('a forced kind says which column is missing', async () => {
    await expect(importText('Date,Likes\n2026-01-05,1\n', { as: 'account-series' })).rejects.toMatchObject({
      code: 'missing_column',
      message: expect.stringMatching(/lacks followers/),
    });
    await expect(importText('Date,Likes\n2026-01-05,1\n', { as: 'account-page' })).rejects.toMatchObject({
      code: 'unknown_kind',
    });
    for (const as of kindIds)
      await expect(importText('colour\nred\n', { as })).rejects.toMatchObject({ exitCode: 2 });
  });

  test('personal data is recognised by its first words, and an error about it tells none of them', async () => {
    const data =
      '{\n "Direct Message": {\n  "Direct Messages": {"ChatHistory": {"Chat with secret_friend:": [';
    for (const at of [undefined, '2026-02-01'])
      await expect(importText(data, { at }, 'user_data_tiktok.json')).rejects.toMatchObject({
        code: at === undefined ? 'instant_needed' : 'bad_json',
        message: expect.not.stringMatching(/secret_friend/),
      });
  });
});

test.skipIf(!hasReal)('what a file is not is said, too (needs ../shared/real)', async () => {
  const refused: Record<string, string> = {
    'key-value-and-table/camihawke_tiktok_stats.csv': 'instant_needed',
    'panel-two-waves/2026-03-30_run/run_20260330_193550_a14bfb.jsonl': 'unknown_kind',
    'panel-two-waves/2026-03-30_run/retry_old_first_page_log.csv': 'unknown_kind',
    'panel-two-waves/2026-03-30_run/tiktok_collect_checkpoint.json': 'no_rows',
    'series-celebrities/snapshots/www-2021-03-28-c22ea53b41.json': 'instant_needed',
    'series-daily-2026/tiktok_daily_stats@0714b0c-old-schema-one-account.csv': 'account_needed',
    'studio-export-csv/Viewers.csv': 'account_needed',
    'studio-export-csv/Followers_creator_a/FollowerGender.csv': 'account_needed',
    'studio-export-csv/user_data_tiktok.SKELETON-2026-02.synthetic-values.json': 'instant_needed',
    'wide-table-dmy/data/tiktok_followers.csv': 'account_needed',
    'wide-table-dmy/candidates.csv': 'unknown_kind',
  };
  for (const [file, code] of Object.entries(refused))
    await expect(importFile(`${real}/${file}`), file).rejects.toMatchObject({
      code,
      hint: expect.stringMatching(/\w/),
    });
});
