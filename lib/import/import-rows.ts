import { type Effects, liveEffects } from '../effects.ts';
import { InputError } from '../errors.ts';
import type { Capture } from '../schema/capture.ts';
import type { SourceRow } from '../schema/draft.ts';
import type { TableName } from '../schema/index.ts';
import type { Encoding } from './decode.ts';
import { recogniseTable } from './detect.ts';
import { modifiedAt, type OwnerFile } from './file-capture.ts';
import type { ImportContext, RowMapper } from './kind.ts';
import { openMapped } from './mapped.ts';
import { withMapping } from './mapping.ts';
import type { ImportOptions } from './options.ts';
import { isPageKind } from './page-kinds.ts';
import { isPersonalData, openPersonalData, personalData } from './personal-data.ts';
import { openRecords, type RecordBatch, type Records } from './records.ts';
import { refuseRow, showCells, whyUnread } from './refusal.ts';
import { findPage, openSavedPage } from './saved-page.ts';
import { sniffFile } from './sniff.ts';
import { refusePersonalData } from './unsupported.ts';

/** A file as rows, to be read once and from the start. */
export interface RowImport {
  form: 'rows';
  kind: string;
  encoding: Encoding;
  tables: readonly TableName[];
  /** What a person should know of how the file was read, a sentence each. */
  notes?: readonly string[];
  /** The file holds what is nobody else's business: no copy of it is kept. */
  isPrivate?: true;
  /** Batches of about a thousand; the next is read when it is asked for. Every row of the file is in one, once. */
  rows: AsyncIterable<RowBatch>;
}

/** Some rows of a file, to be gone through once. */
export type RowBatch = Iterable<SourceRow> & { readonly length: number };

/** A saved page as a capture, to be cleaned like a collected one. */
export interface PageImport {
  form: 'page';
  kind: string;
  capture: Capture;
  /** Whose post it is, where the person says so: the page of a post that is gone does not. */
  account_id: string | null;
}

/**
 * Tells what a file of the owner's is and opens it. Everything that can be wrong with the file as a whole is found before
 * the first row is given, so that nothing need be undone: throws `InputError` (`binary_file`, `unknown_kind`,
 * `unsupported_kind`, `missing_column`, `account_needed`, `instant_needed`, `year_needed`, `ambiguous_date`, `bad_json`,
 * `no_rows` …). What is wrong with a row is given as a refused row: fully blank lines are the only ones left out.
 */
export async function importRows(
  file: OwnerFile,
  said: ImportOptions,
  effects: Effects = liveEffects,
): Promise<RowImport | PageImport> {
  const sniff = sniffFile(file);
  const timed = said.atModified === true ? { ...said, at: await modifiedAt(file) } : said;
  const options = withMapping(timed);
  const { as } = options;
  const wanted = as !== undefined && isPageKind(as) ? as : undefined;
  if (wanted !== undefined && sniff.format === 'csv')
    throw new InputError('unknown_kind', `${file.file} is a table, not a saved page.`, {
      hint: 'Leave out --as to let the file be recognised.',
    });
  if (as !== undefined && wanted === undefined && sniff.format === 'html')
    throw new InputError('unknown_kind', `${file.file} is a web page, not a table.`, {
      hint: 'Leave out --as to let the page be recognised.',
    });
  const personal = isPersonalData(file.file, sniff);
  if (personal && as !== undefined && as !== personalData.id) refusePersonalData(file.file, as);
  if (personal || (as === personalData.id && sniff.format !== 'csv'))
    return {
      form: 'rows',
      encoding: sniff.encoding,
      isPrivate: true,
      ...(await openPersonalData(file, sniff, options, effects)),
    };
  const page = as !== undefined && wanted === undefined ? null : await findPage(file, sniff, wanted);
  if (page !== null) return { form: 'page', ...openSavedPage(file, page, options, effects.now()) };
  const { mapping } = options;
  const { records, kind, notes } = recogniseTable(file, await openRecords(file, sniff), options);
  const context: ImportContext = { file, records, options, effects, sniff, notes };
  const readRow = mapping?.columns ? await openMapped(context, kind, mapping) : await kind.open(context);
  return {
    form: 'rows',
    kind: kind.id,
    encoding: sniff.encoding,
    tables: kind.tables,
    notes,
    rows: mapRecords(records, readRow),
  };
}

/** A file as a table, whatever its columns; null for a web page. Throws `InputError` as `openRecords`. */
export async function openTable(file: OwnerFile): Promise<Records | null> {
  const sniff = sniffFile(file);
  return sniff.format === 'html' ? null : openRecords(file, sniff);
}

async function* mapRecords(records: Records, readRow: RowMapper): AsyncGenerator<RowBatch, void> {
  const { header } = records;
  for await (const batch of records.batches())
    yield { length: batch.rows.length, [Symbol.iterator]: () => mapBatch(batch, header, readRow) };
}

/** Rows are made as they are asked for: few of a file's are in memory at any time. */
function* mapBatch(
  { rows, lines, broken }: RecordBatch,
  header: readonly string[],
  readRow: RowMapper,
): Generator<SourceRow, void> {
  const width = header.length;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as readonly string[];
    const line = lines[i] as number;
    const why =
      broken?.get(i) ??
      (row.length === width && (row[0] as string).charCodeAt(0) > 32 ? null : whyUnread(row, width));
    yield why === null ? readRow(row, line) : refuseRow(line, why, why.values ?? showCells(header, row));
  }
}
