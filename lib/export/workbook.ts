import { ZipError } from 'hucre';
import { type CellValue, type ColumnDef, writeXlsxStream } from 'hucre/xlsx';
import { InputError } from '../errors.ts';
import type { Column } from '../schema/table.ts';
import type { ExportSource } from './table-files.ts';
import type { Pieces } from './whole-file.ts';

/** Rows a worksheet can hold, its header included. */
const rowsOfSheet = 1_048_576;
/** Characters a cell can hold. */
const mostCharacters = 32_767;
/** Numbers beyond have digits that a spreadsheet does not keep. */
const mostDigits = 999_999_999_999_999;
const dayMs = 86_400_000;
/** Days from the spreadsheets' day 0 to 1970-01-01. */
const epoch = 25_569;
/** Before 1 March 1900 spreadsheets count a day that never was. */
const firstDay = 61;

/**
 * An XLSX workbook, made as its rows come. Its one sheet has a header that stays in sight; a table that is longer than a sheet goes on in
 * `<name>_2` and so on. Ids and other text are text cells, which no spreadsheet turns into numbers or formulas; instants (UTC) and days
 * are dates, counts numbers (text where they have more digits than a spreadsheet keeps). A text longer than a cell ends with `…`.
 * Returns the number of rows. Throws `InputError` `too_many_rows` where the workbook would be larger than 4 GiB.
 */
export async function* workbookPieces(source: ExportSource, rowsPerSheet = rowsOfSheet): Pieces {
  let count = 0;
  const rows = async function* (): AsyncGenerator<CellValue[]> {
    for await (const batch of source.batches)
      for (const row of batch.rows) {
        count++;
        yield source.columns.map(({ name, kind }) => cellOf(kind, row[name]));
      }
  };
  try {
    yield* writeXlsxStream(rows(), {
      name: source.name,
      columns: source.columns.map(columnOf),
      freezePane: { rows: 1 },
      maxRowsPerSheet: rowsPerSheet,
    });
  } catch (cause) {
    if (!(cause instanceof ZipError)) throw cause;
    throw new InputError(
      'too_many_rows',
      `${source.name} is too long for a workbook, which can hold 4 GiB.`,
      {
        cause,
        hint: 'Export a part with --from and --to, or another format.',
      },
    );
  }
  return count;
}

const formats: Partial<Record<Column['kind'], string>> = {
  instant: 'yyyy-mm-dd hh:mm:ss',
  day: 'yyyy-mm-dd',
};

function columnOf({ name, kind }: Column): ColumnDef {
  const width = Math.max(name.length + 2, kind === 'id' || kind === 'instant' ? 22 : 12);
  const numFmt = formats[kind];
  return { header: name, width, ...(numFmt !== undefined && { numFmt }) };
}

function cellOf(kind: Column['kind'], value: unknown): CellValue {
  if (value === null || value === undefined) return null;
  switch (kind) {
    case 'integer':
    case 'number':
      return Math.abs(value as number) > mostDigits ? String(value) : (value as number);
    case 'flag':
      return value as boolean;
    case 'instant':
    case 'day': {
      // A fraction of a day is not exact: rounded up, so that a reader who cuts what is below a second sees the right one.
      const serial = Math.ceil((Date.parse(value as string) / dayMs + epoch) * 1e10) / 1e10;
      return serial < firstDay ? String(value) : serial;
    }
    default: {
      const text = Array.isArray(value) ? value.join(' ') : String(value);
      return text === '' ? null : textOf(text);
    }
  }
}

/** What no cell can hold is cut, half of a surrogate pair is `�`, and what looks like a spelled out character (`_x0041_`) stays what it is. */
function textOf(text: string): string {
  const fitting = text.length > mostCharacters ? `${text.slice(0, mostCharacters - 1)}…` : text;
  return fitting.toWellFormed().replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
}
