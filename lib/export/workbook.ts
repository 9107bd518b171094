import writeXlsxFile, { type CellObject, type SheetData } from 'write-excel-file/node';
import { InputError } from '../errors.ts';
import type { Column } from '../schema/table.ts';

/** Rows a worksheet can hold, its header included. */
const mostRows = 1_048_576;
/** Characters a cell can hold. */
const mostCharacters = 32_767;

/**
 * Rows as an XLSX workbook of one sheet with a header that stays in sight. Ids and other text are text cells, which no spreadsheet turns into numbers or
 * formulas; instants (UTC) and days are dates, counts numbers. Throws `InputError` `too_many_rows`.
 */
export async function workbookFile(
  sheet: string,
  columns: readonly Column[],
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<Uint8Array> {
  if (rows.length >= mostRows)
    throw new InputError(
      'too_many_rows',
      `${sheet} has ${rows.length} rows, and a sheet of XLSX holds ${mostRows - 1}.`,
      {
        hint: 'Export a part with --from and --to, or another format.',
      },
    );
  const header = columns.map(({ name }): CellObject => ({ value: name, type: String, fontWeight: 'bold' }));
  const data: SheetData = [
    header,
    ...rows.map((row) => columns.map(({ name, kind }) => cellOf(kind, row[name]))),
  ];
  const widths = columns.map(({ name, kind }) => ({
    width: Math.max(name.length + 2, kind === 'id' || kind === 'instant' ? 22 : 12),
  }));
  return writeXlsxFile(data, { sheet: sheet.slice(0, 31), columns: widths, stickyRowsCount: 1 }).toBuffer();
}

function cellOf(kind: Column['kind'], value: unknown): CellObject | null {
  if (value === null || value === undefined) return null;
  switch (kind) {
    case 'integer':
    case 'number':
      return { value: value as number, type: Number };
    case 'flag':
      return { value: value as boolean, type: Boolean };
    case 'instant':
      return { value: new Date(value as string), type: Date, format: 'yyyy-mm-dd hh:mm:ss' };
    case 'day':
      return { value: new Date(value as string), type: Date, format: 'yyyy-mm-dd' };
    default: {
      const text = Array.isArray(value) ? value.join(' ') : String(value);
      return { value: writable(text), type: String };
    }
  }
}

/** Text without the control characters that XML cannot hold, and no longer than a cell. */
function writable(text: string): string {
  return text.replace(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, '').slice(0, mostCharacters);
}
