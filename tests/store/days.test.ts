import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { query } from '../../lib/pipeline/query.ts';
import { listDays } from '../../lib/store/days.ts';
import { readTable } from '../../lib/store/tables.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { temporaryFolder } from '../helpers/ledger.ts';

/** `owner_day` as its first version wrote it: without followers gained and lost and the audience reached. */
function firstVersion(): string {
  const data = temporaryFolder();
  const folder = path.join(data, 'clean/v1/owner_day/2026/02');
  mkdirSync(folder, { recursive: true });
  const header =
    'account_id,day,observed_at,video_views,profile_views,likes_net,comments_net,shares_net,followers_net,source,capture_id';
  for (const day of ['2026-02-26', '2026-02-27'])
    writeFileSync(
      path.join(folder, `${day}.csv`),
      `${header}\n107955,${day},2026-02-28T12:00:00Z,10,2,1,-1,0,3,studio_csv,c1\n`,
    );
  return data;
}

test('days of an older version are read in today’s columns, with empty cells for what it did not know', async () => {
  const data = firstVersion();
  expect(await listDays(data, 'owner_day', { from: '2026-02-27' })).toEqual([
    { day: '2026-02-27', file: 'clean/v2/owner_day/2026/02/2026-02-27.csv', form: 'older' },
  ]);
  const rows = await readTable('owner_day', { data });
  expect(
    rows.map(({ day, comments_net, followers_net, followers_gained, source }) => ({
      day,
      comments_net,
      followers_net,
      followers_gained,
      source,
    })),
  ).toEqual([
    { day: '2026-02-26', comments_net: -1, followers_net: 3, followers_gained: null, source: 'studio_csv' },
    { day: '2026-02-27', comments_net: -1, followers_net: 3, followers_gained: null, source: 'studio_csv' },
  ]);
  expect((await query('SELECT sum(video_views) FROM owner_day', { data })).rows).toEqual([[20]]);
});

test('where both versions have a row, today’s counts', async () => {
  const data = firstVersion();
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c2', file: null });
  writer.addDraft({
    table: 'owner_day',
    row: {
      account_id: '107955',
      day: '2026-02-27',
      observed_at: '2026-02-28T12:00:00Z',
      video_views: 10,
      profile_views: 2,
      likes_net: 1,
      comments_net: -1,
      shares_net: 0,
      followers_net: 3,
      followers_gained: 5,
      source: 'studio_csv',
      capture_id: 'c2',
    },
  });
  await writer.commit();
  const rows = await readTable('owner_day', { data });
  expect(rows.map(({ day, followers_gained }) => [day, followers_gained])).toEqual([
    ['2026-02-26', null],
    ['2026-02-27', 5],
  ]);
});
