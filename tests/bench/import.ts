import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { seededRandom } from '../../lib/effects.ts';
import type { Figure } from './figure.ts';
import { measure, script, temporaryFolder } from './measure.ts';

const accounts = 1000;

/** Import of a follower series, from file to day files, against the parser alone; and memory by file size. */
export async function benchImport(): Promise<Figure[]> {
  const folder = temporaryFolder();
  const figures: Figure[] = [];
  const peaks: Record<number, number> = {};
  for (const rows of [100_000, 500_000, 1_000_000]) {
    const file = path.join(folder, `${rows}.csv`);
    await writeSeries(file, rows);
    const result = await measure(script('import-once.ts', 'import', file, path.join(folder, `data-${rows}`)));
    const imported = JSON.parse(result.stdout) as { stored: number; seconds: number; keepSeconds: number };
    if (imported.stored !== rows) throw new Error(`${imported.stored} of ${rows} rows were stored`);
    peaks[rows] = result.peakMb;
    figures.push([`import, ${rows.toLocaleString('en-US')} rows: seconds`, imported.seconds.toFixed(2), '']);
    figures.push([`import, ${rows.toLocaleString('en-US')} rows: peak MB`, result.peakMb.toFixed(0), '']);
    if (rows !== 500_000) continue;
    const yardstick = await measure(script('import-once.ts', 'papa', file));
    const parsed = JSON.parse(yardstick.stdout) as { seconds: number };
    figures.push(['Papa.parse(stream, {header, step}) alone: seconds', parsed.seconds.toFixed(2), '']);
    figures.push([
      'import / Papa.parse alone, 500,000 rows',
      (imported.seconds / parsed.seconds).toFixed(2),
      '≤ 3.5',
    ]);
    figures.push(['gzip of the raw capture, apart: seconds', imported.keepSeconds.toFixed(2), '']);
  }
  figures.push([
    'peak memory, 1,000,000 / 500,000 rows',
    ((peaks[1_000_000] ?? 0) / (peaks[500_000] ?? 1)).toFixed(2),
    'flat',
  ]);
  return figures;
}

/** A daily series of invented accounts, written day by day as a scheduled job would. */
async function writeSeries(file: string, rows: number): Promise<void> {
  const random = seededRandom(rows);
  const stream = createWriteStream(file);
  stream.write('Date,Username,Followers,Likes,Videos\n');
  const first = Date.UTC(2023, 0, 1);
  for (let day = 0; day < rows / accounts; day++) {
    const date = new Date(first + day * 86_400_000).toISOString().slice(0, 10);
    let lines = '';
    for (let account = 0; account < accounts; account++) {
      const followers = 1000 * (account + 1) + day * 7 + Math.floor(random() * 50);
      lines += `${date},bench_${account},${followers},${followers * 12},${100 + day}\n`;
    }
    if (!stream.write(lines)) await new Promise<void>((resolve) => stream.once('drain', () => resolve()));
  }
  stream.end();
  await finished(stream);
}
