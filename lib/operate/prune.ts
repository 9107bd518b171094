import { readdir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { addDays, dayIn } from '../calendar.ts';
import { type Effects, liveEffects } from '../effects.ts';

/** How long raw captures are kept. */
export const rawDaysKept = 90;

/**
 * Removes page captures older than 90 days from `data/raw/` (kept copies of imported files stay). Returns how many day
 * folders went. A ledger without captures is fine.
 */
export async function pruneRaw(root: string, effects: Effects = liveEffects): Promise<number> {
  const oldest = addDays(dayIn('UTC', effects.now()), -rawDaysKept);
  const raw = path.join(root, 'raw');
  let removed = 0;
  for (const year of await foldersIn(raw, /^\d{4}$/))
    for (const month of await foldersIn(path.join(raw, year), /^\d\d$/)) {
      for (const day of await foldersIn(path.join(raw, year, month), /^\d\d$/)) {
        if (`${year}-${month}-${day}` >= oldest) continue;
        await rm(path.join(raw, year, month, day), { recursive: true });
        removed++;
      }
      // Only an empty folder can be removed this way: a month that still holds days stays.
      await rmdir(path.join(raw, year, month)).catch(() => undefined);
    }
  return removed;
}

async function foldersIn(folder: string, pattern: RegExp): Promise<string[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  return names.filter((name) => pattern.test(name));
}
