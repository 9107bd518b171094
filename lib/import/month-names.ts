/**
 * Names of months in the interface languages of TikTok, from the runtime's own locale data. A name may mean different
 * months in two languages (`listopad` is October in Croatian and November in Czech), so each language is kept apart and a
 * file is read by the languages that know all of its names.
 */

const locales = [
  ...[
    'en',
    'en-GB',
    'af',
    'ar',
    'az',
    'bg',
    'bn',
    'bs',
    'ca',
    'ceb',
    'cs',
    'da',
    'de',
    'el',
    'es',
    'es-MX',
    'et',
  ],
  ...[
    'fa',
    'fi',
    'fil',
    'fr',
    'fr-CA',
    'ga',
    'gl',
    'gu',
    'he',
    'hi',
    'hr',
    'hu',
    'hy',
    'id',
    'is',
    'it',
    'jv',
  ],
  ...[
    'ka',
    'kk',
    'km',
    'kn',
    'lo',
    'lt',
    'lv',
    'mk',
    'ml',
    'mr',
    'ms',
    'my',
    'nb',
    'ne',
    'nl',
    'pa',
    'pl',
    'pt',
  ],
  ...['ro', 'ru', 'sk', 'sl', 'sq', 'sr', 'sv', 'sw', 'ta', 'te', 'th', 'tr', 'uk', 'ur', 'uz', 'vi'],
];

/** A day of the year as a text names it; the year where it does. */
export interface MonthDay {
  month: number;
  day: number;
  year: number | null;
}

/** What stands around the day's number, with the month it means. */
export type MonthNames = ReadonlyMap<string, number>;

const tables = new Map<string, MonthNames>();

/** English names: what a file is read by until its names say otherwise. */
export const englishNames = (): MonthNames => namesIn('en');

function namesIn(locale: string): MonthNames {
  let names = tables.get(locale);
  if (!names) {
    names = buildNames(locale);
    tables.set(locale, names);
  }
  return names;
}

function buildNames(locale: string): MonthNames {
  const names = new Map<string, number>();
  for (const month of ['long', 'short'] as const) {
    // A full date gives the form that a date takes: genitive, article, particle.
    const styles: Intl.DateTimeFormatOptions[] = [
      { month, day: 'numeric' },
      { month, day: 'numeric', year: 'numeric' },
      { month },
    ];
    for (const style of styles) {
      const format = new Intl.DateTimeFormat(locale, {
        ...style,
        timeZone: 'UTC',
        calendar: 'gregory',
        numberingSystem: 'latn',
      });
      for (let place = 0; place < 12; place++) {
        const date = Date.UTC(2001, place, 25);
        // The name in that form may also stand alone beside the day: "8 marzo" for "8 de marzo".
        const name = format.formatToParts(date).find(({ type }) => type === 'month')?.value ?? '';
        for (const around of [aroundNumbers(format.format(date)), aroundNumbers(name)])
          if (around !== '' && !names.has(around)) names.set(around, place + 1);
      }
    }
  }
  return names;
}

/** The words of a date without its numbers (12, 1er, 1st, 1º), in one spelling. */
function aroundNumbers(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Cf}/gu, '')
    .replace(/\d+(?:(?:er|st|nd|rd|th|o)(?!\p{L}))?/gu, ' ')
    .replace(/[\s.,،'’()/-]+/g, ' ')
    .trim();
}

/** The zeros of the scripts that have digits of their own. */
const zeros = [
  ...[0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0x1040, 0x17e0],
];

function withPlainDigits(text: string): string {
  return text.normalize('NFKC').replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) as number;
    const zero = zeros.find((start) => code >= start && code < start + 10);
    return zero === undefined ? digit : String(code - zero);
  });
}

// In these languages the month is a number with a word after (or before) it.
const numbered = /^(?:(\d{4})\s*[年년]\s*)?(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号號]?$/;
const vietnamese = /^(?:ngày\s+)?(\d{1,2})\s+(?:tháng|thg)\s+(\d{1,2})(?:,?\s+(?:năm\s+)?(\d{4}))?$/;

/**
 * A text such as "April 12", "8 de marzo", "13. Februar", "2月26日" or "March 27, 2026" as a day of the year; null where it is
 * none by these names. Whether the calendar has the day is not looked at.
 */
export function monthDayOf(text: string, names: MonthNames): MonthDay | null {
  const plain = withPlainDigits(text).trim();
  const cjk = numbered.exec(plain);
  if (cjk) return monthDay(Number(cjk[2]), Number(cjk[3]), cjk[1]);
  const viet = vietnamese.exec(plain.toLowerCase());
  if (viet) return monthDay(Number(viet[2]), Number(viet[1]), viet[3]);
  const numbers = plain.match(/\d+/g) ?? [];
  const day = numbers.find((number) => number.length <= 2);
  const year = numbers.find((number) => number.length === 4);
  if (day === undefined || numbers.length !== (year === undefined ? 1 : 2)) return null;
  const month = names.get(aroundNumbers(plain));
  return month === undefined ? null : monthDay(month, Number(day), year);
}

function monthDay(month: number, day: number, year: string | undefined): MonthDay | null {
  return month >= 1 && month <= 12 ? { month, day, year: year === undefined ? null : Number(year) } : null;
}

/** The names by which texts are read. */
export interface ChosenNames {
  names: MonthNames;
  /** A text that two languages, both reading as many of the texts, read as different months; null where there is none. */
  ambiguous: string | null;
  /** The names of every language that reads as many of the texts. */
  candidates: readonly MonthNames[];
}

/** The names that read these texts: English where it reads them all (most exports are), else those of the languages that read most of them. */
export function chooseNames(texts: Iterable<string>): ChosenNames {
  const distinct = [...new Set(texts)].filter((text) => /\p{Nd}/u.test(text) && /\p{L}/u.test(text));
  const countRead = (names: MonthNames) => distinct.filter((text) => monthDayOf(text, names) !== null).length;
  let best: MonthNames[] = [englishNames()];
  let bestCount = countRead(englishNames());
  if (bestCount === distinct.length) return { names: englishNames(), ambiguous: null, candidates: best };
  for (const names of locales.map(namesIn)) {
    const count = countRead(names);
    if (count > bestCount) [best, bestCount] = [[names], count];
    else if (count === bestCount && count > 0) best.push(names);
  }
  const names = best[0] as MonthNames;
  const ambiguous = distinct.find((text) => {
    const month = monthDayOf(text, names)?.month;
    return best.some((other) => monthDayOf(text, other)?.month !== month);
  });
  return { names, ambiguous: ambiguous ?? null, candidates: best };
}
