import { describe, expect, test } from 'vitest';
import { alignedText } from '../../lib/format/aligned.ts';

const noNumber = () => false;

describe('a table for a terminal', () => {
  test('sets numbers to the right, and shows null as a dash', () => {
    const rows = [
      ['nasa', 1200],
      ['esa', null],
    ];
    expect(alignedText(['handle', 'followers'], rows, (column) => column === 1)).toBe(
      ['handle  followers', '──────  ─────────', 'nasa         1200', 'esa             –', ''].join('\n'),
    );
  });

  test('counts what a terminal shows: wide characters, pictures, flags, marks that take no room', () => {
    const texts = ['日本', '😀x', '👩‍👩‍👧', '🇳🇱', 'é', 'e\u0301', '\u200B', '한국어', '©', '1️⃣'];
    const widths = [4, 3, 2, 2, 1, 1, 0, 6, 1, 2];
    const lines = alignedText(
      ['a', 'b'],
      texts.map((text) => [text, '|']),
      noNumber,
    ).split('\n');
    expect(lines.slice(2, -1)).toEqual(
      texts.map((text, i) => `${text}${' '.repeat(6 - (widths[i] ?? 0))}  |`),
    );
  });

  test('narrows the widest texts until all columns fit, and cuts what still does not', () => {
    const rows = [['x'.repeat(40), 'y'.repeat(20), 1234567]];
    const at = (width: number) =>
      alignedText(['a', 'b', 'n'], rows, (column) => column === 2, width).split('\n')[2];
    expect(at(80)).toBe(`${'x'.repeat(40)}  ${'y'.repeat(20)}  1234567`);
    expect(at(51)).toBe(`${'x'.repeat(19)}…  ${'y'.repeat(20)}  1234567`);
    expect(at(27)).toBe(`${'x'.repeat(7)}…  ${'y'.repeat(7)}…  1234567`);
    expect(at(20)).toBe(`${'x'.repeat(7)}…  ${'y'.repeat(7)}… …`);
  });

  test('holds no character that a terminal would act upon', () => {
    const text = alignedText(['\u001b[31mred'], [['a\u001b[2Jb\u0007\u202Ec\nd\u009B']], noNumber);
    expect(text).toContain('·[31mred');
    expect(text).toContain('a·[2Jb··c d·');
    expect([...text].filter((char) => char !== '\n' && /[\p{Cc}\u202E]/u.test(char))).toEqual([]);
  });
});
