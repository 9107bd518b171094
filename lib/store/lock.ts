import { link, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { instantOf } from '../calendar.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { LedgerError } from '../errors.ts';
import { makeFolder } from './folder.ts';
import { assertReadable } from './layout.ts';
import { lockFile, under } from './paths.ts';
import { recover, writable } from './transaction.ts';

interface Owner {
  pid: number;
  /** When the process began, as the system counts it: numbers of processes are given again. Null where it does not tell. */
  begun: string | null;
  host: string;
  command: string;
  since: string;
}

/**
 * Runs `work` as the only writer of the ledger, after finishing what a killed run left. The lock names its owner; one
 * whose process is gone is taken over. Where `work` fails, what it had staged and not decided is cleared away. Throws `LedgerError`
 * (`ledger_busy`) while another run holds it, `ledger_newer` where a newer program wrote the ledger.
 */
export async function withLock<T>(
  root: string,
  command: string,
  work: () => Promise<T>,
  effects: Effects = liveEffects,
): Promise<T> {
  const file = under(root, lockFile);
  const made = await writable(root, () => makeFolder(path.resolve(root)));
  try {
    await assertReadable(root);
    await take(root, file, command, effects);
    try {
      await sweep(root);
      await recover(root);
      return await work();
    } catch (error) {
      // The first error tells more than what may go wrong in its wake.
      await recover(root).catch(() => undefined);
      throw error;
    } finally {
      await rm(file, { force: true });
    }
  } finally {
    if (made !== null) await removeEmpty(root, made);
  }
}

async function take(root: string, file: string, command: string, effects: Effects): Promise<void> {
  const owner: Owner = {
    pid: process.pid,
    begun: await begunOf(process.pid),
    host: hostname(),
    command,
    since: instantOf(effects.now()),
  };
  // Written whole under a name of its own and then linked, so that nobody ever reads half a lock.
  const own = `${file}.${process.pid}`;
  try {
    await writable(root, () => writeFile(own, JSON.stringify(owner)));
    for (let attempt = 0; !(await linked(own, file)); attempt++) {
      const holder = await readOwner(file);
      if (attempt < 5 && (holder === null || !(await isAlive(holder))) && (await takeAway(file, own)))
        continue;
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
}

/** Takes away what runs that were killed at the lock left beside it. */
async function sweep(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const [, pid] = /^\.lock\.(\d+)(?:\.stale)?$/.exec(name) ?? [];
    if (pid === undefined) continue;
    const left = under(root, name);
    if (!(await isAlive((await readOwner(left)) ?? { pid: Number(pid), begun: null, host: hostname() })))
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
  const alive = holder !== null && (await isAlive(holder));
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

async function isAlive({ pid, begun, host }: Pick<Owner, 'pid' | 'begun' | 'host'>): Promise<boolean> {
  // A process of another machine cannot be asked: it counts as alive.
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  // Another process may have the number by now, in a container mostly this very one.
  const now = await begunOf(pid);
  return now === null || typeof begun !== 'string' || now === begun;
}

/** When a process began, in ticks since the machine did; null where the system does not tell. */
async function begunOf(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name of the program stands in parentheses and may hold anything; the fields after it are plain.
  const [state, ...fields] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // One that has ended and that nobody has asked about is still counted.
  return state === 'Z' ? 'ended' : (fields[18] ?? null);
}
