import { describe, expect, test } from 'vitest';
import { notationOf, notationOfLocale, unknownNotation } from '../../lib/counts/notation.ts';
import { isMissingCount, parseCount, readCount } from '../../lib/counts/read-count.ts';

describe('a count in any spelling', () => {
  test.each([
    ['12,3 Mio.', 12_300_000, 100_000],
    ['12,3 Mio', 12_300_000, 100_000],
    ['12 mn', 12_000_000, 1_000_000],
    ['3.4万', 34_000, 1_000],
    ['3.4萬', 34_000, 1_000],
    ['1.2億', 120_000_000, 10_000_000],
    ['1.2亿', 120_000_000, 10_000_000],
    ['3.4w', 34_000, 1_000],
    ['2,5만', 25_000, 1_000],
    ['1,5 тыс.', 1_500, 100],
    ['12 млн', 12_000_000, 1_000_000],
    ['1,2 Mrd.', 1_200_000_000, 100_000_000],
    ['12,3 rb', 12_300, 100],
    ['1,2 jt', 1_200_000, 100_000],
    ['1.5 lakh', 150_000, 10_000],
    ['2 crore', 20_000_000, 10_000_000],
    ['1.25 Cr', 12_500_000, 100_000],
    ['12,3 mil', 12_300, 100],
    ['1,2 mil.', 1_200_000, 100_000],
    ['1,23,456', 123_456, 1],
    ['12,34,567', 1_234_567, 1],
    ['1\u00a0234', 1_234, 1],
    ['1\u202f234\u202f567', 1_234_567, 1],
    ['1\u2009234', 1_234, 1],
    ["1'234", 1_234, 1],
    ['1’234’567', 1_234_567, 1],
    ['١٢٣', 123, 1],
    ['١٬٢٣٤', 1_234, 1],
    ['١٫٢ مليون', 1_200_000, 100_000],
    ['۱٬۲۳۴٬۵۶۷', 1_234_567, 1],
    ['१२,३४,५६७', 1_234_567, 1],
    ['１２３', 123, 1],
    ['１．２M', 1_200_000, 100_000],
    ['\u200e−1,234,567', -1_234_567, 1],
    ['１，２３４，５６７', 1_234_567, 1],
    ['－5', -5, 1],
    ['740,0', 740, 1],
    ['1.234,00', 1_234, 1],
    ['1,63E+08', 163_000_000, 1_000_000],
    ['1,2M', 1_200_000, 100_000],
  ])('%s is %d, step %d', (text, value, step) => {
    expect(parseCount(text, unknownNotation)).toEqual({ value, step });
  });

  test.each(['1.234', '1,234', '1.000', '1,234K', '1.234 Mio.', '1,2 B', '12 billion', '3 km', '5 min'])(
    '%s may be two numbers, and is neither until something tells',
    (text) => expect(parseCount(text, unknownNotation)).toBe('open'),
  );

  test.each([
    ['1.234', 'de', 1_234],
    ['1,234', 'en', 1_234],
    ['1.234 Mio.', 'en', 1_234_000],
    ['1.234 Mio.', 'de', 1_234_000_000],
    ['1,2 B', 'tr', 1_200],
    ['1,2 M', 'id', 1_200_000_000],
    ['12 billion', 'en', 12_000_000_000],
    ['12 Billion', 'de', 12_000_000_000_000],
  ])('%s in %s is %d', (text, locale, value) => {
    const notation = notationOfLocale(locale);
    expect(notation).not.toBeNull();
    expect(readCount(text, notation ?? unknownNotation)).toMatchObject({ value });
  });

  test.each([
    ...['12³', '①', '½', '1/2', '12%', '10K+', '>1M', '~5', '1-2', '1 2', '1 23', '12 34 567,', 'M', 'Mio.'],
    ...[
      '1.2.3',
      '1,2,3',
      '1..2',
      '1,,234',
      '01,234,567',
      '1.234.56',
      '--5',
      '1 000 Tausendundeins',
      '5h ago',
    ],
    ...['#REF!', '2026-11-22', '12:30', '1,234.567.890', '1e99', '٣١/١٢', 'Infinity', `${'9'.repeat(60)}`],
  ])('%s is no count', (text) => {
    expect(parseCount(text, unknownNotation)).toBeNull();
    expect(isMissingCount(text)).toBe(false);
  });

  test.each([
    '',
    ' ',
    '\u00a0',
    '-',
    '–',
    '—',
    '−',
    '－',
    'N/A',
    '#N/A',
    'undefined',
    'null',
    'None',
    'NaN',
    '\\N',
    '<NA>',
  ])('%j says that there is none', (text) => expect(parseCount(text, unknownNotation)).toBe('missing'));
});

