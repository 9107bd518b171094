import { addDays, instantOf } from '../calendar.ts';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { plural } from '../format/words.ts';
import { type Row, type TableName, tableNames, tables } from '../schema/index.ts';
import { type Progress, silent } from '../schema/progress.ts';
import { columnsOf, type TableSpec } from '../schema/table.ts';
import { parseCells, parseRows } from '../store/csv.ts';
import { listFiles, listTableFiles, readText } from '../store/files.ts';
import { readWatchlist } from '../store/lists.ts';
import { withLock } from '../store/lock.ts';
import {
  entryOf,
  formatManifest,
  type ManifestEntry,
  readManifest,
  updateManifest,
} from '../store/manifest.ts';
import { manifestFile, tableFolder } from '../store/paths.ts';
import { writeRebuilt } from '../store/rebuilt.ts';
import { readRejections } from '../store/rejections.ts';
import { readTable } from '../store/tables.ts';
import { beginTransaction } from '../store/transaction.ts';
import { type Finding, finding } from '../validate/rules.ts';
import { checkSeries } from '../validate/series.ts';
import { checkHeader, checkStoredRows } from '../validate/stored.ts';
import { deriveInMemory } from './derive.ts';
import { asOfOf } from './transform.ts';

export interface CheckSummary {
  errors: number;
  warnings: number;
  findings: Finding[];
  /** Files and rows that were looked at. */
  files: number;
  rows: number;
  /** Manifests rewritten by `--fix-manifest`. */
  manifests_fixed: number;
}

/**
 * Validates everything on disk: each file against its manifest, each row against schema and rules, each followed
 * account against its cadence; and writes the data-health table. Stored rows are not touched. Where stored rows
 * are broken the accounts are left for the next check.
 * With `fixManifest` the manifests are rewritten to say what the files hold now.
 */
export async function check(
  settings: Settings,
  options: { fixManifest?: boolean } = {},
  progress: Progress = silent,
  effects: Effects = liveEffects,
): Promise<CheckSummary> {
  return withLock(settings.data, 'check', () => checkLocked(settings, options, progress, effects), effects);
}

async function checkLocked(
  settings: Settings,
  options: { fixManifest?: boolean },
  progress: Progress,
  effects: Effects,
): Promise<CheckSummary> {
  const root = settings.data;
  const asOf = asOfOf(settings, effects);
  const result: CheckSummary = {
    errors: 0,
    warnings: 0,
    findings: [],
    files: 0,
    rows: 0,
    manifests_fixed: 0,
  };
  // A build with a pinned "now" still reads a ledger that goes beyond it.
  const now = new Date(Math.max(asOf.getTime(), effects.now().getTime()));
  for (const table of tableNames) {
    if (tables[table].layer === 'derived') continue;
    progress(`Checking ${table}`);
    result.manifests_fixed += await checkTable(root, table, options.fixManifest === true, now, result);
  }
  // Series are made of rows that can be believed: where some are broken, these come first.
  if (!result.findings.some((each) => each.rule === 'invalid_row')) {
    progress('Checking the series');
    const watchlist = await readWatchlist(root);
    const derived = await deriveInMemory(settings, asOf);
    const infos = await readTable('account_info', { data: root });
    const accountIds = new Map(infos.map((row) => [row.handle, row.account_id]));
    result.findings.push(...checkSeries(watchlist, derived.summary, asOf, accountIds));
    result.findings.push(...(await refusedPages(root, asOf)));
    for (const each of derived.findings) result.findings.push(finding(each.rule, each.subject, each.message));
  }
  result.errors = result.findings.filter((each) => each.severity === 'error').length;
  result.warnings = result.findings.filter((each) => each.severity === 'warning').length;
  await writeRebuilt(root, { data_health: healthRows(result.findings, instantOf(asOf)) });
  return result;
}

