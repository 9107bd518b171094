import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import type { MonthMap } from './layout.ts';

/**
 * What a month in the cache was made of. A day is known to be unchanged by the size, times and number of its files, as git
 * knows it; where those differ, or a change might have left them alike, its text decides.
 */

export interface DayStamp {
  day: string;
  /** Of the day's text. */
  sha256: string;
  /** Signatures of its files. */
  files: string[];
  /** The file system's time, in milliseconds, at which the text was about to be read. */
  readMs: number;
}

export interface MonthStamp {
  /** The table's columns at the time, as `#schema` of the cache spells them. */
  schema: string;
  /** Name of the Arrow file. */
  file: string;
  days: DayStamp[];
  map: MonthMap;
}

/** Coarsest step of a file system's clock that is in use. */
const clockStepMs = 2000;

export interface Signature {
  text: string;
  bytes: number;
  changedMs: number;
}

/** What the file system says of a file without opening it. */
export function signatureOf(file: string): Signature {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) return { text: '-', bytes: 0, changedMs: 0 };
  const { size, mtimeMs, ctimeMs, ino } = found;
  return { text: `${size} ${mtimeMs} ${ctimeMs} ${ino}`, bytes: size, changedMs: Math.max(mtimeMs, ctimeMs) };
}

/** True where files with these signatures are those that the day was read from: a later change would have shown. */
export function isUnchanged(
  stamp: Pick<DayStamp, 'files' | 'readMs'>,
  signatures: readonly Signature[],
): boolean {
  return (
    stamp.files.length === signatures.length &&
    signatures.every(
      ({ text, changedMs }, i) => text === stamp.files[i] && changedMs < stamp.readMs - clockStepMs,
    )
  );
}

/** Whether one of the files of these days was changed at that time of the file system or later. */
export function changedSince(stamps: readonly Pick<DayStamp, 'files'>[], ms: number): boolean {
  return stamps.some(({ files }) =>
    files.some((text) => {
      const [, modified = '0', changed = '0'] = text.split(' ');
      return Math.max(Number(modified), Number(changed)) >= ms;
    }),
  );
}

/** The stamp in a file; null where there is none or it is damaged. */
export function readStamp(file: string): MonthStamp | null {
  try {
    const bytes = readFileSync(file);
    const at = bytes.indexOf('\n');
    const json = bytes.subarray(at + 1);
    return bytes.toString('utf8', 0, at) === crcOf(json)
      ? (JSON.parse(json.toString('utf8')) as MonthStamp)
      : null;
  } catch {
    return null;
  }
}

/** The stamps of days in the files of a folder of the cache. */
export function stampsIn(folder: string): DayStamp[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => readStamp(path.join(folder, name))?.days ?? []);
}

export function formatStamp(stamp: MonthStamp): string {
  const json = JSON.stringify(stamp);
  return `${crcOf(json)}\n${json}`;
}

function crcOf(json: string | Uint8Array): string {
  return crc32(json).toString(16);
}
