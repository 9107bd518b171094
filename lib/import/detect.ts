import { InputError } from '../errors.ts';
import type { Fit, Kind, TableHead } from './kind.ts';
import { tableKinds } from './kinds.ts';

/**
 * The kind of a table: the one that `as` names, else the most special that fits.
 * Throws `InputError`: `missing_column` where the named kind needs a column that the table lacks; `unknown_kind` where none
 * fits, which says what was found and which kind came nearest.
 */
export function detectKind(file: string, head: TableHead, as?: string): Kind {
  const fits = tableKinds.map((kind) => ({ kind, fit: kind.detect(head) }));
  if (as !== undefined) {
    const forced = fits.find(({ kind }) => kind.id === as);
    if (!forced) throw notThatForm(file, as);
    if (forced.fit.missing.length > 0) throw missingColumn(file, head, forced.kind, forced.fit);
    return forced.kind;
  }
  const found = fits
    .filter(({ fit }) => fit.missing.length === 0)
    .sort((a, b) => b.kind.rank - a.kind.rank || b.fit.found - a.fit.found)[0];
  if (found) return found.kind;
  const nearest = fits
    .filter(({ fit }) => fit.found > fit.missing.length)
    .sort((a, b) => a.fit.missing.length - b.fit.missing.length || b.fit.found - a.fit.found)[0];
  throw unknownKind(file, head, nearest);
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
