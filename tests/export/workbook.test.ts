import { strFromU8, unzipSync } from 'fflate';
import readXlsxFile from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import { workbookPieces } from '../../lib/export/workbook.ts';
import { tables } from '../../lib/schema/index.ts';
import { columnsOf, type TableSpec } from '../../lib/schema/table.ts';

const columns = columnsOf(tables.post_info as TableSpec);

async function bytesOf(rows: readonly object[], perSheet?: number): Promise<Buffer> {
  const batches = (async function* () {
    for (const row of rows) yield { month: null, rows: [row as Readonly<Record<string, unknown>>] };
  })();
  const pieces: (string | Uint8Array)[] = [];
  for await (const piece of workbookPieces({ name: 'post_info', columns, batches }, perSheet))
    pieces.push(piece);
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
}

async function sheetsOf(bytes: Buffer): Promise<{ sheet: string; data: unknown[][] }[]> {
  return (await readXlsxFile(bytes, { trim: false })) as { sheet: string; data: unknown[][] }[];
}

describe('XLSX', () => {
  test('holds ids and formulas as text, counts as numbers, instants as dates', async () => {
    const [sheet] = await sheetsOf(
      await bytesOf([
        {
          post_id: '7300000000000000001',
          text: '=1+1',
          duration_s: 13,
          created_at: '2026-11-21T10:00:59Z',
          hashtags: ['a', 'b'],
          ad: true,
          sound_id: null,
        },
      ]),
    );
    const [header = [], row = []] = sheet?.data ?? [];
    const cell = (name: string) => row[header.indexOf(name)];
    expect(header).toEqual(columns.map(({ name }) => name));
    expect(cell('post_id')).toBe('7300000000000000001');
    expect(cell('text')).toBe('=1+1');
    expect(cell('duration_s')).toBe(13);
    expect(cell('hashtags')).toBe('a b');
    expect(cell('ad')).toBe(true);
    expect(cell('created_at')).toEqual(new Date('2026-11-21T10:00:59Z'));
    expect(cell('sound_id')).toBeNull();
  });

  test('holds any text as it is', async () => {
    const texts = [
      ...['constructor', 'toString', '__proto__', 'constructor', 'hasOwnProperty', 'NaN', 'true', '007'],
      ...['<b>&amp;</b>', ']]>', ' before', 'after ', 'one\ntwo', '"quoted"', '👩‍👩‍👧', 'مرحبا', '#REF!'],
    ];
    const [sheet] = await sheetsOf(await bytesOf(texts.map((text) => ({ text }))));
    const place = columns.findIndex(({ name }) => name === 'text');
    expect(sheet?.data.slice(1).map((row) => row[place])).toEqual(texts);
  });

  test('spells what XML cannot hold as spreadsheets do, and cuts what no cell can hold', async () => {
    const xml = async (text: string) =>
      /<t(?: xml:space="preserve")?>([^<]*)<\/t><\/is><\/c><\/row><\/sheetData>/.exec(
        strFromU8(unzipSync(await bytesOf([{ text }]))['xl/worksheets/sheet1.xml'] ?? new Uint8Array()),
      )?.[1];
    expect(await xml('a\u0007b\r\n')).toBe('a_x0007_b_x000D_\n');
    expect(await xml('_x0041_')).toBe('_x005F_x0041_');
    expect(await xml('half \ud83d')).toBe('half �');
    expect(await xml('x'.repeat(32_767))).toHaveLength(32_767);
    expect(await xml('x'.repeat(32_768))).toBe(`${'x'.repeat(32_766)}…`);
  });

  test('keeps every digit of a count and no day that spreadsheets do not know', async () => {
    const [sheet] = await sheetsOf(
      await bytesOf([
        { duration_s: 999_999_999_999_999, created_at: '1900-03-01T00:00:00Z' },
        { duration_s: 9_007_199_254_740_991, created_at: '1900-02-28T00:00:00Z' },
      ]),
    );
    const [header = [], ...rows] = sheet?.data ?? [];
    const column = (name: string) => rows.map((row) => row[header.indexOf(name)]);
    expect(column('duration_s')).toEqual([999_999_999_999_999, '9007199254740991']);
    expect(column('created_at')).toEqual([new Date('1900-03-01T00:00:00Z'), '1900-02-28T00:00:00Z']);
  });

  test('goes on in another sheet where one is full', async () => {
    const ids = (data: unknown[][] = []) => data.map(([id]) => id);
    const sheets = await sheetsOf(
      await bytesOf(
        [1, 2, 3, 4, 5].map((each) => ({ post_id: `${each}` })),
        3,
      ),
    );
    expect(sheets.map(({ sheet, data }) => [sheet, ids(data)])).toEqual([
      ['post_info', ['post_id', '1', '2']],
      ['post_info_2', ['post_id', '3', '4']],
      ['post_info_3', ['post_id', '5']],
    ]);
  });

  test('has a header alone without rows, and the same bytes for the same rows', async () => {
    expect((await sheetsOf(await bytesOf([])))[0]?.data).toEqual([columns.map(({ name }) => name)]);
    const rows = [{ post_id: '1', text: 'é' }, { post_id: '2' }];
    expect(await bytesOf(rows)).toEqual(await bytesOf(rows));
  });
});
