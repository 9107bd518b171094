import path from 'node:path';
import type { TableName } from '../../schema/index.ts';
import { splitRecords } from '../csv.ts';
import { readDay } from '../days.ts';
import { listFiles, readText } from '../files.ts';
import { assertAsWritten, entryOf, parseManifest } from '../manifest.ts';
import { ManifestChanges } from '../manifest-changes.ts';
import { tableFile, tableFolder } from '../paths.ts';
import type { Transaction } from '../transaction.ts';
import type { MigrationPlan } from './migration.ts';

/** Day files of an earlier version of a table take their place among today's, with empty cells for what they do not know. */

const dayOfFile = /\/(\d{4}-\d\d-\d\d)\.csv$/;

async function olderFiles(root: string, folder: string): Promise<{ file: string; day: string }[]> {
  return (await listFiles(root, folder)).flatMap((file) => {
    const day = dayOfFile.exec(file)?.[1];
    return day === undefined ? [] : [{ file, day }];
  });
}

export async function planCarryOver(root: string, table: TableName, folder: string): Promise<MigrationPlan> {
  const files = await olderFiles(root, folder);
  let rows = 0;
  for (const { file } of files) rows += splitRecords((await readText(root, file)) ?? '').length;
  return {
    files: files.length,
    rows,
    first_day: files[0]?.day ?? null,
    last_day: files.at(-1)?.day ?? null,
    change: `from ${folder}/ to ${tableFolder(table)}/`,
  };
}

/** Stages it: each day's rows together in today's file, the older files and their manifests gone. */
export async function carryOver(
  root: string,
  table: TableName,
  folder: string,
  transaction: Transaction,
): Promise<void> {
  const changes = new ManifestChanges();
  for (const { file, day } of await olderFiles(root, folder)) {
    const older = (await readText(root, file)) ?? '';
    const manifest = `${path.posix.dirname(file)}/manifest.json`;
    assertAsWritten(file, older, parseManifest(await readText(root, manifest)));
    const text = (await readDay(root, table, day)) ?? '';
    const target = tableFile(table, day);
    await transaction.write(target, text);
    changes.put(table, day, entryOf(`${day}.csv`, Buffer.from(text), splitRecords(text).length));
    transaction.remove(file);
    transaction.remove(manifest);
  }
  await changes.stage(root, transaction);
}
