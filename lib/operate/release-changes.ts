import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { csvText } from '../format/rows.ts';
import { type TableName, tables } from '../schema/index.ts';
import type { TableSpec } from '../schema/table.ts';
import { hashOfFile, readChecksums } from './release-folder.ts';
import { type Cells, changesOf, type DayChanges, rowsOf } from './release-rows.ts';

/** What differs between a release and the one before it: counted by table, account and day, and each corrected cell. */

export interface TableChanges {
  table: TableName;
  added: number;
  /** Of the added rows those of months that the release before had too. */
  late: number;
  removed: number;
  changed: number;
}

export interface NotableRow {
  table: TableName;
  key: string;
  column: string;
  before: string;
  after: string;
}

export interface AccountName {
  account_id: string;
  handle: string;
}

export interface ReleaseChanges {
  tables: TableChanges[];
  /** The first corrected cells and removed rows, in the order of tables and days. */
  corrected: NotableRow[];
  removed: Pick<NotableRow, 'table' | 'key'>[];
  /** Accounts that the release before did not have, and those that it had and that were not observed in this month. */
  newAccounts: AccountName[];
  unobserved: AccountName[];
  /** Accounts with most added rows. */
  busiest: { account_id: string; rows: number }[];
}

const mostNotable = 20;
const rowsFile = 'changes/rows.csv';
const cellsFile = 'changes/cells.csv';

/** Where the CSV file of a table and month lies in a release. */
export function csvOf(table: TableName, month: string): string {
  return `csv/${table}/${table}-${month}.csv`;
}

/**
 * Holds a release that is being made against the one before it (null for the first). Writes `changes/rows.csv`, how many rows came, went and changed by
 * table, account and day, and `changes/cells.csv`, each corrected cell and removed row. `months` are the months of either by table.
 */
export async function writeChanges(
  draft: string,
  previous: string | null,
  months: ReadonlyMap<TableName, readonly string[]>,
  month: string,
  monthBefore: string | null,
): Promise<ReleaseChanges> {
  await mkdir(path.join(draft, 'changes'), { recursive: true });
  const rows = new CsvFile(path.join(draft, rowsFile), [
    'table',
    'account_id',
    'day',
    'added',
    'removed',
    'changed',
  ]);
  const cells = new CsvFile(path.join(draft, cellsFile), [
    'table',
    'key',
    'account_id',
    'day',
    'change',
    'column',
    'before',
    'after',
  ]);
  const known = previous === null ? null : await readChecksums(previous);
  const all: ReleaseChanges = {
    tables: [],
    corrected: [],
    removed: [],
    newAccounts: [],
    unobserved: [],
    busiest: [],
  };
  const busy = new Map<string, number>();
  for (const [table, of] of months) {
    const counts: TableChanges = { table, added: 0, late: 0, removed: 0, changed: 0 };
    for (const each of of) {
      const file = csvOf(table, each);
      const [before, after] = [previous === null ? null : path.join(previous, file), path.join(draft, file)];
      // A month that was not touched since has the same bytes.
      if (known?.has(file) && known.get(file) === (await hashOfFile(after).catch(() => null))) continue;
      for await (const day of changesOf(table, before, after)) {
        counts.added += day.added.length;
        if (monthBefore !== null && each <= monthBefore) counts.late += day.added.length;
        counts.removed += day.removed.length;
        counts.changed += day.changed.length;
        await tell(table, day, rows, cells, all, busy);
      }
    }
    all.tables.push(counts);
  }
  await rows.end();
  await cells.end();
  await compareAccounts(draft, previous, months.get('account') ?? [], month, all);
  all.busiest = [...busy]
    .map(([account_id, count]) => ({ account_id, rows: count }))
    .sort((a, b) => b.rows - a.rows || (a.account_id < b.account_id ? -1 : 1))
    .slice(0, 5);
  return all;
}

async function tell(
  table: TableName,
  day: DayChanges,
  rows: CsvFile,
  cells: CsvFile,
  all: ReleaseChanges,
  busy: Map<string, number>,
): Promise<void> {
  const spec = tables[table] as TableSpec;
  const keyOf = (row: Cells) => spec.key.map((name) => row[name] ?? '').join(',');
  const counts = new Map<string, [added: number, removed: number, changed: number]>();
  const count = (row: Cells, place: 0 | 1 | 2) => {
    const account = row['account_id'] ?? '';
    const found = counts.get(account) ?? [0, 0, 0];
    found[place]++;
    counts.set(account, found);
  };
  for (const row of day.added) count(row, 0);
  for (const row of day.removed) {
    count(row, 1);
    const key = keyOf(row);
    await cells.row([table, key, row['account_id'] ?? '', day.day, 'removed', '', '', '']);
    if (all.removed.length < mostNotable) all.removed.push({ table, key });
  }
  for (const { before, after, columns } of day.changed) {
    count(after, 2);
    const key = keyOf(after);
    for (const column of columns) {
      const [was, is] = [before[column] ?? '', after[column] ?? ''];
      await cells.row([table, key, after['account_id'] ?? '', day.day, 'changed', column, was, is]);
      if (all.corrected.length < mostNotable)
        all.corrected.push({ table, key, column, before: was, after: is });
    }
  }
  for (const [account, numbers] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    await rows.row([table, account, day.day, ...numbers]);
    if (account !== '') busy.set(account, (busy.get(account) ?? 0) + numbers[0]);
  }
}

async function compareAccounts(
  draft: string,
  previous: string | null,
  months: readonly string[],
  month: string,
  all: ReleaseChanges,
): Promise<void> {
  const before = previous === null ? new Map<string, string>() : await accountsOf(previous, months);
  const now = await accountsOf(draft, months);
  const observed = await accountsOf(draft, [month]);
  const named = (accounts: Iterable<[string, string]>) =>
    [...accounts]
      .map(([account_id, handle]) => ({ account_id, handle }))
      .sort((a, b) =>
        a.handle < b.handle ? -1 : a.handle > b.handle ? 1 : a.account_id < b.account_id ? -1 : 1,
      );
  all.newAccounts = named([...now].filter(([id]) => !before.has(id)));
  all.unobserved = named([...before].filter(([id]) => !observed.has(id)));
}

/** Accounts by id with their newest handle. */
async function accountsOf(release: string, months: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const month of [...months].sort())
    for await (const { account_id = '', handle = '' } of rowsOf(path.join(release, csvOf('account', month))))
      found.set(account_id, handle);
  return found;
}

/** A CSV file that is written row by row, safe to open in a spreadsheet. */
class CsvFile {
  readonly #text;
  readonly #stream;
  readonly #done;
  constructor(file: string, names: readonly string[]) {
    this.#text = csvText(names, { defuse: true });
    this.#stream = createWriteStream(file, { flush: true });
    this.#done = finished(this.#stream);
    this.#done.catch(() => {});
    this.#stream.write(this.#text.begin);
  }
  async row(cells: readonly unknown[]): Promise<void> {
    if (!this.#stream.write(this.#text.rows([cells])))
      await Promise.race([
        new Promise<void>((resolve) => this.#stream.once('drain', () => resolve())),
        this.#done,
      ]);
  }
  async end(): Promise<void> {
    this.#stream.end(this.#text.end);
    await this.#done;
  }
}
