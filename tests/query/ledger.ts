import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { addDays } from '../../lib/calendar.ts';
import { transform } from '../../lib/pipeline/transform.ts';
import type { Draft } from '../../lib/schema/draft.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { accountRow, postRow } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';

/** A small ledger whose answers can be worked out by hand. */
export async function writeQueryLedger(data: string): Promise<void> {
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  // nasa: 100 more a day from 1,000 on, Monday 2 March to Wednesday 11 March; likes fall once. Nobody looked on the 5th to the 7th.
  for (let day = 0; day < 10; day++) {
    if (day >= 3 && day <= 5) continue;
    writer.add(
      'account',
      accountRow({
        account_id: '1',
        handle: 'nasa',
        observed_at: `${addDays('2026-03-02', day)}T12:00:00Z`,
        followers: 1000 + 100 * day,
        likes: day === 8 ? 5000 : 5000 + 10 * day,
      }),
    );
  }
  // esa: stands still at 200.
  for (const day of ['2026-03-04', '2026-03-05', '2026-03-11'])
    writer.add(
      'account',
      accountRow({
        account_id: '2',
        handle: 'esa',
        observed_at: `${day}T12:00:00Z`,
        followers: 200,
        likes: 7,
      }),
    );
  const info = (post_id: string, created_at: string, hashtags: string[], text: string): Draft => ({
    table: 'post_info',
    row: {
      post_id,
      account_id: '1',
      observed_at: '2026-03-03T12:00:00Z',
      created_at,
      created_from: 'source',
      text,
      kind: 'video',
      hashtags,
      status: 'ok',
      source: 'import',
      capture_id: 'c1',
    },
  });
  writer.addDraft(info('11', '2026-03-02T12:00:00Z', ['moon', 'fyp'], 'One, "two"\n| three'));
  writer.addDraft(info('12', '2026-03-02T00:00:00Z', ['fyp'], '=1+1'));
  writer.addDraft(info('13', '2026-03-01T12:00:00Z', ['fyp', 'été'], '@cmd|x'));
  const seen = (post_id: string, observed_at: string, views: number, likes: number, saves: number | null) =>
    writer.add(
      'post',
      postRow({ post_id, account_id: '1', observed_at, views, likes, comments: 1, shares: 1, saves }),
    );
  seen('11', '2026-03-03T12:00:00Z', 100, 8, 0);
  seen('11', '2026-03-04T12:00:00Z', 400, 36, 2);
  seen('12', '2026-03-03T05:00:00Z', 90, 9, 1);
  seen('12', '2026-03-04T12:00:00Z', 100, 10, null);
  seen('13', '2026-03-04T12:00:00Z', 50, 5, 0);
  for (const [day, viewers, returning] of [
    ['2026-02-27', 100, 25],
    ['2026-02-28', 300, 75],
    ['2026-03-01', 10, 9],
  ] as const)
    writer.addDraft({
      table: 'owner_viewers',
      row: {
        account_id: '1',
        day,
        observed_at: '2026-03-02T12:00:00Z',
        viewers,
        new_viewers: viewers - returning,
        returning_viewers: returning,
        source: 'studio_csv',
        capture_id: 'c1',
      },
    });
  await writer.commit();
  writeFileSync(
    path.join(data, 'annotations.csv'),
    'date,subject,text,link\n2026-03-08,nasa,"Launch, at last",\n',
  );
  await transform(settingsFor(data, { as_of: '2026-03-12T06:00:00Z' }));
}
