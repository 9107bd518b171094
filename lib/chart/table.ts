import { exact } from '../format.ts';
import type { TableName } from '../schema/index.ts';
import { markCells, type TableCells } from './cell-marks.ts';
import { type Chart, type ChartColumn, type ChartOptions, chartId, renderWidths } from './chart.ts';
import { nameOrigin } from './notes.ts';
import { type AnyRow, nameRow, readOrigin, tabulateObjects, wordsOf } from './objects.ts';
import { drawTable } from './table-draw.ts';
import { describeTable } from './value-words.ts';

export interface TableColumn<R extends object = AnyRow> {
  key: keyof R & string;
  title?: string | undefined;
  unit?: string | undefined;
  /** A bar beside the number, on one scale for the column; or a line through a list of numbers, whose last one is the cell. */
  marks?: 'bar' | 'line' | undefined;
  /** Writes + before what is above zero. @default false */
  signed?: boolean | undefined;
}

export interface TableOptions<R extends object = AnyRow> extends ChartOptions {
  title: string;
  /** What heads a row: a column, or words made of the row. */
  label: (keyof R & string) | ((row: R) => string);
  /** The columns after it, by name or with their words and marks. */
  columns: readonly ((keyof R & string) | TableColumn<R>)[];
  /** Table of the ledger that the rows are of: titles and units. */
  table?: TableName | undefined;
  /** What one row is. @default 'row' */
  row?: string | undefined;
  /** Column by which rows are sorted, the highest first, those without it last. @default the order given */
  sort?: (keyof R & string) | undefined;
  /** How many rows the picture has; the table has all. @default 25 */
  limit?: number | undefined;
  source?: string | undefined;
  notes?: readonly string[] | undefined;
}

/**
 * A table with bars and sparklines in its cells. Pages print it as a table that is read aloud and copied like any other; the
 * picture of it is for files and previews, with as many columns as its width holds. Values that are not numbers are words.
 */
export function table<R extends object>(rows: readonly R[], options: TableOptions<R>): Chart {
  const { title, row: noun = 'row', limit = 25 } = options;
  const columns = options.columns.map(
    (column): TableColumn => (typeof column === 'string' ? { key: column } : { ...column }),
  );
  const sorted = sortRows(rows as readonly AnyRow[], options.sort);
  const cells = columns.map((column) => readCells(sorted, column));
  const label = options.label as string | ((row: AnyRow) => string);
  const head: ChartColumn = {
    key: typeof label === 'string' ? label : 'label',
    title:
      typeof label === 'string'
        ? wordsOf(label, options.table).title
        : noun.slice(0, 1).toUpperCase() + noun.slice(1),
    numeric: false,
  };
  const chartTable = {
    columns: [
      head,
      ...columns.map((column, i) => describeColumn(column, cells[i] as TableCells, options.table)),
    ],
    rows: sorted.map((row, i) => [nameRow(row, label), ...cells.map(({ values }) => values[i] ?? null)]),
  };
  const alt = describeTable(title, chartTable, noun, 1);
  const shown = chartTable.rows.slice(0, limit);
  let columnsShown = 0;
  const drawings = renderWidths(options, (width) => {
    const drawing = drawTable({ columns: chartTable.columns, rows: shown, cells, alt }, width);
    columnsShown = Math.max(columnsShown, drawing.columns);
    return drawing;
  });
  return {
    id: options.id ?? chartId('table', title),
    kind: 'table',
    title,
    subtitle: options.subtitle ?? '',
    ...drawings,
    alt,
    notes: [
      ...noteCut(shown.length, sorted.length, columnsShown, chartTable.columns.length),
      ...(options.notes ?? []),
    ],
    source: options.source ?? '',
    ...nameOrigin(readOrigin(rows as readonly AnyRow[])),
    table: chartTable,
  };
}

/** What of the table its picture has not. */
function noteCut(rows: number, allRows: number, columns: number, allColumns: number): string[] {
  const cut = [
    ...(rows < allRows ? [`the first ${exact(rows)} of ${exact(allRows)} rows`] : []),
    ...(rows > 0 && columns < allColumns ? [`the first ${columns} of ${allColumns} columns`] : []),
  ];
  return cut.length === 0 ? [] : [`A picture of this table has ${cut.join(' and ')}.`];
}

function sortRows(rows: readonly AnyRow[], key: string | undefined): readonly AnyRow[] {
  if (key === undefined) return rows;
  const scoreOf = (row: AnyRow) => (typeof row[key] === 'number' ? row[key] : Number.NEGATIVE_INFINITY);
  return [...rows].sort((a, b) => scoreOf(b) - scoreOf(a) || 0);
}

/** The cells of a column: of a list of numbers the last one, with the list beside it. */
function readCells(rows: readonly AnyRow[], { key, marks }: TableColumn): TableCells {
  const lists = rows.map((row) => (Array.isArray(row[key]) ? (row[key] as unknown[]) : []));
  if (marks === 'line') {
    const series = lists.map((list) =>
      list.map((value) => (typeof value === 'number' && Number.isFinite(value) ? value : null)),
    );
    return { kind: 'line', values: series.map((list) => list.at(-1) ?? null), series };
  }
  const values = tabulateObjects(rows, [key]).rows.map(([cell]) => cell ?? null);
  return { kind: marks ?? 'none', values, series: [] };
}

function describeColumn(
  { key, title, unit, signed }: TableColumn,
  cells: TableCells,
  of: TableName | undefined,
): ChartColumn {
  const words = wordsOf(key, of);
  const shownUnit = unit ?? words.unit;
  const marks = markCells(cells);
  return {
    key,
    title: title ?? words.title,
    ...(shownUnit === '' ? {} : { unit: shownUnit }),
    numeric: cells.kind !== 'none' || cells.values.some((value) => typeof value === 'number'),
    ...(signed ? { signed } : {}),
    ...(marks === null || cells.kind === 'none' ? {} : { marks: { kind: cells.kind, cells: marks } }),
  };
}
