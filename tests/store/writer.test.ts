import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Row } from '../../lib/schema/index.ts';
import { claimOf } from '../../lib/store/rejections.ts';
import { readTable } from '../../lib/store/tables.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { accountRow, temporaryFolder, treeOf } from '../helpers/ledger.ts';

async function write(data: string, rows: Row<'account'>[], captureId = 'c1') {
  const writer = await LedgerWriter.open(data, 'test', { capture_id: captureId, file: 'series.csv' });
  for (const [index, row] of rows.entries()) writer.add('account', row, index + 2, true);
  return writer.commit();
}

describe('LedgerWriter', () => {
  test('writes one file per UTC day, sorted by key, with header and LF', async () => {
    const data = temporaryFolder();
    await write(data, [
      accountRow({ account_id: '9', observed_at: '2026-11-22T23:59:59Z', followers: 3 }),
      accountRow({ account_id: '10', observed_at: '2026-11-22T00:00:00Z', followers: 2 }),
      accountRow({ account_id: '9', observed_at: '2026-11-23T00:00:00Z', followers: 4 }),
    ]);
    const text = readFileSync(path.join(data, 'clean/v1/account/2026/11/2026-11-22.csv'), 'utf8');
    expect(text.split('\n').map((line) => line.split(',').slice(0, 4).join(','))).toEqual([
      'account_id,observed_at,handle,followers',
      '10,2026-11-22T00:00:00Z,someone,2',
      '9,2026-11-22T23:59:59Z,someone,3',
      '',
    ]);
    expect(existsSync(path.join(data, 'clean/v1/account/2026/11/2026-11-23.csv'))).toBe(true);
    expect(existsSync(path.join(data, '.staging'))).toBe(false);
  });

  test('the same rows again are duplicates and change no byte', async () => {
    const data = temporaryFolder();
    const rows = [
      accountRow({ observed_at: '2026-11-22T03:00:00Z', followers: 5 }),
      accountRow({ observed_at: '2026-11-23T03:00:00Z', followers: 6 }),
    ];
    await write(data, rows);
    const before = treeOf(data);
    const counts = await write(data, rows, 'another-capture');
    expect(counts).toMatchObject({ stored: 0, duplicates: 2, rejected: 0 });
    expect(treeOf(data)).toEqual(before);
  });

  test('the same key with other numbers is refused as conflicting and the stored row stays', async () => {
    const data = temporaryFolder();
    await write(data, [accountRow({ observed_at: '2026-11-22T03:00:00Z', followers: 5 })]);
    const counts = await write(data, [accountRow({ observed_at: '2026-11-22T03:00:00Z', followers: 7 })]);
    expect(counts).toMatchObject({
      stored: 0,
      duplicates: 0,
      rejected: 1,
      rules: { conflicting_observation: 1 },
    });
    expect((await readTable('account', { data })).map((row) => row.followers)).toEqual([5]);
    const rejected = readFileSync(path.join(data, 'rejected/2026/11/2026-11-22.jsonl'), 'utf8');
    expect(JSON.parse(rejected)).toMatchObject({
      rule: 'conflicting_observation',
      line: 2,
      subject: '107955',
    });
  });

  test('a refused row of a table by day is filed under the instant it claims', async () => {
    const data = temporaryFolder();
    const row = {
      ...{ account_id: '107955', day: '2026-11-01', observed_at: '2026-11-22T03:00:00Z' },
      ...{ profile_views: null, likes_net: null, comments_net: null, shares_net: null, followers_net: null },
      ...{ followers_gained: null, followers_lost: null, reached_audience: null },
      ...{ source: 'studio_csv', capture_id: 'c1' },
    };
    for (const video_views of [5, 6]) {
      const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
      writer.add('owner_day', { ...row, video_views }, 2, true);
      await writer.commit();
    }
    const rejected = readFileSync(path.join(data, 'rejected/2026/11/2026-11-22.jsonl'), 'utf8');
    expect(JSON.parse(rejected)).toMatchObject({ subject: '107955', observed_at: '2026-11-22T03:00:00Z' });
    expect(claimOf('alert', '2026-11-22T03:00:00Z,falls,@nasa,rest')).toEqual({
      subject: '@nasa',
      observed_at: '2026-11-22T03:00:00Z',
    });
  });

  test('a duplicate and a conflict inside one input are told apart', async () => {
    const data = temporaryFolder();
    const at = '2026-11-22T03:00:00Z';
    const counts = await write(data, [
      accountRow({ observed_at: at, followers: 5 }),
      accountRow({ observed_at: at, followers: 5 }),
      accountRow({ observed_at: at, followers: 6 }),
    ]);
    expect(counts).toMatchObject({ stored: 1, duplicates: 1, rejected: 1 });
  });

  test('what goes through scratch files comes out the same', async () => {
    const rows = Array.from({ length: 50 }, (_, i) =>
      accountRow({
        account_id: String(100 + i),
        observed_at: `2026-11-${String(10 + (i % 3)).padStart(2, '0')}T03:00:00Z`,
        followers: i,
      }),
    );
    const plain = temporaryFolder();
    await write(plain, rows);
    const spilled = temporaryFolder();
    const writer = await LedgerWriter.open(spilled, 'test', { capture_id: 'c1', file: null }, 0);
    for (const [index, row] of rows.entries()) {
      writer.add('account', row, index + 2, true);
      if (index % 7 === 0) await writer.flush();
    }
    expect(await writer.commit()).toMatchObject({ stored: 50, duplicates: 0 });
    expect(treeOf(spilled)).toEqual(treeOf(plain));
  });

  test('refused rows are kept once, however often the file is imported', async () => {
    const data = temporaryFolder();
    for (let run = 0; run < 2; run++) {
      const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: 'a.csv' });
      writer.reject({
        rule: 'not_a_count',
        message: 'followers: "x"',
        table: 'account',
        subject: '@someone',
        observed_at: null,
        capture_id: 'c1',
        file: 'a.csv',
        line: 4,
        values: { followers: 'x' },
      });
      expect(await writer.commit()).toMatchObject({ rejected: 1, rules: { not_a_count: 1 } });
    }
    expect(readFileSync(path.join(data, 'rejected/undated.jsonl'), 'utf8').trim().split('\n')).toHaveLength(
      1,
    );
  });

  test('an aborted writer leaves nothing', async () => {
    const data = temporaryFolder();
    const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
    writer.add('account', accountRow({ observed_at: '2026-11-22T03:00:00Z', followers: 1 }));
    await writer.flush();
    await writer.abort();
    expect(treeOf(data)).toEqual({});
  });
});

