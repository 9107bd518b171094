import { type Effects, liveEffects } from '../effects.ts';
import type { TableName } from '../schema/index.ts';
import type { Reads, TableRead } from '../schema/reads.ts';
import { type DayHashes, hashDays, hashFile } from '../store/day-hashes.ts';
import {
  type LedgerHashes,
  noPageRecords,
  type PageRecord,
  type PageRecords,
  readPageRecords,
  writePageRecords,
} from '../store/page-records.ts';

/**
 * Which pages a build has to render: those whose code, settings or inputs differ from those of the page in the cache of the last build. What a page
 * reads is noted while it is rendered, so a page that was never rendered is rendered, and nobody declares anything.
 */
export interface Rebuild {
  /**
   * The `cacheKey` of a page for Astro: the name of its last rendering where that still holds, else a new one. `madeOf` says by what else
   * than the ledger the page is made, each part under its name in a sentence: `{ 'its code': hash }`.
   */
  cacheKey(path: string, madeOf: Record<string, string>): string;
  /** Notes that a page was rendered, and what it read since `startedMs`. `again` says why it must be rendered in every build. */
  rendered(path: string, reads: Reads, startedMs: number, again?: string | null): void;
  /** Now, for `startedMs`. */
  nowMs(): number;
}

export interface RebuildSummary {
  rendered: RenderedPage[];
  /** Paths of the pages that were taken from the last build. */
  reused: string[];
}

export interface RenderedPage {
  path: string;
  /** Why, in words: "account_daily 2026-11-24 changed". */
  why: string;
}

/** The build's bundle has a copy of this module, so the build that is under way is found where both look. */
const place = Symbol.for('clipbook.rebuild');
type Place = { [place]?: Rebuild };

/** The build that is under way; null in `dev`, and where Astro was started by itself. */
export function currentRebuild(): Rebuild | null {
  return (globalThis as Place)[place] ?? null;
}

/**
 * Begins a build. `file` is where the records of the last one lie. `finish` writes those of this one, after Astro has ended well, and tells which pages
 * were rendered.
 */
export async function beginRebuild(
  file: string,
  effects: Effects = liveEffects,
): Promise<{ finish(): Promise<RebuildSummary>; cancel(): void }> {
  const before = await readPageRecords(file);
  const now = await hashAgain(before, effects);
  const after: PageRecords = noPageRecords();
  const why = new Map<string, string>();
  const rendered = new Map<string, { reads: Reads; startedMs: number; again: string | null }>();
  // One name for the whole build: a page is rendered at most once in it.
  const rendering = Array.from({ length: 4 }, () => Math.floor(effects.random() * 2 ** 32).toString(36)).join(
    '-',
  );
  const rebuild: Rebuild = {
    nowMs: () => effects.now().getTime(),
    cacheKey(path, madeOf) {
      const known = before.pages[path];
      const reason = known ? differenceOf(known, madeOf, before.ledgers, now) : 'it was not built before';
      after.pages[path] = {
        rendering: known && reason === null ? known.rendering : rendering,
        made_of: madeOf,
        reads: known?.reads ?? { tables: [], files: [], other: false },
      };
      why.set(path, reason ?? 'the code of the site changed');
      return (after.pages[path] as PageRecord).rendering;
    },
    rendered: (path, reads, startedMs, again = null) => void rendered.set(path, { reads, startedMs, again }),
  };
  (globalThis as Place)[place] = rebuild;
  const cancel = () => {
    delete (globalThis as Place)[place];
  };
  return {
    cancel,
    async finish() {
      cancel();
      for (const [path, { reads, startedMs, again }] of rendered) {
        const page = after.pages[path];
        if (!page) continue;
        page.reads = reads;
        await hashReads(reads, now, effects);
        if (again !== null) page.made_of['again'] = again;
        else if (changedSince(reads, now, startedMs))
          page.made_of['again'] = 'the ledger changed while it was read';
      }
      // Those that no page reads any more go.
      for (const { reads } of Object.values(after.pages))
        for (const { data } of [...reads.tables, ...reads.files])
          if (now[data]) after.ledgers[data] = now[data];
      await writePageRecords(file, after);
      const paths = Object.keys(after.pages);
      return {
        rendered: paths
          .filter((path) => rendered.has(path))
          .map((path) => ({ path, why: why.get(path) as string })),
        reused: paths.filter((path) => !rendered.has(path)),
      };
    },
  };
}

