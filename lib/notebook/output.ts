import { messageOf } from '../errors.ts';
import { Quantity } from '../format.ts';
import { type Alternatives, type ChoiceControl, mostAlternatives, type SearchedRows } from './inputs.ts';
import { type Picture, pictureOf } from './picture.ts';

/** What a cell gives the page, told apart by its value. */
export type Output =
  | { kind: 'nothing' }
  | { kind: 'chart'; chart: ChartLike }
  | { kind: 'picture'; picture: Picture }
  | TableOutput
  | { kind: 'list'; items: string[] }
  /** One output for each option of an input. */
  | { kind: 'alternatives'; control: ChoiceControl; outputs: Output[] }
  /** A table with a search field. */
  | { kind: 'search'; control: SearchControl; table: TableOutput }
  /** In `dev`: what the cell threw, with its place, and its code around it. */
  | { kind: 'fault'; message: string; frame: string }
  | { kind: 'value'; text: string; unit: string | null };

export type TableOutput = { kind: 'table'; columns: OutputColumn[]; rows: TableCell[][] };

export type SearchControl = SearchedRows<unknown>['control'];

export type TableCell = string | number | boolean | null;

export interface OutputColumn {
  key: string;
  title: string;
  numeric: boolean;
}

/** What makes a value a chart (`Chart` of the chart step). */
export interface ChartLike {
  svg: string;
  alt: string;
  table: object;
}

/** An Arquero table, as far as it is read here. */
interface TableLike {
  columnNames(): string[];
  objects(): object[];
}

/**
 * How a value is printed: a chart; a picture of Observable Plot; an Arquero table, a list of objects or one object as a table; a
 * list of plain values as a list; a number with its unit (`withUnit`); numbers, texts, dates and truth values as text, null as
 * "not observed"; what an input's `each` or `in` gave as the outputs and the control. `undefined` prints nothing.
 * Throws `TypeError` on what has no honest printing: NaN, infinities, functions, symbols; `RangeError` on more than 24 alternatives.
 */
export function outputOf(value: unknown): Output {
  if (value === undefined) return { kind: 'nothing' };
  if (isOfClass<Alternatives<unknown>>(value, 'Alternatives')) return alternativesOf(value);
  if (isOfClass<SearchedRows<unknown>>(value, 'SearchedRows')) return searchOf(value);
  if (isChart(value)) return { kind: 'chart', chart: value };
  if (isTable(value)) return tableOf(value.columnNames(), value.objects() as Record<string, unknown>[]);
  const picture = pictureOf(value);
  if (picture !== null) return { kind: 'picture', picture };
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(isRecord))
      return tableOf([...new Set(value.flatMap((row) => Object.keys(row)))], value);
    return { kind: 'list', items: value.map(textOf) };
  }
  if (isRecord(value))
    return tableOf(
      ['name', 'value'],
      Object.entries(value).map(([name, item]) => ({ name, value: item })),
    );
  if (isQuantity(value)) return { kind: 'value', text: String(value), unit: value.unit };
  return { kind: 'value', text: textOf(value), unit: null };
}

export function isQuantity(value: unknown): value is Quantity {
  return value instanceof Quantity || isOfClass<Quantity>(value, 'Quantity');
}

/** Known by its name: a page's bundle may have a class of its own. */
function isOfClass<T>(value: unknown, name: string): value is T {
  return typeof value === 'object' && nameOf(value) === name;
}

function alternativesOf({ control, values }: Alternatives<unknown>): Output {
  const output: Output = { kind: 'alternatives', control, outputs: values.map(outputOf) };
  const count = countOf(output);
  if (count > mostAlternatives)
    throw new RangeError(
      `This cell has ${count} alternatives, and a page holds ${mostAlternatives} of a cell: offer fewer values, or make a template (params), which has a page for each.`,
    );
  return output;
}

function countOf(output: Output): number {
  if (output.kind !== 'alternatives') return 1;
  return output.outputs.reduce((count, each) => count + countOf(each), 0);
}

function searchOf({ control, rows }: SearchedRows<unknown>): Output {
  const table = outputOf(rows);
  if (Array.isArray(rows) && rows.length === 0) return table;
  if (table.kind !== 'table')
    throw new TypeError(
      `The search "${control.name}" is over a table: a list of objects, or an Arquero table.`,
    );
  return { kind: 'search', control, table };
}

function tableOf(keys: readonly string[], records: readonly Record<string, unknown>[]): Output {
  const rows = records.map((record) => keys.map((key) => cellOf(record[key], key)));
  return {
    kind: 'table',
    columns: keys.map((key, i) => ({
      key,
      title: key.replaceAll('_', ' '),
      numeric: rows.some((row) => typeof row[i] === 'number'),
    })),
    rows,
  };
}

function cellOf(value: unknown, column: string): TableCell {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  try {
    return Array.isArray(value) ? value.map(textOf).join(', ') : textOf(value);
  } catch (error) {
    throw new TypeError(`Column "${column}": ${messageOf(error)}`);
  }
}

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6, signDisplay: 'negative' });

/** One value as text; numbers grouped by thousands. Throws `TypeError` where there is no honest text. */
export function textOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'boolean':
      return value ? 'yes' : 'no';
    case 'bigint':
      return grouped.format(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`The value is ${value}, which cannot be printed.`);
      return grouped.format(value).replace(/^-/, '−');
    default:
      if (value === null || value === undefined) return 'not observed';
      if (isQuantity(value)) return String(value);
      if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
      if (isOfClass(value, 'Choice') || isOfClass(value, 'Search'))
        throw new TypeError(
          'An input is printed with what follows it: end the cell with its each(…), of a search in(…).',
        );
      throw new TypeError(`A ${nameOf(value)} cannot be printed.`);
  }
}

/** What a thing is called in a sentence. */
export function nameOf(value: unknown): string {
  if (typeof value === 'object' && value !== null) return value.constructor?.name ?? 'object';
  return typeof value;
}

/** True for objects made by `{…}` or read from a file, false for instances of classes. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function isChart(value: unknown): value is ChartLike {
  return (
    isRecord(value) &&
    typeof value['svg'] === 'string' &&
    typeof value['alt'] === 'string' &&
    typeof value['table'] === 'object'
  );
}

function isTable(value: unknown): value is TableLike {
  return (
    typeof value === 'object' &&
    value !== null &&
    'columnNames' in value &&
    typeof value.columnNames === 'function' &&
    'objects' in value &&
    typeof value.objects === 'function'
  );
}
