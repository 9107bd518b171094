import { isTableName, type TableName, tables } from '../schema/index.ts';
import { columnsOf } from '../schema/table.ts';
import type { ChartTable } from './chart.ts';

/** A row of any table, or any plain object. */
export type AnyRow = Readonly<Record<string, unknown>>;

/** How a column is called. */
export interface ColumnWords {
  title: string;
  /** What one of it is; empty where a unit makes no sense. */
  unit: string;
}

/** Title and unit of a column: from the schema where it belongs to `table`, else its name in words, without a unit. */
export function wordsOf(name: string, table: TableName | undefined): ColumnWords {
  const column =
    table !== undefined && isTableName(table)
      ? columnsOf(tables[table]).find((candidate) => candidate.name === name)
      : undefined;
  if (column) return { title: column.title, unit: column.unit ?? '' };
  const words = name.replaceAll('_', ' ');
  return { title: words.slice(0, 1).toUpperCase() + words.slice(1), unit: '' };
}

/**
 * Plain objects as the table of a chart, in the order given. Columns are those named, else all that occur, in the order in
 * which they first do. Lists are joined by spaces, dates written as UTC days or instants, `true` and `false` as yes and no; what is
 * missing or not finite is null.
 */
export function tabulateObjects(
  rows: readonly AnyRow[],
  names: readonly string[] = [...new Set(rows.flatMap((row) => Object.keys(row)))],
  table?: TableName,
): ChartTable {
  const cells = rows.map((row) => names.map((name) => cellOf(row[name])));
  return {
    columns: names.map((name, i) => {
      const { title, unit } = wordsOf(name, table);
      return {
        key: name,
        title,
        ...(unit === '' ? {} : { unit }),
        numeric: cells.some((row) => typeof row[i] === 'number'),
      };
    }),
    rows: cells,
  };
}

function cellOf(value: unknown): string | number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value instanceof Date) return dateCell(value);
  if (Array.isArray(value)) return value.join(' ');
  return value === null || value === undefined ? null : JSON.stringify(value);
}

/** A UTC midnight as its day, another time as an instant. */
function dateCell(date: Date): string | null {
  if (Number.isNaN(date.getTime())) return null;
  const instant = `${date.toISOString().slice(0, 19)}Z`;
  return instant.endsWith('T00:00:00Z') ? instant.slice(0, 10) : instant;
}

/** What a row is called: by a column, a handle with its @, or by words made of the row. */
export function nameRow(row: AnyRow, label: string | ((row: AnyRow) => string)): string {
  if (typeof label === 'function') return label(row);
  const name = row[label];
  if (name === null || name === undefined) return 'not named';
  return label === 'handle' ? `@${name}` : String(name);
}

/** What `nameOrigin` reads of rows of any kind: `as_of` and `method` where they are texts. */
export function readOrigin(rows: readonly AnyRow[]): { as_of: string | null; method: string | null }[] {
  const textOf = (value: unknown) => (typeof value === 'string' ? value : null);
  return rows.map((row) => ({ as_of: textOf(row['as_of']), method: textOf(row['method']) }));
}
