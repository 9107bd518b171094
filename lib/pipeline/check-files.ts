import { type Row, type TableName, tableNames, tables } from '../schema/index.ts';
import type { Progress } from '../schema/progress.ts';
import { splitRecords } from '../store/csv.ts';
import { stageDescriptor } from '../store/datapackage.ts';
import { listDays, readDay, type StoredDay } from '../store/days.ts';
import {
  changeOf,
  hasForeignLines,
  inspectFile,
  inspectManifest,
  plainText,
  type StoredFile,
  type StoredManifest,
  takeApart,
} from '../store/inspect.ts';
import { inspectFolders, type MonthFolder, outdatedDescriptions } from '../store/inspect-folders.ts';
import { type ArchiveEntry, formatManifest, type ManifestEntry, updateManifest } from '../store/manifest.ts';
import { beginTransaction } from '../store/transaction.ts';
import { checkForm, checkListedFile, checkManifest } from '../validate/files.ts';
import { type Finding, finding } from '../validate/rules.ts';
import { checkStoredRows } from '../validate/stored.ts';
import { checkArchive } from './check-archives.ts';

/** What a walk over the stored files found. */
export interface FilesChecked {
  findings: Finding[];
  files: number;
  rows: number;
  /** Manifests that `fix` wrote anew. */
  fixed: number;
  /** What `fix` accepted, as findings would have said it. */
  accepted: Finding[];
}

/** Who takes the rows of a table, a day at a time, in the order of the days. */
export type RowTakers = { [T in TableName]?: (rows: readonly Row<T>[]) => void };

/**
 * Looks at every stored file, one day at a time: its hash and its form, its rows against schema and rules. `takers` are
 * handed the rows of each day; nothing else of them is kept. With `fix` the manifests and descriptions are made to say
 * what is there; call with the lock held then.
 */
export async function checkFiles(
  root: string,
  fix: boolean,
  now: Date,
  takers: RowTakers,
  progress: Progress,
): Promise<FilesChecked> {
  const result: FilesChecked = { findings: [], files: 0, rows: 0, fixed: 0, accepted: [] };
  const { months, strays } = await inspectFolders(root);
  const all = months.reduce((sum, { days }) => sum + days.length, 0);
  const seen: MonthSeen[] = [];
  for (const table of tableNames) {
    if (tables[table].layer === 'derived') continue;
    const own = new Map<string, MonthSeen>();
    for (const month of months.filter((each) => each.table === table)) {
      const manifest = await inspectManifest(root, month.folder);
      own.set(month.folder, { ...month, manifest, entries: new Map(), problems: [], kept: null });
    }
    seen.push(...own.values());
    const damaged = await checkArchives(root, own, result);
    for (const day of await listDays(root, table, { withoutArchives: damaged })) {
      progress(`Checking ${table}`, result.files, all);
      await checkDay(root, table, day, own, now, takers, result);
    }
  }
  for (const month of seen) closeMonth(month, fix, result);
  for (const file of strays)
    result.findings.push(
      finding('stray_file', file, 'It is no day file of a table in its place: nothing reads it.'),
    );
  if (fix) await writeManifests(root, seen, result);
  // Where files are not those that were written, their description is wrong for the same reason.
  else if (!result.findings.some(({ severity }) => severity === 'error'))
    for (const file of await outdatedDescriptions(root))
      result.findings.push(
        finding('outdated_descriptor', file, 'It does not describe the files that are there.'),
      );
  return result;
}

/** A month, what its manifest says, and what was found of it. */
interface MonthSeen extends MonthFolder {
  manifest: StoredManifest;
  entries: Map<string, ManifestEntry>;
  problems: Finding[];
  /** What its manifest should say of its archive. */
  kept: ArchiveEntry | null;
}

/** Looks at the archives of months; gives the months whose archive cannot be read. */
async function checkArchives(
  root: string,
  months: ReadonlyMap<string, MonthSeen>,
  result: FilesChecked,
): Promise<Set<string>> {
  const damaged = new Set<string>();
  for (const month of months.values()) {
    if (month.archive === null && month.manifest.archive === null) continue;
    const checked = await checkArchive(root, month.table, month.month, month.manifest.archive);
    month.kept = checked.entry;
    result.files++;
    if (checked.problem && month.manifest.state === 'sound') month.problems.push(checked.problem);
    if (checked.damage === null) continue;
    result.findings.push(checked.damage);
    damaged.add(month.month);
  }
  return damaged;
}

async function checkDay(
  root: string,
  table: TableName,
  { day, file, form }: StoredDay,
  months: ReadonlyMap<string, MonthSeen>,
  now: Date,
  takers: RowTakers,
  result: FilesChecked,
): Promise<void> {
  let text: string | null = null;
  for (const month of months.values()) {
    const name = `${day}.csv`;
    if (!month.days.includes(name)) continue;
    const found = await inspectFile(root, `${month.folder}/${name}`);
    if (found === null) continue;
    result.files++;
    if (`${month.folder}/${name}` === file) text = found.text;
    checkFileOf(month, name, found, result);
  }
  // A day that is kept in another form than one file of today's version is told by the reader of days.
  if (form !== 'csv' || text === null) text = await readDay(root, table, day);
  if (text === null) return;
  const apart = takeApart(table, plainText(text));
  result.rows += apart.rows.length;
  result.findings.push(...checkStoredRows({ table, file, day, ...apart }, now));
  const take = takers[table] as ((rows: readonly unknown[]) => void) | undefined;
  take?.(apart.rows);
}

function checkFileOf(month: MonthSeen, name: string, found: StoredFile, result: FilesChecked): void {
  const file = `${month.folder}/${name}`;
  const { bytes, sha256, text, isUtf8 } = found;
  const listed = month.manifest.entries.get(name) ?? null;
  const isListed = listed?.sha256 === sha256;
  const rows = isListed ? listed.rows : splitRecords(plainText(text)).length;
  month.entries.set(name, { file: name, rows, bytes, sha256 });
  result.findings.push(...checkForm(file, isUtf8, hasForeignLines(text)));
  if (month.manifest.state !== 'sound') return;
  const change = listed === null || isListed ? null : changeOf(month.table, text, listed.sha256);
  const problem = checkListedFile({ file, found: { rows, bytes, sha256 }, listed, change });
  if (problem) month.problems.push(problem);
}

/** Says what is left to say of a month: files that are gone, a manifest that is. */
function closeMonth(month: MonthSeen, fix: boolean, result: FilesChecked): void {
  const { folder, manifest, entries, problems } = month;
  const broken = checkManifest(folder, manifest.state, entries.size + Number(month.archive !== null));
  if (broken) problems.push(broken);
  else
    for (const [name, listed] of manifest.entries) {
      const problem = entries.has(name)
        ? null
        : checkListedFile({ file: `${folder}/${name}`, found: null, listed, change: null });
      if (problem) problems.push(problem);
    }
  (fix ? result.accepted : result.findings).push(...problems);
}

async function writeManifests(
  root: string,
  months: readonly MonthSeen[],
  result: FilesChecked,
): Promise<void> {
  const transaction = await beginTransaction(root, `manifest-${process.pid}`);
  for (const { table, month, folder, entries, problems, kept } of months) {
    if (problems.length === 0) continue;
    const renewed = updateManifest(table, month, null, entries, kept);
    if (renewed) await transaction.write(`${folder}/manifest.json`, formatManifest(renewed));
    else transaction.remove(`${folder}/manifest.json`);
    result.fixed++;
  }
  await stageDescriptor(root, transaction);
  await transaction.commit();
}
