import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Figure } from './figure.ts';
import { measure, root, script, temporaryFolder } from './measure.ts';
import { type PostsShape, type SeriesShape, writePosts, writeSeries } from './series-file.ts';

/** How often parser and import take turns: a machine that is shared slows one of them now and then. */
const sizes: readonly { shape: SeriesShape; rounds: number }[] = [
  { shape: { accounts: 1000, instants: 10, everyHours: 24, order: 'instant' }, rounds: 5 },
  { shape: { accounts: 1000, instants: 500, everyHours: 24, order: 'instant' }, rounds: 5 },
  { shape: { accounts: 2500, instants: 2000, everyHours: 24, order: 'instant' }, rounds: 1 },
];

/** A file of so many rows, and how many of them are to be stored. */
interface ShapeOfRows {
  rows: number;
  stored: number;
  write(file: string): Promise<void>;
}

const rowsOf = ({ accounts, instants }: SeriesShape) => accounts * instants;
const series = (shape: SeriesShape): ShapeOfRows => ({
  rows: rowsOf(shape),
  stored: rowsOf(shape) - Math.floor(rowsOf(shape) / (shape.refusedEvery ?? Number.POSITIVE_INFINITY)),
  write: (file) => writeSeries(file, shape),
});
const posts = (shape: PostsShape): ShapeOfRows => ({
  rows: shape.posts * shape.instants,
  stored: shape.posts * shape.instants,
  write: (file) => writePosts(file, shape),
});
const hourly = { accounts: 100, everyHours: 1, order: 'account' } as const;

/** Other ways in which rows come, some and ten times as many: memory must not depend on how many they are. */
const shapes: readonly { name: string; few: ShapeOfRows; many: ShapeOfRows }[] = [
  {
    name: 'few accounts by the hour, one after the other',
    few: series({ ...hourly, instants: 5000 }),
    many: series({ ...hourly, instants: 50_000 }),
  },
  {
    name: 'many accounts by the day',
    few: series({ accounts: 10_000, instants: 50, everyHours: 24, order: 'instant' }),
    many: series({ accounts: 100_000, instants: 50, everyHours: 24, order: 'instant' }),
  },
  {
    name: 'every second row refused',
    few: series({ ...hourly, instants: 5000, refusedEvery: 2 }),
    many: series({ ...hourly, instants: 50_000, refusedEvery: 2 }),
  },
  {
    name: 'every row refused',
    few: series({ ...hourly, instants: 5000, refusedEvery: 1 }),
    many: series({ ...hourly, instants: 50_000, refusedEvery: 1 }),
  },
  {
    name: 'posts with captions, each seen once',
    few: posts({ posts: 100_000, instants: 1 }),
    many: posts({ posts: 1_000_000, instants: 1 }),
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
  return [...figures, growth('import', peaks)];
}

/** Memory for other shapes of rows. */
export async function benchImportShapes(): Promise<Figure[]> {
  const folder = temporaryFolder(path.join(root, '.bench'));
  const figures: Figure[] = [];
  for (const { name, few, many } of shapes) {
    const peaks = new Map<number, number>();
    for (const { rows, stored, write } of [few, many]) {
      const file = path.join(folder, 'shape.csv');
      await write(file);
      const { peakMb, seconds } = await importOnce(file, stored, path.join(folder, 'data'));
      peaks.set(rows, peakMb);
      figures.push(
        [`${name}, ${named(rows)}: seconds`, seconds.toFixed(2), ''],
        [`${name}, ${named(rows)}: peak MB`, peakMb.toFixed(0), ''],
      );
      await rm(file);
    }
    figures.push(growth(name, peaks));
  }
  return figures;
}

/** Peak memory for the most rows against that for the next fewer. */
function growth(name: string, peaks: ReadonlyMap<number, number>): Figure {
  const [many = 0, few = 0] = [...peaks.keys()].sort((a, b) => b - a);
  const ratio = (peaks.get(many) ?? 0) / (peaks.get(few) ?? 1);
  return [
    `${name}: peak memory, ${many.toLocaleString('en-US')} / ${few.toLocaleString('en-US')} rows`,
    ratio.toFixed(2),
    '≤ 1.3',
  ];
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

async function importOnce(file: string, stored: number, data: string): Promise<Import> {
  const { stdout, peakMb } = await measure(script('import-once.ts', 'import', file, data));
  await rm(data, { recursive: true });
  const imported = { ...(JSON.parse(stdout) as Import), peakMb };
  if (imported.stored !== stored)
    throw new Error(`${imported.stored} rows were stored where ${stored} should be`);
  return imported;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[half] as number)
    : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}