describe('what cells prove of their notation', () => {
  test.each([
    [['1.234', '1.234.567'], ','],
    [['1,234', '1,234,567'], '.'],
    [['1.234', '12,5'], ','],
    [['1,234', '0.5'], '.'],
    [['1.234', '1.2M'], '.'],
    [['1.234', '1,2 Mio.'], ','],
    [['1.234', '3 Mio.'], ','],
    [['1.234', '5 lakh'], '.'],
    [['1.234', '1.234,5'], ','],
    [['1.234', '7', '', 'N/A'], null],
    [['1.2M', '1,2M', '1.234'], null],
  ] as const)('%j: the mark before decimals is %j', (texts, decimal) => {
    expect(notationOf(texts).decimal).toBe(decimal);
  });

  test('a word of one language tells what its neighbours mean', () => {
    expect(readCount('12,3 B', notationOf(['12,3 B', '1,2 Mn']))).toEqual({ value: 12_300, step: 100 });
    expect(readCount('1,2 M', notationOf(['1,2 M', '900 rb']))).toEqual({
      value: 1_200_000_000,
      step: 100_000_000,
    });
    expect(readCount('1.2B', notationOf(['1.2B', '900K']))).toEqual({
      value: 1_200_000_000,
      step: 100_000_000,
    });
    expect(readCount('1.2bn', notationOf(['1.2bn', '900k']))).toEqual({
      value: 1_200_000_000,
      step: 100_000_000,
    });
  });

  test('a locale that there is none of has no notation', () => {
    expect(notationOfLocale('xx-not-a-locale')).toBeNull();
    expect(notationOfLocale('')).toBeNull();
    expect(notationOfLocale('de-CH')).toEqual({ decimal: '.', languages: ['de'] });
  });
});

const locales = [
  ...[
    'en',
    'en-IN',
    'ar',
    'ar-EG',
    'az',
    'bg',
    'bn',
    'ca',
    'cs',
    'da',
    'de',
    'de-AT',
    'de-CH',
    'el',
    'es',
    'es-MX',
  ],
  ...[
    'et',
    'fa',
    'fi',
    'fil',
    'fr',
    'fr-CA',
    'fr-CH',
    'gu',
    'he',
    'hi',
    'hr',
    'hu',
    'id',
    'it',
    'it-CH',
    'ja',
    'kk',
  ],
  ...[
    'ko',
    'lt',
    'lv',
    'mr',
    'ms',
    'my',
    'nb',
    'nl',
    'pa',
    'pl',
    'pt',
    'pt-PT',
    'ro',
    'ru',
    'sk',
    'sl',
    'sr',
    'sv',
  ],
  ...['sw', 'ta', 'te', 'th', 'tr', 'uk', 'ur', 'uz', 'vi', 'zh', 'zh-TW', 'th-u-nu-thai', 'ar-u-nu-arab'],
  ...['en-u-nu-fullwide', 'my-u-nu-mymr'],
];

/** Whole numbers of every length, the same each time: a multiplicative generator modulo 2^31 − 1. */
function numbers(count: number): number[] {
  let state = 20_261_122;
  return Array.from({ length: count }, (_, i) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % 10 ** ((i % 9) + 1);
  });
}

describe.each(locales)('counts as Intl prints them in %s', (locale) => {
  const whole = new Intl.NumberFormat(locale);
  const notation = notationOfLocale(locale) ?? unknownNotation;

  test('are read back as they were, where the locale is known', () => {
    for (const value of numbers(200))
      expect(readCount(whole.format(value), notation), whole.format(value)).toEqual({ value, step: 1 });
  });

  test('are read back or left open where only the cells tell', () => {
    const texts = numbers(200).map((value) => whole.format(value));
    const told = notationOf(texts);
    expect(told.conflicting).toBe(false);
    numbers(200).forEach((value, i) => {
      const read = parseCount(texts[i] as string, told);
      if (read !== 'open') expect(read, texts[i]).toEqual({ value, step: 1 });
    });
  });

  test.each(['short', 'long'] as const)('in the compact %s form are within half a step', (compactDisplay) => {
    const compact = new Intl.NumberFormat(locale, {
      notation: 'compact',
      compactDisplay,
      maximumFractionDigits: 1,
    });
    const values = numbers(120).map((value) => value * 10);
    const texts = values.map((value) => compact.format(value));
    const told = notationOf(texts);
    let read = 0;
    texts.forEach((text, i) => {
      const value = values[i] as number;
      for (const how of [notation, told]) {
        const count = parseCount(text, how);
        if (count === 'open') continue;
        expect(count, `${text} of ${value}`).toBeTypeOf('object');
        if (typeof count !== 'object' || count === null) continue;
        read++;
        expect(Math.abs(count.value - value), `${text} of ${value}`).toBeLessThanOrEqual(
          Math.max(0.5, count.step / 2),
        );
      }
    });
    expect(read).toBeGreaterThan(texts.length);
  });
});

test('hostile text is refused, quickly and without an error', () => {
  const pieces = [
    '1',
    '9',
    '0',
    ',',
    '.',
    ' ',
    '\u202f',
    "'",
    '٬',
    '٫',
    '-',
    '+',
    'e',
    'K',
    'Mio.',
    '万',
    'ﷺ',
    '\0',
    '🙂',
    '١',
  ];
  let state = 7;
  for (let i = 0; i < 20_000; i++) {
    let text = '';
    for (let length = i % 12; length >= 0; length--) {
      state = (state * 48_271) % 2_147_483_647;
      text += pieces[state % pieces.length];
    }
    const count = parseCount(text, unknownNotation);
    if (typeof count === 'object' && count !== null) {
      expect(Number.isSafeInteger(count.value), text).toBe(true);
      expect(Number.isInteger(count.step) && count.step >= 1, text).toBe(true);
    }
  }
  expect(parseCount(`${'1,234'.repeat(50_000)}x`, unknownNotation)).toBeNull();
});
