import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCsvBatches } from '../../lib/import/csv-records.ts';
import { captureBytes } from '../../lib/import/file-capture.ts';
import { sniffFile } from '../../lib/import/sniff.ts';
import { importText, rowsOf } from './import-text.ts';

const head = 'Date,Username,Name,Followers';

describe('records of a CSV file', () => {
  test('lines are counted through cells of several lines, CRLF and blank lines', async () => {
    const imported = await importText(
      `\ufeff${head}\r\n2026-01-05,a,"two\r\nlines",1\r\n\r\n2026-01-06,a,plain,2\r\n"2026-01-07","a","say ""hi""\r\n\r\n",3\r\n2026-01-08,a,last,4`,
    );
    expect(imported.rows.map((row) => row.line)).toEqual([2, 5, 6, 9]);
    expect(rowsOf(imported, 'account_info').map((row) => row['name'])).toEqual([
      'two\r\nlines',
      'plain',
      'say "hi"',
      'last',
    ]);
    expect(rowsOf(imported, 'account').map((row) => row['followers'])).toEqual([1, 2, 3, 4]);
  });

  test('rows of the wrong width and rows of empty cells are refused; blank lines are not counted', async () => {
    const imported = await importText(
      `${head}\n2026-01-05,a,x,1\n2026-01-06,a,2\n2026-01-07,a,x,3,4\n\n,,,\n  ,,,\n,\n2026-01-08,a,x,5\n\n\n`,
    );
    expect(imported.refused).toEqual([
      '3 ragged_row',
      '4 ragged_row',
      '6 blank_row',
      '7 blank_row',
      '8 blank_row',
    ]);
    expect(imported.rows).toHaveLength(7);
  });

  test('duplicated lines are given twice', async () => {
    const imported = await importText(`${head}\n2026-01-05,a,x,1\n2026-01-05,a,x,1\n`);
    expect(rowsOf(imported, 'account')).toHaveLength(2);
    expect(rowsOf(imported, 'account_info')).toHaveLength(1);
  });

  test('an unclosed quote costs its own line only', async () => {
    const imported = await importText(
      `${head}\n2026-01-05,a,x,1\n2026-01-06,a,"open,2\n2026-01-07,a,x,3\n2026-01-08,a,"fine, really",4\n2026-01-09,a,x,5\n`,
    );
    expect(imported.refused).toEqual(['3 bad_quotes']);
    expect(rowsOf(imported, 'account').map((row) => row['followers'])).toEqual([1, 3, 4, 5]);
    expect(imported.rows.map((row) => row.line)).toEqual([2, 3, 4, 5, 6]);
  });

  test('an unclosed quote at the end and far from the end', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `2026-01-05,a_${i},x,${i}`);
    rows[100] = '2026-01-05,a_100,"x,100';
    rows[19_999] = '2026-01-05,a_19999,"x,19999';
    const imported = await importText(`${head}\n${rows.join('\n')}`);
    expect(imported.refused).toEqual(['102 bad_quotes', '20001 bad_quotes']);
    expect(rowsOf(imported, 'account')).toHaveLength(19_998);
  });

  test('a stray quote within a cell is part of it', async () => {
    const imported = await importText(`${head}\n2026-01-05,a,5" tall,1\n2026-01-06,b,"5" tall",2\n`);
    expect(rowsOf(imported, 'account_info').map((row) => row['name'])).toEqual(['5" tall', '5" tall']);
  });

  test('what is cut by the reading is whole again', async () => {
    // Longer than one read of the file, with characters of two and four bytes and quotes throughout.
    const rows = Array.from({ length: 12_000 }, (_, i) => `2026-01-05,a_${i},"é😀, ""${i}""\nsecond",${i}`);
    const imported = await importText(`${head}\n${rows.join('\n')}\n`);
    expect(imported.refused).toEqual([]);
    const names = rowsOf(imported, 'account_info').map((row) => row['name']);
    expect(names).toHaveLength(12_000);
    names.forEach((name, i) => {
      expect(name).toBe(`é😀, "${i}"\nsecond`);
    });
    expect(imported.rows.at(-1)?.line).toBe(2 + 11_999 * 2);
  });

  test('a refused row shows its cells, without the query of an address', async () => {
    const imported = await importText(
      `${head}\n2026-01-05,a,https://cdn.example/x.mp3?x-signature=abc,many\n`,
    );
    expect(imported.rows[0]).toMatchObject({
      line: 2,
      refused: { rule: 'not_a_count', values: { Name: 'https://cdn.example/x.mp3', Followers: 'many' } },
    });
  });

  test('a file of blank lines holds no table', async () => {
    await expect(importText('\n\n  \n')).rejects.toMatchObject({ code: 'no_rows' });
  });

  test('a header alone is a table without rows', async () => {
    expect((await importText(head)).rows).toEqual([]);
  });
});

describe('a file that is read in pieces', () => {
  /** The records behind the header, with their lines, of a file that comes in pieces of so many bytes. */
  async function recordsIn(text: string, pieceBytes: number) {
    const bytes = Buffer.from(text);
    const file = await captureBytes({
      path: 'a.csv',
      file: 'a.csv',
      async *open() {
        for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
      },
    });
    const found: [line: number, ...cells: string[]][] = [];
    for await (const { rows, lines, broken } of readCsvBatches(file, sniffFile(file)))
      rows.forEach((row, i) => {
        found.push([lines[i] as number, ...row, ...(broken?.has(i) ? ['is broken'] : [])]);
      });
    return found;
  }

  const part = fc.constantFrom(
    'a',
    '12',
    ',',
    ',',
    '\n',
    '\r\n',
    '\r',
    ' ',
    'é',
    '😀',
    'longer than thirteen',
  );
  const textOf = (parts: fc.Arbitrary<string>) =>
    fc.array(parts, { maxLength: 60 }).map((all) => all.join(''));

  test('is cut at line ends and delimiters, where it has no quotes', async () => {
    await fc.assert(
      fc.asyncProperty(textOf(part), fc.integer({ min: 1, max: 40 }), async (body, pieceBytes) => {
        const expected = body.split('\n').flatMap((line, i) => {
          const cells = line.replace(/\r$/, '').split(',');
          return cells.length === 1 && cells[0]?.trim() === '' ? [] : [[i + 2, ...cells]];
        });
        expect(await recordsIn(`h,i\n${body}`, pieceBytes)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  test('gives the same records in pieces of any size, quotes and all', async () => {
    const quoted = fc.oneof(part, fc.constantFrom('"', '""', '"a,b"', '"a\nb"'));
    await fc.assert(
      fc.asyncProperty(textOf(quoted), fc.integer({ min: 1, max: 40 }), async (body, pieceBytes) => {
        const text = `h,i\n${body}`;
        expect(await recordsIn(text, pieceBytes)).toEqual(await recordsIn(text, 1_000));
      }),
      { numRuns: 200 },
    );
  });

  test('a line without end among short ones is broken, and reading goes on', async () => {
    const text = `h,i\n1,2\n${'x'.repeat(300_000)}\n3,4\n${'y'.repeat(600_000)}\n5,6\n`;
    const found = await recordsIn(text, 65_536);
    expect(found.filter((row) => row.at(-1) !== 'is broken')).toContainEqual([2, '1', '2']);
    expect(found.at(-1)?.slice(1)).toEqual(['5', '6']);
  });
});
