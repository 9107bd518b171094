import { InputError } from '../errors.ts';
import type { OwnerFile } from './file-capture.ts';
import type { Fit, Kind, TableHead } from './kind.ts';
import { accountSeries } from './kinds/account-series.ts';
import { tableKinds } from './kinds.ts';
import type { ImportOptions } from './options.ts';
import type { Records } from './records.ts';
import { type Unfolded, unfoldAccounts, unfoldDates } from './wide.ts';

/** A table as import reads it. */
export interface RecognisedTable {
  /** Its records, one an observation. */
  records: Records;
  kind: Kind;
  notes: string[];
}

/**
 * What a table is: the kind that `as` names, else the most special that fits; a table with a column for each date or each account is
 * unfolded first. Throws `InputError`: `missing_column` where the named kind needs a column that the table lacks; `unknown_kind`
 * where none fits, which says what was found and which kind came nearest; and as `unfoldAccounts`.
 */
export function recogniseTable(
  file: Pick<OwnerFile, 'file'>,
  records: Records,
  options: ImportOptions,
): RecognisedTable {
  // A mapping that names columns says what they are, whatever they are called.
  const mapped = options.mapping?.columns && tableKinds.find(({ id }) => id === options.mapping?.kind);
  if (mapped) return { records, kind: mapped, notes: [] };
  const told = { file, options };
  const byDate = kindOfUnfolded(file.file, unfoldDates(records, told), options.as);
  if (byDate !== null) return byDate;
  const plain = findKind(file.file, records, options.as);
  if (!(plain instanceof InputError)) return recognised(records, plain);
  const byAccount = kindOfUnfolded(file.file, unfoldAccounts(records, told), options.as);
  if (byAccount !== null) return byAccount;
  throw plain;
}

function kindOfUnfolded(file: string, unfolded: Unfolded | null, as?: string): RecognisedTable | null {
  if (unfolded === null) return null;
  const { records, ofAccounts, note } = unfolded;
  const isSeries = ofAccounts && (as === undefined || as === accountSeries.id);
  const kind = isSeries ? accountSeries : findKind(file, records, as);
  return kind instanceof InputError ? null : recognised(records, kind, note);
}

function recognised(records: Records, kind: Kind, ...notes: string[]): RecognisedTable {
  const note = kind.note?.(records) ?? null;
  return {
    records: kind.reshape?.(records) ?? records,
    kind,
    notes: note === null ? notes : [...notes, note],
  };
}

/** The kind of a table, or why there is none. */
function findKind(file: string, head: TableHead, as?: string): Kind | InputError {
  const fits = tableKinds.map((kind) => ({ kind, fit: kind.detect(head) }));
  if (as !== undefined) {
    const forced = fits.find(({ kind }) => kind.id === as);
    if (!forced) return notThatForm(file, as);
    return forced.fit.missing.length > 0 ? missingColumn(file, head, forced.kind, forced.fit) : forced.kind;
  }
  const found = fits
    .filter(({ fit }) => fit.missing.length === 0)
    .sort((a, b) => b.kind.rank - a.kind.rank || b.fit.found - a.fit.found)[0];
  if (found) return found.kind;
  const nearest = fits
    .filter(({ fit }) => fit.found > fit.missing.length)
    .sort((a, b) => a.fit.missing.length - b.fit.missing.length || b.fit.found - a.fit.found)[0];
  return unknownKind(file, head, nearest);
}

const shownColumns = 12;

function listColumns(header: readonly string[]): string {
  const names = header.slice(0, shownColumns).map((name) => `"${name.replace(/\s+/g, ' ').slice(0, 40)}"`);
  const rest = header.length - names.length;
  return `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function missingColumn(file: string, { header }: TableHead, kind: Kind, { missing }: Fit): InputError {
  return new InputError(
    'missing_column',
    `${file} cannot be read as ${kind.id}: it lacks ${missing.join('; ')}. Its columns are ${listColumns(header)}.`,
    { hint: `${kind.about} Leave out --as to let the file be recognised.` },
  );
}

function notThatForm(file: string, as: string): InputError {
  return new InputError('unknown_kind', `${file} is a table, which cannot be read as ${as}.`, {
    hint: 'Leave out --as to let the file be recognised.',
  });
}

function unknownKind(
  file: string,
  { header }: TableHead,
  nearest: { kind: Kind; fit: Fit } | undefined,
): InputError {
  const kinds = tableKinds.map((kind) => kind.id).join(', ');
  return new InputError(
    'unknown_kind',
    `${file} is a table of no kind that import knows. Its columns are ${listColumns(header)}.`,
    {
      hint: nearest
        ? `Nearest is ${nearest.kind.id}, which also needs: ${nearest.fit.missing.join('; ')}. The kinds are ${kinds}.`
        : `The kinds are ${kinds}. Rename the columns to those of one of them.`,
    },
  );
}
