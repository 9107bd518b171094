import { addDays } from '../../lib/calendar.ts';
import { readSettings } from '../../lib/config.ts';
import { seededRandom } from '../../lib/effects.ts';
import { transform } from '../../lib/pipeline/transform.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';

/** A ledger of invented accounts: `make-ledger.ts <data root> <accounts> <days>`, with its derived tables. */

const [, , data = '', accounts = '1000', days = '90'] = process.argv;
const random = seededRandom(1);
const lastDay = '2026-06-30';
const writer = await LedgerWriter.open(data, 'bench', { capture_id: 'bench', file: null });
for (let account = 0; account < Number(accounts); account++) {
  let followers = Math.round(1000 * 1.008 ** account);
  let likes = followers * 14;
  for (let day = 0; day < Number(days); day++) {
    followers += Math.round(followers * 0.002 * (random() - 0.2));
    likes += Math.round(followers * 0.01 * random());
    // One day in thirty without an answer.
    if (random() < 1 / 30) continue;
    writer.add('account', {
      account_id: String(7_000_000_000_000_000_000n + BigInt(account)),
      observed_at: `${addDays(lastDay, day - Number(days))}T03:17:00Z`,
      handle: `bench_${account}`,
      followers,
      following: 100,
      likes,
      posts: 100 + Math.floor(day / 3),
      followers_step: 1,
      following_step: 1,
      likes_step: 1,
      posts_step: 1,
      likes_wrapped: null,
      rounding: 'exact',
      time_precision: 'instant',
      source: 'simulated:bench',
      capture_id: 'bench',
    });
  }
}
await writer.commit();
await transform({ ...readSettings(), data, as_of: `${lastDay}T06:00:00Z` });
