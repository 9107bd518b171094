import type { Notation } from '../counts/notation.ts';
import { readCountCell } from './count-cell.ts';
import { openNotations } from './count-notation.ts';
import type { ImportContext } from './kind.ts';
import { Refusal } from './refusal.ts';

/** An amount of a day: a whole number, or null where the export has none. */
export type Amount = number | null;

/** Makes the reader of a row's amounts by name, from the places of their columns (-1 for a column that is not there: null). */
export async function openAmounts<N extends string>(
  context: ImportContext,
  places: Readonly<Record<N, number>>,
): Promise<(row: readonly string[]) => Record<N, Amount> | Refusal> {
  const notations = await openNotations(context, places);
  return (row) => {
    const amounts = {} as Record<N, Amount>;
    for (const name of Object.keys(places) as N[]) {
      const amount = readAmount(row[places[name]] ?? '', notations[name]);
      if (amount instanceof Refusal) return amount;
      amounts[name] = amount;
    }
    return amounts;
  };
}

function readAmount(text: string, notation: Notation): Amount | Refusal {
  const cell = readCountCell(text, notation);
  if (typeof cell !== 'object' || cell === null || cell instanceof Refusal) return cell;
  return new Refusal('not_a_count', `"${text}" is rounded, and an export gives whole amounts`);
}
