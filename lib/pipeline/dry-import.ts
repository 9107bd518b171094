import { cleanCapture } from '../clean/capture.ts';
import type { Effects } from '../effects.ts';
import { InputError } from '../errors.ts';
import type { OwnerFile } from '../import/file-capture.ts';
import { importRows, openTable, type PageImport, type RowImport } from '../import/import-rows.ts';
import { checkMapping, type Mapping } from '../import/mapping.ts';
import type { ImportOptions } from '../import/options.ts';
import { proposeMapping } from '../import/propose.ts';
import type { Draft } from '../schema/draft.ts';
import { refusalOf } from '../validate/row.ts';

/** A row as it would be stored, with the name of its table; columns without a value are left out. */
export type FirstRow = { table: string } & Record<string, unknown>;

/** How a file of no known kind might be read. */
export interface ProposedImport {
  mapping: Mapping;
  /** What the person has to settle before it can be read so, a sentence each; empty where it can. */
  open: readonly string[];
  content: RowImport | PageImport | null;
}

const shownRows = 3;

/** The first rows of each table as they would be stored. */
export async function firstRows(
  file: OwnerFile,
  options: ImportOptions,
  effects: Effects,
): Promise<FirstRow[]> {
  const content = await importRows(file, options, effects);
  const shown = new Map<string, FirstRow[]>();
  const show = (drafts: readonly Draft[]) => {
    for (const { table, row } of drafts.filter((draft) => refusalOf(draft, effects.now()) === null)) {
      const rows = shown.get(table) ?? [];
      if (rows.length < shownRows) rows.push({ table, ...filledOf(row) });
      shown.set(table, rows);
    }
  };
  if (content.form === 'page') show(cleanCapture(content.capture).drafts);
  else
    for await (const batch of content.rows) {
      for (const row of batch) if ('drafts' in row) show(row.drafts);
      if ([...shown.values()].some((rows) => rows.length >= shownRows)) break;
    }
  return [...shown.values()].flat();
}

function filledOf(row: object): Record<string, unknown> {
  const filled = Object.entries(row).filter(
    ([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(filled);
}

/**
 * Proposes how to read a table that import does not know. Throws the error that says so again where the file is no table, or where the
 * person has said how to read it.
 */
export async function proposeImport(
  file: OwnerFile,
  options: ImportOptions,
  effects: Effects,
  error: unknown,
): Promise<ProposedImport> {
  const isUnknown = error instanceof InputError && error.code === 'unknown_kind';
  const records = isUnknown && !options.mapping && !options.as ? await openTable(file) : null;
  if (records === null) throw error;
  const { mapping, open } = proposeMapping(records, options);
  try {
    checkMapping(mapping, file.file);
    const content = await importRows(file, { ...options, mapping }, effects);
    return { mapping, open: [], content };
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    return { mapping, open: open.length > 0 ? open : [cause.message], content: null };
  }
}
