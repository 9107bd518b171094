import { type DecimalMark, plainText, provenDecimal } from './number-text.ts';
import { languageOf, languagesOf, splitUnit } from './units.ts';

/** How the numbers of a file or a column are written, as far as that is known. */
export interface Notation {
  /** The mark before decimals; null where it is not known, so that `1.234` and `1,234` cannot be told. */
  decimal: DecimalMark | null;
  /** Languages that may be meant by words such as `B` or `billion`; null for any. */
  languages: readonly string[] | null;
}

/** What nothing is known of. */
export const unknownNotation: Notation = { decimal: null, languages: null };

/** What cells show of the notation they are in, with the cells that could be read in two ways. */
export interface NotationEvidence extends Notation {
  /** Cells whose one mark may group digits or divide off decimals, by that mark. */
  open: ReadonlyMap<DecimalMark, string>;
  /** True where some cells prove one mark and some the other. */
  conflicting: boolean;
}

/** What a number of cells prove of how they are written. */
export function notationOf(texts: Iterable<string>): NotationEvidence {
  const proven = new Set<DecimalMark>();
  const open = new Map<DecimalMark, string>();
  const units = new Set<string>();
  for (const text of texts) {
    if (/^\d*$/.test(text)) continue;
    const { number, unit } = splitUnit(plainText(text));
    if (unit !== '') units.add(unit);
    const mark = provenDecimal(number);
    if (mark === 'open') open.set(number.includes(',') ? ',' : '.', text.trim());
    else if (mark !== null) proven.add(mark);
  }
  const known = languagesOf(units);
  const [only = null] = proven;
  const decimal = proven.size > 1 ? null : (only ?? markOfLanguages(known));
  const fitting = known?.filter((language) => decimal === null || decimalMarkOf(language) === decimal) ?? [];
  return {
    decimal,
    languages: fitting.length > 0 ? fitting : known,
    open,
    conflicting: proven.size > 1,
  };
}

function markOfLanguages(languages: readonly string[] | null): DecimalMark | null {
  const found = new Set((languages ?? []).map(decimalMarkOf));
  const [only = null] = found;
  return found.size === 1 ? only : null;
}

const marks = new Map<string, DecimalMark | null>();

/** The mark before decimals in a locale; null where it is neither a point nor a comma. */
function decimalMarkOf(locale: string): DecimalMark | null {
  const known = marks.get(locale);
  if (known !== undefined) return known;
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(1.5);
  const mark = parts.find(({ type }) => type === 'decimal')?.value;
  const found = mark === '.' || mark === ',' ? mark : null;
  marks.set(locale, found);
  return found;
}

/** How numbers are written in a locale such as `de-CH`; null where there is no such locale. */
export function notationOfLocale(locale: string): Notation | null {
  try {
    const [known] = Intl.NumberFormat.supportedLocalesOf([locale]);
    return known === undefined ? null : { decimal: decimalMarkOf(known), languages: [languageOf(known)] };
  } catch {
    return null;
  }
}
