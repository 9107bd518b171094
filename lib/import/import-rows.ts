import { type Effects, liveEffects } from '../effects.ts';
import { InputError } from '../errors.ts';
import type { Capture } from '../schema/capture.ts';
import type { SourceRow } from '../schema/draft.ts';
import type { TableName } from '../schema/index.ts';
import type { Encoding } from './decode.ts';
import { detectKind } from './detect.ts';
import type { OwnerFile } from './file-capture.ts';
import type { ImportContext, RowMapper } from './kind.ts';
import { requireAt } from './observed-at.ts';
import type { ImportOptions } from './options.ts';
import { openRecords, type RecordBatch, type Records } from './records.ts';
import { Refusal, refuseRow, showCells } from './refusal.ts';
import { detectPageKind, isPageKind, looksLikePage, readSavedPage } from './saved-page.ts';
import { type Sniff, sniffFile } from './sniff.ts';
import { refusePersonalData, refuseUnsupportedTable } from './unsupported.ts';

/** A file as rows, to be read once and from the start. */
export interface RowImport {
  form: 'rows';
  kind: string;
  encoding: Encoding;
  tables: readonly TableName[];
  /** Batches of about a thousand; the next is read when it is asked for. Every row of the file is in one, once. */
  rows: AsyncIterable<readonly SourceRow[]>;
}

/** A saved page as a capture, to be cleaned like a collected one. */
export interface PageImport {
  form: 'page';
  kind: string;
  capture: Capture;
}

/**
 * Tells what a file of the owner's is and opens it. Everything that can be wrong with the file as a whole is found before
 * the first row is given, so that nothing need be undone: throws `InputError` (`binary_file`, `unknown_kind`,
 * `unsupported_kind`, `missing_column`, `account_needed`, `instant_needed`, `year_needed`, `ambiguous_date`, `bad_json`,
 * `no_rows` …). What is wrong with a row is given as a refused row: fully blank lines are the only ones left out.
 */
export async function importRows(
  file: OwnerFile,
  options: ImportOptions,
  effects: Effects = liveEffects,
): Promise<RowImport | PageImport> {
  const sniff = sniffFile(file);
  const { as } = options;
  if (as === undefined ? looksLikePage(sniff) : isPageKind(as)) return openPage(file, sniff, options);
  if (sniff.format === 'html')
    throw new InputError('unknown_kind', `${file.file} is a web page, not a table.`, {
      hint: 'Import a saved page with --as account-page or --as post-page.',
    });
  refusePersonalData(file.file, sniff);
  const records = await openRecords(file, sniff);
  if (as === undefined) refuseUnsupportedTable(file.file, records.header);
  const kind = detectKind(file.file, records, as);
  const context: ImportContext = { file, records, options, effects };
  const readRow = await kind.open(context);
  return {
    form: 'rows',
    kind: kind.id,
    encoding: sniff.encoding,
    tables: kind.tables,
    rows: mapRecords(records, readRow),
  };
}

async function openPage(file: OwnerFile, sniff: Sniff, options: ImportOptions): Promise<PageImport> {
  if (sniff.format === 'csv')
    throw new InputError('unknown_kind', `${file.file} is a table, not a saved page.`, {
      hint: 'Leave out --as to let the file be recognised.',
    });
  const { as } = options;
  const kind = as !== undefined && isPageKind(as) ? as : await detectPageKind(file);
  const { at } = requireAt({ file, options }, 'a saved page has no date of its own');
  return { form: 'page', kind, capture: await readSavedPage(file, kind, at, options) };
}

async function* mapRecords(records: Records, readRow: RowMapper): AsyncGenerator<readonly SourceRow[], void> {
  const { header } = records;
  for await (const batch of records.batches()) yield mapBatch(batch, header, readRow);
}

function mapBatch(
  { rows, lines, broken }: RecordBatch,
  header: readonly string[],
  readRow: RowMapper,
): SourceRow[] {
  const width = header.length;
  const mapped: SourceRow[] = new Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as readonly string[];
    const line = lines[i] as number;
    const why =
      broken?.get(i) ??
      (row.length === width && (row[0] as string).charCodeAt(0) > 32 ? null : whyUnread(row, width));
    mapped[i] = why === null ? readRow(row, line) : refuseRow(line, why, showCells(header, row));
  }
  return mapped;
}

function whyUnread(row: readonly string[], width: number): Refusal | null {
  if (row.every((cell) => cell.trim() === ''))
    return new Refusal('blank_row', 'every cell of the row is empty');
  if (row.length === width) return null;
  return new Refusal('ragged_row', `the row has ${row.length} cells, and the header ${width} names`);
}
