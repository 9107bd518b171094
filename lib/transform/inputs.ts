import { type InputKind, inputKinds } from '../schema/derived-parts.ts';

/** What a value was made of, as far as it is known. */
interface Part {
  kind?: 'observed' | 'interpolated' | 'gap' | undefined;
  step?: number | null | undefined;
}

/** The column `inputs` of a row that was made of these values; gaps are none. */
export function inputsOf(parts: Iterable<Part>): InputKind[] {
  const found = { observed: false, interpolated: false, rounded: false };
  for (const { kind = 'observed', step } of parts) {
    if (kind === 'gap') continue;
    found[kind] = true;
    if (step != null && step > 1) found.rounded = true;
  }
  return inputKinds.filter((kind) => found[kind]);
}

/** The column `inputs` of a row that was made of rows that have one. */
export function inputsOfRows(rows: Iterable<{ readonly inputs: readonly string[] }>): InputKind[] {
  const found = inputKinds.map(() => false);
  for (const { inputs } of rows)
    for (const kind of inputs) found[inputKinds.indexOf(kind as InputKind)] = true;
  return inputKinds.filter((_, place) => found[place]);
}
