import { type Notation, notationOfLocale } from '../counts/notation.ts';
import { parseCount, type ReadCount } from '../counts/read-count.ts';
import { InputError } from '../errors.ts';
import { readCountCell } from './count-cell.ts';
import { openNotations } from './count-notation.ts';
import { compileFormat, type DateFormat, readByFormat } from './date-format.ts';
import type { ImportContext, Kind, RowMapper } from './kind.ts';
import type { MappedColumn, Mapping } from './mapping.ts';
import { countFields, dateFields, mappable } from './mapping-fields.ts';
import { chooseNames } from './month-names.ts';
import { openDates } from './observed-at.ts';
import type { RecordBatch, Records } from './records.ts';
import { Refusal, refuseRow, showCells } from './refusal.ts';

/** Turns the cell of a column into the text that the kind reads. */
type ReadCell = (text: string) => string | Refusal;

interface MappedField {
  /** The heading by which the kind knows the field. */
  heading: string;
  read(row: readonly string[]): string | Refusal;
}

/**
 * Makes the reader of a table whose columns a mapping names: each cell is read as the mapping says and handed to the kind as it would
 * have it. Throws `InputError`: `missing_column` where the file lacks a column of the mapping, and as the kind's own `open`.
 */
export async function openMapped(context: ImportContext, kind: Kind, mapping: Mapping): Promise<RowMapper> {
  const { header } = context.records;
  const fields = await openFields(context, kind.id, mapping);
  const project = (row: readonly string[]): string[] | Refusal => {
    const cells: string[] = [];
    for (const { read } of fields) {
      const cell = read(row);
      if (cell instanceof Refusal) return cell;
      cells.push(cell);
    }
    return cells;
  };
  const records: Records = {
    header: fields.map(({ heading }) => heading),
    sample: context.records.sample.map(project).flatMap((row) => (row instanceof Refusal ? [] : [row])),
    batches: () => projectBatches(context.records, project),
  };
  const readRow = await kind.open({ ...context, records });
  return (row, line) => {
    const cells = project(row);
    if (cells instanceof Refusal) return refuseRow(line, cells, showCells(header, row));
    const read = readRow(cells, line);
    return 'refused' in read ? { line, refused: { ...read.refused, values: showCells(header, row) } } : read;
  };
}

async function openFields(context: ImportContext, kind: string, mapping: Mapping): Promise<MappedField[]> {
  const headings = mappable[kind] ?? {};
  const fields: MappedField[] = [];
  for (const [name, spec] of Object.entries(mapping.columns ?? {})) {
    if (spec === null) continue;
    const column = typeof spec === 'string' ? { field: spec } : (spec as MappedColumn);
    const place = findColumn(context, name);
    const after = column.with === undefined ? -1 : findColumn(context, column.with);
    const read = await openCell(context, column, place);
    const textOf = (row: readonly string[]) => {
      const text = row[place] ?? '';
      const rest = after === -1 ? '' : (row[after] ?? '');
      return rest.trim() === '' ? text : `${text.trim()} ${rest.trim()}`;
    };
    fields.push({ heading: headings[column.field] as string, read: (row) => read(textOf(row)) });
  }
  for (const [field, text] of Object.entries(mapping.constants ?? {}))
    fields.push({ heading: headings[field] as string, read: () => text as string });
  return fields;
}

function findColumn({ file, records }: ImportContext, name: string): number {
  const same = (one: string) => one.trim().replace(/\s+/g, ' ').toLowerCase();
  const exact = records.header.indexOf(name);
  const place = exact === -1 ? records.header.findIndex((each) => same(each) === same(name)) : exact;
  if (place !== -1) return place;
  const shown = records.header.slice(0, 12).map((each) => `"${each.slice(0, 40)}"`);
  throw new InputError('missing_column', `${file.file} has no column "${name}", which the mapping names.`, {
    hint: `Its columns are ${shown.join(', ')}.`,
  });
}

async function openCell(
  context: ImportContext,
  { field, format, with: after, zone = context.options.zone ?? 'UTC', numbers, unit = 1 }: MappedColumn,
  place: number,
): Promise<ReadCell> {
  if (dateFields.has(field) && format !== undefined) {
    const compiled = compileFormat(format) as DateFormat;
    const words = context.records.sample.map(
      (row) => `${/\p{L}[\p{L}\p{M}]+/u.exec(row[place] ?? '')?.[0] ?? ''} 1`,
    );
    const { names } = chooseNames(words.filter((text) => /\p{L}/u.test(text)));
    return (text) => dateText(text, (each) => readByFormat(each, compiled, zone, names));
  }
  if (dateFields.has(field) && after === undefined) {
    const options = { ...context.options, zone };
    const read = await openDates({ ...context, options }, place, field === 'observed_at');
    return (text) => dateText(text, read);
  }
  if (countFields.has(field)) {
    const notation = numbers === undefined ? null : notationOfLocale(numbers);
    const found = notation ?? (await openNotations(context, { [field]: place }))[field];
    return (text) => countText(text, found as Notation, unit);
  }
  return (text) => text;
}

function dateText(text: string, read: (text: string) => ReturnType<typeof readByFormat>): string | Refusal {
  if (text.trim() === '') return '';
  const cell = read(text.trim());
  if (cell instanceof Refusal) return cell;
  return cell.precision === 'day' ? cell.at.slice(0, 10) : cell.at;
}

/** A count as the grammar writes it: whole digits, or those that are known and the power of ten. */
function countText(text: string, notation: Notation, unit: number): string | Refusal {
  const count = parseCount(text, notation, unit);
  if (count === 'missing') return '';
  if (count === null || count === 'open') return readCountCell(text, notation) as Refusal;
  return spell(count);
}

function spell({ value, step }: ReadCount): string {
  const known = String(value / step);
  const power = Math.round(Math.log10(step));
  if (step === 1 || value <= 0) return String(value);
  return `${known[0]}.${known.slice(1)}e${known.length - 1 + power}`.replace('.e', 'e');
}

async function* projectBatches(
  records: Records,
  project: (row: readonly string[]) => string[] | Refusal,
): AsyncGenerator<RecordBatch, void> {
  for await (const { rows, lines } of records.batches()) {
    const read = rows.map(project);
    const kept = read.flatMap((row, i) => (row instanceof Refusal ? [] : [i]));
    yield {
      rows: kept.map((i) => read[i] as string[]),
      lines: kept.map((i) => lines[i] as number),
      broken: null,
    };
  }
}
