import { createWriteStream, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGzip, gunzip, gzipSync } from 'node:zlib';
import type { Capture, FileCapture } from '../schema/capture.ts';
import { listFiles } from './files.ts';
import { makeFolder } from './folder.ts';
import { under } from './paths.ts';
import { writable } from './transaction.ts';

/**
 * Captures under `data/raw/`: bytes as received, kept before anything is read out of them. A page is one gzip file
 * whose first line is a JSON header and whose rest is the body; an imported file is a gzip of itself.
 */

const decompress = promisify(gunzip);

/** Where a page's capture lies, e.g. `raw/2026/11/22/4f1c….gz`. */
export function captureFile(capture: Pick<Capture, 'capture_id' | 'observed_at'>): string {
  return `raw/${capture.observed_at.slice(0, 10).replaceAll('-', '/')}/${capture.capture_id}.gz`;
}

// The fastest level, and buffers that fit a page: making zlib's usual ones would cost more than the packing.
const packing = { level: 1, memLevel: 6, windowBits: 13 } as const;

/**
 * Keeps a page as it was received. Writing the same capture again changes nothing. Done without letting go of the thread:
 * nothing else may happen to a page before it is kept, and for one small file the waiting would be most of the time.
 */
export async function keepCapture(root: string, capture: Capture): Promise<void> {
  const { body, ...header } = capture;
  const bytes = gzipSync(Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]), packing);
  const file = under(root, captureFile(capture));
  await writable(root, async () => {
    try {
      writeFileSync(`${file}.tmp`, bytes);
    } catch (error) {
      // The first page of a day.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      await makeFolder(path.resolve(path.dirname(file)));
      writeFileSync(`${file}.tmp`, bytes);
    }
    renameSync(`${file}.tmp`, file);
  }).catch((error) => {
    rmSync(`${file}.tmp`, { force: true });
    throw error;
  });
}

/** The kept pages, oldest day first, from a UTC day on. One that was cut short by a crash is passed over. */
export async function* readCaptures(root: string, sinceDay = ''): AsyncGenerator<Capture> {
  for (const file of await listCaptures(root, sinceDay)) {
    const capture = await readCapture(root, file);
    if (capture !== null) yield capture;
  }
}

/** The files of kept pages from a UTC day on, as relative paths by day. */
export async function listCaptures(root: string, sinceDay = ''): Promise<string[]> {
  const since = `raw/${sinceDay.replaceAll('-', '/')}`;
  return (await listFiles(root, 'raw')).filter(
    (file) => /^raw\/\d{4}\/\d\d\/\d\d\/[^/]+\.gz$/.test(file) && (sinceDay === '' || file >= since),
  );
}

/** A kept page; null where it was cut short by a crash, or is none. */
export async function readCapture(root: string, file: string): Promise<Capture | null> {
  const bytes = await readFile(under(root, file))
    .then((packed) => decompress(packed))
    .catch(() => null);
  const end = bytes?.indexOf(10) ?? -1;
  if (bytes === null || end === -1) return null;
  try {
    const header = JSON.parse(bytes.toString('utf8', 0, end)) as Omit<Capture, 'body'>;
    return { ...header, body: bytes.subarray(end + 1) };
  } catch {
    return null;
  }
}

function importedFile(root: string, { file, capture_id }: FileCapture): string {
  return under(root, `raw/imports/${capture_id}${path.extname(file).toLowerCase()}.gz`);
}

/** Takes the copy of an imported file back, of which nothing was stored. */
export async function forgetFile(root: string, capture: FileCapture): Promise<void> {
  await rm(importedFile(root, capture), { force: true });
}

/** Keeps a copy of an imported file, streaming. Returns false where it was kept before. Where `signal` stops it, nothing is kept. */
export async function keepFile(root: string, capture: FileCapture, signal?: AbortSignal): Promise<boolean> {
  const file = importedFile(root, capture);
  if (await stat(file).catch(() => null)) return false;
  await writable(root, async () => {
    await mkdir(path.dirname(file), { recursive: true });
    try {
      await pipeline(capture.open(), createGzip({ level: 1 }), createWriteStream(`${file}.tmp`), {
        ...(signal && { signal }),
      });
      await rename(`${file}.tmp`, file);
    } finally {
      await rm(`${file}.tmp`, { force: true });
    }
  });
  return true;
}
