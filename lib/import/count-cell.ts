import type { Notation } from '../counts/notation.ts';
import { englishNotation, parseCount } from '../counts/read-count.ts';
import { seenStep, webStep } from '../counts.ts';
import { Refusal } from './refusal.ts';

/**
 * How the counts of a file were rounded: as the person says, or `seen` for the programs that copy a web page, whose counts
 * each show whether they were rounded. Undefined where nobody knows.
 */
export type RoundingOption = 'web' | 'exact' | 'seen' | undefined;

/** What the rows of a file have in common: how counts were rounded, and where they come from. */
export interface RowOrigin {
  rounding: RoundingOption;
  source: 'import' | 'studio_csv';
  capture_id: string;
}

/** A count whose notation shows its step: "1.2M". */
export interface SteppedCount {
  value: number;
  step: number;
}

/** A cell that should hold a count: a plain whole number, one with a step, null for "not observed", or why not. */
export type CountCell = number | SteppedCount | null | Refusal;

/**
 * Reads a count cell. Below zero is read as it stands. Plain digits, which nearly every cell of a large file is, take the
 * short way; everything else goes by the grammar of `parseCount` and the notation of the column.
 */
export function readCountCell(text: string, notation: Notation = englishNotation): CountCell {
  const length = text.length;
  if (length === 0) return null;
  if (length <= 15) {
    let value = 0;
    let i = 0;
    for (; i < length; i++) {
      const digit = text.charCodeAt(i) - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (i === length) return value;
  }
  const count = parseCount(text, notation);
  if (count === 'missing') return null;
  if (count === 'open') return ambiguousCount(text);
  if (count === null) return new Refusal('not_a_count', `"${text.slice(0, 40)}" is not a whole number`);
  return count.step > 1 ? count : count.value;
}

function ambiguousCount(text: string): Refusal {
  const shown = text.trim().slice(0, 40);
  const mark = /[.,]/.exec(shown)?.[0];
  return new Refusal(
    'ambiguous_count',
    mark === undefined
      ? `"${shown}" means different numbers in different languages: say which with --numbers`
      : `in "${shown}" the ${mark === '.' ? 'point' : 'comma'} may group digits or stand before decimals: say which with --numbers`,
  );
}

/** The value of a count cell that was not refused. */
export function countOf(cell: number | SteppedCount | null): number | null {
  return typeof cell === 'object' && cell !== null ? cell.value : cell;
}

/** The step of a count cell: what its notation shows, else what the person says of the file, else null. */
export function stepOf(cell: number | SteppedCount | null, option: RoundingOption): number | null {
  if (cell === null) return null;
  if (typeof cell === 'object') return cell.step;
  if (option === undefined) return null;
  return option === 'exact' ? 1 : option === 'web' ? webStep(cell) : seenStep(cell);
}

/** The rounding of a row whose known counts have these steps; of a missing count the step is null. */
export function roundingOfRow(
  option: RoundingOption,
  ...steps: readonly (number | null)[]
): 'exact' | 'nearest' | 'unknown' {
  if (option === undefined) return 'unknown';
  const rounded = steps.some((step) => step !== null && step > 1);
  return !rounded ? 'exact' : option === 'exact' ? 'unknown' : 'nearest';
}

/** True where a count is there and its step is not known, as that of 1,234,500 is where counts show their own. */
export function hasUnknownStep(
  cells: readonly (number | SteppedCount | null)[],
  steps: readonly (number | null)[],
): boolean {
  return cells.some((cell, i) => cell !== null && steps[i] === null);
}

/** A refusal where a counter that only grows from zero is below it, else null. */
export function refuseNegative(name: string, cell: number | SteppedCount | null): Refusal | null {
  const value = countOf(cell);
  return value !== null && value < 0
    ? new Refusal('negative_count', `${name} is ${value}, and a counter cannot be below zero`)
    : null;
}
