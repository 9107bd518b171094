import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Figure } from './figure.ts';
import { measure, root, script, temporaryFolder } from './measure.ts';
import { type SeriesShape, writeSeries } from './series-file.ts';

/** How often parser and import take turns: a machine that is shared slows one of them now and then. */
const sizes: readonly { shape: SeriesShape; rounds: number }[] = [
  { shape: { accounts: 1000, instants: 10, everyHours: 24, order: 'instant' }, rounds: 5 },
  { shape: { accounts: 1000, instants: 500, everyHours: 24, order: 'instant' }, rounds: 5 },
  { shape: { accounts: 2500, instants: 2000, everyHours: 24, order: 'instant' }, rounds: 1 },
];

/** Other ways in which half a million and five million rows come: memory must not depend on them. */
const shapes: readonly { name: string; of: Record<number, SeriesShape> }[] = [
  {
    name: 'few accounts by the hour, one after the other',
    of: {
      500000: { accounts: 100, instants: 5000, everyHours: 1, order: 'account' },
      5000000: { accounts: 100, instants: 50_000, everyHours: 1, order: 'account' },
    },
  },
  {
    name: 'many accounts by the day',
    of: {
      500000: { accounts: 10_000, instants: 50, everyHours: 24, order: 'instant' },
      5000000: { accounts: 100_000, instants: 50, everyHours: 24, order: 'instant' },
    },
  },
];

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

const rowsOf = ({ accounts, instants }: SeriesShape) => accounts * instants;
const named = (rows: number) => `${rows.toLocaleString('en-US')} rows`;

/**
 * Import of a follower series, from file to day files, against the parser alone on the same file. Each measurement is a process of
 * its own, and import and parser take turns; the gzip of the raw capture is done and timed before the import begins.
 */
export async function benchImport(): Promise<Figure[]> {
  const folder = temporaryFolder(path.join(root, '.bench'));
  const peaks = new Map<number, number>();
  const figures: Figure[] = [];
  for (const { shape, rounds } of sizes) {
    const rows = rowsOf(shape);
    const file = path.join(folder, `${rows}.csv`);
    await writeSeries(file, shape);
    const imports: Import[] = [];
    const parses: Once[] = [];
    for (let round = 0; round < rounds; round++) {
      parses.push(await parseOnce(file));
      imports.push(await importOnce(file, rows, path.join(folder, 'data')));
    }
    await rm(file);
    peaks.set(rows, median(imports.map((each) => each.peakMb)));
    figures.push(...figuresOf(rows, imports, parses));
  }
  return [...figures, growth('peak memory, 5,000,000 / 500,000 rows', peaks)];
}

/** Memory for other shapes of as many rows. */
export async function benchImportShapes(): Promise<Figure[]> {
  const folder = temporaryFolder(path.join(root, '.bench'));
  const figures: Figure[] = [];
  for (const { name, of } of shapes) {
    const peaks = new Map<number, number>();
    for (const shape of Object.values(of)) {
      const rows = rowsOf(shape);
      const file = path.join(folder, 'shape.csv');
      await writeSeries(file, shape);
      const { peakMb, seconds } = await importOnce(file, rows, path.join(folder, 'data'));
      peaks.set(rows, peakMb);
      figures.push(
        [`${name}, ${named(rows)}: seconds`, seconds.toFixed(2), ''],
        [`${name}, ${named(rows)}: peak MB`, peakMb.toFixed(0), ''],
      );
      await rm(file);
    }
    figures.push(growth(`${name}: peak memory, 5,000,000 / 500,000 rows`, peaks));
  }
  return figures;
}

function growth(what: string, peaks: ReadonlyMap<number, number>): Figure {
  return [what, ((peaks.get(5_000_000) ?? 0) / (peaks.get(500_000) ?? 1)).toFixed(2), '≤ 1.3'];
}

function figuresOf(rows: number, imports: readonly Import[], parses: readonly Once[]): Figure[] {
  const name = `import, ${named(rows)}`;
  const of = <T extends Once>(times: readonly T[], what: (once: T) => number) => median(times.map(what));
  const ratio = (what: (once: Once) => number) =>
    median(imports.map((each, round) => what(each) / what(parses[round] as Once))).toFixed(2);
  const seconds = of(imports, (once) => once.seconds);
  return [
    [`${name}: seconds`, seconds.toFixed(2), ''],
    [`${name}: rows per second`, Math.round(rows / seconds).toLocaleString('en-US'), ''],
    [`${name}: peak MB`, of(imports, (once) => once.peakMb).toFixed(0), ''],
    [
      `${name}: Papa.parse(stream, {header, step}) alone, seconds`,
      of(parses, (x) => x.seconds).toFixed(2),
      '',
    ],
    [`${name}: import / parser alone, by the clock`, ratio((once) => once.seconds), '≤ 3'],
    [`${name}: import / parser alone, by processor time`, ratio((once) => once.cpuSeconds), '≤ 3'],
    [`${name}: gzip of the raw capture, apart, seconds`, of(imports, (x) => x.keepSeconds).toFixed(2), ''],
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
