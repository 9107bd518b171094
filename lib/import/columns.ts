import type { Notation } from '../counts/notation.ts';
import { countOf, readCountCell, stepOf } from './count-cell.ts';
import { Refusal } from './refusal.ts';

/** Names of the columns that may fill a field, in one spelling (`columnKey`), best first. */
export type Synonyms<F extends string> = Readonly<Record<F, readonly string[]>>;

/** A column name without case, spaces and punctuation: `Follower Count`, `follower_count` and `followerCount` are one. */
export function columnKey(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
}

/** For each field the columns that may fill it, best first; a column fills one field only. */
export function findColumns<F extends string>(
  header: readonly string[],
  synonyms: Synonyms<F>,
): Record<F, readonly number[]> {
  const keys = header.map(columnKey);
  const found = {} as Record<F, readonly number[]>;
  for (const field of Object.keys(synonyms) as F[])
    found[field] = synonyms[field].flatMap((word) =>
      keys.flatMap((key, place) => (key === word ? [place] : [])),
    );
  return found;
}

/** The one column of a field, or -1; where several may fill it, `mergeColumns` puts the value there. */
export function placeOf(places: readonly number[]): number {
  return places[0] ?? -1;
}

/**
 * Where several columns may fill one field (a table in two languages, a compact and a plain count side by side): a function
 * that puts the first filled one in the first place, or says that two of them disagree. Null where no field has several.
 */
export function mergeColumns(
  groups: readonly { name: string; places: readonly number[]; counts?: Notation }[],
): ((row: readonly string[]) => readonly string[] | Refusal) | null {
  const several = groups.filter((group) => group.places.length > 1);
  if (several.length === 0) return null;
  return (row) => {
    const merged = [...row];
    for (const { name, places, counts } of several) {
      const filled = places.map((place) => row[place] ?? '').filter((cell) => cell.trim() !== '');
      const chosen = counts ? agreedCount(filled, counts) : filled[0];
      if (chosen === null)
        return new Refusal('conflicting_columns', `two columns for ${name} differ: ${filled.join(' and ')}`);
      merged[places[0] as number] = chosen ?? '';
    }
    return merged;
  };
}

/**
 * The best of count cells that say the same within their steps; null where they do not. Of two that differ the finer tells
 * more; of two equal ones the compact ("13.8M" beside 13800000) does, since it alone shows the step.
 */
function agreedCount(cells: readonly string[], notation: Notation): string | undefined | null {
  let best: { text: string; value: number; step: number } | undefined;
  for (const text of cells) {
    const cell = readCountCell(text, notation);
    if (cell instanceof Refusal) return text;
    const value = countOf(cell);
    if (value === null) continue;
    const step = stepOf(cell, 'exact') ?? 1;
    if (best && Math.abs(best.value - value) >= Math.max(best.step, step)) return null;
    const better = !best || (value === best.value ? step > best.step : step < best.step);
    if (better) best = { text, value, step };
  }
  return best?.text ?? cells[0];
}
