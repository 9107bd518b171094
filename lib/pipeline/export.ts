import type { Settings } from '../config.ts';
import { InputError } from '../errors.ts';
import {
  type CsvChoice,
  type ExportFormat,
  type ExportSource,
  exportTable,
  exportText,
  type RowBatch,
} from '../export/table-files.ts';
import { isTableName, type TableName, tableNames, tables } from '../schema/index.ts';
import { type Progress, silent } from '../schema/progress.ts';
import { columnsOf, type TableSpec } from '../schema/table.ts';
import { listDays } from '../store/days.ts';
import { assertReadable } from '../store/layout.ts';
import { readTable } from '../store/tables.ts';

export interface ExportOptions extends CsvChoice {
  format: ExportFormat;
  /** First and last day, both included, `YYYY-MM-DD`: as in `readTable`. */
  from?: string;
  to?: string;
  /** Handles without @, or account ids. */
  accounts?: readonly string[];
}

export interface ExportSummary {
  /** Folder that was written to. */
  out: string;
  format: ExportFormat;
  tables: { table: TableName; rows: number; files: string[] }[];
}

/**
 * Writes tables of the ledger as files for other programs. Tables without rows are written with a header alone (Parquet: no file). Throws
 * `InputError`: `unknown_table`, `unknown_account`, `too_many_rows`; `LedgerError`: `export_unwritable`, `ledger_newer`.
 */
export async function exportTables(
  settings: Pick<Settings, 'data'>,
  names: readonly string[],
  folder: string,
  options: ExportOptions,
  progress: Progress = silent,
): Promise<ExportSummary> {
  const summary: ExportSummary = { out: folder, format: options.format, tables: [] };
  const sources: ExportSource[] = [];
  for (const name of names) sources.push(await sourceOf(settings.data, name, options));
  for (const source of sources) {
    progress(`Exporting ${source.name}`);
    const done = await exportTable(folder, options.format, source, options);
    summary.tables.push({ table: source.name as TableName, ...done });
  }
  return summary;
}

/** A table as text, in pieces; for standard output. Same errors as `exportTables`. */
export async function exportAsText(
  settings: Pick<Settings, 'data'>,
  name: string,
  options: ExportOptions,
): Promise<AsyncGenerator<string, number>> {
  return exportText(options.format, await sourceOf(settings.data, name, options), options);
}

async function sourceOf(root: string, name: string, options: ExportOptions): Promise<ExportSource> {
  if (!isTableName(name))
    throw new InputError('unknown_table', `There is no table "${name}".`, {
      hint: `The tables are: ${tableNames.join(', ')}.`,
    });
  await assertReadable(root);
  const accounts = options.accounts && (await accountIdsOf(root, options.accounts));
  return {
    name,
    columns: columnsOf(tables[name] as TableSpec),
    batches: batchesOf(root, name, options, accounts),
  };
}

async function* batchesOf(
  root: string,
  name: TableName,
  { from, to }: ExportOptions,
  accounts: readonly string[] | undefined,
): AsyncGenerator<RowBatch> {
  const chosen = accounts ? { accounts } : {};
  if (tables[name].partition === null) {
    yield { month: null, rows: await readTable(name, { data: root, ...chosen }) };
    return;
  }
  const days = await listDays(root, name, { from, to });
  const months = new Map<string, string[]>();
  for (const { day } of days) {
    if (day === null) continue;
    const month = months.get(day.slice(0, 7));
    if (month) month.push(day);
    else months.set(day.slice(0, 7), [day]);
  }
  for (const [month, [first = '', ...rest]] of [...months].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const range = { from: first, to: rest.at(-1) ?? first };
    yield { month, rows: await readTable(name, { data: root, ...range, ...chosen }) };
  }
}

/** The ids that were ever seen for these handles; ids stand for themselves. */
async function accountIdsOf(root: string, accounts: readonly string[]): Promise<string[]> {
  const infos = [
    ...(await readTable('account_info', { data: root })),
    ...(await readTable('summary', { data: root })),
    ...(await readTable('account', { data: root })),
  ];
  return accounts.flatMap((account) => {
    const handle = account.replace(/^@/, '').toLowerCase();
    const ids = new Set(
      infos.filter((row) => row.handle === handle || row.account_id === account).map((row) => row.account_id),
    );
    if (ids.size === 0)
      throw new InputError('unknown_account', `The ledger knows no account "${account}".`, {
        hint: 'Name it by its handle, as @nasa, or by its id. "clipbook status" lists the accounts.',
      });
    return [...ids, `handle:${handle}`];
  });
}
