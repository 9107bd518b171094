import { readdirSync, readFileSync, statSync } from 'node:fs';
import { LedgerError } from '../errors.ts';
import { tables } from '../schema/index.ts';
import type { TableSpec } from '../schema/table.ts';
import { datapackageFile, under } from './paths.ts';

/**
 * What a ledger may look like on disk. `datapackage.json` says which layout a ledger has, so that a program which is too old for it
 * stops instead of reading half of it.
 */

/** The layouts, oldest first and counted from 1, each with the first version of Clipbook that knows it. */
export const layouts = [
  { since: '0.1.0', about: 'One CSV file per table and day.' },
  { since: '0.2.0', about: 'owner_day in version 2; closed months may be one Parquet file per table.' },
] as const;

/** What `datapackage.json` says of the layout, under `clipbook`. */
export interface LayoutNote {
  layout: number;
  /** The oldest version of Clipbook that reads this ledger whole. */
  needs: string;
}

/** The note of a ledger that this program writes. */
export const layoutNote: LayoutNote = {
  layout: layouts.length,
  needs: (layouts.at(-1) as (typeof layouts)[number]).since,
};

/** Roots whose descriptor was looked at, and what it was like then: readers ask for every table. */
const seen = new Map<string, string>();

/**
 * Throws `LedgerError` `ledger_newer` where a ledger was written by a newer Clipbook than this, told from its descriptor and, where that is
 * lost, from its folders. A root without a ledger is fine.
 */
export async function assertReadable(root: string): Promise<void> {
  const file = under(root, datapackageFile);
  // All of it in one go: it is the first thing that a reader does, and ends before threads for it would have started.
  const found = attempt(() => statSync(file));
  const now = found === null ? 'none' : `${found.mtimeMs} ${found.size} ${found.ino}`;
  if (seen.get(root) === now) return;
  const text = found === null ? null : attempt(() => readFileSync(file, 'utf8'));
  assertReadableNote(text, root);
  assertKnownVersions(root);
  seen.set(root, now);
}

/** The same for the text of a descriptor that lies elsewhere; one that cannot be read says nothing. */
export function assertReadableNote(descriptor: string | null, where: string): void {
  const note = noteOf(descriptor);
  if (note !== null && note.layout > layoutNote.layout) throw newer(where, note.needs);
}

function noteOf(descriptor: string | null): LayoutNote | null {
  try {
    const { clipbook } = JSON.parse(descriptor ?? 'null') as { clipbook?: Partial<LayoutNote> };
    return typeof clipbook?.layout === 'number'
      ? { layout: clipbook.layout, needs: String(clipbook.needs) }
      : null;
  } catch {
    return null;
  }
}

/** A table's folder carries its version, e.g. `clean/v2/owner_day`: one beyond those of the schema is of a newer program. */
function assertKnownVersions(root: string): void {
  for (const layer of ['clean', 'issued'])
    for (const name of attempt(() => readdirSync(under(root, layer))) ?? []) {
      const version = Number(/^v(\d+)$/.exec(name)?.[1] ?? 0);
      if (version < 2) continue;
      for (const table of attempt(() => readdirSync(under(root, `${layer}/${name}`))) ?? []) {
        const spec = (tables as Record<string, TableSpec>)[table];
        if (spec?.layer === layer && version > (spec.version ?? 1)) throw newer(root, null);
      }
    }
}

/** What an action gives, or null where it fails. */
function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}

function newer(where: string, needs: string | null): LedgerError {
  const version = /^\d+\.\d+\.\d+$/.test(needs ?? '') ? needs : null;
  return new LedgerError(
    'ledger_newer',
    `The ledger in ${where} was written by ${version === null ? 'a newer Clipbook than this' : `Clipbook ${version} or newer`}, and this one would read only a part of it.`,
    { hint: `Install the one that knows it: npm install clipbook@${version ?? 'latest'}` },
  );
}
