import { expect, test } from 'vitest';
import { partsFor } from '../../lib/export/glyphs.ts';
import { cases } from '../chart/cases.ts';

test('every picture without letters of other scripts can be written as PNG', () => {
  const without = Object.entries(cases).flatMap(([name, make]) => {
    const { svg, title, subtitle } = make();
    const own = `${svg}${title}${subtitle}`.replace(
      /[\p{Script=Arabic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\u2068\u2069]/gu,
      '',
    );
    return partsFor(own) === null ? [name] : [];
  });
  expect(without).toEqual([]);
});

test('a text with one character that the typeface lacks has no parts', () => {
  expect(partsFor('@azulejo')?.map(({ name }) => name)).toEqual(['latin']);
  expect(partsFor('@azulejo 雲')).toBeNull();
});
