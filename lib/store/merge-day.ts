import { LedgerError } from '../errors.ts';
import { type TableName, tables } from '../schema/index.ts';
import { columnsOf, type TableSpec } from '../schema/table.ts';
import { formatCell, headerOf, parseCells, splitRecords } from './csv.ts';
import type { KeptElsewhere } from './days.ts';
import { keyOf, type Merged, mergeRecords, payloadOf } from './merge.ts';
import { tableFile } from './paths.ts';
import type { Batch } from './pending.ts';

/**
 * Merges what waits for a day into its file, knowing the rows of the day that are kept elsewhere too: these are stored already, and stay
 * where they are. A row that an older version of the table knew only a part of makes way for one that says the same and more.
 * Throws `LedgerError` `foreign_columns` where the file has other columns than today's.
 */
export function mergeDay(
  table: TableName,
  day: string | null,
  text: string | null,
  elsewhere: ReadonlyMap<string, KeptElsewhere> | null,
  waiting: Batch,
): Merged {
  const spec = tables[table] as TableSpec;
  const existing = text === null ? [] : recordsOf(table, day, text);
  if (elsewhere === null) return mergeRecords(spec, existing, waiting);
  const keyCells = spec.key.length;
  const others = new Map(elsewhere);
  for (const record of existing) others.delete(keyOf(record, keyCells));
  for (const record of waiting.records) {
    const key = keyOf(record, keyCells);
    const known = others.get(key);
    if (known !== undefined && saysMore(record, known, spec.provenance.length)) others.delete(key);
  }
  const all = [...existing, ...[...others.values()].map(({ record }) => record)];
  const merged = mergeRecords(spec, all, waiting);
  return { ...merged, records: merged.records.filter((record) => !others.has(keyOf(record, keyCells))) };
}

function recordsOf(table: TableName, day: string | null, text: string): string[] {
  const header = text.slice(0, text.indexOf('\n'));
  if (header !== headerOf(columnsOf(tables[table] as TableSpec)))
    throw new LedgerError(
      'foreign_columns',
      `${tableFile(table, day)} has other columns than Clipbook writes: nothing can be added to it.`,
      { hint: 'Restore the file from git, or take its columns back to those of the data dictionary.' },
    );
  return splitRecords(text);
}

/** Whether a record agrees with all that a row's form knows, and says something that it does not. */
function saysMore(record: string, { record: known, lacks }: KeptElsewhere, provenanceCells: number): boolean {
  if (lacks.length === 0) return false;
  const [cells = []] = parseCells(`-\n${record}`).lines;
  if (lacks.every((place) => cells[place] === '')) return false;
  const blanked = cells.map((cell, i) => (lacks.includes(i) ? '' : formatCell(cell))).join(',');
  return payloadOf(blanked, provenanceCells) === payloadOf(known, provenanceCells);
}
