import { createReadStream } from 'node:fs';
import { link, mkdir, open, readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { msPerDay } from '../../calendar.ts';
import { type Effects, liveEffects } from '../../effects.ts';
import { InputError } from '../../errors.ts';
import { syncFolder } from '../sync-folder.ts';
import type { BackupPlace, StoredFile } from './place.ts';

/** Archives in a folder. One that is being written has a hidden name that ends in `.partial`, with host and process in it. */
export function folderPlace(folder: string, effects: Effects = liveEffects): BackupPlace {
  const at = (name: string) => path.join(folder, name);
  return {
    label: folder,
    async list() {
      const found: StoredFile[] = [];
      for (const name of await namesIn(folder)) {
        if (name.startsWith('.')) continue;
        const info = await stat(at(name)).catch(() => null);
        if (info?.isFile()) found.push({ name, bytes: info.size });
      }
      return found;
    },
    async create(name) {
      const partial = at(`.${name}.${hostname()}.${process.pid}.partial`);
      const handle = await usable(folder, async () => {
        await makeFolder(folder);
        return open(partial, 'w', 0o600);
      });
      const abort = async () => {
        await handle.close().catch(() => undefined);
        await rm(partial, { force: true });
      };
      return {
        write: (chunk) => usable(folder, () => handle.writeFile(chunk)),
        commit: () =>
          usable(folder, async () => {
            await handle.sync();
            await handle.close();
            await putUnder(partial, at(name));
            await syncFolder(folder);
          }),
        abort,
      };
    },
    async open(name) {
      const info = await stat(at(name)).catch(() => null);
      if (!info?.isFile())
        throw new InputError('backup_missing', `There is no ${name} in ${folder}.`, {
          hint: '"clipbook backup list" tells what is there.',
        });
      return {
        bytes: info.size,
        async *read(offset, bytes) {
          if (bytes > 0) yield* createReadStream(at(name), { start: offset, end: offset + bytes - 1 });
        },
      };
    },
    async remove(name) {
      await usable(folder, () => unlink(at(name)));
    },
    async sweep() {
      let swept = 0;
      for (const name of await namesIn(folder)) {
        const [, host, pid] = /^\..+\.tar\.zst\.(.+)\.(\d+)\.partial$/.exec(name) ?? [];
        if (host === undefined) continue;
        const age = effects.now().getTime() - ((await stat(at(name)).catch(() => null))?.mtimeMs ?? 0);
        if (host === hostname() ? isAlive(Number(pid)) : age < msPerDay) continue;
        await rm(at(name), { force: true });
        swept++;
      }
      return swept;
    },
  };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw unusable(folder, cause);
  }
}

/** Never over a file that is there: where the disk knows links, the name is taken only if it is free. */
async function putUnder(partial: string, target: string): Promise<void> {
  try {
    await link(partial, target);
    await unlink(partial);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    await rename(partial, target);
  }
}

/** One after the other from the first that is missing: `mkdir` with `recursive` never ends under Node where a folder takes none. */
async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let each = path.resolve(folder); ; each = path.dirname(each)) {
    if ((await stat(each).catch(() => null)) !== null) break;
    missing.unshift(each);
  }
  for (const each of missing)
    await mkdir(each).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const reasons: Record<string, string> = {
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file system takes no file of that size',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'something of that name is there',
  ENOENT: 'the folder is gone, or takes no files',
  EIO: 'the disk reports an error',
};

async function usable<T>(folder: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (cause) {
    throw unusable(folder, cause);
  }
}

function unusable(folder: string, cause: unknown): unknown {
  const reason = reasons[(cause as NodeJS.ErrnoException).code ?? ''];
  if (reason === undefined) return cause;
  return new InputError(
    'backup_place_unusable',
    `The folder ${folder} cannot be used for backups: ${reason}.`,
    {
      cause,
      hint: 'Name another folder, or put right what it says. No backup was made or changed.',
    },
  );
}
