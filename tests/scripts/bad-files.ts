/** Files that cannot be imported, and what people are told of each. */

export const series = 'date,username,followers\n2026-01-01,nasa,5\n2026-01-02,nasa,6\n';
export const utf16 = Buffer.from(series, 'utf16le');
export const bytes = (...parts: (string | readonly number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

export interface BadFile {
  what: string;
  name?: string;
  content: string | Uint8Array;
  options?: string[];
  code: string;
  /** What happened and why. */
  says: RegExp;
  /** What to do about it. */
  advises: RegExp;
}

export const badFiles: BadFile[] = [
  {
    what: 'a table of unknown kind',
    content: 'colour,size\nred,3\n',
    code: 'unknown_kind',
    says: /"colour", "size"/,
    advises: /account-series, post-table/,
  },
  {
    what: 'a web page that is none of TikTok’s',
    name: 'page.html',
    content: '<!doctype html><title>News</title>',
    code: 'unknown_kind',
    says: /no page of an account, a post/,
    advises: /save it as HTML/,
  },
  { what: 'an empty file', content: '', code: 'empty_file', says: /is empty/, advises: /again/ },
  {
    what: 'a file of blank lines',
    content: '\n \n\n',
    code: 'no_rows',
    says: /only blank lines/,
    advises: /header line/,
  },
  {
    what: 'a picture',
    content: bytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0, 0]),
    code: 'binary_file',
    says: /is a PNG picture/,
    advises: /CSV, JSON, or a saved page/,
  },
  {
    what: 'a workbook',
    name: 'book.xlsx',
    content: bytes('PK', [3, 4], 'xl/workbook.xml', [0, 0]),
    code: 'broken_archive',
    says: /not a whole ZIP archive/,
    advises: /download it again/,
  },
  {
    what: 'bytes without any form',
    content: bytes('date,username,followers\n', [0, 1, 2, 0]),
    code: 'binary_file',
    says: /NUL bytes/,
    advises: /CSV/,
  },
  {
    what: 'UTF-16 that was cut short',
    content: bytes([0xff, 0xfe], [...utf16.subarray(0, -1)]),
    code: 'wrong_encoding',
    says: /half a character/,
    advises: /UTF-8/,
  },
  {
    what: 'a UTF-8 mark before bytes that are not UTF-8',
    content: bytes([0xef, 0xbb, 0xbf], 'date,username,followers\n2026-01-01,na', [0xff], 'sa,5\n'),
    code: 'wrong_encoding',
    says: /marked as UTF-8/,
    advises: /UTF-8/,
  },
  {
    what: 'an East Asian encoding',
    // "東京" in Shift_JIS.
    content: bytes(
      'date,username,name,followers\n2026-01-01,nasa,',
      [0x93, 0x8c, 0x8b, 0x9e, 0x81, 0x40],
      ',5\n',
    ),
    code: 'wrong_encoding',
    says: /neither UTF-8 nor Windows-1252/,
    advises: /UTF-8/,
  },
  {
    what: 'a missing column, where the kind is named',
    content: 'date,username,likes\n2026-01-01,nasa,5\n',
    options: ['--as', 'account-series'],
    code: 'missing_column',
    says: /lacks followers.*"date", "username", "likes"/,
    advises: /Leave out --as/,
  },
  {
    what: 'JSON that was cut short',
    name: 'rows.json',
    content: '[{"date":"2026-01-01","username":"nasa","followers":5},{"date":"2026',
    code: 'bad_json',
    says: /at line 1/,
    advises: /again/,
  },
  {
    what: 'a series of nobody',
    content: 'date,followers\n2026-01-01,5\n',
    code: 'account_needed',
    says: /does not say of which/,
    advises: /--account @handle/,
  },
  {
    what: 'a handle with a path in it, as an option',
    content: 'date,followers\n2026-01-01,5\n',
    options: ['--account', '../../etc'],
    code: 'bad_handle',
    says: /\.\.\/\.\.\/etc/,
    advises: /letters, digits/,
  },
  {
    what: 'dates that may be read in two ways',
    content: 'date,username,followers\n03/04/2026,nasa,5\n',
    code: 'ambiguous_date',
    says: /day or the month/,
    advises: /--day-order/,
  },
  {
    what: 'an instant that cannot be',
    content: 'username,followers\nnasa,5\n',
    options: ['--at', '2026-02-30'],
    code: 'bad_instant',
    says: /2026-02-30/,
    advises: /--at 2026-03-30/,
  },
  {
    what: 'a folder without data',
    name: '.',
    content: '',
    code: 'no_rows',
    says: /holds no file/,
    advises: /CSV, JSON/,
  },
];
