import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { addDays } from '../../lib/calendar.ts';
import { seededRandom } from '../../lib/effects.ts';
import { createBackup, verifyBackups } from '../../lib/pipeline/backup.ts';
import { importFiles } from '../../lib/pipeline/import.ts';
import { restoreBackup } from '../../lib/pipeline/restore.ts';
import { settingsFor } from '../helpers/settings.ts';
import { copyOf, dataOf, expectSound, lockedMs, runAndKill, workFolder } from './crash.ts';

/** A series of two thousand rows in a hundred day files. */
function series(followers: number): string {
  const lines = ['date,username,user_id,name,followers,likes,videos'];
  for (let day = 0; day < 100; day++)
    for (let account = 0; account < 20; account++) {
      const id = String(6_800_000_000_000_000_000n + BigInt(account));
      lines.push(
        `${addDays('2025-03-01', day)},account_${account},${id},Name,${followers + account * 31 + day},5000,8`,
      );
    }
  return `${lines.join('\n')}\n`;
}

async function ledger(folder: string, name: string, followers: number): Promise<string> {
  const [data, file] = [path.join(folder, name), path.join(folder, `${name}.csv`)];
  writeFileSync(file, series(followers));
  await importFiles(settingsFor(data), [file]);
  return data;
}

/**
 * Kills a backup at `moments` random moments (by `seed`) of its work and shows each time: the ledger is as it was; whatever looks like a
 * backup is a whole one; the same command again makes one that restores to the same ledger, and clears away what was left. Returns how
 * many runs were killed in the midst of it.
 */
export async function proveBackup(moments: number, seed: number): Promise<number> {
  const folder = workFolder();
  try {
    const base = await ledger(folder, 'base', 1000);
    const before = dataOf(base);
    const [data, to] = [path.join(folder, 'struck'), path.join(folder, 'backups')];
    const args = ['backup', 'create', '--to', to];
    const tookMs = await lockedMs(args, copyOf(base, data));
    const random = seededRandom(seed);
    let killed = 0;
    for (let moment = 0; moment < moments; moment++) {
      copyOf(base, data);
      rmSync(to, { recursive: true, force: true });
      const { signal } = await runAndKill(args, data, random() * tookMs * 1.1);
      if (signal === 'SIGKILL') killed++;
      expect(dataOf(data)).toEqual(before);
      await expectWhole(to);
      const { name } = await createBackup(settingsFor(data), { to, project: folder });
      await expectWhole(to);
      expect(readdirSync(to).filter((each) => each.startsWith('.'))).toEqual([]);
      const into = path.join(folder, 'restored');
      rmSync(into, { recursive: true, force: true });
      await restoreBackup(settingsFor(data), { from: path.join(to, name), into });
      expect(dataOf(into)).toEqual(before);
      await expectSound(data);
    }
    return killed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every archive of a place is sound, whatever else lies there. */
async function expectWhole(place: string): Promise<void> {
  const found = await verifyBackups(settingsFor(place), place).catch((error: { code?: string }) => {
    if (error.code === 'backup_missing') return { damaged: 0 };
    throw error;
  });
  expect(found.damaged).toBe(0);
}

/**
 * Kills a restore over another ledger at random moments and shows each time: once a later command has taken the lock, the ledger is all of
 * one or all of the other, never some of each; and the same restore again ends with what the backup holds.
 */
export async function proveRestore(moments: number, seed: number): Promise<number> {
  const folder = workFolder();
  try {
    const [base, other] = [await ledger(folder, 'base', 1000), await ledger(folder, 'other', 7000)];
    const [old, wanted] = [dataOf(other), dataOf(base)];
    const [data, to] = [path.join(folder, 'struck'), path.join(folder, 'backups')];
    await createBackup(settingsFor(base), { to, project: folder });
    const args = ['backup', 'restore', '--from', to, '--replace'];
    const tookMs = await lockedMs(args, copyOf(other, data));
    const random = seededRandom(seed);
    let killed = 0;
    for (let moment = 0; moment < moments; moment++) {
      copyOf(other, data);
      const { signal } = await runAndKill(args, data, random() * tookMs * 1.1);
      if (signal === 'SIGKILL') killed++;
      // Any command that writes would do: it finishes what was decided.
      await createBackup(settingsFor(data), { to: path.join(folder, 'later'), project: folder });
      const found = dataOf(data);
      expect([old, wanted]).toContainEqual(found);
      await restoreBackup(settingsFor(data), { from: to, replace: true, project: folder });
      expect(dataOf(data)).toEqual(wanted);
      await expectSound(data);
    }
    return killed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
