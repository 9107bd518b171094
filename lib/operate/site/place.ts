import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/** Files of a site and where they lie. */

/** What the file system says of a file without opening it. */
export interface FileStamp {
  bytes: number;
  changedMs: number;
}

/** Null where there is no such file. */
export function stampOf(file: string): FileStamp | null {
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.isFile() ? { bytes: found.size, changedMs: found.mtimeMs } : null;
}

export function isSameStamp(a: FileStamp | null, b: FileStamp | null | undefined): boolean {
  return a !== null && a.bytes === b?.bytes && a.changedMs === b.changedMs;
}

export function readTextFile(file: string): string {
  return readFileSync(file, 'utf8');
}

/** Every file below a folder, but for `.git`, as relative paths; none where there is no such folder. */
export async function filesIn(folder: string): Promise<string[]> {
  let entries: ReturnType<typeof listed>;
  try {
    entries = listed(folder);
  } catch {
    return [];
  }
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => !file.startsWith('.git/'));
}

function listed(folder: string) {
  return readdirSync(folder, { recursive: true, withFileTypes: true });
}

// A site has tens of thousands of small files: asking the system for one after the other takes a fraction of the time that it takes to
// wait for the threads that would do it in the background.

/** Makes the folder of a file; `made` is what was made before. */
export function makeRoom(file: string, made: Set<string>): void {
  const folder = path.dirname(file);
  if (made.has(folder)) return;
  mkdirSync(folder, { recursive: true });
  made.add(folder);
}

/** Writes a file by its path below a folder. */
export function writeInto(
  folder: string,
  file: string,
  content: string | Uint8Array,
  made: Set<string>,
): void {
  makeRoom(path.join(folder, file), made);
  writeFileSync(path.join(folder, file), content);
}

/** Moves a file over another or to where there is none, onto another file system too. */
export function moveFile(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Most files are there already: asking for the folder of each first would take as long as moving it.
    if (code === 'ENOENT' && !existsSync(path.dirname(to))) {
      mkdirSync(path.dirname(to), { recursive: true });
      moveFile(from, to);
    } else if (code === 'EXDEV') {
      const beside = `${to}.new`;
      copyFileSync(from, beside);
      renameSync(beside, to);
      rmSync(from);
    } else throw error;
  }
}

/** Removes every file of a site that is not in `wanted`, and folders that are then empty. */
export function sweep(out: string, present: readonly string[], wanted: ReadonlySet<string>): string[] {
  const gone = present.filter((file) => !wanted.has(file));
  const folders = new Set<string>();
  for (const file of gone) {
    rmSync(path.join(out, file), { force: true });
    for (let folder = path.dirname(file); folder !== '.'; folder = path.dirname(folder)) folders.add(folder);
  }
  // Deepest first: a folder is empty when those in it are gone.
  for (const folder of [...folders].sort((a, b) => b.length - a.length))
    try {
      rmdirSync(path.join(out, folder));
    } catch {
      // It has other files.
    }
  return gone;
}
