import { describe, expect, test } from 'vitest';
import { openFileCapture } from '../../lib/import/file-capture.ts';
import { sniffFile } from '../../lib/import/sniff.ts';
import { importText, rowsOf, writeTemporary } from './import-text.ts';

const sniff = async (content: string | Uint8Array, name = 'x') =>
  sniffFile(await openFileCapture(await writeTemporary(name, content)));

const series = 'Date,Username,Name,Followers\n2026-01-05,café_1,Zoé é,10\n';
const handles = 'Date,Username,Name,Followers\n2026-01-05,cafe_1,Zoé – “x”,10\n';

/** Windows-1252 where it differs from Latin-1: the dash and the curly quotes. */
const windows1252 = Buffer.from(
  handles.replace('–', '\x96').replace('“', '\x93').replace('”', '\x94'),
  'latin1',
);
const utf16le = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(handles, 'utf16le')]);
const utf16be = Buffer.from(utf16le).swap16();

describe('encoding', () => {
  test.each([
    ['UTF-8', Buffer.from(handles), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${handles}`), 'utf-8'],
    ['UTF-16, little end first', utf16le, 'utf-16le'],
    ['UTF-16, big end first', utf16be, 'utf-16be'],
    ['UTF-16 without its mark, little end first', utf16le.subarray(2), 'utf-16le'],
    ['UTF-16 without its mark, big end first', utf16be.subarray(2), 'utf-16be'],
    ['Windows-1252', windows1252, 'windows-1252'],
  ])('%s is read as it was written', async (_name, bytes, encoding) => {
    expect((await sniff(bytes)).encoding).toBe(encoding);
    const imported = await importText(bytes);
    expect(rowsOf(imported, 'account_info')).toMatchObject([{ handle: 'cafe_1', name: 'Zoé – “x”' }]);
  });

  test('the first accent may come late', async () => {
    const many = `Date,Username,Name,Followers\n${'2026-01-05,a_1,Plain,10\n'.repeat(10_000)}`;
    const bytes = Buffer.concat([Buffer.from(many), Buffer.from('2026-01-06,a_1,Zo\xe9,11\n', 'latin1')]);
    const imported = await importText(bytes);
    expect(rowsOf(imported, 'account_info').map((row) => row['name'])).toEqual(['Plain', 'Zoé']);
  });
});

describe('format', () => {
  test.each([
    ['a,b\n1,2', 'csv'],
    ['[{"a":1}]', 'json'],
    ['[\n]', 'json'],
    ['{"a":1}\n{"a":2}\n', 'ndjson'],
    ['{\n "a": 1\n}', 'json'],
    ['  <!DOCTYPE html><html>', 'html'],
    ['[note],b\n1,2', 'csv'],
  ])('%j is %s', async (text, format) => {
    expect((await sniff(text)).format).toBe(format);
  });

  test.each([
    ['a,b,c\n1,2,3\n', ','],
    ['a;b;c\n1,5;2,5;3\n', ';'],
    ['a\tb\n1,0\t2,0\n', '\t'],
    ['a|b|c\n1|2|3', '|'],
    ['"a;x","b;y"\n1,2\n', ','],
    ['text,n\n"one, two; three; four",1\n"a; b",2\n', ','],
    ['single\n1\n', ','],
  ])('the cells of %j lie between %j', async (text, delimiter) => {
    expect((await sniff(text)).delimiter).toBe(delimiter);
  });

  test('lines may end in CR alone', async () => {
    const imported = await importText('Date,Username,Followers\r2026-01-05,a,1\r2026-01-06,a,2\r');
    expect(rowsOf(imported, 'account').map((row) => row['followers'])).toEqual([1, 2]);
    expect(imported.rows.map((row) => row.line)).toEqual([2, 3]);
  });
});

describe('binary files', () => {
  const zip = Buffer.from('PK\x03\x04\x14\x00\x00\x00', 'latin1');
  test.each([
    ['an Excel workbook', Buffer.concat([zip, Buffer.from('[Content_Types].xml\0xl/workbook.xml')]), /XLSX/],
    ['a ZIP archive', Buffer.concat([zip, Buffer.from('Overview.csv')]), /ZIP/],
    ['a PDF', Buffer.from('%PDF-1.7\n'), /PDF/],
    ['a PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), /PNG/],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0]), /gzip/],
    ['SQLite', Buffer.from('SQLite format 3\0'), /SQLite/],
    ['NUL bytes', Buffer.from('a,b\n\0,1\n'), /NUL/],
    ['NUL bytes in one half', Buffer.from('\0,\0\x01\0,\0\x02'), /NUL/],
    ['32-bit numbers', Buffer.from(Uint32Array.of(1, 70_000, 3).buffer), /NUL/],
  ])('%s is named and refused', async (_name, bytes, message) => {
    await expect(sniff(bytes)).rejects.toMatchObject({
      code: 'binary_file',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(/\w/),
    });
  });
});

test('a handle with an accent is refused, whatever the encoding', async () => {
  expect((await importText(series)).refused).toEqual(['2 bad_handle']);
});
