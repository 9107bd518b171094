import { LedgerError } from '../errors.ts';
import { type TableName, tables } from '../schema/index.ts';
import { columnsOf, type TableSpec } from '../schema/table.ts';
import { headerOf } from './csv.ts';
import type { Batch, Records } from './held-records.ts';
import { keyOf, type Merged, type RecordMerger } from './merge.ts';
import { tableFile } from './paths.ts';
import { recordsOf, recordsOfTexts, textsOf } from './record-keys.ts';

/**
 * Merges what waits for a day into its file, knowing the rows of the day that are kept elsewhere too: these are stored already, and stay
 * where they are. One of them that gets a value for an empty cell goes into the day file, which goes before the others.
 * Throws `LedgerError` `foreign_columns` where the file has other columns than today's.
 */
export function mergeDay(
  table: TableName,
  day: string | null,
  text: string | null,
  elsewhere: ReadonlyMap<string, string> | null,
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
  const merged = merger.merge('', recordsOfTexts([...textsOf(existing), ...others.values()]), waiting);
  const kept = textsOf(recordsOf(merged.content)).filter(
    (record) => others.get(keyOf(record, keyCells)) !== record,
  );
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
