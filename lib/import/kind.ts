import type { Effects } from '../effects.ts';
import type { SourceRow } from '../schema/draft.ts';
import type { TableName } from '../schema/index.ts';
import type { RowOrigin } from './count-cell.ts';
import type { OwnerFile } from './file-capture.ts';
import type { ImportOptions } from './options.ts';
import type { Records } from './records.ts';
import type { Sniff } from './sniff.ts';

/** A table as its header and first records show it. */
export type TableHead = Pick<Records, 'header' | 'sample'>;

/** How well a table fits a kind. */
export interface Fit {
  /** What the kind needs and the table lacks, in words; empty where it fits. */
  missing: readonly string[];
  /** How many columns of the kind were found. Of two kinds that fit, the more special one is taken. */
  found: number;
}

/** Reads one record, which starts at the given line. */
export type RowMapper = (row: readonly string[], line: number) => SourceRow;

/** All that reading a file needs to know besides the record. */
export interface ImportContext {
  file: OwnerFile;
  records: Records;
  options: ImportOptions;
  effects: Effects;
  sniff: Pick<Sniff, 'format' | 'delimiter'>;
  /** What the person should know of how the file is read, a sentence each; more may be added while it is opened. */
  notes: string[];
}

/** Where the rows of a file that is no analytics export come from, and how its counts were rounded. */
export function originOf({ file, options }: ImportContext): RowOrigin {
  return { rounding: options.rounding, source: 'import', capture_id: file.capture_id };
}

/** A kind of table that import can read. */
export interface Kind {
  /** As `--as` takes it. */
  id: string;
  title: string;
  /** What it is and which columns tell it, in a sentence. */
  about: string;
  tables: readonly TableName[];
  /** Kinds of higher rank are more special: they win where several fit. */
  rank: number;
  detect(head: TableHead): Fit;
  /** Brings its records into a row for each observation, where they are not. */
  reshape?(records: Records): Records;
  /** What the person should know of how such a table is read, in words; null for nothing. */
  note?(head: TableHead): string | null;
  /**
   * Makes the reader of a file's records. May read the whole file first where a row's meaning hangs on others. Throws
   * `InputError` where the options lack what the file does not say (`account_needed`, `year_needed`, `instant_needed`).
   */
  open(context: ImportContext): Promise<RowMapper>;
}
