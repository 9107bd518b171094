import { InputError } from '../errors.ts';

/** The size of the largest sheet there can be. */
const maxRow = 1_048_576;
const maxColumn = 16_384;
/** Cells between the first and the last are made whether they are filled or not. */
const maxCells = 20_000_000;

const address = /\sr\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * Refuses a sheet whose few cells lie so far apart that the empty ones between them would fill the memory.
 * Throws `InputError`: `broken_workbook` for an address that no sheet has, `file_too_big`.
 */
export function assertSheetSize(file: string, member: string, xml: Buffer): void {
  if (!xml.includes('sheetData')) return;
  let [rows, columns] = [0, 0];
  for (const [, double, single] of xml.toString('latin1').matchAll(address)) {
    const text = double ?? single ?? '';
    const found = /^([A-Z]{0,3})(\d{1,7})$/.exec(text);
    const [row, column] = [Number(found?.[2] ?? Number.NaN), columnOf(found?.[1] ?? '')];
    if (!(row <= maxRow && column <= maxColumn))
      throw new InputError('broken_workbook', `${file} has a cell where no sheet has one (in ${member}).`, {
        hint: 'Open it in a spreadsheet and save it again as XLSX, or its sheet as CSV (UTF-8).',
      });
    rows = Math.max(rows, row);
    columns = Math.max(columns, column);
  }
  if (rows * columns > maxCells)
    throw new InputError('file_too_big', `${file} has a sheet of ${rows} rows and ${columns} columns.`, {
      hint: 'Save the part that holds the table as CSV (UTF-8), and import that.',
    });
}

/** The number of a column from its letters; 0 for none. */
function columnOf(letters: string): number {
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column;
}
