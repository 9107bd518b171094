import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { addDays } from '../../lib/calendar.ts';
import { seededRandom } from '../../lib/effects.ts';
import { transform } from '../../lib/pipeline/transform.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { accountRow, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';
import { copyOf, dataOf, expectNothingLost, expectSound, lockedMs, runAndKill, workFolder } from './crash.ts';

const asOf = '2025-07-01T00:00:00Z';

async function addDaysOf(data: string, from: string, days: number): Promise<void> {
  const writer = await LedgerWriter.open(data, 'proof', { capture_id: 'c1', file: null });
  for (let day = 0; day < days; day++)
    for (let account = 0; account < 40; account++)
      writer.add(
        'account',
        accountRow({
          account_id: String(1000 + account),
          handle: `account_${account}`,
          observed_at: `${addDays(from, day)}T03:00:00Z`,
          followers: 1000 + account * 31 + day,
        }),
      );
  await writer.commit();
}

/** What is remembered has times of files, which no two runs share. */
const ledgerOf = (data: string) =>
  Object.fromEntries(Object.entries(treeOf(data)).filter(([name]) => !name.startsWith('.cache/')));

/**
 * Kills a transform at `moments` random moments while derived tables of fewer days are there, and shows each time: the
 * clean tables are as they were, and the same transform again ends with the bytes of an undisturbed one. Returns how many
 * runs were killed in the midst of it.
 */
export async function proveTransform(moments: number, seed: number): Promise<number> {
  const folder = workFolder();
  try {
    const base = path.join(folder, 'base');
    const settings = (data: string) => settingsFor(data, { as_of: asOf });
    const env = { CLIPBOOK_AS_OF: asOf };
    await addDaysOf(base, '2025-03-01', 60);
    await transform(settings(base));
    await addDaysOf(base, '2025-02-10', 100);
    const before = dataOf(base);
    const undisturbed = copyOf(base, path.join(folder, 'undisturbed'));
    const tookMs = await lockedMs(['transform'], undisturbed, env);
    const expected = ledgerOf(undisturbed);
    const random = seededRandom(seed);
    let killed = 0;
    for (let moment = 0; moment < moments; moment++) {
      const data = copyOf(base, path.join(folder, 'struck'));
      const struck = await runAndKill(['transform'], data, random() * tookMs * 1.1, env);
      if (struck.signal === 'SIGKILL') killed++;
      expectNothingLost(data, before);
      await transform(settings(data));
      const now = ledgerOf(data);
      expect(Object.keys(now).sort()).toEqual(Object.keys(expected).sort());
      expect(Object.keys(now).filter((name) => now[name] !== expected[name])).toEqual([]);
      await expectSound(data, { as_of: asOf });
    }
    return killed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
