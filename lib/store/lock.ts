import { link, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { instantOf } from '../calendar.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { LedgerError } from '../errors.ts';
import { makeFolder } from './folder.ts';
import { lockFile, under } from './paths.ts';
import { recover, writable } from './transaction.ts';

interface Owner {
  pid: number;
  host: string;
  command: string;
  since: string;
}

/**
 * Runs `work` as the only writer of the ledger, after finishing what a killed run left. The lock names its owner; one
 * whose process is gone is taken over. Throws `LedgerError` (`ledger_busy`) while another run holds it.
 */
export async function withLock<T>(
  root: string,
  command: string,
  work: () => Promise<T>,
  effects: Effects = liveEffects,
): Promise<T> {
  const file = under(root, lockFile);
  const made = await writable(root, () => makeFolder(path.resolve(root)));
  const owner: Owner = { pid: process.pid, host: hostname(), command, since: instantOf(effects.now()) };
  // Written whole under a name of its own and then linked, so that nobody ever reads half a lock.
  const own = `${file}.${process.pid}`;
  await writable(root, () => writeFile(own, JSON.stringify(owner)));
  try {
    for (let attempt = 0; !(await linked(own, file)); attempt++) {
      const holder = await readOwner(file);
      if (attempt < 5 && (holder === null || !isAlive(holder)) && (await takeAway(file, own))) continue;
      throw new LedgerError(
        'ledger_busy',
        holder === null
          ? `Another run is writing to ${root}.`
          : `Another run is writing to ${root}: "${holder.command}", process ${holder.pid} on ${holder.host}, since ${holder.since}.`,
        { hint: `Wait for it to end. If you are sure that it is gone, remove ${file}.` },
      );
    }
  } finally {
    await rm(own, { force: true });
  }
  try {
    await sweep(root);
    await recover(root);
    return await work();
  } finally {
    await rm(file, { force: true });
    if (made !== null) await removeEmpty(root, made);
  }
}

/** Takes away what runs that were killed at the lock left beside it. */
async function sweep(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const [, pid] = /^\.lock\.(\d+)(?:\.stale)?$/.exec(name) ?? [];
    if (pid === undefined) continue;
    const left = under(root, name);
    if (!isAlive((await readOwner(left)) ?? { pid: Number(pid), host: hostname() }))
      await rm(left, { force: true });
  }
}

/** Takes back a root that was made for the lock and that nothing was written to, up to the topmost folder made. */
async function removeEmpty(root: string, topmost: string): Promise<void> {
  for (let folder = path.resolve(root); ; folder = path.dirname(folder)) {
    const gone = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!gone || folder === path.resolve(topmost)) return;
  }
}

async function linked(own: string, file: string): Promise<boolean> {
  try {
    await link(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Takes a dead run's lock away; puts it back and says no when it turns out to be a live run's by now. */
async function takeAway(file: string, own: string): Promise<boolean> {
  const stale = `${own}.stale`;
  try {
    await rename(file, stale);
  } catch {
    return true; // Gone by itself: the owner ended, or somebody else was faster.
  }
  const holder = await readOwner(stale);
  const alive = holder !== null && isAlive(holder);
  if (alive) await linked(stale, file);
  await rm(stale, { force: true });
  return !alive;
}

async function readOwner(file: string): Promise<Owner | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Owner;
  } catch {
    return null;
  }
}

function isAlive(owner: Pick<Owner, 'pid' | 'host'>): boolean {
  // A process of another machine cannot be asked: it counts as alive.
  if (owner.host !== hostname()) return true;
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
