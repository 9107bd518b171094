import { type Notation, type NotationEvidence, notationOf, unknownNotation } from '../counts/notation.ts';
import type { ImportContext } from './kind.ts';

/** Columns of counts by name: the places of all that may fill each; -1 for none. */
export type CountColumns<N extends string> = Readonly<Record<N, number | readonly number[]>>;

/**
 * Finds how the counts of each column are written: as the person says (`--numbers`), as the column's own cells prove, or as those
 * of the file's other columns do. The first records are looked at, and all of the file only where they have counts that could
 * be two numbers and none that tells. What nothing tells stays unknown, and its ambiguous cells are refused; but a lone comma
 * before three digits is taken to group them in a file whose cells no country with decimal commas would part by commas, and
 * a note says so.
 */
export async function openNotations<N extends string>(
  context: ImportContext,
  columns: CountColumns<N>,
): Promise<Record<N, Notation>> {
  const names = Object.keys(columns) as N[];
  const said = context.options.numbers;
  if (said) return record(names, () => said);
  const places = record(names, (name) => [columns[name]].flat().filter((place) => place >= 0));
  const seen = await gather(context, Object.values<number[]>(places).flat());
  const all = notationOf([...seen.values()].flat());
  return record(names, (name) => {
    const own = notationOf(places[name].flatMap((place) => seen.get(place) ?? []));
    return resolve(context, name, own, all);
  });
}

function record<N extends string, T>(names: readonly N[], of: (name: N) => T): Record<N, T> {
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<N, T>;
}

const isPlain = /^\d*$/;

/** The cells of the named places that are more than digits. */
async function gather(
  { records }: ImportContext,
  places: readonly number[],
): Promise<ReadonlyMap<number, string[]>> {
  const seen = new Map<number, string[]>(places.map((place) => [place, []]));
  const add = (rows: readonly (readonly string[])[]) => {
    for (const row of rows)
      for (const [place, texts] of seen) {
        const text = row[place] ?? '';
        if (!isPlain.test(text)) texts.push(text);
      }
  };
  const told = (): NotationEvidence => notationOf([...seen.values()].flat());
  add(records.sample);
  const first = told();
  if (first.open.size === 0 || first.decimal !== null || first.conflicting) return seen;
  // The proof may come late in the file.
  for await (const { rows } of records.batches()) {
    for (const texts of seen.values()) texts.length = 0;
    add(records.sample);
    add(rows);
    if (told().decimal !== null) break;
  }
  return seen;
}

function resolve(
  { sniff, notes }: ImportContext,
  name: string,
  own: NotationEvidence,
  all: NotationEvidence,
): Notation {
  if (own.conflicting) return { ...unknownNotation, languages: own.languages };
  const languages = own.languages ?? all.languages;
  const decimal = own.decimal ?? all.decimal;
  if (decimal !== null || own.open.size === 0) return { decimal, languages };
  const commasOnly = own.open.size === 1 && all.open.size === 1 ? own.open.get(',') : undefined;
  const byComma = sniff.format !== 'csv' || sniff.delimiter === ',';
  if (commasOnly === undefined || !byComma) return { decimal, languages };
  notes.push(
    `${name}: "${commasOnly.slice(0, 20)}" is taken for ${commasOnly.replace(',', '').slice(0, 20)}; where the comma stands before decimals, say so with --numbers de`,
  );
  return { decimal: '.', languages };
}
