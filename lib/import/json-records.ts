import { messageOf } from '../errors.ts';
import type { Encoding } from './decode.ts';
import type { OwnerFile } from './file-capture.ts';
import { cellOf, flatten } from './json-flat.ts';
import { badJson, type Piece, piecesOf } from './json-pieces.ts';
import type { RecordBatch } from './records.ts';
import { Refusal } from './refusal.ts';

const batchRows = 1000;
const sampleRows = 1000;
/** No program writes more; ids as keys do. */
const maxColumns = 2000;

/** An object of the file as columns. */
type Flat = ReadonlyMap<string, unknown>;

/**
 * Keys (in the order they are first seen, over the whole file; those of an object within another as a path, `stats.likes`) and
 * first records of a JSON file. Throws `InputError` `bad_json` where an array is not JSON, or has more than two thousand
 * keys: nothing of the file is used then.
 */
export async function readJsonHead(
  file: OwnerFile,
  encoding: Encoding,
  byLine: boolean,
): Promise<{ header: string[]; sample: string[][] }> {
  const keys = new Set<string>();
  const first: Flat[] = [];
  for await (const piece of piecesOf(file, encoding, byLine)) {
    const value = parsePiece(piece, file, byLine);
    if (value instanceof Refusal) continue;
    for (const key of value.keys()) keys.add(key);
    if (keys.size > maxColumns)
      throw badJson(file, piece.line, `its objects have more than ${maxColumns} different keys`);
    if (first.length < sampleRows) first.push(value);
  }
  const header = [...keys];
  return { header, sample: first.map((value) => cellsOf(value, header)) };
}

/** The objects of a JSON file as rows under `header`; a value that is no object is a broken row. */
export async function* readJsonBatches(
  file: OwnerFile,
  encoding: Encoding,
  byLine: boolean,
  header: readonly string[],
): AsyncGenerator<RecordBatch, void> {
  let rows: string[][] = [];
  let lines: number[] = [];
  let broken = new Map<number, Refusal>();
  const take = (): RecordBatch => {
    const batch = { rows, lines, broken: broken.size > 0 ? broken : null };
    rows = [];
    lines = [];
    broken = new Map();
    return batch;
  };
  for await (const piece of piecesOf(file, encoding, byLine)) {
    const value = parsePiece(piece, file, byLine);
    if (value instanceof Refusal) broken.set(rows.length, value);
    rows.push(value instanceof Refusal ? [piece.text] : cellsOf(value, header));
    lines.push(piece.line);
    if (rows.length >= batchRows) yield take();
  }
  if (rows.length > 0) yield take();
}

function parsePiece(piece: Piece, file: OwnerFile, byLine: boolean): Flat | Refusal {
  let value: unknown;
  try {
    // Looking at every value takes most of the time, and few files have such numbers.
    value = longNumber.test(piece.text)
      ? JSON.parse(piece.text, keepLongNumbers as (this: unknown, key: string, value: unknown) => unknown)
      : JSON.parse(piece.text);
  } catch (cause) {
    if (byLine) return new Refusal('bad_json', `the line is not JSON: ${messageOf(cause)}`);
    throw badJson(file, piece.line, messageOf(cause), cause);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return flatten(value as Record<string, unknown>);
  return new Refusal('bad_json', 'the value is not an object with keys');
}

const longNumber = /[:[,\s]-?\d{16}/;

/** Ids of 19 digits do not fit a double: a long number is kept as it is spelled. */
function keepLongNumbers(_key: string, value: unknown, context: { source?: string }): unknown {
  return typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context.source ?? '')
    ? context.source
    : value;
}

function cellsOf(value: Flat, header: readonly string[]): string[] {
  return header.map((key) => cellOf(value.get(key)));
}
