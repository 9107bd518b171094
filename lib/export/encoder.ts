import { csvText, jsonText, ndjsonText, type RowText } from '../format/rows.ts';
import { parquetEncoder } from '../parquet.ts';
import type { Column } from '../schema/table.ts';
import { arrowEncoder } from './arrow.ts';

/** The formats of an export. Each makes its file as the rows come. */

export const exportFormats = ['csv', 'json', 'ndjson', 'parquet', 'arrow', 'xlsx'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Formats that are text, and may go to standard output. */
export const textFormats: readonly ExportFormat[] = ['csv', 'json', 'ndjson'];

/**
 * Whom a CSV is for. `anyone`: text that a spreadsheet would take for a formula is preceded by an apostrophe, everything else is as stored.
 * `spreadsheet`: that, a mark that says UTF-8, and ids as a spreadsheet keeps them. `programs`: exactly as stored.
 */
export const csvReaders = ['anyone', 'spreadsheet', 'programs'] as const;
export type CsvReader = (typeof csvReaders)[number];

export type Row = Readonly<Record<string, unknown>>;

/** A file in the making: what the next rows, and then the end, add to it. A workbook is made elsewhere, by the library that writes it. */
export interface Encoder {
  rows(rows: readonly Row[]): string | Uint8Array;
  end(): string | Uint8Array;
}

export function encoderOf(
  format: Exclude<ExportFormat, 'xlsx'>,
  columns: readonly Column[],
  reader: CsvReader = 'anyone',
): Encoder {
  const names = columns.map((column) => column.name);
  switch (format) {
    case 'json':
      return textEncoder(names, jsonText(names));
    case 'ndjson':
      return textEncoder(names, ndjsonText(names));
    case 'csv':
      return textEncoder(
        names,
        csvText(names, {
          defuse: reader !== 'programs',
          spreadsheet: reader === 'spreadsheet',
          isId: (column) => columns[column]?.kind === 'id',
        }),
      );
    case 'parquet':
      return parquetEncoder(columns);
    case 'arrow':
      return arrowEncoder(columns);
  }
}

function textEncoder(names: readonly string[], text: RowText): Encoder {
  let before = text.begin;
  const withBegin = (added: string) => {
    const whole = before + added;
    before = '';
    return whole;
  };
  return {
    rows: (rows) => withBegin(text.rows(rows.map((row) => names.map((name) => row[name])))),
    end: () => withBegin(text.end),
  };
}
