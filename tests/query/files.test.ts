import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { query } from '../../lib/pipeline/query.ts';
import { readTable } from '../../lib/store/tables.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { postRow, temporaryFolder } from '../helpers/ledger.ts';

/** Day files as they may lie: SQL reads the same rows out of them as `readTable`. */

const head = 'post_id,observed_at,account_id,views,likes,comments,shares,saves';
const steps = 'views_step,likes_step,comments_step,shares_step,saves_step';
const rest = 'rounding,time_precision,source,capture_id';

function ledgerWith(files: Record<string, string>): string {
  const data = temporaryFolder();
  for (const [day, text] of Object.entries(files)) {
    const folder = path.join(data, `clean/v1/post/${day.slice(0, 4)}/${day.slice(5, 7)}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `${day}.csv`), text);
  }
  return data;
}

async function both(data: string): Promise<{ sql: unknown[][]; read: unknown[][] }> {
  const columns = ['post_id', 'views', 'likes', 'shares', 'saves', 'source'] as const;
  const { rows } = await query(`SELECT ${columns.join(', ')} FROM post ORDER BY observed_at, post_id`, {
    data,
  });
  const read = (await readTable('post', { data })).map((row) => columns.map((name) => row[name]));
  return { sql: rows, read };
}

describe('day files with another header', () => {
  test.each([
    [
      'columns in another order',
      `post_id,observed_at,likes,views,account_id,${steps},${rest},shares,saves,comments\n1,2026-11-01T00:00:00Z,7,90,5,1,1,,,,unknown,instant,web,c1,3,,\n`,
      [['1', 90, 7, 3, null, 'web']],
    ],
    [
      'columns missing',
      `post_id,observed_at,account_id,views,source,capture_id\n1,2026-11-01T00:00:00Z,5,90,web,c1\n`,
      [['1', 90, null, null, null, 'web']],
    ],
    [
      'columns that the schema does not know',
      `post_id,observed_at,reposts,account_id,views,likes,comments,shares,saves,${steps},${rest},mood\n1,2026-11-01T00:00:00Z,many,5,90,7,,3,,,,,,,unknown,instant,web,c1,"sunny, warm"\n`,
      [['1', 90, 7, 3, null, 'web']],
    ],
    ['nothing but a header', `${head},${steps},${rest}\n`, []],
    ['nothing at all', '', []],
    [
      'quotes around its names',
      `"post_id","observed_at","account_id","views","likes","source"\n"1","2026-11-01T00:00:00Z","5","90","7","web"\n`,
      [['1', 90, 7, null, null, 'web']],
    ],
    [
      'a name twice, of which the first counts',
      `post_id,observed_at,account_id,views,likes,views,source\n1,2026-11-01T00:00:00Z,5,90,7,91,web\n`,
      [['1', 90, 7, null, null, 'web']],
    ],
  ])('%s', async (_, text, rows) => {
    expect(await both(ledgerWith({ '2026-11-01': text }))).toEqual({ sql: rows, read: rows });
  });

  test('beside day files of today', async () => {
    const data = ledgerWith({
      '2026-11-01': `post_id,observed_at,account_id,views,source\n1,2026-11-01T00:00:00Z,5,90,web\n`,
      '2026-11-03': `observed_at,post_id,account_id,views,source\n2026-11-03T00:00:00Z,1,5,92,web\n`,
    });
    const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
    writer.add('post', postRow({ post_id: '1', observed_at: '2026-11-02T00:00:00Z', views: 91, saves: 4 }));
    await writer.commit();
    const rows = [
      ['1', 90, null, null, null, 'web'],
      ['1', 91, null, null, 4, 'import'],
      ['1', 92, null, null, null, 'web'],
    ];
    expect(await both(data)).toEqual({ sql: rows, read: rows });
  });
});

describe('the lists that are edited by hand', () => {
  test('are read by the names of their columns, with what a spreadsheet adds', async () => {
    const data = temporaryFolder();
    writeFileSync(
      path.join(data, 'annotations.csv'),
      '\uFEFFtext,date,subject,link\r\n"Launch, at last",2026-03-08,nasa,\r\n',
    );
    writeFileSync(
      path.join(data, 'watchlist.csv'),
      'key,kind,zone,cadence,follow_days,tags,note\nconstructor,account,,1d,,,=1+1\n',
    );
    expect((await query('SELECT date, subject, text, link FROM annotations', { data })).rows).toEqual([
      ['2026-03-08', 'nasa', 'Launch, at last', null],
    ]);
    expect((await query('SELECT kind, key, cadence, note FROM watchlist', { data })).rows).toEqual([
      ['account', 'constructor', '1d', '=1+1'],
    ]);
  });

  test('that are wrong are told as elsewhere', async () => {
    const data = temporaryFolder();
    writeFileSync(path.join(data, 'annotations.csv'), 'date,subject,text,link\n8 March,nasa,x,\n');
    await expect(query('FROM annotations', { data })).rejects.toMatchObject({ code: 'bad_list' });
  });
});
