import { describe, expect, test } from 'vitest';
import { importText, rowsOf } from './import-text.ts';

const json = (text: string) => importText(text, {}, 'series.json');

describe('records of a JSON file', () => {
  test('an array of objects: nulls, floats that are whole, keys that come late, lines', async () => {
    const imported = await json(`[
  {"date": "2026-01-05", "username": "a", "followerCount": 740, "heartCount": null},
  {"date": "2026-01-06",
   "username": "a", "followerCount": 764.0, "note": "a ] } \\" , {"},
  {"date": "2026-01-07", "username": "a", "followerCount": 764.5},
  {"date": "2026-01-08", "username": "a", "followerCount": 770, "videoCount": 3}]
`);
    expect(imported.kind).toBe('account-series');
    expect(rowsOf(imported, 'account')).toMatchObject([
      { followers: 740, likes: null, posts: null },
      { followers: 764 },
      { followers: 770, posts: 3 },
    ]);
    expect(imported.rows.map((row) => row.line)).toEqual([2, 3, 5, 6]);
    expect(imported.refused).toEqual(['5 not_a_count']);
  });

  test('ids that do not fit a double are kept as they are spelled', async () => {
    const imported = await json(
      '[{"date":"2026-01-05","username":"a","userId":6747935906352907269,"followers":1}]',
    );
    expect(rowsOf(imported, 'account')[0]?.['account_id']).toBe('6747935906352907269');
  });

  test('an object a line: a broken line is refused, the others are read', async () => {
    const imported = await importText(
      '{"date":"2026-01-05","username":"a","followers":1}\r\n\r\n{"date":"2026-01-06","usern\r\n[1]\r\n{"date":"2026-01-07","username":"a","followers":2}',
      {},
      'series.ndjson',
    );
    expect(imported.refused).toEqual(['3 bad_json', '4 bad_json']);
    expect(rowsOf(imported, 'account').map((row) => row['followers'])).toEqual([1, 2]);
    expect(imported.rows.map((row) => row.line)).toEqual([1, 3, 4, 5]);
  });

  test('an element that is no object is refused', async () => {
    const imported = await json(
      '[null, {"date":"2026-01-05","username":"a","followers":1}, "x, ]", [1, [2]], 7]',
    );
    expect(imported.refused).toEqual(['1 bad_json', '1 bad_json', '1 bad_json', '1 bad_json']);
    expect(rowsOf(imported, 'account')).toHaveLength(1);
  });

  test('escapes that lie across two reads do not derail it', async () => {
    const objects = Array.from(
      { length: 9_000 },
      (_, i) =>
        `{"date":"2026-01-05","username":"a_${i}","followers":${i},"note":"\\\\\\"[{${'\\\\'.repeat(i % 7)}"}`,
    );
    const imported = await json(`[${objects.join(',\n')}]`);
    expect(rowsOf(imported, 'account')).toHaveLength(9_000);
    expect(imported.rows.at(-1)?.line).toBe(9_000);
  });

  test.each([
    ['cut short', '[{"date":"2026-01-05","username":"a","followers":1},\n{"date":"2026'],
    ['without its end', '[{"date":"2026-01-05","username":"a","followers":1}\n'],
    ['with a wrong element', '[{"date":"2026-01-05","username":"a","followers":1},\n{"date":}]'],
  ])('an array %s is refused as a whole, before anything is given', async (_what, text) => {
    await expect(json(text)).rejects.toMatchObject({
      code: 'bad_json',
      message: expect.stringMatching(/line 2/),
    });
  });

  test('a list of names holds no table', async () => {
    await expect(json('["a", "b"]')).rejects.toMatchObject({ code: 'no_rows' });
  });
});
