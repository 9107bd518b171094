import { describe, expect, test } from 'vitest';
import { tables } from '../../lib/schema/index.ts';
import { columnsOf } from '../../lib/schema/table.ts';
import { formatCell, formatRecord, headerOf, parseRows, splitRecords } from '../../lib/store/csv.ts';

const columns = columnsOf(tables.post_info);
const row = {
  post_id: '7665075736742530317',
  observed_at: '2026-11-22T03:00:00Z',
  account_id: '7664638705177150477',
  created_at: null,
  created_from: null,
  text: 'two lines,\n"quoted" =1+1 <b>',
  kind: 'video',
  duration_s: 12.5,
  sound_id: null,
  hashtags: ['日本', 'été'],
  pinned: true,
  ad: false,
  status: 'ok',
  source: 'web_post',
  capture_id: 'abc',
};

describe('CSV', () => {
  test('a row comes back as it was, ids as text, empty as null', () => {
    const text = `${headerOf(columns)}\n${formatRecord(columns, row)}\n`;
    expect(parseRows(columns, text)).toEqual([row]);
  });

  test('records with line breaks inside quotes are one record', () => {
    const record = formatRecord(columns, row);
    expect(splitRecords(`${headerOf(columns)}\n${record}\n${record}\n`)).toEqual([record, record]);
  });

  test('a column that an older file lacks is null, one that the schema does not know is passed over', () => {
    const text = 'account_id,observed_at,handle,followers,colour\n1,2026-11-22T03:00:00Z,someone,12,red\n';
    const [parsed] = parseRows(columnsOf(tables.account), text);
    expect(parsed).toMatchObject({ account_id: '1', followers: 12, likes: null });
    expect(parsed).not.toHaveProperty('colour');
  });

  test('white space at the ends of a cell survives', () => {
    expect(formatCell(' x ')).toBe('" x "');
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('%s never reaches a file', (value) => {
    expect(() => formatCell(value)).toThrow(RangeError);
  });
});
