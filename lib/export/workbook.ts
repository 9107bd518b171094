import { strToU8, Zip, ZipDeflate } from 'fflate';
import { InputError } from '../errors.ts';
import type { Column } from '../schema/table.ts';
import { columnLetters, contentTypes, relations, styles, textCell, workbook } from './workbook-parts.ts';

/** Rows a worksheet can hold, its header included. */
const rowsOfSheet = 1_048_576;
/** Bytes that a ZIP archive without extensions can say of a part, and of itself. */
const mostBytes = 2 ** 32 - 1;
/** Numbers beyond have digits that a spreadsheet does not keep. */
const mostDigits = 999_999_999_999_999;
const dayMs = 86_400_000;
/** Days from the spreadsheets' day 0 to 1970-01-01. */
const epoch = 25_569;
/** Before 1 March 1900 spreadsheets count a day that never was. */
const firstDay = 61;

type Row = Readonly<Record<string, unknown>>;

/**
 * An XLSX workbook, made as its rows come: `rows` and `end` give the next bytes of the file. Its one sheet has a header that stays in sight; a table that
 * is longer than a sheet goes on in `<name> (2)` and so on. Ids and other text are text cells, which no spreadsheet turns into numbers or
 * formulas; instants (UTC) and days are dates, counts numbers (text where they have more digits than a spreadsheet keeps). A text longer than
 * a cell ends with `…`. Throws `InputError` `too_many_rows` where the workbook would be larger than 4 GiB.
 */
export function workbookEncoder(
  name: string,
  columns: readonly Column[],
  rowsPerSheet = rowsOfSheet,
): { rows(rows: readonly Row[]): Uint8Array; end(): Uint8Array } {
  const pieces: Uint8Array[] = [];
  let written = 0;
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    written += bytes.length;
    pieces.push(bytes);
  });
  const begun = (file: string): ZipDeflate => {
    const part = new ZipDeflate(file, { level: 6 });
    // The same fields on every machine: the format has no zone.
    part.mtime = new Date(1980, 0, 1);
    zip.add(part);
    return part;
  };
  const whole = (file: string, text: string) => begun(file).push(strToU8(text), true);
  const sheets: string[] = [];
  let sheet: ZipDeflate | null = null;
  let bytesOfSheet = 0;
  let row = 0;
  const push = (text: string, last = false) => {
    const bytes = strToU8(text);
    bytesOfSheet += bytes.length;
    if (bytesOfSheet > mostBytes || written > mostBytes)
      throw new InputError('too_many_rows', `${name} is too long for a workbook, which can hold 4 GiB.`, {
        hint: 'Export a part with --from and --to, or another format.',
      });
    sheet?.push(bytes, last);
  };
  const beginSheet = () => {
    sheets.push(sheets.length === 0 ? name : `${name.slice(0, 25)} (${sheets.length + 1})`);
    sheet = begun(`xl/worksheets/sheet${sheets.length}.xml`);
    bytesOfSheet = 0;
    row = 1;
    push(sheetBegin(columns));
  };
  const endSheet = () => push('</sheetData></worksheet>', true);
  const taken = () => {
    const bytes = Buffer.concat(pieces);
    pieces.length = 0;
    return bytes;
  };
  const letters = columns.map((_, i) => columnLetters(i));
  beginSheet();
  return {
    rows(rows) {
      let text = '';
      for (const each of rows) {
        if (row === rowsPerSheet) {
          push(text);
          text = '';
          endSheet();
          beginSheet();
        }
        row++;
        text += `<row r="${row}">`;
        for (let i = 0; i < columns.length; i++) {
          const { name: column, kind } = columns[i] as Column;
          text += cellOf(kind, each[column], `${letters[i]}${row}`);
        }
        text += '</row>';
      }
      push(text);
      return taken();
    },
    end() {
      endSheet();
      whole('xl/workbook.xml', workbook(sheets));
      whole('xl/_rels/workbook.xml.rels', relations(sheets.length));
      whole('xl/styles.xml', styles);
      whole('_rels/.rels', relations(null));
      whole('[Content_Types].xml', contentTypes(sheets.length));
      zip.end();
      return taken();
    },
  };
}

function sheetBegin(columns: readonly Column[]): string {
  const widths = columns.map(({ name, kind }, i) => {
    const width = Math.max(name.length + 2, kind === 'id' || kind === 'instant' ? 22 : 12);
    return `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`;
  });
  const header = columns.map(({ name }, i) => textCell(name, `${columnLetters(i)}1`, 1)).join('');
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData><row r="1">${header}</row>`;
}

function cellOf(kind: Column['kind'], value: unknown, place: string): string {
  if (value === null || value === undefined) return '';
  switch (kind) {
    case 'integer':
    case 'number':
      return Math.abs(value as number) > mostDigits
        ? textCell(String(value), place)
        : `<c r="${place}"><v>${String(value)}</v></c>`;
    case 'flag':
      return `<c r="${place}" t="b"><v>${value === true ? 1 : 0}</v></c>`;
    case 'instant':
    case 'day': {
      // A fraction of a day is not exact: rounded up, so that a reader who cuts what is below a second sees the right one.
      const serial = Math.ceil((Date.parse(value as string) / dayMs + epoch) * 1e10) / 1e10;
      return serial < firstDay
        ? textCell(String(value), place)
        : `<c r="${place}" s="${kind === 'instant' ? 2 : 3}"><v>${serial}</v></c>`;
    }
    default: {
      const text = Array.isArray(value) ? value.join(' ') : String(value);
      return text === '' ? '' : textCell(text, place);
    }
  }
}
