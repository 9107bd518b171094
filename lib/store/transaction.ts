import { writeFileSync } from 'node:fs';
import { readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { LedgerError } from '../errors.ts';
import { makeFolder } from './folder.ts';
import { stagingFolder, under } from './paths.ts';
import { syncFile, syncFolder, writePieces, writeSynced } from './synced.ts';

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
  /** Stages the new content of a file; nothing of it is held when this comes back. */
  write(relative: string, content: string | Uint8Array): Promise<void>;
  /** Stages the new content of a file, piece by piece: no more than one of them is held. */
  writePieces(relative: string, pieces: AsyncIterable<Uint8Array>): Promise<void>;
  /** Stages a file that its owner has written and synced in `folder`, under a name that is no number. */
  adopt(relative: string, name: string): void;
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
  let decided = false;
  const stage = (relative: string) => {
    const from = String(staged++);
    moves.set(relative, { from, to: relative });
    return path.join(folder, from);
  };
  return {
    folder,
    staged: moves,
    async write(relative, content) {
      const file = stage(relative);
      // At once, so that the content's memory can be used again. It is synced with all others before the decision: a disk is told to
      // wait for its own writes once, not for each of many small files.
      await writable(root, async () => writeFileSync(file, content));
    },
    async writePieces(relative, pieces) {
      const file = stage(relative);
      await writable(root, () => writePieces(file, pieces));
    },
    adopt(relative, name) {
      moves.set(relative, { from: name, to: relative });
    },
    remove(relative) {
      moves.set(relative, { from: null, to: relative });
    },
    async commit() {
      if (moves.size > 0) {
        const all = [...moves.values()];
        await writable(root, () => decide(root, folder, all));
        decided = true;
        await finish(root, folder, all);
      }
      await discard(root, folder);
    },
    async abort() {
      // What is decided is carried out, now or by the next command: half of it must not be forgotten.
      if (!decided) await discard(root, folder);
    },
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
      await finish(root, folder, JSON.parse(go) as Move[]);
      finished++;
    }
    await discard(root, folder);
  }
  return finished;
}

/**
 * Writes down what is to be done, so that it outlives a loss of power. Folders are made before: what can still fail for lack of room
 * fails while nothing is decided, and then they go again.
 */
async function decide(root: string, folder: string, moves: readonly Move[]): Promise<void> {
  const top = path.resolve(root);
  const made: string[] = [];
  try {
    for (const each of foldersOf(root, moves)) {
      const topmost = await makeFolder(each);
      if (topmost !== null) made.push(...between(topmost, each));
    }
    for (const each of new Set(made.map((one) => path.dirname(one)))) await syncFolder(each);
    await syncStaged(folder, moves);
    await writeSynced(path.join(folder, `${goFile}.tmp`), JSON.stringify(moves));
    for (const each of [path.dirname(folder), top]) await syncFolder(each);
    await rename(path.join(folder, `${goFile}.tmp`), path.join(folder, goFile));
    await syncFolder(folder);
  } catch (error) {
    await rm(path.join(folder, goFile), { force: true });
    for (const each of made.reverse()) await rmdir(each).catch(() => undefined);
    throw error;
  }
}

/** Carries out what is decided. Throws `LedgerError` `ledger_unfinished` where it cannot be: the next command goes on. */
async function finish(root: string, folder: string, moves: readonly Move[]): Promise<void> {
  try {
    await carryOut(root, folder, moves);
    // The decision goes before its files do, and for good: carried out again after later changes it would undo them.
    await rm(path.join(folder, goFile), { force: true });
    await syncFolder(folder);
  } catch (cause) {
    const reason = reasonOf(cause);
    if (!reason) throw cause;
    throw new LedgerError('ledger_unfinished', `A change of ${root} is begun and not ended: ${reason[0]}.`, {
      cause,
      hint: `${reason[1]} The next command that writes ends the change first; nothing is lost.`,
    });
  }
}

async function carryOut(root: string, folder: string, moves: readonly Move[]): Promise<void> {
  const folders = foldersOf(root, moves);
  for (const each of folders) await makeFolder(each);
  // Readers take no lock: what is new is there before what is old goes.
  for (const some of [moves.filter(({ from }) => from !== null), moves.filter(({ from }) => from === null)])
    for (let i = 0; i < some.length; i += movesAtOnce)
      await Promise.all(some.slice(i, i + movesAtOnce).map((move) => carryOutMove(root, folder, move)));
  for (const each of folders) await syncFolder(each);
  for (const { from, to } of moves) if (from === null) await removeEmpty(root, to);
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

/** Takes away the folders that a removed file leaves empty, up to the root. */
async function removeEmpty(root: string, removed: string): Promise<void> {
  for (let folder = path.posix.dirname(removed); folder !== '.'; folder = path.posix.dirname(folder))
    try {
      await rmdir(under(root, folder));
    } catch {
      return;
    }
}

async function discard(root: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  // The staging folder itself goes with its last transaction; another one may still be in it.
  await rmdir(under(root, stagingFolder)).catch(() => undefined);
}

/** The folders that files are moved into or removed from. */
function foldersOf(root: string, moves: readonly Move[]): Set<string> {
  return new Set(moves.map(({ to }) => path.resolve(path.dirname(under(root, to)))));
}

/** The folders from the topmost to the lowest, both included. */
function between(topmost: string, lowest: string): string[] {
  return lowest === topmost ? [topmost] : [...between(topmost, path.dirname(lowest)), lowest];
}

/** Syncs what is staged; some files side by side. */
async function syncStaged(folder: string, moves: readonly Move[]): Promise<void> {
  const names = moves.flatMap(({ from }) => (from === null ? [] : [from]));
  for (let i = 0; i < names.length; i += movesAtOnce)
    await Promise.all(names.slice(i, i + movesAtOnce).map((name) => syncFile(path.join(folder, name))));
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
  ENOSPC: ['the disk is full', 'Free some space and run the command again.'],
  EDQUOT: ['the disk quota is used up', 'Free some space and run the command again.'],
  ENOENT: ['the file system takes no files there', 'Point --data at a folder on a disk.'],
  ENOTDIR: ['a part of the path is a file', 'Point --data at a folder.'],
  EEXIST: ['there is a file in its place', 'Point --data at a folder.'],
  EISDIR: ['there is a folder in the place of a file', 'Move it away.'],
  EFBIG: [
    'a file would be larger than this user or the file system allows',
    'Raise the limit ("ulimit -f") and run the command again.',
  ],
  EIO: ['the disk reports an error', 'Look after the disk, then run the command again.'],
};

function reasonOf(error: unknown): [why: string, hint: string] | undefined {
  return reasons[(error as NodeJS.ErrnoException).code ?? ''];
}

/** Runs a write and turns the file system's refusal into a `LedgerError` that says what to do. */
export async function writable<T>(root: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    const reason = reasonOf(cause);
    if (!reason) throw cause;
    throw new LedgerError('ledger_unwritable', `The data folder ${root} cannot be written: ${reason[0]}.`, {
      cause,
      hint: `${reason[1]} Nothing stored was changed.`,
    });
  }
}
