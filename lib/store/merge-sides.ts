import { createHash } from 'node:crypto';
import type { Rejection } from '../schema/draft.ts';
import { isTableName, type TableName, tables } from '../schema/index.ts';
import type { TableSpec } from '../schema/table.ts';
import { splitRecords } from './csv.ts';
import { fillerOf } from './fill.ts';
import { formatManifest, type ManifestEntry, parseManifest, updateManifest } from './manifest.ts';
import { compareText, keyOf, payloadOf } from './merge.ts';
import { claimOf } from './rejections.ts';

/**
 * Merging what two machines wrote into the same file since they parted. The result does not depend on which side is ours, so that
 * both machines come to the same bytes.
 */

/** The table of a day file, told from its path; null for any other file. */
export function tableOfFile(file: string): TableName | null {
  const [, name] = /^(?:clean|issued)\/v\d+\/([a-z_]+)\/.*\.csv$/.exec(file) ?? [];
  return name !== undefined && isTableName(name) ? name : null;
}

/** A row that gave way to another of the same key. */
export interface GivenWay {
  record: string;
  kept: string;
}

/**
 * The rows of two versions of a day file, by key. The same key with the same values is one row, and so are two that
 * each know a part; with other values, the row that comes first in code-unit order stays and the other is told.
 */
export function mergeDayTexts(
  table: TableName,
  ours: string,
  theirs: string,
): { text: string; givenWay: GivenWay[] } {
  const spec = tables[table] as TableSpec;
  // Files of an older version of a table keep the columns they have; key and provenance stand in the same places.
  const header = ours.slice(0, ours.indexOf('\n'));
  const filler = fillerOf(table, header.split(','));
  const byKey = new Map<string, string>();
  const givenWay: GivenWay[] = [];
  for (const record of [...splitRecords(ours), ...splitRecords(theirs)]) {
    const key = keyOf(record, spec.key.length);
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, record);
    else if (known !== record) {
      const [first, second] = compareText(known, record) < 0 ? [known, record] : [record, known];
      // Of two sources nothing is filled in, but one that says all that the other does stays.
      const both = filler?.fill(first, second) ?? filler?.fill(second, first) ?? null;
      byKey.set(key, both ?? first);
      if (
        both === null &&
        payloadOf(first, spec.provenance.length) !== payloadOf(second, spec.provenance.length)
      )
        givenWay.push({ record: second, kept: first });
    }
  }
  const records = [...byKey].sort(([a], [b]) => compareText(a, b)).map(([, record]) => record);
  return { text: `${[header, ...records].join('\n')}\n`, givenWay };
}

/** The lines of two versions of a file of lines, each once: ours, then what only theirs has. */
export function mergeLines(ours: string, theirs: string): string {
  const lines = new Set([...ours.split('\n'), ...theirs.split('\n')].filter((line) => line !== ''));
  return lines.size === 0 ? '' : `${[...lines].join('\n')}\n`;
}

/**
 * Two versions of a month's manifest, entry by entry against the one they parted from; entries that both changed are taken from
 * `remade`, the files as they were merged. So a file that was edited by hand is still told as such.
 */
export function mergeManifests(
  table: TableName,
  month: string,
  { base, ours, theirs }: { base: string | null; ours: string | null; theirs: string | null },
  remade: (file: string) => ManifestEntry | null,
): string | null {
  const [before, mine, other] = [base, ours, theirs].map((text) => {
    const files = parseManifest(text)?.files ?? [];
    return new Map(files.map((entry) => [entry.file, entry]));
  }) as [Map<string, ManifestEntry>, Map<string, ManifestEntry>, Map<string, ManifestEntry>];
  const changes = new Map<string, ManifestEntry | null>();
  for (const file of new Set([...mine.keys(), ...other.keys()])) {
    const [was, my, their] = [before.get(file), mine.get(file), other.get(file)];
    const chosen = my?.sha256 === was?.sha256 ? their : their?.sha256 === was?.sha256 ? my : undefined;
    changes.set(file, my?.sha256 === their?.sha256 ? (my ?? null) : (chosen ?? remade(file)));
  }
  // Both sides' archives of a month are the same file, or the merge was given up.
  const [was, my, their] = [base, ours, theirs].map((text) => parseManifest(text)?.archive ?? null);
  const archive = my?.sha256 === was?.sha256 ? their : my;
  const either = parseManifest(ours) ?? parseManifest(theirs);
  const manifest = updateManifest(table, month, either, changes, archive ?? null);
  return manifest && formatManifest(manifest);
}

/** The refusal of a row that gave way in a merge. */
export function rejectionOfGivenWay(table: TableName, file: string, { record, kept }: GivenWay): Rejection {
  return {
    rule: 'conflicting_observation',
    message: 'Two machines stored the same key with other values; the row that sorts first stays.',
    table,
    ...claimOf(table, record),
    capture_id: `merge-${createHash('sha256').update(record).digest('hex').slice(0, 16)}`,
    file,
    line: null,
    values: { offered: record, stored: kept },
  };
}

/**
 * What `git merge` should make of a file of the ledger that both sides changed, from its path below the data root: rows by key, refused
 * rows by line; everything else can be made again and stays ours until it is.
 */
export function mergeFile(file: string, ours: string, theirs: string): string {
  const table = tableOfFile(file);
  if (table !== null) return mergeDayTexts(table, ours, theirs).text;
  return file.endsWith('.jsonl') ? mergeLines(ours, theirs) : ours;
}
