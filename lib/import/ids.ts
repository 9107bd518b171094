import { readId, remember } from './identity.ts';
import { Refusal } from './refusal.ts';

/** How the ids of a column were rounded by a program that took them for numbers; null where they were not. */
type Rounding = RegExp | null;

/**
 * Makes the reader of a column of ids, from its first cells. Beside ids with an exponent (`7.12E+18`) those are refused with
 * `id_destroyed` whose last digits are zeros where so many of the column's are that they were rounded: a double leaves 16 or 17
 * digits of 19, a spreadsheet 15.
 */
export function openIds(sample: readonly string[]): (text: string) => string | null | Refusal {
  const rounding = roundingOfIds(sample);
  if (rounding === null) return remember(readId);
  return remember((text) => {
    const id = readId(text);
    return typeof id === 'string' && rounding.test(id)
      ? new Refusal('id_destroyed', `the last digits of the id ${id} were rounded away`)
      : id;
  });
}

/**
 * One true id in a hundred ends in two zeros and one in ten thousand in four: a fifth of five or more, or all of a few with
 * four, are no chance.
 */
function roundingOfIds(sample: readonly string[]): Rounding {
  const long = sample.map((text) => text.trim()).filter((text) => /^\d{18,20}$/.test(text));
  const ending = (zeros: RegExp) => long.filter((id) => zeros.test(id)).length;
  if (long.length >= 5 && ending(/00$/) > long.length / 5) return /^\d{16,18}00$/;
  return long.length > 0 && ending(/0000$/) === long.length ? /^\d{14,16}0000$/ : null;
}
