import type { Row, TableName } from './index.ts';

/**
 * What a source says, before we believe it. Columns that a source does not know are left out.
 * Values may be of any type: `validate` decides.
 */
export type Draft = {
  [T in TableName]: { table: T; row: { [C in keyof Row<T>]?: unknown } };
}[TableName];

/** A draft we did not believe, with the rule it broke: kept under `data/rejected/`. */
export interface Rejection {
  /** Id of the rule, from the catalogue in `validate/rules.ts`. */
  rule: string;
  /** What is wrong, in a sentence. */
  message: string;
  table: TableName | null;
  /** Account, post or file it is about. */
  subject: string;
  /** Instant the draft claimed, or null where it had none that can be. */
  observed_at: string | null;
  capture_id: string;
  file: string | null;
  /** Line in the file, 1-based, the line the record starts on; null for pages. */
  line: number | null;
  values: Record<string, unknown>;
}

/**
 * One source row after unpivoting: the drafts it fills (the first is the one that is counted), or why it
 * could not be read.
 */
export type SourceRow =
  | { line: number; drafts: readonly [Draft, ...Draft[]] }
  | { line: number; refused: { rule: string; message: string; values: Record<string, unknown> } };