describe('account_info', () => {
  const info = (
    observed_at: string,
    name: string | null,
    bio: string | null = null,
  ): Row<'account_info'> => ({
    account_id: '1',
    observed_at,
    handle: 'someone',
    name,
    bio,
    verified: null,
    private: null,
    region: null,
    status: 'ok',
    sec_uid: null,
    created_at: null,
    link: null,
    source: 'import',
    capture_id: 'c1',
  });
  async function offer(data: string, rows: Row<'account_info'>[]) {
    const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
    for (const row of rows) writer.add('account_info', row);
    await writer.commit();
    return (await readTable('account_info', { data })).map((row) => [row.observed_at.slice(8, 10), row.name]);
  }

  test('a row is kept only where something changed, in whatever order the rows come', async () => {
    const rows = [
      info('2026-11-01T00:00:00Z', 'A'),
      info('2026-11-02T00:00:00Z', 'A'),
      info('2026-11-03T00:00:00Z', 'B'),
      info('2026-11-04T00:00:00Z', 'B'),
      info('2026-11-05T00:00:00Z', 'A'),
    ];
    const expected = [
      ['01', 'A'],
      ['03', 'B'],
      ['05', 'A'],
    ];
    expect(await offer(temporaryFolder(), rows)).toEqual(expected);
    expect(await offer(temporaryFolder(), [...rows].reverse())).toEqual(expected);
  });

  test('what a source does not say is not a change', async () => {
    const data = temporaryFolder();
    expect(
      await offer(data, [
        info('2026-11-01T00:00:00Z', 'A', 'bio'),
        info('2026-11-02T00:00:00Z', 'A', null),
        info('2026-11-03T00:00:00Z', 'A', 'bio'),
      ]),
    ).toEqual([['01', 'A']]);
  });

  test('a text cut in the middle of a character is no change every day', async () => {
    const data = temporaryFolder();
    const cut = 'Half a smile \ud83d';
    await offer(data, [info('2026-11-01T00:00:00Z', cut)]);
    expect(await offer(data, [info('2026-11-02T00:00:00Z', cut)])).toEqual([['01', 'Half a smile \ufffd']]);
  });

  test('stored rows stay, and a later run adds only its changes', async () => {
    const data = temporaryFolder();
    await offer(data, [info('2026-11-02T00:00:00Z', 'A')]);
    expect(await offer(data, [info('2026-11-03T00:00:00Z', 'A'), info('2026-11-01T00:00:00Z', 'Z')])).toEqual(
      [
        ['01', 'Z'],
        ['02', 'A'],
      ],
    );
  });
});
