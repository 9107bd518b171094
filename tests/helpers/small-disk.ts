import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A real disk of a size, so that it can be full: a mounted memory file system. Mounting needs the right to. */

const mount = (...args: string[]) => spawnSync('mount', args).status === 0;

function tryMount(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'clipbook-mount-'));
  const done = mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder);
  if (done) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
  return done;
}

export const mayMount = process.platform === 'linux' && tryMount();

export interface SmallDisk {
  folder: string;
  /** Leaves so many bytes free, to the page. */
  leave(bytes: number): void;
  readOnly(): void;
}

/** A disk of its own for a test, taken away when the test is over. */
export function smallDisk(size = '8m'): SmallDisk {
  const folder = mkdtempSync(path.join(tmpdir(), 'clipbook-disk-'));
  if (!mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder)) throw new Error('cannot mount');
  onTestFinished(() => {
    spawnSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  const filler = path.join(folder, 'filler');
  return {
    folder,
    leave(bytes) {
      rmSync(filler, { force: true });
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(filler, new Uint8Array(Math.max(0, bavail * bsize - bytes)));
    },
    readOnly() {
      if (!mount('-o', 'remount,ro', folder)) throw new Error('cannot mount read-only');
    },
  };
}
