import path from 'node:path';
import type { Rejection } from '../schema/draft.ts';
import { type TableName, tables } from '../schema/index.ts';
import type { TableSpec } from '../schema/table.ts';
import { DistinctLines, type Places } from './distinct-lines.ts';
import { listFiles } from './files.ts';
import type { Records } from './held-records.ts';
import { readLines } from './lines.ts';
import type { Conflict } from './merge.ts';
import type { PendingRecords } from './pending.ts';
import { textsOf } from './record-keys.ts';
import { type Transaction, writable } from './transaction.ts';

/** What the rejection of a conflicting row needs to know of its source. */
export interface SourceOfRows {
  capture_id: string;
  file: string | null;
}

/** The refusal of a row whose key is taken by a stored one that says something else. */
export function rejectionOfConflict(
  { record, existing, line }: Conflict,
  table: TableName,
  source: SourceOfRows,
): Rejection {
  return {
    rule: 'conflicting_observation',
    message:
      'Another row with the same key is stored already and says something else, or is of another source; the stored one stays.',
    table,
    ...claimOf(table, record),
    capture_id: source.capture_id,
    file: source.file,
    line: line || null,
    values: { offered: record, stored: existing },
  };
}

/** What a record is about and which instant it claims, from its key: in no table do these stand in the same places. */
export function claimOf(table: TableName, record: string): Pick<Rejection, 'subject' | 'observed_at'> {
  const { key, partition } = tables[table] as TableSpec;
  const cells = record.split(',', key.length);
  const cellOf = (column: string) => cells[key.indexOf(column)];
  const instant = key.includes('observed_at') ? 'observed_at' : (partition ?? '');
  return { subject: cellOf('subject') ?? cells[0] ?? '', observed_at: cellOf(instant) ?? null };
}

/**
 * Adds refused rows, as lines by file, to the files that keep them; a line that stands there already stays one. Memory does not depend on how
 * many there are.
 */
export async function stageRejections(
  root: string,
  transaction: Transaction,
  pending: PendingRecords,
): Promise<void> {
  for (const file of pending.files()) await stageFile(root, transaction, pending, file);
}

async function stageFile(
  root: string,
  transaction: Transaction,
  pending: PendingRecords,
  file: string,
): Promise<void> {
  const lines = new DistinctLines(path.join(transaction.folder, 'scratch', 'digests'));
  try {
    await writable(root, async () => {
      for await (const stored of readLines(root, file)) await lines.add(stored);
      const before = lines.count;
      for await (const waiting of pending.parts(file)) await lines.add(waiting);
      const repeated = await lines.repeated();
      if (repeated.hasAllFrom(before)) return;
      await transaction.writePieces(file, distinct([readLines(root, file), pending.parts(file)], repeated));
    });
  } finally {
    await lines.close();
  }
}

/** The lines of all parts but the repeated ones; each piece is good until the next is asked for. */
async function* distinct(
  sources: readonly AsyncIterable<Records>[],
  repeated: Places,
): AsyncGenerator<Uint8Array> {
  let kept: Buffer = Buffer.alloc(0);
  let place = 0;
  for (const source of sources)
    for await (const { bytes, sizes } of source) {
      if (kept.length < bytes.length) kept = Buffer.allocUnsafeSlow(bytes.length);
      let length = 0;
      for (let i = 0, start = 0; i < sizes.length; i++) {
        const end = start + (sizes[i] as number);
        if (!repeated.has(place++)) {
          kept.set(bytes.subarray(start, end), length);
          length += end - start;
        }
        start = end;
      }
      yield kept.subarray(0, length);
    }
}

/**
 * The refused rows that claim a day from `fromDay` on, oldest day first. A line that is no JSON is passed over: these files
 * are a record for people and may have been edited.
 */
export async function* readRejections(root: string, fromDay: string): AsyncGenerator<Rejection> {
  for (const file of await listFiles(root, 'rejected')) {
    const day = /\/(\d{4}-\d\d-\d\d)\.jsonl$/.exec(file)?.[1];
    if (day === undefined || day < fromDay) continue;
    for await (const lines of readLines(root, file))
      for (const line of textsOf(lines)) {
        const rejection = readLine(line);
        if (rejection !== null) yield rejection;
      }
  }
}

function readLine(line: string): Rejection | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Rejection) : null;
  } catch {
    return null;
  }
}
