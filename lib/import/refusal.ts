import type { SourceRow } from '../schema/draft.ts';

/** Why a row of a file could not be read. Their sentences stand in the rule catalogue of `validate`. */
export type ImportRule =
  | 'ambiguous_count'
  | 'ambiguous_date'
  | 'bad_handle'
  | 'bad_id'
  | 'bad_json'
  | 'bad_quotes'
  | 'blank_row'
  | 'conflicting_columns'
  | 'date_out_of_range'
  | 'id_destroyed'
  | 'impossible_date'
  | 'negative_count'
  | 'not_a_count'
  | 'not_observed'
  | 'ragged_row';

/** A value that could not be read: the rule it broke and what is wrong with it, in a sentence. */
export class Refusal {
  readonly rule: ImportRule;
  readonly message: string;
  /** The cells that show why, where they are others than those of the row. */
  readonly values: Record<string, unknown> | null;
  constructor(rule: ImportRule, message: string, values: Record<string, unknown> | null = null) {
    this.rule = rule;
    this.message = message;
    this.values = values;
  }

  /** The same refusal with the cells that show why. */
  with(values: Record<string, unknown>): Refusal {
    return new Refusal(this.rule, this.message, values);
  }
}

/** Why a row cannot be read under a header of this many names; null where nothing is wrong with its form. */
export function whyUnread(row: readonly string[], width: number): Refusal | null {
  if (row.every((cell) => cell.trim() === ''))
    return new Refusal('blank_row', 'every cell of the row is empty');
  if (row.length === width) return null;
  return new Refusal('ragged_row', `the row has ${row.length} cells, and the header ${width} names`);
}

/** A source row that is refused, with the cells that show why. */
export function refuseRow(line: number, refusal: Refusal, values: Record<string, unknown>): SourceRow {
  return { line, refused: { rule: refusal.rule, message: refusal.message, values } };
}

const shownChars = 200;

/** A cell as it may be kept and printed: cut short, and web addresses without their query, which may carry signatures. */
export function showCell(cell: string): string {
  const text = cell.replace(/(https?:\/\/[^\s"?]*)\?[^\s"]*/g, '$1');
  return text.length > shownChars ? `${text.slice(0, shownChars - 1)}…` : text;
}

/** The non-empty cells of a row by column name, as they may be kept. */
export function showCells(header: readonly string[], row: readonly string[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (let i = 0; i < row.length && i < 60; i++) {
    const cell = row[i] ?? '';
    if (cell === '') continue;
    const name = header[i] || `column ${i + 1}`;
    values[name in values ? `${name} (column ${i + 1})` : name] = showCell(cell);
  }
  return values;
}
