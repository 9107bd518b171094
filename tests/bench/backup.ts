import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { addDays } from '../../lib/calendar.ts';
import { seededRandom } from '../../lib/effects.ts';
import { tables } from '../../lib/schema/index.ts';
import { columnsOf, type TableSpec } from '../../lib/schema/table.ts';
import { tableFile, under } from '../../lib/store/paths.ts';
import type { Figure } from './figure.ts';
import { clipbook, measure, root, temporaryFolder } from './measure.ts';

const megabyte = 1_000_000;

/** A ledger of day files of posts, of about this size. What is in them is invented; a backup only sees bytes. */
function makeLedger(data: string, bytes: number): void {
  const header = columnsOf(tables.post as TableSpec)
    .map(({ name }) => name)
    .join(',');
  const random = seededRandom(1);
  const bytesADay = 3 * megabyte;
  for (let day = 0; day * bytesADay < bytes; day++) {
    const date = addDays('2025-01-01', day);
    const lines = [header];
    for (let size = 0; size < bytesADay; size += (lines.at(-1) as string).length + 1) {
      const views = Math.floor(random() * 1e7);
      const id = 7_300_000_000_000_000_000n + BigInt(lines.length * 1009);
      const counts = [views, views >> 4, views >> 7, views >> 8, views >> 9].join(',');
      lines.push(
        `${id},${date}T03:17:${10 + (lines.length % 50)}Z,${id >> 3n},${counts},1,1,1,1,1,exact,instant,simulated:bench,c${day}`,
      );
    }
    const file = under(data, tableFile('post', date));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${lines.join('\n')}\n`);
  }
}

/** Making, reading and restoring a backup of a ledger of 100 MB and of 1 GB: speed, and how memory grows. */
export async function benchBackup(): Promise<Figure[]> {
  const figures: Figure[] = [];
  const peaks: Record<string, number> = {};
  for (const [size, bytes] of [
    ['100 MB', 100 * megabyte],
    ['1 GB', 1000 * megabyte],
  ] as const) {
    const folder = temporaryFolder(path.join(root, '.bench'));
    const data = path.join(folder, 'data');
    makeLedger(data, bytes);
    const to = path.join(folder, 'backups');
    for (const [verb, args] of [
      ['create', ['--to', to, '--data', data]],
      ['verify', ['--from', to]],
      ['restore', ['--from', to, '--data', path.join(folder, 'restored')]],
    ] as const) {
      const { seconds, peakMb, stdout } = await measure([clipbook, 'backup', verb, ...args, '--json']);
      const growth =
        peaks[verb] === undefined ? '' : `; ${(peakMb / peaks[verb]).toFixed(2)} × that at 100 MB`;
      peaks[verb] ??= peakMb;
      figures.push([
        `backup ${verb}, ${size}`,
        `${(bytes / megabyte / seconds).toFixed(0)} MB/s`,
        `${seconds.toFixed(1)} s, peak ${peakMb.toFixed(0)} MB${growth}`,
      ]);
      if (verb !== 'create') continue;
      const { name } = JSON.parse(stdout) as { name: string };
      const packed = statSync(path.join(to, name)).size;
      figures.push([
        `archive, ${size}`,
        `${(packed / megabyte).toFixed(0)} MB`,
        `${((100 * packed) / bytes).toFixed(0)} % of the files`,
      ]);
    }
  }
  return figures;
}
