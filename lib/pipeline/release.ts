import path from 'node:path';
import { dayIn } from '../calendar.ts';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { InputError } from '../errors.ts';
import { exportMonths, partitionOf } from '../export/table-files.ts';
import { writable } from '../export/whole-file.ts';
import { csvOf, type ReleaseChanges, writeChanges } from '../operate/release-changes.ts';
import {
  compareVersions,
  discardDraft,
  draftFolder,
  keepRelease,
  listReleases,
  monthOfVersion,
  writeChecksums,
} from '../operate/release-folder.ts';
import { type ReleaseRecord, readRecord, writeTexts } from '../operate/release-record.ts';
import {
  type ReleaseFacts,
  releaseChangelog,
  releaseCitation,
  releaseReadme,
} from '../operate/release-texts.ts';
import { zipFolder } from '../operate/release-zip.ts';
import { type TableName, tableNames, tables } from '../schema/index.ts';
import { type Progress, silent } from '../schema/progress.ts';
import { listDays } from '../store/days.ts';
import { withLock } from '../store/lock.ts';
import { describeRelease, type ReleasedTable } from '../store/release-package.ts';
import { sourceOf } from './export.ts';

export interface ReleaseOptions {
  /** Folder of the releases. @default `releases` beside the data root */
  to?: string;
  /** Also pack the release as `<to>/<version>.zip`. */
  zip?: boolean;
}

export interface ReleaseSummary extends ReleaseRecord {
  folder: string;
  /** False where the same release was there already. */
  made: boolean;
  zip: string | null;
  /** True where the month was not over when it was released: later rows of it are late in the next release. */
  open: boolean;
}

/** Released are what was observed and said, and the days computed from it; not summaries and findings of today. */
const released = tableNames.filter((name) => tables[name].layer !== 'derived' || name === 'account_daily');

/**
 * Releases the ledger as a dataset: every table up to the end of a month (UTC), as CSV and Parquet by month, with `datapackage.json`, checksums, a citation
 * and the changes against the release before. `version` is a month, or `2026-11.2` for a later edition of it. The same ledger makes the same
 * bytes; a release that is there is never changed. Throws `InputError`: `bad_version`, `nothing_to_release`, `release_taken`, `too_large`;
 * `LedgerError`: `release_damaged`, `export_unwritable`, `ledger_busy`.
 */
export async function releaseDataset(
  settings: Settings,
  version: string,
  options: ReleaseOptions = {},
  progress: Progress = silent,
  effects: Effects = liveEffects,
): Promise<ReleaseSummary> {
  const month = monthOfVersion(version);
  const today = dayIn('UTC', settings.as_of === null ? effects.now() : new Date(settings.as_of));
  if (month > today.slice(0, 7))
    throw new InputError('bad_version', `${month} has not begun.`, { hint: 'Release a month that has.' });
  const folder = path.resolve(options.to ?? path.join(settings.data, '..', 'releases'));
  const work = () => make(settings, version, month, folder, progress);
  return writable(folder, async () => {
    const { record, made } = await withLock(settings.data, 'archive release', work, effects);
    const target = path.join(folder, version);
    const zip = options.zip === true ? `${target}.zip` : null;
    if (zip !== null) {
      progress('Packing the release');
      await zipFolder(target, `clipbook-${version}`, zip);
    }
    return { ...record, folder: target, made, zip, open: month === today.slice(0, 7) };
  });
}

