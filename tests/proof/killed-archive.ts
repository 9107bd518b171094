import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { addDays } from '../../lib/calendar.ts';
import { seededRandom } from '../../lib/effects.ts';
import { archive, undoArchive } from '../../lib/pipeline/archive.ts';
import { readTable } from '../../lib/store/tables.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { accountRow, postRow } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';
import { copyOf, dataOf, expectSound, lockedMs, runAndKill, workFolder } from './crash.ts';

const asOf = '2025-07-01T00:00:00Z';
const env = { CLIPBOOK_AS_OF: asOf };
const settings = (data: string) => settingsFor(data, { as_of: asOf });

/** Four months of two tables. */
async function makeLedger(data: string): Promise<void> {
  const writer = await LedgerWriter.open(data, 'proof', { capture_id: 'c1', file: null });
  for (let day = 0; day < 120; day++)
    for (let account = 0; account < 12; account++) {
      const observed_at = `${addDays('2025-02-10', day)}T03:00:00Z`;
      const account_id = String(1000 + account);
      writer.add('account', accountRow({ account_id, observed_at, followers: 1000 + account * 31 + day }));
      writer.add(
        'post',
        postRow({ post_id: String(7_000_000 + account), account_id, observed_at, views: day }),
      );
    }
  await writer.commit();
}

const rowsIn = async (data: string) => [
  await readTable('account', { data }),
  await readTable('post', { data }),
];

/** Kills a command at random moments and shows each time: every row is there, once, and the next run ends as an undisturbed one. */
async function prove(
  args: readonly string[],
  base: string,
  folder: string,
  again: (data: string) => Promise<unknown>,
  moments: number,
  seed: number,
): Promise<number> {
  const rows = await rowsIn(base);
  const undisturbed = copyOf(base, path.join(folder, 'undisturbed'));
  const tookMs = await lockedMs(args, undisturbed, env);
  const expected = dataOf(undisturbed);
  expect(expected).not.toEqual(dataOf(base));
  const random = seededRandom(seed);
  let killed = 0;
  for (let moment = 0; moment < moments; moment++) {
    const data = copyOf(base, path.join(folder, 'struck'));
    const struck = await runAndKill(args, data, random() * tookMs * 1.1, env);
    if (struck.signal === 'SIGKILL') killed++;
    expect(await rowsIn(data)).toEqual(rows);
    await again(data);
    const now = dataOf(data);
    expect(Object.keys(now).sort()).toEqual(Object.keys(expected).sort());
    expect(Object.keys(now).filter((name) => now[name] !== expected[name])).toEqual([]);
    expect(await rowsIn(data)).toEqual(rows);
    await expectSound(data, { as_of: asOf });
  }
  return killed;
}

/** Kills `archive`. Returns how many runs were killed in the midst of it. */
export async function proveArchive(moments: number, seed: number): Promise<number> {
  const folder = workFolder();
  try {
    const base = path.join(folder, 'base');
    await makeLedger(base);
    return await prove(['archive', 'months'], base, folder, (data) => archive(settings(data)), moments, seed);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Kills `archive undo`. */
export async function proveUndo(moments: number, seed: number): Promise<number> {
  const folder = workFolder();
  try {
    const base = path.join(folder, 'base');
    await makeLedger(base);
    await archive(settings(base));
    return await prove(
      ['archive', 'undo'],
      base,
      folder,
      (data) => undoArchive(settings(data)),
      moments,
      seed,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