async function checkTable(
  root: string,
  table: TableName,
  fix: boolean,
  now: Date,
  result: CheckSummary,
): Promise<number> {
  const spec = tables[table] as TableSpec;
  const columns = columnsOf(spec);
  const entriesByMonth = new Map<string, Map<string, ManifestEntry>>();
  for (const file of await listTableFiles(root, table)) {
    const text = (await readText(root, file)) ?? '';
    const day = file.slice(-14, -4);
    const rows = parseRows(columns, text);
    const header = checkHeader(table, file, parseCells(text.slice(0, text.indexOf('\n') + 1)).header);
    if (header) result.findings.push(header);
    result.findings.push(...checkStoredRows(table, file, day, rows, now));
    result.files++;
    result.rows += rows.length;
    const month = day.slice(0, 7);
    const entries = entriesByMonth.get(month) ?? new Map<string, ManifestEntry>();
    entriesByMonth.set(month, entries);
    entries.set(`${day}.csv`, entryOf(`${day}.csv`, Buffer.from(text), rows.length));
  }
  let fixed = 0;
  for (const month of await monthsOf(root, table, entriesByMonth)) {
    const entries = entriesByMonth.get(month) ?? new Map<string, ManifestEntry>();
    const manifest = await readManifest(root, table, month);
    const folder = manifestFile(table, month).replace(/manifest\.json$/, '');
    const problems: Finding[] = [];
    for (const [file, entry] of entries) {
      const listed = manifest?.files.find((each) => each.file === file);
      if (!listed)
        problems.push(
          finding('unlisted_file', `${folder}${file}`, 'The file is not in the manifest of its month.'),
        );
      else if (listed.sha256 !== entry.sha256)
        problems.push(
          finding(
            'edited_by_hand',
            `${folder}${file}`,
            `The file was changed outside Clipbook: it has ${entry.rows} rows and another hash than the ${listed.rows} rows written. Restore it from git, or accept it with "check --fix-manifest".`,
          ),
        );
    }
    for (const listed of manifest?.files ?? [])
      if (!entries.has(listed.file))
        problems.push(
          finding('missing_file', `${folder}${listed.file}`, 'The manifest lists it, and it is not there.'),
        );
    if (fix && problems.length > 0) {
      const renewed = updateManifest(table, month, null, entries);
      const transaction = await beginTransaction(root, `manifest-${process.pid}`);
      if (renewed) await transaction.write(manifestFile(table, month), formatManifest(renewed));
      else transaction.remove(manifestFile(table, month));
      await transaction.commit();
      fixed++;
    } else result.findings.push(...problems);
  }
  return fixed;
}

async function monthsOf(
  root: string,
  table: TableName,
  entries: ReadonlyMap<string, unknown>,
): Promise<string[]> {
  const manifests = (await listFiles(root, tableFolder(table)))
    .map((file) => /\/(\d{4})\/(\d\d)\/manifest\.json$/.exec(file))
    .flatMap((match) => (match ? [`${match[1]}-${match[2]}`] : []));
  return [...new Set([...entries.keys(), ...manifests])].sort();
}

/** How far back refusals of pages are reported. */
const refusalDays = 7;

/** What collecting did not believe lately, a finding for each rule. Refused rows of files were reported by the import. */
async function refusedPages(root: string, asOf: Date): Promise<Finding[]> {
  const from = addDays(instantOf(asOf).slice(0, 10), 1 - refusalDays);
  const byRule = new Map<string, { count: number; subjects: Set<string>; message: string }>();
  for await (const { rule, file, subject, message } of readRejections(root, from)) {
    if (file !== null) continue;
    const seen = byRule.get(rule) ?? { count: 0, subjects: new Set(), message };
    seen.count++;
    seen.subjects.add(subject);
    byRule.set(rule, seen);
  }
  return [...byRule].map(([rule, { count, subjects, message }]) =>
    finding(
      'refused_pages',
      rule,
      `${plural(count, 'row')} of ${plural(subjects.size, 'account or post', 'accounts or posts')} in ${refusalDays} days; the first: ${message}.`,
    ),
  );
}

function healthRows(findings: readonly Finding[], asOf: string): Row<'data_health'>[] {
  const byKey = new Map<string, Row<'data_health'>>();
  for (const { rule, subject, severity, message } of findings) {
    const key = `${rule} ${subject}`;
    const known = byKey.get(key);
    if (known) known.message = `${known.message} ${message}`;
    else byKey.set(key, { rule, subject, severity, message, as_of: asOf });
  }
  return [...byKey.values()];
}
