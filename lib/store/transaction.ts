import { open, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { LedgerError } from '../errors.ts';
import { makeFolder } from './folder.ts';
import { stagingFolder, under } from './paths.ts';

/**
 * All or nothing over many files. New contents are written and synced beside the ledger; one small file then says "go",
 * and from there on the renames are carried out, by this run or, when it dies, by the next one.
 */

interface Move {
  /** Name inside the staging folder; null for a file to remove. */
  from: string | null;
  /** Path relative to the root. */
  to: string;
}

export interface Transaction {
  /** Folder for scratch files; removed with the transaction. */
  readonly folder: string;
  /** What is staged, by target: the name of its new content in the folder, or null where it goes. */
  readonly staged: ReadonlyMap<string, { from: string | null }>;
  /** Stages the new content of a file. */
  write(relative: string, content: string | Uint8Array): Promise<void>;
  /** Stages the removal of a file. */
  remove(relative: string): void;
  /** Makes everything staged the ledger's content. */
  commit(): Promise<void>;
  /** Forgets everything staged. */
  abort(): Promise<void>;
}

const goFile = 'go.json';

/** Begins a transaction. Throws `LedgerError` where the root cannot be written. */
export async function beginTransaction(root: string, name: string): Promise<Transaction> {
  const folder = under(root, `${stagingFolder}/${name}`);
  await writable(root, () => makeFolder(path.resolve(folder)));
  // By target: what is staged twice for one file is carried out once.
  const moves = new Map<string, Move>();
  let staged = 0;
  return {
    folder,
    staged: moves,
    async write(relative, content) {
      // Its place is taken before the write is waited for: several may be under way.
      const from = String(staged++);
      moves.set(relative, { from, to: relative });
      await writable(root, () => writeSynced(path.join(folder, from), content));
    },
    remove(relative) {
      moves.set(relative, { from: null, to: relative });
    },
    async commit() {
      if (moves.size > 0) {
        const all = [...moves.values()];
        await writable(root, async () => {
          await writeSynced(path.join(folder, `${goFile}.tmp`), JSON.stringify(all));
          await rename(path.join(folder, `${goFile}.tmp`), path.join(folder, goFile));
          await syncFolder(folder);
          await carryOut(root, folder, all);
        });
      }
      await discard(root, folder);
    },
    abort: () => discard(root, folder),
  };
}

/**
 * Finishes what a killed run had decided and clears away what it had not. Called with the lock held. Returns how many
 * transactions were finished.
 */
export async function recover(root: string): Promise<number> {
  const staging = under(root, stagingFolder);
  const names = await readdir(staging).catch(() => []);
  let finished = 0;
  for (const name of names) {
    const folder = path.join(staging, name);
    const go = await readFile(path.join(folder, goFile), 'utf8').catch(() => null);
    if (go !== null) {
      await writable(root, () => carryOut(root, folder, JSON.parse(go) as Move[]));
      finished++;
    }
    await discard(root, folder);
  }
  return finished;
}

async function carryOut(root: string, folder: string, moves: readonly Move[]): Promise<void> {
  const folders = new Set(moves.map(({ to }) => path.dirname(under(root, to))));
  for (const each of folders) await makeFolder(path.resolve(each));
  for (let i = 0; i < moves.length; i += movesAtOnce)
    await Promise.all(moves.slice(i, i + movesAtOnce).map((move) => carryOutMove(root, folder, move)));
  for (const each of folders) await syncFolder(each);
}

/** Moves that are carried out side by side: no two of a transaction have the same target. */
const movesAtOnce = 8;

async function carryOutMove(root: string, folder: string, { from, to }: Move): Promise<void> {
  const target = under(root, to);
  if (from === null) return rm(target, { force: true });
  return rename(path.join(folder, from), target).catch((error: NodeJS.ErrnoException) => {
    // Already moved by the run that died here.
    if (error.code !== 'ENOENT') throw error;
  });
}

async function discard(root: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  // The staging folder itself goes with its last transaction; another one may still be in it.
  await rmdir(under(root, stagingFolder)).catch(() => undefined);
}

async function writeSynced(file: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(content);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const reasons: Record<string, [why: string, hint: string]> = {
  EACCES: [
    'the folder may not be written by this user',
    'Give yourself write permission, or point --data elsewhere.',
  ],
  EPERM: [
    'the folder may not be written by this user',
    'Give yourself write permission, or point --data elsewhere.',
  ],
  EROFS: ['the file system is read-only', 'Mount it writable, or point --data elsewhere.'],
  ENOSPC: ['the disk is full', 'Free some space and run the command again; nothing stored was changed.'],
  EDQUOT: [
    'the disk quota is used up',
    'Free some space and run the command again; nothing stored was changed.',
  ],
  ENOENT: ['the file system takes no files there', 'Point --data at a folder on a disk.'],
  ENOTDIR: ['a part of the path is a file', 'Point --data at a folder.'],
  EEXIST: ['there is a file in its place', 'Point --data at a folder.'],
};

/** Runs a write and turns the file system's refusal into a `LedgerError` that says what to do. */
export async function writable<T>(root: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    const reason = reasons[(cause as NodeJS.ErrnoException).code ?? ''];
    if (!reason) throw cause;
    throw new LedgerError('ledger_unwritable', `The data folder ${root} cannot be written: ${reason[0]}.`, {
      cause,
      hint: reason[1],
    });
  }
}