/** Why a page is no longer what it would be now, in words; null where it is. */
function differenceOf(
  { made_of: was, reads }: PageRecord,
  is: Record<string, string>,
  before: PageRecords['ledgers'],
  now: PageRecords['ledgers'],
): string | null {
  if (was['again'] !== undefined) return was['again'];
  const parts = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (part) => was[part] !== is[part],
  );
  if (parts.length > 0) return `${parts.join(', ')} changed`;
  const changes = [
    ...reads.tables.flatMap((read) => {
      const days = changedDays(
        read,
        before[read.data]?.tables[read.table],
        now[read.data]?.tables[read.table],
      );
      return days.length === 0 ? [] : [`${read.table} ${wordsOf(days)}`.trim()];
    }),
    ...reads.files
      .filter(({ data, file }) => before[data]?.files[file]?.sha256 !== now[data]?.files[file]?.sha256)
      .map(({ file }) => file),
  ];
  return changes.length > 0 ? `${[...new Set(changes)].join(', ')} changed` : null;
}

function changedDays(read: TableRead, was: DayHashes = {}, is: DayHashes = {}): string[] {
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((day) => isIn(read, day) && was[day]?.sha256 !== is[day]?.sha256)
    .sort();
}

function isIn({ from, to }: TableRead, day: string): boolean {
  return day === '' || ((from === null || day >= from) && (to === null || day <= to));
}

/** The last of the days, and how many more there are. */
function wordsOf(days: readonly string[]): string {
  const last = days.at(-1) ?? '';
  return days.length === 1
    ? last
    : `${last} and ${days.length - 1} more ${days.length === 2 ? 'day' : 'days'}`;
}

/** What the last build hashed, as it is now. */
async function hashAgain(records: PageRecords, effects: Effects): Promise<PageRecords['ledgers']> {
  const now: PageRecords['ledgers'] = {};
  for (const [data, { tables, files }] of Object.entries(records.ledgers)) {
    const ledger: LedgerHashes = { tables: {}, files: {} };
    now[data] = ledger;
    const nowMs = effects.now().getTime();
    for (const [table, known] of Object.entries(tables))
      ledger.tables[table as TableName] = await hashDays(data, table as TableName, known, nowMs);
    for (const [file, known] of Object.entries(files))
      ledger.files[file] = await hashFile(data, file, known, nowMs);
  }
  return now;
}

/** Adds the hashes of what was read for the first time. */
async function hashReads(
  { tables, files }: Reads,
  now: PageRecords['ledgers'],
  effects: Effects,
): Promise<void> {
  const nowMs = effects.now().getTime();
  for (const { data, table } of tables) {
    now[data] ??= { tables: {}, files: {} };
    now[data].tables[table] ??= await hashDays(data, table, {}, nowMs);
  }
  for (const { data, file } of files) {
    now[data] ??= { tables: {}, files: {} };
    now[data].files[file] ??= await hashFile(data, file, undefined, nowMs);
  }
}

/** Whether a file of what was read is younger than the reading: then its hash need not be that of what was read. */
function changedSince({ tables, files }: Reads, now: PageRecords['ledgers'], startedMs: number): boolean {
  const isYoung = (signatures: readonly string[]) =>
    signatures.some((signature) => {
      const [, modified = '0', changed = '0'] = signature.split(' ');
      return Math.max(Number(modified), Number(changed)) > startedMs;
    });
  return (
    tables.some((read) =>
      Object.entries(now[read.data]?.tables[read.table] ?? {}).some(
        ([day, { files }]) => isIn(read, day) && isYoung(files),
      ),
    ) || files.some(({ data, file }) => isYoung(now[data]?.files[file]?.files ?? []))
  );
}
