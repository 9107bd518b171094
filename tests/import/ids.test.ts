import { describe, expect, test } from 'vitest';
import { openIds } from '../../lib/import/ids.ts';
import { importText, rowsOf } from './import-text.ts';

const good = [
  '7493099446142520594',
  '7665075736742530317',
  '7681723633164717325',
  '7686600539525762318',
  '7336007528070958382',
];

describe('ids that a program took for numbers', () => {
  test.each([
    ['with an exponent, always', ['7.12E+18', '7,12e18'], good],
    ['rounded to 15 digits by a spreadsheet', good.map((id) => `${id.slice(0, 15)}0000`), []],
    ['rounded to doubles', good.map((id) => `${id.slice(0, 17)}00`), []],
    ['a single one with four zeros', ['7493099446142520000'], []],
    ['rounded among others that are not', good.map((id) => `${id.slice(0, 16)}000`), good],
  ])('are refused: %s', (_how, destroyed, whole) => {
    const read = openIds([...destroyed, ...whole]);
    for (const id of destroyed) expect(read(id), id).toMatchObject({ rule: 'id_destroyed' });
    for (const id of whole) expect(read(id)).toBe(id);
  });

  test('one true id in a hundred ends in zeros, and is no rounded one', () => {
    const ids = Array.from({ length: 300 }, (_, i) => `74930994461425${String(20_000 + i * 7)}`);
    const read = openIds(ids);
    for (const id of ids) expect(read(id)).toBe(id);
  });

  test('are taken from the address of the post, whatever its column is called', async () => {
    const imported = await importText(
      'id,where,views\n7.4930994461425E+18,https://www.tiktok.com/@a/video/7493099446142520594?x=1,5\n7493099446142520000,https://www.tiktok.com/embed/v2/7493099446142520594,6\n7.49E+18,,7\n',
      { at: '2026-01-05', account: '@a' },
    );
    expect(rowsOf(imported, 'post').map((row) => [row['post_id'], row['views']])).toEqual([
      ['7493099446142520594', 5],
      ['7493099446142520594', 6],
    ]);
    expect(imported.refused).toEqual(['4 id_destroyed']);
  });

  test('of an account give way to its handle', async () => {
    const imported = await importText('date,handle,user_id,followers\n2026-01-05,a,6747935906352900000,1\n');
    expect(rowsOf(imported, 'account')).toMatchObject([{ account_id: 'handle:a' }]);
  });
});
