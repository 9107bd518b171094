import type { Rejection } from '../schema/draft.ts';
import { type TableName, tables } from '../schema/index.ts';
import { listFiles, readText } from './files.ts';
import { type Conflict, keyOf } from './merge.ts';
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
  const [subject = '', observedAt = null] = keyOf(record, tables[table].key.length).split(',');
  return {
    rule: 'conflicting_observation',
    message: 'Another row with the same key is stored already and says something else; the stored one stays.',
    table,
    subject,
    observed_at: observedAt,
    capture_id: source.capture_id,
    file: source.file,
    line: line || null,
    values: { offered: record, stored: existing },
  };
}

/** Adds refused rows, as lines by file, to the files that keep them; a line that stands there already stays one. */
export async function stageRejections(
  root: string,
  transaction: Transaction,
  pending: PendingRecords,
): Promise<void> {
  for (const file of pending.files()) {
    const known = new Set(((await readText(root, file)) ?? '').split('\n').filter(Boolean));
    const before = known.size;
    const waiting = await writable(root, () => pending.take(file));
    for (const line of textsOf(waiting)) known.add(line);
    if (known.size > before) await transaction.write(file, `${[...known].join('\n')}\n`);
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
    for (const line of ((await readText(root, file)) ?? '').split('\n')) {
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
