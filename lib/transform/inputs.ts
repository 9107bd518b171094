import { type InputKind, inputKinds } from '../schema/derived-parts.ts';

/** What a value was made of, as far as it is known. */
interface Part {
  kind?: 'observed' | 'interpolated' | 'gap' | undefined;
  step?: number | null | undefined;
}

/** The column `inputs` of a row that was made of these values; gaps are none. */
export function inputsOf(parts: Iterable<Part>): InputKind[] {
  const found = new Set<InputKind>();
  for (const { kind = 'observed', step } of parts) {
    if (kind === 'gap') continue;
    found.add(kind);
    if (step != null && step > 1) found.add('rounded');
  }
  return inputKinds.filter((kind) => found.has(kind));
}

/** The column `inputs` of a row that was made of rows that have one. */
export function inputsOfRows(rows: Iterable<{ readonly inputs: readonly string[] }>): InputKind[] {
  const found = new Set<string>();
  for (const { inputs } of rows) for (const kind of inputs) found.add(kind);
  return inputKinds.filter((kind) => found.has(kind));
}
