import { expect, test } from 'vitest';
import { transform } from '../../lib/pipeline/transform.ts';
import { readTable } from '../../lib/store/tables.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { transformAll } from '../../lib/transform/all.ts';
import { temporaryFolder } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';
import { accountRow, postInfoRow, postRow } from '../transform/rows.ts';

const asOf = '2026-11-20T03:00:00Z';
const accountId = (account: number) => String(7_000_000_000_000_000_000n + BigInt(account));

test('a post that rows of several accounts name belongs to one of them, however accounts are taken', async () => {
  const data = temporaryFolder();
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  // More accounts than are taken at once, so that some of them are not taken together.
  for (let account = 0; account < 40; account++) {
    const account_id = accountId(account);
    const at = (hour: number) => `2026-11-0${(hour % 9) + 1}T${String(account % 24).padStart(2, '0')}:00:00Z`;
    writer.add('account', accountRow({ account_id, handle: `account_${account}`, observed_at: at(1) }));
    // Post 1 has details of all accounts, post 2 of none.
    const created_at = '2026-11-01T00:00:00Z';
    writer.add('post_info', postInfoRow({ post_id: '1', account_id, observed_at: at(account), created_at }));
    for (const post_id of ['1', '2'])
      writer.add('post', postRow({ post_id, account_id, observed_at: at(account), views: 100 + account }));
  }
  await writer.commit();
  // The second time it is known from the first.
  for (let time = 0; time < 2; time++) await transform(settingsFor(data, { as_of: asOf, cache: 'on' }));
  const rows = await readTable('post_engagement', { data });
  expect(rows.map(({ post_id }) => post_id)).toEqual(['1', '2']);
  const [post, postInfo, account] = await Promise.all([
    readTable('post', { data }),
    readTable('post_info', { data }),
    readTable('account', { data }),
  ]);
  const whole = transformAll({
    account,
    accountInfo: [],
    watchlist: [],
    defaultZone: 'UTC',
    asOf,
    post,
    postInfo,
  });
  expect(rows).toEqual(whole.post_engagement);
});
