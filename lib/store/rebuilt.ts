import { type Row, type TableName, tables } from '../schema/index.ts';
import { columnsOf, type TableSpec } from '../schema/table.ts';
import { formatRecord, headerOf } from './csv.ts';
import { stageDescriptor } from './datapackage.ts';
import { listTableFiles, readText } from './files.ts';
import { compareText, keyOf } from './merge.ts';
import { tableFile } from './paths.ts';
import { beginTransaction } from './transaction.ts';

/** Derived tables that are written whole: name → rows. */
export type Rebuilt = { [T in TableName]?: readonly Row<T>[] };

/**
 * Replaces derived tables by new rows, in one transaction: files whose content is the same are left alone, files
 * without rows go. Returns how many files were written or removed. Call with the lock held. `describe` false leaves
 * `datapackage.json` alone, for a table that it does not describe.
 */
export async function writeRebuilt(
  root: string,
  rebuilt: Rebuilt,
  { describe = true }: { describe?: boolean } = {},
): Promise<number> {
  const transaction = await beginTransaction(root, `rebuild-${process.pid}`);
  let changes = 0;
  for (const [name, rows] of Object.entries(rebuilt) as [TableName, readonly Row<TableName>[]][]) {
    const spec = tables[name] as TableSpec;
    const columns = columnsOf(spec);
    const files = new Map<string, string[]>();
    if (spec.partition === null) files.set(tableFile(name, null), []);
    for (const row of rows) {
      const values = row as Readonly<Record<string, unknown>>;
      const file = tableFile(
        name,
        spec.partition === null ? null : String(values[spec.partition]).slice(0, 10),
      );
      const records = files.get(file);
      const record = formatRecord(columns, values);
      if (records) records.push(record);
      else files.set(file, [record]);
    }
    for (const [file, records] of files) {
      const keys = new Map(records.map((record) => [record, keyOf(record, spec.key.length)]));
      records.sort((a, b) => compareText(keys.get(a) as string, keys.get(b) as string));
      const content = `${[headerOf(columns), ...records].join('\n')}\n`;
      if ((await readText(root, file)) === content) continue;
      await transaction.write(file, content);
      changes++;
    }
    for (const file of await listTableFiles(root, name)) {
      if (files.has(file)) continue;
      transaction.remove(file);
      changes++;
    }
  }
  if (describe) await stageDescriptor(root, transaction);
  await transaction.commit();
  return changes;
}
