import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { seededRandom } from '../../lib/effects.ts';
import type { Figure } from './figure.ts';
import { measure, script, temporaryFolder } from './measure.ts';

const accounts = 1000;
/** Parser and import take turns this often: a machine that is shared slows one of them now and then. */
const rounds = 5;

interface Once {
  seconds: number;
  cpuSeconds: number;
  peakMb: number;
}

interface Import extends Once {
  stored: number;
  /** Of the gzip of the raw capture, which comes before the import and is not part of it. */
  keepSeconds: number;
}

/** Import of a follower series, from file to day files, against the parser alone; and memory by file size. */
export async function benchImport(): Promise<Figure[]> {
  const folder = temporaryFolder();
  const peaks: Record<number, number> = {};
  const figures: Figure[] = [];
  for (const rows of [100_000, 500_000, 1_000_000]) {
    const file = path.join(folder, `${rows}.csv`);
    await writeSeries(file, rows);
    const name = `import, ${rows.toLocaleString('en-US')} rows`;
    const imports: Import[] = [];
    const parses: Once[] = [];
    for (let round = 0; round < (rows === 500_000 ? rounds : 1); round++) {
      if (rows === 500_000) parses.push(await parseOnce(file));
      imports.push(await importOnce(file, rows, path.join(folder, 'data')));
    }
    peaks[rows] = Math.max(...imports.map((each) => each.peakMb));
    figures.push(
      [`${name}: seconds`, median(imports.map((each) => each.seconds)).toFixed(2), ''],
      [`${name}: peak MB`, peaks[rows].toFixed(0), ''],
    );
    if (parses.length > 0) figures.push(...compare(imports, parses));
  }
  const growth = (peaks[1_000_000] ?? 0) / (peaks[500_000] ?? 1);
  return [...figures, ['peak memory, 1,000,000 / 500,000 rows', growth.toFixed(2), 'flat: 1']];
}

function compare(imports: readonly Import[], parses: readonly Once[]): Figure[] {
  const ratios = (of: (once: Once) => number) =>
    imports.map((each, round) => of(each) / of(parses[round] as Once));
  return [
    [
      'Papa.parse(stream, {header, step}) alone: seconds',
      median(parses.map((each) => each.seconds)).toFixed(2),
      '',
    ],
    [
      `import / parser alone, by the clock, median of ${rounds} rounds`,
      median(ratios((once) => once.seconds)).toFixed(2),
      '≤ 3.5',
    ],
    ['import / parser alone, by processor time', median(ratios((once) => once.cpuSeconds)).toFixed(2), ''],
    [
      'gzip of the raw capture, apart: seconds',
      median(imports.map((each) => each.keepSeconds)).toFixed(2),
      '',
    ],
  ];
}

async function parseOnce(file: string): Promise<Once> {
  const { stdout, peakMb } = await measure(script('import-once.ts', 'papa', file));
  return { ...(JSON.parse(stdout) as Once), peakMb };
}

async function importOnce(file: string, rows: number, data: string): Promise<Import> {
  const { stdout, peakMb } = await measure(script('import-once.ts', 'import', file, data));
  await rm(data, { recursive: true });
  const imported = { ...(JSON.parse(stdout) as Import), peakMb };
  if (imported.stored !== rows) throw new Error(`${imported.stored} of ${rows} rows were stored`);
  return imported;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[half] as number)
    : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}

/** A daily series of invented accounts, written day by day as a scheduled job would. */
async function writeSeries(file: string, rows: number): Promise<void> {
  const random = seededRandom(rows);
  const stream = createWriteStream(file);
  stream.write('Date,Username,User_id,Followers,Following,Likes,Videos\n');
  const first = Date.UTC(2023, 0, 1);
  for (let day = 0; day < rows / accounts; day++) {
    const date = new Date(first + day * 86_400_000).toISOString().slice(0, 10);
    let lines = '';
    for (let account = 0; account < accounts; account++) {
      const id = 7_000_000_000_000_000_000n + BigInt(account) * 7_919_000_000_000n;
      const followers = 1000 * (account + 1) + day * 7 + Math.floor(random() * 50);
      lines += `${date},bench_${account},${id},${followers},${100 + (account % 50)},${followers * 12},${100 + day}\n`;
    }
    if (!stream.write(lines)) await new Promise<void>((resolve) => stream.once('drain', () => resolve()));
  }
  stream.end();
  await finished(stream);
}
