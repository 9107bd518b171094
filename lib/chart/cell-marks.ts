import { exact, signed } from '../format.ts';
import { sparkline } from './sparkline.ts';
import { sayValues } from './value-words.ts';

/** The cells of one column of a table, and what is drawn beside them. */
export interface TableCells {
  kind: 'bar' | 'line' | 'none';
  values: readonly (string | number | null)[];
  /** Of a line: the numbers of each row. */
  series: readonly (readonly (number | null)[])[];
}

/** From where to where a column's bars reach: zero belongs to it. */
export function barRange(values: TableCells['values']): { low: number; high: number } {
  const numbers = values.filter((value) => typeof value === 'number');
  return {
    low: numbers.reduce((low, value) => Math.min(low, value), 0),
    high: numbers.reduce((high, value) => Math.max(high, value), 0),
  };
}

/** The share of a bar's room at which a value stands. */
export function placeInRange(value: number, { low, high }: { low: number; high: number }): number {
  return high === low ? 0 : (value - low) / (high - low);
}

/** A class for a bar: falls stand out where a column has both. */
export const barClass = (value: number, { low }: { low: number }) =>
  value < 0 ? 'loss' : low < 0 ? 'gain' : 'accent';

/**
 * A picture for each cell, as SVG text: a bar is decoration beside its number and hidden from screen readers, a line says where
 * it begins and ends. Empty for cells without a number; null for a column without pictures.
 */
export function markCells({ kind, values, series }: TableCells): string[] | null {
  if (kind === 'none') return null;
  if (kind === 'line')
    return series.map((list) => (list.length === 0 ? '' : sparkline(list, { label: sayLine(list) })));
  const range = barRange(values);
  const zero = placeInRange(0, range) * 100;
  return values.map((value) => {
    if (typeof value !== 'number') return '';
    const end = placeInRange(value, range) * 100;
    const [x, width] = [Math.min(zero, end), Math.abs(end - zero)].map((part) => Math.round(part * 10) / 10);
    return `<svg class="bar-svg" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="${barClass(value, range)}" x="${x}" width="${width}" height="10"/></svg>`;
  });
}

/** "from 3 to 9, lowest 1" in place of a picture. */
function sayLine(list: readonly (number | null)[]): string {
  return sayValues(
    'Values',
    list.map((value, i) => ({ label: `${i + 1} of ${list.length}`, value })),
    'value',
  );
}

/** A cell as it is written: every digit, – where not observed. */
export function writeCell(cell: string | number | null, isSigned: boolean | undefined): string {
  if (cell === null) return '–';
  if (typeof cell === 'string') return cell;
  return isSigned ? signed(cell) : exact(cell);
}
