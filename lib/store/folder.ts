import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder and those above it. Returns the topmost one that was made, or null where the folder was there. Throws
 * what the file system says; unlike `mkdir` with `recursive`, which under Node never ends where a folder takes no
 * folders and says ENOENT (as `/proc` does).
 */
export async function makeFolder(folder: string): Promise<string | null> {
  try {
    await mkdir(folder);
    return folder;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const parent = path.dirname(folder);
    if (code === 'EEXIST' && (await isFolder(folder))) return null;
    if (code !== 'ENOENT' || parent === folder) throw error;
    // Somebody else may have made the parent in the meantime: once more, and no more than that.
    if (await isFolder(parent)) return makeLast(folder);
    const topmost = await makeFolder(parent);
    return (await makeFolder(folder)) === null ? topmost : (topmost ?? folder);
  }
}

async function makeLast(folder: string): Promise<string | null> {
  try {
    await mkdir(folder);
    return folder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' && (await isFolder(folder))) return null;
    throw error;
  }
}

async function isFolder(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => null);
  return found?.isDirectory() === true;
}
