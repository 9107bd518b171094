import { describe, expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { simulatedEffects } from '../../lib/effects.ts';
import { importRows } from '../../lib/import/import-rows.ts';
import { type RawImportOptions, readImportOptions } from '../../lib/import/options.ts';
import { openSource } from '../../lib/import/sources.ts';
import { numberText } from '../../lib/import/workbook-cells.ts';
import { sheetRows, workbookOf, zipOf } from '../helpers/zip.ts';
import { now, writeTemporary } from './import-text.ts';

const effects = simulatedEffects(now);

async function filesOf(bytes: Uint8Array, name = 'book.xlsx') {
  const files = [];
  const source = { path: await writeTemporary(name, bytes), file: name, takenAt: null };
  for await (const file of openSource(source)) files.push(file);
  return files;
}

async function csvOf(bytes: Uint8Array): Promise<string> {
  let text = '';
  for (const file of await filesOf(bytes))
    for await (const chunk of file.open()) text += Buffer.from(chunk).toString();
  return text;
}

async function rowsOf(bytes: Uint8Array, raw: RawImportOptions = {}, name?: string) {
  const [file] = await filesOf(bytes, name);
  if (!file) throw new Error('no sheet');
  const got = await importRows(file, readImportOptions(raw, effects), effects);
  const rows = [];
  if (got.form === 'rows') for await (const batch of got.rows) rows.push(...batch);
  return rows;
}

const drafts = (rows: Awaited<ReturnType<typeof rowsOf>>) =>
  rows.flatMap((row) =>
    'drafts' in row ? row.drafts.map((draft) => draft.row as Record<string, unknown>) : [],
  );

describe('sheets of a workbook', () => {
  test('each with a cell in it is a CSV file, named by workbook and sheet', async () => {
    const rows = sheetRows([
      ['date', 'username', 'followers'],
      ['2026-01-05', 'a', { n: '7' }],
    ]);
    const book = workbookOf({ One: rows, Empty: '', Two: rows });
    const files = await filesOf(book);
    expect(files.map((file) => file.file)).toEqual(['book.xlsx/One', 'book.xlsx/Two']);
    expect(new Set(files.map((file) => file.capture_id)).size).toBe(2);
    expect(files[0]?.container?.file).toBe('book.xlsx');
    expect(drafts(await rowsOf(book))).toMatchObject([{ account_id: 'handle:a', followers: 7 }]);
    // The same workbook under another name is the same capture.
    expect((await filesOf(book, 'other.xlsx'))[0]?.capture_id).toBe(files[0]?.capture_id);
  });

  test('dates are days, times have their seconds, empty rows keep their line', async () => {
    // 46081 is 2026-02-28: 45658 is 2025-01-01 (Microsoft's own examples count from 1900-01-01 = 1).
    const xml = sheetRows([['date', 'username'], [], [{ d: 46081 }, 'a,"b"'], [{ d: 46081.75 }, '=1+1']]);
    expect(await csvOf(workbookOf({ S: xml }))).toBe(
      '"date","username"\n\n"2026-02-28","a,""b"""\n"2026-02-28 18:00:00","=1+1"\n',
    );
    // In the calendar that begins in 1904 the same day has a number 1462 lower.
    expect(await csvOf(workbookOf({ S: sheetRows([['d'], [{ d: 46081 - 1462 }]]) }, true))).toBe(
      '"d"\n"2026-02-28"\n',
    );
  });

  test.each([
    ['5', '5'],
    ['0.46200000000000002', '0.462'],
    ['1E3', '1000'],
    ['999999999999999', '999999999999999'],
    ['7493099446142520594', '7.49309944614252e+18'],
    ['7.4930994461425203E+18', '7.49309944614252e+18'],
    ['1000000000000000', '1e+15'],
    ['x', 'x'],
  ])('the number %s is written %s', (text, expected) => {
    expect(numberText(text)).toBe(expected);
  });

  test('an id that became a number is refused, or rescued from the address beside it', async () => {
    const header = ['video_id', 'url', 'views', 'username'];
    const id = { n: '7493099446142520594' };
    const url = 'https://www.tiktok.com/@a/video/7493099446142520594';
    const book = (...rows: Parameters<typeof sheetRows>[0]) =>
      workbookOf({ S: sheetRows([header, ...rows]) });
    const refused = await rowsOf(book([id, '', { n: '5' }, 'a']), { at: '2026-02-28' });
    expect(refused).toMatchObject([{ line: 2, refused: { rule: 'id_destroyed' } }]);
    const rescued = await rowsOf(book([id, url, { n: '5' }, 'a']), { at: '2026-02-28' });
    expect(drafts(rescued)[0]).toMatchObject({ post_id: '7493099446142520594', views: 5 });
    const text = await rowsOf(book(['7493099446142520594', '', { n: '5' }, 'a']), { at: '2026-02-28' });
    expect(drafts(text)[0]).toMatchObject({ post_id: '7493099446142520594' });
  });

  test('years that a spreadsheet made up are left out', async () => {
    // "December 30" to "January 2" typed into a spreadsheet in 2026: all four became days of 2026.
    const serial = { 'Dec 30': 46386, 'Dec 31': 46387, 'Jan 1': 46023, 'Jan 2': 46024 };
    const book = workbookOf({
      Overview: sheetRows([
        ['Date', 'Video Views', 'Profile Views'],
        ...Object.values(serial).map((d) => [{ d }, { n: '5' }, { n: '4' }]),
      ]),
    });
    const days = drafts(await rowsOf(book, { account: '@a', at: '2026-01-03' })).map((row) => row['day']);
    expect(days).toEqual(['2025-12-30', '2025-12-31', '2026-01-01', '2026-01-02']);
    await expect(rowsOf(book, { account: '@a' })).rejects.toMatchObject({ code: 'year_needed' });
  });

  test('a workbook by another program reads the same', async () => {
    const bytes = await writeXlsxFile([
      ['Date', 'Video Views', 'Profile Views'].map((value) => ({ value })),
      ['April 12', '1591', '7'].map((value) => ({ value, type: String })),
      [{ value: 'April 13' }, { value: 1154, type: Number }, { value: 1, type: Number }],
    ]).toBuffer();
    const rows = drafts(await rowsOf(bytes, { account: '@a', year: '2026' }));
    expect(rows.map((row) => [row['day'], row['video_views']])).toEqual([
      ['2026-04-12', 1591],
      ['2026-04-13', 1154],
    ]);
  });
});

describe('workbooks that are refused', () => {
  const cell = (at: string) => `<row r="1"><c r="${at}"><v>1</v></c></row>`;
  test.each([
    ['a cell in a column that no sheet has', cell('ZZZZZZ1'), 'broken_workbook'],
    [
      'a cell in a row that no sheet has',
      '<row r="999999999"><c r="A999999999"><v>1</v></c></row>',
      'broken_workbook',
    ],
    ['an address in disguise', '<row r="&#57;99999999"><c r="A1"><v>1</v></c></row>', 'broken_workbook'],
    [
      'two cells at the ends of the sheet',
      `${cell('XFD1')}<row r="1048576"><c r="A1048576"><v>1</v></c></row>`,
      'file_too_big',
    ],
    ['no cell at all', '', 'no_rows'],
    [
      'cells in the wrong order',
      '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
      'broken_workbook',
    ],
    ['a cell of no known type', '<row r="1"><c r="A1" t="zz"><v>1</v></c></row>', 'broken_workbook'],
  ])('%s', async (_name, xml, code) => {
    await expect(filesOf(workbookOf({ S: xml }))).rejects.toMatchObject({
      code,
      exitCode: 2,
      message: expect.stringMatching(/book\.xlsx/),
      hint: expect.stringMatching(/\w/),
    });
  });

  test('one that is too big to be read whole', async () => {
    // Random text does not pack, so that this is no bomb: nine sheets of 15 MB.
    const text = Buffer.alloc(15_000_000, 'abcdefghij0123456789'.repeat(7));
    const parts = Array.from({ length: 9 }, (_, i) => ({ name: `xl/worksheets/sheet${i}.xml`, bytes: text }));
    const book = zipOf([{ name: 'xl/workbook.xml', bytes: '<workbook/>' }, ...parts]);
    await expect(filesOf(book)).rejects.toMatchObject({ code: 'file_too_big' });
  });
});
