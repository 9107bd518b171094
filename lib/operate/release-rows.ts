import { createReadStream, existsSync } from 'node:fs';
import Papa from 'papaparse';
import { type TableName, tables } from '../schema/index.ts';
import { columnsOf, type TableSpec } from '../schema/table.ts';

/** The rows of two files of one table and month, held against each other by key, a day at a time: memory does not grow with the month. */

export type Cells = Readonly<Record<string, string>>;

/** What became of the rows of a day. */
export interface DayChanges {
  day: string;
  added: Cells[];
  removed: Cells[];
  changed: { before: Cells; after: Cells; columns: string[] }[];
}

/**
 * What differs between two CSV files, day by day; days on which nothing differs are passed over. A file that is not there has no rows. Columns that only
 * one of them has are empty in the other.
 */
export async function* changesOf(
  table: TableName,
  before: string | null,
  after: string | null,
): AsyncGenerator<DayChanges> {
  const spec = tables[table] as TableSpec;
  const names = columnsOf(spec).map(({ name }) => name);
  const old = daysOf(spec, before);
  const now = daysOf(spec, after);
  let left = await next(old);
  let right = await next(now);
  while (left !== null || right !== null) {
    const day = [left?.day, right?.day].filter((each) => each !== undefined).sort()[0] as string;
    const changes = compareDay(
      day,
      names,
      left?.day === day ? left.rows : new Map(),
      right?.day === day ? right.rows : new Map(),
    );
    if (left?.day === day) left = await next(old);
    if (right?.day === day) right = await next(now);
    if (changes.added.length + changes.removed.length + changes.changed.length > 0) yield changes;
  }
}

interface Day {
  day: string;
  rows: Map<string, Cells>;
}

function compareDay(
  day: string,
  names: readonly string[],
  before: ReadonlyMap<string, Cells>,
  after: ReadonlyMap<string, Cells>,
): DayChanges {
  const changes: DayChanges = { day, added: [], removed: [], changed: [] };
  for (const [key, row] of after) {
    const known = before.get(key);
    if (!known) changes.added.push(row);
    else {
      const columns = names.filter((name) => (known[name] ?? '') !== (row[name] ?? ''));
      if (columns.length > 0) changes.changed.push({ before: known, after: row, columns });
    }
  }
  for (const [key, row] of before) if (!after.has(key)) changes.removed.push(row);
  return changes;
}

async function next(days: AsyncGenerator<Day>): Promise<Day | null> {
  const { value, done } = await days.next();
  return done ? null : value;
}

/** The rows of a file by day; they lie in the order of their days. */
async function* daysOf(spec: TableSpec, file: string | null): AsyncGenerator<Day> {
  let day = '';
  let rows = new Map<string, Cells>();
  for await (const row of rowsOf(file)) {
    const at = (row[spec.partition ?? ''] ?? '').slice(0, 10);
    if (at !== day) {
      if (rows.size > 0) yield { day, rows };
      day = at;
      rows = new Map();
    }
    rows.set(spec.key.map((name) => row[name]).join(','), row);
  }
  if (rows.size > 0) yield { day, rows };
}

/** The rows of a CSV file as text, by the names of its header; none where there is no file. */
export async function* rowsOf(file: string | null): AsyncGenerator<Cells> {
  if (file === null || !existsSync(file)) return;
  const parser = Papa.parse(Papa.NODE_STREAM_INPUT, { delimiter: ',', newline: '\n' });
  let header: string[] | null = null;
  for await (const cells of createReadStream(file, 'utf8').pipe(parser) as AsyncIterable<string[]>) {
    if (header === null) header = cells;
    else if (cells.length === header.length)
      yield Object.fromEntries(header.map((name, i) => [name, cells[i] ?? '']));
  }
}
