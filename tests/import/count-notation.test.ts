import { describe, expect, test } from 'vitest';
import { importText, rowsOf } from './import-text.ts';

const counts = async (text: string, raw = {}) => {
  const imported = await importText(text, raw);
  return {
    ...imported,
    followers: rowsOf(imported, 'account').map((row) => [row['followers'], row['followers_step']]),
  };
};

describe('how the counts of a column are written', () => {
  test('a cell that can be one number only tells the others', async () => {
    const german = await counts('date;handle;followers\n2026-01-05;a;1.234\n2026-01-06;a;12,3 Mio.\n');
    expect(german.followers).toEqual([
      [1_234, null],
      [12_300_000, 100_000],
    ]);
    const english = await counts('date;handle;followers\n2026-01-05;a;1,234\n2026-01-06;a;1,234,567\n');
    expect(english.followers).toEqual([
      [1_234, null],
      [1_234_567, null],
    ]);
  });

  test('another column tells where the own does not', async () => {
    const imported = await importText(
      'date;handle;followers;likes\n2026-01-05;a;1.234;5.678.901\n2026-01-06;a;2.345;5.678.902\n',
    );
    expect(rowsOf(imported, 'account').map((row) => row['followers'])).toEqual([1_234, 2_345]);
  });

  test('the proof may stand beyond the first records', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `2026-01-05;a${i};1.234`);
    const imported = await counts(`date;handle;followers\n${rows.join('\n')}\n2026-01-05;z;1.234.567\n`);
    expect(imported.refused).toEqual([]);
    expect(new Set(imported.followers.map(([value]) => value))).toEqual(new Set([1_234, 1_234_567]));
  });

  test('where nothing tells, such cells are refused and the others are read', async () => {
    const imported = await counts(
      'date;handle;followers\n2026-01-05;a;1.234\n2026-01-06;a;999\n2026-01-07;a;1,234\n',
    );
    expect(imported.refused).toEqual(['2 ambiguous_count', '4 ambiguous_count']);
    expect(imported.followers).toEqual([[999, null]]);
    const [row] = imported.rows;
    expect(row && 'refused' in row && row.refused.message).toContain('--numbers');
  });

  test('where cells contradict each other, only what can be one number is read', async () => {
    const imported = await counts(
      'date;handle;followers\n2026-01-05;a;1.234.567\n2026-01-06;a;1,234,567\n2026-01-07;a;1.234\n',
    );
    expect(imported.refused).toEqual(['4 ambiguous_count']);
    expect(imported.followers.map(([value]) => value)).toEqual([1_234_567, 1_234_567]);
  });

  test('the person tells', async () => {
    const text = 'date;handle;followers\n2026-01-05;a;1.234\n2026-01-06;a;1,234\n';
    expect((await counts(text, { numbers: 'de' })).followers).toEqual([[1_234, null]]);
    expect((await counts(text, { numbers: 'en' })).followers).toEqual([[1_234, null]]);
    await expect(counts(text, { numbers: 'no language' })).rejects.toMatchObject({
      code: 'bad_numbers',
      exitCode: 2,
    });
  });

  test('a lone comma groups in a file that is parted by commas, and a note says so', async () => {
    const imported = await counts('date,handle,followers\n2026-01-05,a,"1,234"\n');
    expect(imported.followers).toEqual([[1_234, null]]);
    expect(imported.notes).toEqual([expect.stringMatching(/followers.*"1,234" is taken for 1234/)]);
    const dotted = await counts('date,handle,followers\n2026-01-05,a,1.234\n');
    expect(dotted.refused).toEqual(['2 ambiguous_count']);
    const plain = await counts('date,handle,followers\n2026-01-05,a,1234\n');
    expect(plain.notes).toEqual([]);
  });

  test('averages are no counts', async () => {
    const imported = await counts(
      'date,handle,followers\n2026-01-05,a,28529.8666666667\n2026-01-06,a,1.234\n2026-01-07,a,67040\n',
    );
    expect(imported.refused).toEqual(['2 not_a_count', '3 not_a_count']);
    expect(imported.followers).toEqual([[67_040, null]]);
  });
});
