import { InputError } from '../errors.ts';
import { type DateCell, type DatedCell, type DayOrder, dateReader, provenOrder } from './date-cell.ts';
import type { ImportContext } from './kind.ts';
import { chooseNames } from './month-names.ts';

/**
 * Reader of when each row was observed: from a column, or the same instant for all rows from `--at`. A column wins.
 * Throws `InputError`: `instant_needed` where there is neither, `ambiguous_date` as `openDates`.
 */
export async function openObservedAt(
  context: ImportContext,
  place: number,
): Promise<(row: readonly string[]) => DateCell> {
  if (place === -1) {
    const at = requireAt(context, 'no column says when its numbers were seen');
    return () => at;
  }
  const readDate = await openDates(context, place);
  return (row) => readDate(row[place] as string);
}

/** The instant of `--at`, else the one the file's surroundings tell. Throws `InputError` `instant_needed` with the reason why the file needs it. */
export function requireAt(
  { file, options }: Pick<ImportContext, 'file' | 'options'>,
  why: string,
): DatedCell {
  if (options.at) return options.at;
  if (file.takenAt) return file.takenAt;
  throw new InputError('instant_needed', `${file.file} does not say when it was taken: ${why}.`, {
    hint: 'Give the day or the instant as --at 2026-03-30 or --at 2026-03-30T19:35:00Z.',
  });
}

/**
 * Reader of the date cells of a column, in the order of day and month that the file shows.
 * Throws `InputError` `ambiguous_date` where dates such as 03/04/2026 occur, none of the file tells the order, and no
 * option does; where the column is not `needed`, its ambiguous cells are refused one by one instead.
 */
export async function openDates(
  context: ImportContext,
  place: number,
  needed = true,
): Promise<(text: string) => DateCell> {
  const sample = context.records.sample.map((row) => row[place] ?? '');
  const named = sample.filter((text) => /\p{L}{3}/u.test(text));
  return dateReader(
    await decideOrder(context, place, sample, needed),
    context.effects.now().getTime(),
    chooseNames(named).names,
    context.options.zone,
  );
}

async function decideOrder(
  context: ImportContext,
  place: number,
  sample: readonly string[],
  needed: boolean,
): Promise<DayOrder | null> {
  if (context.options.dayOrder) return context.options.dayOrder;
  const seen = new Set(sample.map(provenOrder));
  // The proof may come late in the file: only then is all of it read for it.
  if (seen.has('open') && !seen.has('dmy') && !seen.has('mdy'))
    for await (const { rows } of context.records.batches()) {
      for (const row of rows) seen.add(provenOrder(row[place] ?? ''));
      if (seen.has('dmy') || seen.has('mdy')) break;
    }
  if (seen.has('dmy') !== seen.has('mdy')) return seen.has('dmy') ? 'dmy' : 'mdy';
  if (!needed || (!seen.has('open') && !seen.has('dmy'))) return null;
  const name = context.records.header[place] ?? '';
  throw new InputError(
    'ambiguous_date',
    seen.has('dmy')
      ? `Some dates in the column "${name}" of ${context.file.file} begin with the day and some with the month.`
      : `The dates in the column "${name}" of ${context.file.file} may begin with the day or the month: none has a number above 12.`,
    { hint: 'Say which with --day-order dmy or --day-order mdy.' },
  );
}
