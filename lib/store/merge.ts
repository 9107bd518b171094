import type { TableSpec } from '../schema/table.ts';
import { type Batch, isCounted, lineOf } from './pending.ts';

/**
 * Merging records by key, on their text: a record's key is its first cells and its provenance its last ones, and neither
 * is ever quoted, so two records are compared without being parsed.
 */

/** A record whose key is taken by one that says something else. */
export interface Conflict {
  record: string;
  existing: string;
  line: number;
  counted: boolean;
}

export interface Merged {
  /** All records, sorted by key. */
  records: string[];
  /** Counted records that are new, and those that say what is there already. */
  stored: number;
  duplicates: number;
  /** Records that were not there before, counted or not. */
  added: number;
  conflicts: Conflict[];
}

/** Merges new records into those of a file. The existing record always stays; the same numbers again are a duplicate. */
export function mergeRecords(
  spec: Pick<TableSpec, 'key' | 'provenance'>,
  existing: readonly string[],
  { records, marks }: Batch,
): Merged {
  const keyCells = spec.key.length;
  const byKey = new Map<string, string>();
  for (const record of existing) byKey.set(keyOf(record, keyCells), record);
  const merged: Merged = { records: [], stored: 0, duplicates: 0, added: 0, conflicts: [] };
  for (let i = 0; i < records.length; i++) {
    const record = records[i] as string;
    const mark = marks[i] as number;
    const key = keyOf(record, keyCells);
    const taken = byKey.get(key);
    if (taken === undefined) {
      byKey.set(key, record);
      merged.added++;
      if (isCounted(mark)) merged.stored++;
    } else if (payloadOf(taken, spec.provenance.length) === payloadOf(record, spec.provenance.length)) {
      if (isCounted(mark)) merged.duplicates++;
    } else {
      merged.conflicts.push({ record, existing: taken, line: lineOf(mark), counted: isCounted(mark) });
    }
  }
  merged.records = [...byKey.keys()].sort(compareText).map((key) => byKey.get(key) as string);
  return merged;
}

/** Code-unit order: the same on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The first `cells` cells of a record. */
export function keyOf(record: string, cells: number): string {
  let at = -1;
  for (let i = 0; i < cells; i++) {
    at = record.indexOf(',', at + 1);
    if (at === -1) return record;
  }
  return record.slice(0, at);
}

function payloadOf(record: string, provenanceCells: number): string {
  let at = record.length;
  for (let i = 0; i < provenanceCells; i++) at = record.lastIndexOf(',', at - 1);
  return record.slice(0, at);
}
