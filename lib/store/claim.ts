import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '../errors.ts';
import { makeFolder } from './folder.ts';
import { writable } from './transaction.ts';

/**
 * Makes a folder one's own: an empty or absent one is marked, one with the same mark is emptied and marked again.
 * Throws `InputError` (`folder_taken`) for a folder that holds anything else, which is left as it is.
 */
export async function claimFolder(folder: string, marker: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  if (names.length > 0 && !names.includes(marker))
    throw new InputError('folder_taken', `The folder ${folder} holds something that is not a demo.`, {
      hint: 'Point --data at an empty folder; the demo never writes into a ledger.',
    });
  await writable(folder, async () => {
    await rm(folder, { recursive: true, force: true });
    await makeFolder(path.resolve(folder));
    await writeFile(
      path.join(folder, marker),
      'Made by "clipbook demo": simulated data, replaced at the next demo.\n',
    );
  });
}
