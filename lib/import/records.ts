import { InputError } from '../errors.ts';
import { readCsvBatches, readCsvHead } from './csv-records.ts';
import type { OwnerFile } from './file-capture.ts';
import { readJsonBatches, readJsonHead } from './json-records.ts';
import type { Refusal } from './refusal.ts';
import type { Sniff } from './sniff.ts';

/** Some records of a file, in order. */
export interface RecordBatch {
  rows: readonly (readonly string[])[];
  /** For each row the line it starts on, 1-based. */
  lines: ArrayLike<number>;
  /** Rows, by place in the batch, that cannot be told apart into cells. */
  broken: ReadonlyMap<number, Refusal> | null;
}

/** A file as records of cells under named columns, whatever its format. It can be read again and again. */
export interface Records {
  header: readonly string[];
  /** The first records, for telling what the columns hold. */
  sample: readonly (readonly string[])[];
  /** The records after the header, blank lines left out. */
  batches(): AsyncIterable<RecordBatch>;
}

/**
 * Opens a table: CSV with a header line, a JSON array of objects, or a JSON object a line (keys are columns; null is an
 * empty cell). Throws `InputError`: `no_rows` where there is no header or no object, `bad_json`.
 */
export async function openRecords(file: OwnerFile, sniff: Sniff): Promise<Records> {
  if (sniff.format === 'csv') {
    const { header, sample } = readCsvHead(sniff);
    if (header.length === 0) throw noRows(file, 'blank lines');
    return { header, sample, batches: () => readCsvBatches(file, sniff) };
  }
  const ndjson = sniff.format === 'ndjson';
  const { header, sample } = await readJsonHead(file, sniff.encoding, ndjson);
  if (header.length === 0) throw noRows(file, 'JSON without an object that has keys');
  return { header, sample, batches: () => readJsonBatches(file, sniff.encoding, ndjson, header) };
}

function noRows(file: OwnerFile, what: string): InputError {
  return new InputError('no_rows', `${file.file} holds no table: only ${what}.`, {
    hint: 'Import a table with a header line, or a JSON array of objects.',
  });
}
