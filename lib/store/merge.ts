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

/**
 * Merges new records into those of a file, both brought into the order of their keys first, which they mostly have. The
 * existing record always stays, and of new ones the first; the same numbers again are a duplicate.
 */
export function mergeRecords(
  spec: Pick<TableSpec, 'key' | 'provenance'>,
  existing: readonly string[],
  { records, marks }: Batch,
): Merged {
  const old = inOrder(existing, spec.key.length);
  const next = inOrder(records, spec.key.length);
  const merged: Merged = { records: [], stored: 0, duplicates: 0, added: 0, conflicts: [] };
  let lastKey: string | null = null;
  let last = '';
  for (let i = 0, j = 0; i < existing.length || j < records.length; ) {
    const key = next.keys[j];
    const oldKey = old.keys[i];
    if (key === undefined || (oldKey !== undefined && oldKey <= key)) {
      lastKey = oldKey as string;
      last = old.records[i] as string;
      merged.records.push(last);
      i++;
      continue;
    }
    const record = next.records[j] as string;
    const mark = marks[next.places?.[j] ?? j] as number;
    j++;
    if (key !== lastKey) {
      lastKey = key;
      last = record;
      merged.records.push(record);
      merged.added++;
      if (isCounted(mark)) merged.stored++;
    } else if (payloadOf(last, spec.provenance.length) === payloadOf(record, spec.provenance.length)) {
      if (isCounted(mark)) merged.duplicates++;
    } else {
      merged.conflicts.push({ record, existing: last, line: lineOf(mark), counted: isCounted(mark) });
    }
  }
  return merged;
}

/** Records in the order of their keys, with these; equal keys as they came. */
interface Ordered {
  keys: readonly string[];
  records: readonly string[];
  /** Where each was before; null where none has moved. */
  places: readonly number[] | null;
}

function inOrder(records: readonly string[], keyCells: number): Ordered {
  const keys = records.map((record) => keyOf(record, keyCells));
  if (keys.every((key, i) => i === 0 || (keys[i - 1] as string) <= key))
    return { keys, records, places: null };
  // Equal keys stay as they came: sorting is stable.
  const places = keys.map((_, i) => i).sort((a, b) => compareText(keys[a] as string, keys[b] as string));
  return {
    keys: places.map((place) => keys[place] as string),
    records: places.map((place) => records[place] as string),
    places,
  };
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

export function payloadOf(record: string, provenanceCells: number): string {
  let at = record.length;
  for (let i = 0; i < provenanceCells; i++) at = record.lastIndexOf(',', at - 1);
  return record.slice(0, at);
}
