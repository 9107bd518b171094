import ranges from '@fontsource/source-sans-3/unicode.json' with { type: 'json' };

/** Which characters the typeface of pictures has, by the parts that its files come in. */
export interface FontPart {
  name: string;
  ranges: readonly (readonly [first: number, last: number])[];
}

/** Latin comes first: most texts need no other part. */
const order = ['latin', 'latin-ext', 'greek', 'greek-ext', 'cyrillic', 'cyrillic-ext', 'vietnamese'];

export const fontParts: readonly FontPart[] = order.map((name) => ({
  name,
  ranges: (ranges as Record<string, string>)[name]?.split(',').map(readRange) ?? [],
}));

function readRange(range: string): [number, number] {
  const [first = '', last = first] = range.replace('U+', '').split('-');
  return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
}

/** The parts that have all characters of a text between them; null where none has one of them: a picture would have holes. */
export function partsFor(text: string): FontPart[] | null {
  const needed = new Set<FontPart>();
  for (const character of new Set(text)) {
    const code = character.codePointAt(0) ?? 0;
    const part = fontParts.find(({ ranges }) =>
      ranges.some(([first, last]) => code >= first && code <= last),
    );
    if (!part) return null;
    needed.add(part);
  }
  return [...needed];
}
