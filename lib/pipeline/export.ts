import type { Settings } from '../config.ts';
import { InputError } from '../errors.ts';
import type { CsvReader, ExportFormat } from '../export/encoder.ts';
import { type ExportSource, exportPieces, exportTable, type RowBatch } from '../export/table-files.ts';
import { isTableName, type TableName, tableNames, tables } from '../schema/index.ts';
import { type Progress, silent } from '../schema/progress.ts';
import { columnsOf, type TableSpec } from '../schema/table.ts';
import { parseRows } from '../store/csv.ts';
import { listDays, readDay } from '../store/days.ts';
import { assertReadable } from '../store/layout.ts';
import { readTable } from '../store/tables.ts';

export interface ExportOptions {
  format: ExportFormat;
  /** Whom a CSV is for. @default 'anyone' */
  for?: CsvReader;
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
    const done = await exportTable(folder, options.format, source, options.for);
    summary.tables.push({ table: source.name as TableName, ...done });
  }
  return summary;
}

/** The tables of which something is stored. */
export async function storedTables({ data }: Pick<Settings, 'data'>): Promise<TableName[]> {
  const days = await Promise.all(tableNames.map((name) => listDays(data, name)));
  return tableNames.filter((_, i) => (days[i] ?? []).length > 0);
}

/** A table in pieces, for standard output. Same errors as `exportTables`. */
export async function exportAsPieces(
  settings: Pick<Settings, 'data'>,
  name: string,
  options: ExportOptions,
): Promise<AsyncGenerator<string | Uint8Array, number>> {
  return exportPieces(options.format, await sourceOf(settings.data, name, options), options.for);
}

/** A table of the ledger as an export reads it. Throws `InputError`: `unknown_table`, `unknown_account`. */
export async function sourceOf(
  root: string,
  name: string,
  options: Omit<ExportOptions, 'format'>,
): Promise<ExportSource> {
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

/** A table's rows by day, past any cache: each row is wanted once. */
async function* batchesOf(
  root: string,
  name: TableName,
  { from, to }: Omit<ExportOptions, 'format'>,
  accounts: readonly string[] | undefined,
): AsyncGenerator<RowBatch> {
  const columns = columnsOf(tables[name] as TableSpec);
  const wanted = accounts && new Set<unknown>(accounts);
  const range = tables[name].partition === null ? {} : { from, to };
  for (const { day } of await listDays(root, name, range)) {
    const rows = parseRows(columns, (await readDay(root, name, day)) ?? '');
    yield {
      month: day?.slice(0, 7) ?? null,
      rows: wanted ? rows.filter((row) => !('account_id' in row) || wanted.has(row['account_id'])) : rows,
    };
  }
}

/** The ids that were ever seen for these handles; ids stand for themselves. */
async function accountIdsOf(root: string, accounts: readonly string[]): Promise<string[]> {
  const columns = ['account_id', 'handle'] as const;
  const infos = [
    ...(await readTable('account_info', { data: root, columns })),
    ...(await readTable('summary', { data: root, columns })),
    ...(await readTable('account', { data: root, columns })),
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
