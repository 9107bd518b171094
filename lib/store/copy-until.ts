import { constants } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { listFiles } from './files.ts';
import { under } from './paths.ts';

const folders = ['clean', 'issued', 'rejected'];
/** Edited by hand: they are as they are, whatever the month. */
const lists = ['watchlist.csv', 'annotations.csv', 'rules.json'];
const monthFolder = /\/(\d{4})\/(\d\d)\//;

/**
 * Copies what a ledger knows of the time until the end of a month (UTC, `YYYY-MM`): observations, what was issued and what was refused, with the
 * lists. Derived tables are left out, since they are of another time. Gives how many files of observations there were.
 */
export async function copyLedgerUntil(root: string, month: string, into: string): Promise<number> {
  const found = (await Promise.all(folders.map((folder) => listFiles(root, folder)))).flat();
  const wanted = found.filter((file) => {
    const [, year, number] = monthFolder.exec(file) ?? [];
    return year !== undefined && `${year}-${number}` <= month;
  });
  const made = new Set<string>();
  for (const file of [...lists, ...wanted]) {
    const target = under(into, file);
    const folder = path.dirname(target);
    if (!made.has(folder)) await mkdir(folder, { recursive: true });
    made.add(folder);
    await copyFile(under(root, file), target, constants.COPYFILE_FICLONE).catch((error) => {
      if (error.code !== 'ENOENT' || !lists.includes(file)) throw error;
    });
  }
  return wanted.filter((file) => file.startsWith('clean/')).length;
}
