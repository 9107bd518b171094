/**
 * Words for thousands, millions and so on in the interface languages of TikTok, from the runtime's own locale data: `Mio.`,
 * `mn`, `万`, `тыс.`, `lakh`. Few of them mean different numbers in two languages (`B` is a billion in English and a thousand
 * in Turkish); what stands beside them in a file tells those apart.
 */

const languages = [
  ...['en', 'en-GB', 'en-IN', 'af', 'ar', 'az', 'bg', 'bn', 'bs', 'ca', 'ceb', 'cs', 'da', 'de', 'el', 'es'],
  ...['et', 'fa', 'fi', 'fil', 'fr', 'fr-CA', 'ga', 'gl', 'gu', 'he', 'hi', 'hr', 'hu', 'hy', 'id', 'is'],
  ...['it', 'ja', 'jv', 'ka', 'kk', 'km', 'kn', 'ko', 'lo', 'lt', 'lv', 'mk', 'ml', 'mr', 'ms', 'my', 'nb'],
  ...['ne', 'nl', 'pa', 'pl', 'pt', 'pt-PT', 'ro', 'ru', 'sk', 'sl', 'sq', 'sr', 'sv', 'sw', 'ta', 'te'],
  ...['th', 'tr', 'uk', 'ur', 'uz', 'vi', 'zh', 'zh-TW'],
];

/** What a unit means, by the language that says so. */
export type Readings = ReadonlyMap<string, number>;

/** What people write besides; `*` stands for the usage of no one language. */
const usage: readonly (readonly [unit: string, language: string, factor: number])[] = [
  ...[['w', 'zh', 1e4] as const, ['tsd.', 'de', 1e3] as const, ['lakhs', 'en-IN', 1e5] as const],
  ...[['crores', 'en-IN', 1e7] as const, ['lac', 'en-IN', 1e5] as const],
  // Kilometres, minutes and grams are no counts, and MM is a million in some trades.
  ...[['km', '*', Number.NaN] as const, ['min', '*', Number.NaN] as const, ['g', '*', Number.NaN] as const],
  ['mm', '*', 1e6],
];

/** TikTok writes these itself, whatever the language of its interface. */
const platformUnits: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, b: 1e9 };

let table: Map<string, Map<string, number>> | undefined;

function unitTable(): Map<string, Map<string, number>> {
  if (table) return table;
  table = new Map();
  for (const language of languages) addUnits(table, language);
  for (const [unit, language, factor] of usage) addReading(table, unit, language, factor);
  return table;
}

function addUnits(units: Map<string, Map<string, number>>, language: string): void {
  for (const compactDisplay of ['short', 'long'] as const) {
    const format = new Intl.NumberFormat(language, {
      notation: 'compact',
      compactDisplay,
      numberingSystem: 'latn',
    });
    // The word changes with the number beside it: 1 Million, 2 Millionen; 2 тысячи, 5 тысяч.
    for (let power = 3; power <= 13; power++)
      for (const many of [1, 1.2, 2, 5]) {
        const parts = format.formatToParts(many * 10 ** power);
        const unit = unitName(parts.map(({ type, value }) => (isNumber(type) ? '' : value)).join(''));
        const shown = parts.map(({ type, value }) =>
          type === 'decimal' ? '.' : isNumber(type) ? value : '',
        );
        const factor = Math.round((many * 10 ** power) / Number(shown.join('')));
        if (unit !== '' && Number.isFinite(factor)) addReading(units, unit, language, factor);
      }
  }
}

const isNumber = (type: string) => ['integer', 'group', 'decimal', 'fraction'].includes(type);

function addReading(
  units: Map<string, Map<string, number>>,
  unit: string,
  language: string,
  factor: number,
): void {
  const readings = units.get(unit) ?? new Map<string, number>();
  // A word that a language uses for two numbers tells none.
  readings.set(language, (readings.get(language) ?? factor) === factor ? factor : Number.NaN);
  units.set(unit, readings);
}

/** A unit in one spelling. */
export function unitName(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

/** The number of a count and the word beside it: `12,3` and `mio.`; words may stand on either side. */
export function splitUnit(clean: string): { number: string; unit: string } {
  const found = /^([^\d+-]*)([-+]?\d(?:[\d.,'_ ٬٫]*\d)?)(.*)$/su.exec(clean);
  if (!found) return { number: clean, unit: '' };
  const [, before = '', number = '', after = ''] = found;
  const unit = unitName(before === '' ? after : after === '' ? before : `${before} ${after}`);
  return { number, unit: unit === '.' ? '' : unit };
}

/** What a unit means in each language that knows it, with or without the point of an abbreviation; null where none does. */
export function readingsOf(unit: string): Readings | null {
  const units = unitTable();
  return units.get(unit) ?? units.get(unit.replace(/\.$/, '')) ?? units.get(`${unit}.`) ?? null;
}

/**
 * The number that a unit stands for: what TikTok means by it, else what the languages agree on. `open` where they do not agree,
 * null where no language knows it. `among` are the languages that the file may be in; `comma` tells that decimals follow one,
 * which TikTok never writes: "1,2 B" is somebody else's.
 */
export function factorOf(
  unit: string,
  among: readonly string[] | null,
  comma: boolean,
): number | 'open' | null {
  const own = comma && unit === 'b' ? undefined : platformUnits[unit];
  if (own !== undefined && (among === null || among.includes('en'))) return own;
  const readings = readingsOf(unit);
  if (readings === null) return null;
  const told = among?.filter((language) => readings.has(language)) ?? [];
  const factors = new Set(told.length > 0 ? told.map((each) => readings.get(each)) : readings.values());
  const [factor = Number.NaN] = factors;
  return factors.size === 1 && !Number.isNaN(factor) ? factor : 'open';
}

/** The languages that know every one of these units; null where that tells nothing, as where all are TikTok's own. */
export function languagesOf(units: Iterable<string>): readonly string[] | null {
  const names = [...new Set(units)];
  if (names.every((unit) => unit in platformUnits)) return null;
  const known = names.map(readingsOf).filter((readings) => readings !== null);
  const among = languages.filter((language) => known.every((readings) => readings.has(language)));
  return known.length === 0 || among.length === 0 ? null : among;
}

/** The nearest language of which the units are known: `de` for `de-CH`. */
export function languageOf(locale: string): string {
  const parts = locale.split('-');
  for (let length = parts.length; length > 0; length--) {
    const tag = parts.slice(0, length).join('-');
    if (languages.includes(tag)) return tag;
  }
  return parts[0] as string;
}
