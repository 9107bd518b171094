/** The rows of a sheet as CSV text: every cell quoted, an empty row as an empty line. Null where no cell is filled. */
export function csvOfSheet(rows: readonly (readonly unknown[])[]): string | null {
  const lines = rows.map((row) => {
    const cells = row.map(cellText);
    return cells.every((cell) => cell === '')
      ? ''
      : cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  });
  return lines.every((line) => line === '') ? null : `${lines.join('\n')}\n`;
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return dateText(cell);
  if (cell instanceof SheetNumber) return numberText(cell.text);
  return String(cell);
}

/** A number as the workbook spells it, kept apart from texts that look like one. */
export class SheetNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Spreadsheets keep 15 digits of a number: of a longer one the rest is lost or may be. */
const longestExact = 1e15;

/**
 * A number as a person would write it. One of more than 15 digits is written with an exponent, whatever digits the file has
 * for it, so that an id which was turned into a number is seen to have been.
 */
export function numberText(text: string): string {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return text;
  return Math.abs(value) >= longestExact ? value.toExponential() : String(value);
}

/** A date cell, which has no zone: `2026-02-28`, or with a time `2026-02-28 09:30:00`. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  // Days are kept as fractions: a time may be a hair short of its second.
  const [day = '', time = ''] = new Date(Math.round(date.getTime() / 1000) * 1000)
    .toISOString()
    .slice(0, 19)
    .split('T');
  return time === '00:00:00' ? day : `${day} ${time}`;
}
