import type { TableName } from '../schema/index.ts';

/** What became of what was written. */
export interface WriteCounts {
  /** Source rows whose counted record is new, or fills empty cells of a stored one. */
  stored: number;
  /** Source rows that say what is already known. */
  duplicates: number;
  /** Source rows refused, those in conflict with a stored row included. */
  rejected: number;
  /** Refused source rows by rule. */
  rules: Record<string, number>;
  /** Details beside believed rows that were refused, e.g. an impossible publication date beside good counts. */
  details_rejected: number;
  /** New rows by table, counted or not. */
  added: Partial<Record<TableName, number>>;
  /** Rows that filled empty cells of stored ones, counted or not. */
  filled: number;
}

/** Before anything was. */
export const noCounts = (): WriteCounts => ({
  stored: 0,
  duplicates: 0,
  rejected: 0,
  rules: {},
  details_rejected: 0,
  added: {},
  filled: 0,
});
