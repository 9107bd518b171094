import type { TableName } from './index.ts';

/** What a piece of work read of the ledger, noted by the readers themselves, so that nobody has to declare it. */

export interface TableRead {
  table: TableName;
  /** The data root. */
  data: string;
  /** First and last day that were asked for; null without a limit. */
  from: string | null;
  to: string | null;
  /** The accounts that were asked for, sorted; null for all. */
  accounts: string[] | null;
  /** The columns that were asked for, sorted; null for all. */
  columns: string[] | null;
  /** Rows that were read; null where a statement of SQL read them. */
  rows: number | null;
}

export interface FileRead {
  /** A file edited by hand, such as `annotations.csv`, relative to the data root. */
  file: string;
  data: string;
}

export interface Reads {
  tables: TableRead[];
  files: FileRead[];
  /** True where something was read that no table or list names: the log of runs, a published file. */
  other: boolean;
}
