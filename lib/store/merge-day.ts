import { LedgerError } from '../errors.ts';
import { type TableName, tables } from '../schema/index.ts';
import { columnsOf, type TableSpec } from '../schema/table.ts';
import { formatCell, headerOf, parseCells } from './csv.ts';
import type { KeptElsewhere } from './days.ts';
import type { Batch, Records } from './held-records.ts';
import { keyOf, type Merged, payloadOf, type RecordMerger } from './merge.ts';
import { tableFile } from './paths.ts';
import { recordsOf, recordsOfTexts, textsOf } from './record-keys.ts';

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
  merger: RecordMerger,
): Merged {
  const spec = tables[table] as TableSpec;
  const head = `${headerOf(columnsOf(spec))}\n`;
  const existing = recordsIn(table, day, text ?? head, head);
  if (elsewhere === null) return merger.merge(head, existing, waiting);
  const keyCells = spec.key.length;
  const others = new Map(elsewhere);
  for (const record of textsOf(existing)) others.delete(keyOf(record, keyCells));
  for (const record of textsOf(waiting)) {
    const key = keyOf(record, keyCells);
    const known = others.get(key);
    if (known !== undefined && saysMore(record, known, spec.provenance.length)) others.delete(key);
  }
  const all = [...textsOf(existing), ...[...others.values()].map(({ record }) => record)];
  const merged = merger.merge('', recordsOfTexts(all), waiting);
  const kept = textsOf(recordsOf(merged.content)).filter((record) => !others.has(keyOf(record, keyCells)));
  return { ...merged, content: Buffer.from(`${head}${kept.join('\n')}\n`), rows: kept.length };
}

function recordsIn(table: TableName, day: string | null, text: string, head: string): Records {
  if (!text.startsWith(head))
    throw new LedgerError(
      'foreign_columns',
      `${tableFile(table, day)} has other columns than Clipbook writes: nothing can be added to it.`,
      { hint: 'Restore the file from git, or take its columns back to those of the data dictionary.' },
    );
  return recordsOf(Buffer.from(text), head.length);
}

/** Whether a record agrees with all that a row's form knows, and says something that it does not. */
function saysMore(record: string, { record: known, lacks }: KeptElsewhere, provenanceCells: number): boolean {
  if (lacks.length === 0) return false;
  const [cells = []] = parseCells(`-\n${record}`).lines;
  if (lacks.every((place) => cells[place] === '')) return false;
  const blanked = cells.map((cell, i) => (lacks.includes(i) ? '' : formatCell(cell))).join(',');
  return payloadOf(blanked, provenanceCells) === payloadOf(known, provenanceCells);
}
