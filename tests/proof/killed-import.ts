import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { addDays } from '../../lib/calendar.ts';
import { seededRandom } from '../../lib/effects.ts';
import { importFiles } from '../../lib/pipeline/import.ts';
import { settingsFor } from '../helpers/settings.ts';
import { copyOf, dataOf, expectNothingLost, expectSound, lockedMs, runAndKill, workFolder } from './crash.ts';

/** A series that touches many day files, some of them stored before, with rows that are refused among them. */
function series(accounts: number, days: number, from: string): string {
  const lines = ['date,username,user_id,name,followers,likes,videos'];
  for (let day = 0; day < days; day++)
    for (let account = 0; account < accounts; account++) {
      const id = String(6_800_000_000_000_000_000n + BigInt(account));
      const followers = (day + account) % 97 === 96 ? 'many' : String(1000 + account * 31 + day);
      lines.push(
        `${addDays(from, day)},account_${account},${id},"Name, of ${account} ${day >> 5}",${followers},${5000 + day},${day >> 3}`,
      );
    }
  return `${lines.join('\n')}\n`;
}

/**
 * Kills an import at `moments` random moments (by `seed`) of its work on a ledger that holds rows already, and shows each
 * time: nothing stored before is lost or changed; the same import again ends with exactly the ledger that an undisturbed
 * one makes, byte by byte. Returns how many runs were killed in the midst of it.
 */
export async function proveImport(moments: number, seed: number): Promise<number> {
  const folder = workFolder();
  try {
    const base = path.join(folder, 'base');
    const [first, second] = [path.join(folder, 'first.csv'), path.join(folder, 'second.csv')];
    writeFileSync(first, series(20, 60, '2025-03-01'));
    writeFileSync(second, series(40, 120, '2025-02-01'));
    await importFiles(settingsFor(base), [first]);
    const before = dataOf(base);
    const undisturbed = copyOf(base, path.join(folder, 'undisturbed'));
    const tookMs = await lockedMs(['import', second], undisturbed);
    const expected = dataOf(undisturbed);
    expect(Object.keys(expected).length).toBeGreaterThan(Object.keys(before).length);
    const random = seededRandom(seed);
    let killed = 0;
    for (let moment = 0; moment < moments; moment++) {
      const data = copyOf(base, path.join(folder, 'struck'));
      const struck = await runAndKill(['import', second], data, random() * tookMs * 1.1);
      if (struck.signal === 'SIGKILL') killed++;
      expectNothingLost(data, before);
      const again = await importFiles(settingsFor(data), [second]);
      expect(again.read).toBe(4800);
      expect(again.stored + again.duplicates + again.rejected).toBe(again.read);
      expect(Object.keys(dataOf(data)).sort()).toEqual(Object.keys(expected).sort());
      const differing = Object.entries(dataOf(data)).filter(([name, text]) => expected[name] !== text);
      expect(differing.map(([name]) => name)).toEqual([]);
      await expectSound(data);
    }
    return killed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
