import type { TableSpec } from '../schema/table.ts';

/**
 * Merging records by key, on their text: a record's key is its first cells and its provenance its last ones, and neither
 * is ever quoted, so two records are compared without being parsed.
 */

export interface Incoming {
  record: string;
  /** Line in the source, handed back with a conflict. */
  line: number;
  /** True for the record that stands for its source row in the counts. */
  counted: boolean;
}

export interface Merged {
  /** All records, sorted by key. */
  records: string[];
  stored: number;
  duplicates: number;
  /** Rows that were not there before, whether counted or not. */
  added: number;
  /** Counted records whose key is taken by a record that says something else. */
  conflicts: { incoming: Incoming; existing: string }[];
}

/** Merges new records into those of a file. The existing record always stays; the same numbers again are a duplicate. */
export function mergeRecords(
  spec: Pick<TableSpec, 'key' | 'provenance'>,
  existing: readonly string[],
  incoming: readonly Incoming[],
): Merged {
  const byKey = new Map<string, string>();
  for (const record of existing) byKey.set(keyOf(record, spec.key.length), record);
  const merged: Merged = { records: [], stored: 0, duplicates: 0, added: 0, conflicts: [] };
  for (const item of incoming) {
    const key = keyOf(item.record, spec.key.length);
    const taken = byKey.get(key);
    if (taken === undefined) {
      byKey.set(key, item.record);
      merged.added++;
      if (item.counted) merged.stored++;
    } else if (payloadOf(taken, spec.provenance.length) === payloadOf(item.record, spec.provenance.length)) {
      if (item.counted) merged.duplicates++;
    } else {
      merged.conflicts.push({ incoming: item, existing: taken });
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
