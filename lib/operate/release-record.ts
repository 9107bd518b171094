import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { TableName } from '../schema/index.ts';

/** `changes.json` of a release: what the next release, and programs, ask of it. */

const file = 'changes.json';

const shape = z.object({
  version: z.string(),
  previous: z.string().nullable(),
  tables: z.array(
    z.object({
      table: z.string(),
      rows: z.number(),
      months: z.array(z.string()),
      added: z.number(),
      late: z.number(),
      removed: z.number(),
      changed: z.number(),
    }),
  ),
});

export interface ReleaseRecord {
  version: string;
  previous: string | null;
  tables: {
    table: TableName;
    rows: number;
    months: string[];
    added: number;
    late: number;
    removed: number;
    changed: number;
  }[];
}

/** The record of a release; null where there is none that can be read. */
export async function readRecord(release: string): Promise<ReleaseRecord | null> {
  try {
    const found: unknown = JSON.parse(await readFile(path.join(release, file), 'utf8'));
    return shape.parse(found) as ReleaseRecord;
  } catch {
    return null;
  }
}

/** Writes texts into a release that is being made: its record, and the files by path. */
export async function writeTexts(
  draft: string,
  record: ReleaseRecord,
  texts: ReadonlyMap<string, string>,
): Promise<void> {
  const all = new Map([...texts, [file, `${JSON.stringify(record, null, 2)}\n`]]);
  for (const [name, text] of all) {
    await mkdir(path.dirname(path.join(draft, name)), { recursive: true });
    await writeFile(path.join(draft, name), text, { flush: true });
  }
}
