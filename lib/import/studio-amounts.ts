import { readCountCell } from './count-cell.ts';
import { Refusal } from './refusal.ts';

/** An amount of a day: a whole number, or null where the export has none. */
export type Amount = number | null;

/** The amounts of a row by name, from the places of their columns (-1 for a column that is not there: null). */
export function readAmounts<N extends string>(
  row: readonly string[],
  places: Readonly<Record<N, number>>,
): Record<N, Amount> | Refusal {
  const amounts = {} as Record<N, Amount>;
  for (const name of Object.keys(places) as N[]) {
    const amount = readAmount(row[places[name]] ?? '');
    if (amount instanceof Refusal) return amount;
    amounts[name] = amount;
  }
  return amounts;
}

function readAmount(text: string): Amount | Refusal {
  const cell = readCountCell(text);
  if (typeof cell !== 'object' || cell === null || cell instanceof Refusal) return cell;
  return new Refusal('not_a_count', `"${text}" is rounded, and an export gives whole amounts`);
}
