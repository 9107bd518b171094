import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { makeFolder } from './folder.ts';
import { under } from './paths.ts';

/**
 * Every run of this machine, a line of JSON each, by the month it began in: `logs/runs-2026-11.jsonl`. The state file holds the newest
 * of them only. A month that is over is packed, and one that is long over goes.
 */

export const logFolder = 'logs';

/** How many months of runs are kept, the one under way among them. */
export const logMonthsKept = 36;

const monthFile = /^runs-(\d{4}-(?:0[1-9]|1[0-2]))\.jsonl(\.gz)?$/;
const pack = promisify(gzip);
const unpack = promisify(gunzip);

export interface LoggedRun {
  started_at: string;
}

/** Adds runs to the log; the first run of a month packs the months before. Call with the lock held. */
export async function logRuns(root: string, runs: readonly LoggedRun[]): Promise<void> {
  for (const run of runs) {
    const month = run.started_at.slice(0, 7);
    const file = under(root, `${logFolder}/runs-${month}.jsonl`);
    await makeFolder(path.resolve(path.dirname(file)));
    const handle = await open(file, 'a+');
    try {
      const { size } = await handle.stat();
      const last = Buffer.alloc(1);
      if (size > 0) await handle.read(last, 0, 1, size - 1);
      // A run that was killed while it wrote has left half a line.
      await handle.appendFile(`${size > 0 && last[0] !== 10 ? '\n' : ''}${JSON.stringify(run)}\n`);
      if (size === 0) await packRunLogs(root, month);
    } finally {
      await handle.close();
    }
  }
}

export interface PackedLogs {
  packed: string[];
  removed: string[];
}

/**
 * Packs the months before `month` and removes those that are no longer kept. What is packed already is not lost where a late run was added
 * to its month. Call with the lock held.
 */
export async function packRunLogs(root: string, month: string): Promise<PackedLogs> {
  const result: PackedLogs = { packed: [], removed: [] };
  for (const name of (await namesIn(root)).toSorted()) {
    const [, of = '', packed] = monthFile.exec(name) ?? [];
    if (of === '' || of >= month) continue;
    const file = under(root, `${logFolder}/${name}`);
    if (monthsBetween(of, month) >= logMonthsKept) {
      await rm(file);
      result.removed.push(name);
    } else if (packed === undefined) {
      const lines = new Set([...(await linesOf(`${file}.gz`)), ...(await linesOf(file))]);
      const beside = `${file}.gz.tmp`;
      const handle = await open(beside, 'w');
      try {
        await handle.writeFile(await pack(`${[...lines].join('\n')}\n`, { level: 9 }));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(beside, `${file}.gz`);
      await rm(file);
      result.packed.push(`${name}.gz`);
    }
  }
  return result;
}

/** The runs of a month, oldest first; a line that was cut short by a crash is passed over. */
export async function readRunLog<T extends LoggedRun>(root: string, month: string): Promise<T[]> {
  const file = under(root, `${logFolder}/runs-${month}.jsonl`);
  const lines = new Set([...(await linesOf(`${file}.gz`)), ...(await linesOf(file))]);
  return [...lines].flatMap((line) => {
    try {
      return [JSON.parse(line) as T];
    } catch {
      return [];
    }
  });
}

/** The months that have a log, newest first. */
export async function loggedMonths(root: string): Promise<string[]> {
  const months = (await namesIn(root)).flatMap((name) => monthFile.exec(name)?.[1] ?? []);
  return [...new Set(months)].sort().reverse();
}

async function namesIn(root: string): Promise<string[]> {
  return readdir(under(root, logFolder)).catch((): string[] => []);
}

async function linesOf(file: string): Promise<string[]> {
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return [];
  const text = file.endsWith('.gz') ? await unpack(bytes).catch(() => Buffer.alloc(0)) : bytes;
  return text
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
}

function monthsBetween(from: string, to: string): number {
  const months = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
  return months(to) - months(from);
}