async function make(
  settings: Settings,
  version: string,
  month: string,
  folder: string,
  progress: Progress,
): Promise<{ record: ReleaseRecord; made: boolean }> {
  const known = await readRecord(path.join(folder, version));
  const earlier = (await listReleases(folder)).filter((each) => compareVersions(each, version) < 0);
  // The same release again is held against what it was held against, whatever was released since.
  const previous = known ? known.previous : (earlier.at(-1) ?? null);
  const before = previous === null ? null : await readRecord(path.join(folder, previous));
  const draft = await draftFolder(folder, version);
  try {
    const written = await writeTables(settings.data, draft, month, progress);
    progress('Comparing with the release before');
    const changes = await writeChanges(
      draft,
      previous === null ? null : path.join(folder, previous),
      monthsOf(written, before),
      month,
      previous === null ? null : monthOfVersion(previous),
    );
    const record = recordOf(version, previous, written, changes);
    const facts = factsOf(settings, version, month, previous, written, before);
    await writeTexts(
      draft,
      record,
      new Map([
        ...describeRelease(version, settings.title, written),
        ['README.md', releaseReadme(facts)],
        ['CITATION.cff', releaseCitation(facts)],
        ['CHANGES.md', releaseChangelog(facts, changes)],
      ]),
    );
    await writeChecksums(draft);
    return { record, made: await keepRelease(folder, version, draft) };
  } finally {
    await discardDraft(folder, version);
  }
}

/** A table as it lies in the release. */
interface Written extends ReleasedTable {
  months: string[];
  first: string;
  last: string;
}

/** Writes every table that has rows up to the end of the month. Throws `InputError` `nothing_to_release` where none has. */
async function writeTables(
  data: string,
  draft: string,
  month: string,
  progress: Progress,
): Promise<Written[]> {
  const written: Written[] = [];
  for (const table of released) {
    const days = await listDays(data, table, { to: `${month}-31` });
    const [first, last] = [days[0]?.day, days.at(-1)?.day];
    if (!first || !last) continue;
    progress(`Releasing ${table}`);
    const source = () => sourceOf(data, table, { to: last });
    const csv = await exportMonths(
      draft,
      'csv',
      await source(),
      (each) => csvOf(table, each ?? ''),
      'programs',
    );
    const place = (each: string | null) => `parquet/${partitionOf(table, each)}`;
    const parquet = await exportMonths(draft, 'parquet', await source(), place);
    if (csv.length === 0) continue;
    written.push({
      table,
      first,
      last,
      rows: csv.reduce((sum, { rows }) => sum + rows, 0),
      months: csv.map((each) => each.month ?? ''),
      csv: csv.map(({ file }) => file),
      parquet: parquet.map(({ file }) => file),
    });
  }
  if (written.length > 0) return written;
  throw new InputError('nothing_to_release', `The ledger has no rows up to the end of ${month}.`, {
    hint: 'Release a later month; "clipbook status" tells the days of each table.',
  });
}

/** The months of each table in a release or the one before it. */
function monthsOf(
  written: readonly Written[],
  before: ReleaseRecord | null,
): Map<TableName, readonly string[]> {
  const months = new Map<TableName, readonly string[]>(written.map((each) => [each.table, each.months]));
  for (const { table, months: had } of before?.tables ?? [])
    months.set(table, [...new Set([...(months.get(table) ?? []), ...had])].sort());
  return months;
}

function recordOf(
  version: string,
  previous: string | null,
  written: readonly Written[],
  changes: ReleaseChanges,
): ReleaseRecord {
  const byTable = new Map(written.map((each) => [each.table, each]));
  const tablesOf = changes.tables.map(({ table, ...counts }) => {
    const { rows = 0, months = [] } = byTable.get(table) ?? {};
    return { table, rows, months, ...counts };
  });
  return { version, previous, tables: tablesOf };
}

function factsOf(
  { title, site }: Settings,
  version: string,
  month: string,
  previous: string | null,
  written: readonly Written[],
  before: ReleaseRecord | null,
): ReleaseFacts {
  const rowsBefore = new Map((before?.tables ?? []).map(({ table, rows }) => [table, rows]));
  const found = written.map(({ table, rows, first, last }) => ({
    table,
    rows,
    first,
    last,
    before: previous === null ? null : (rowsBefore.get(table) ?? 0),
  }));
  return { version, month, previous, title, site, tables: found };
}
