import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readImportOptions } from '../../lib/import/options.ts';
import { check } from '../../lib/pipeline/check.ts';
import { importFiles } from '../../lib/pipeline/import.ts';
import { migrate } from '../../lib/pipeline/migrate.ts';
import { readTable } from '../../lib/store/tables.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { runHere } from '../helpers/command.ts';
import { writeFirstVersion } from '../helpers/first-version.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';

const observed = '2026-02-28T12:00:00Z';
const line = (day: string, account = '107955', views = 10) =>
  `${account},${day},${observed},${views},2,1,-1,0,3,studio_csv,c1`;

/** Two days of version 1; the second is in version 2 as well, with a row that says more and one of another account. */
async function olderLedger(): Promise<string> {
  const data = temporaryFolder();
  writeFirstVersion(data, {
    '2026-02-26': [line('2026-02-26')],
    '2026-02-27': [line('2026-02-27'), line('2026-02-27', '200', 7)],
  });
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c2', file: null });
  const row = {
    account_id: '107955',
    day: '2026-02-27',
    observed_at: observed,
    video_views: 10,
    profile_views: 2,
    likes_net: 1,
    comments_net: -1,
    shares_net: 0,
    followers_net: 3,
    followers_gained: 5,
    source: 'studio_csv',
    capture_id: 'c2',
  };
  writer.addDraft({ table: 'owner_day', row }, 2, true);
  writer.addDraft({ table: 'owner_day', row: { ...row, account_id: '300' } }, 3, true);
  expect(await writer.commit()).toMatchObject({ stored: 2, duplicates: 0, rejected: 0 });
  return data;
}

const manifestIn = (data: string) =>
  JSON.parse(readFileSync(path.join(data, 'clean/v2/owner_day/2026/02/manifest.json'), 'utf8'));

describe('migrate', () => {
  test('0001: owner_day of version 1 takes its place among version 2; what version 2 says more of stays', async () => {
    const data = await olderLedger();
    const before = await readTable('owner_day', { data });
    expect(await migrate(settingsFor(data))).toEqual({
      dry_run: false,
      migrations: [
        {
          id: '0001-owner-day-v2',
          about: expect.any(String),
          files: 2,
          rows: 3,
          first_day: '2026-02-26',
          last_day: '2026-02-27',
          change: 'from clean/v1/owner_day/ to clean/v2/owner_day/',
        },
      ],
    });
    const tree = treeOf(data);
    expect(Object.keys(tree).filter((name) => name.startsWith('clean/'))).toEqual([
      'clean/v2/owner_day/2026/02/2026-02-26.csv',
      'clean/v2/owner_day/2026/02/2026-02-27.csv',
      'clean/v2/owner_day/2026/02/manifest.json',
    ]);
    expect(existsSync(path.join(data, 'clean/v1'))).toBe(false);
    const header =
      'account_id,day,observed_at,video_views,profile_views,likes_net,comments_net,shares_net,followers_net,followers_gained,followers_lost,reached_audience,source,capture_id';
    expect(tree['clean/v2/owner_day/2026/02/2026-02-26.csv']).toBe(
      `${header}\n107955,2026-02-26,${observed},10,2,1,-1,0,3,,,,studio_csv,c1\n`,
    );
    expect(tree['clean/v2/owner_day/2026/02/2026-02-27.csv']).toBe(
      [
        header,
        `107955,2026-02-27,${observed},10,2,1,-1,0,3,5,,,studio_csv,c2`,
        `200,2026-02-27,${observed},7,2,1,-1,0,3,,,,studio_csv,c1`,
        `300,2026-02-27,${observed},10,2,1,-1,0,3,5,,,studio_csv,c2`,
        '',
      ].join('\n'),
    );
    expect(manifestIn(data)).toMatchObject({ rows: 4, first_day: '2026-02-26', last_day: '2026-02-27' });
    // It reads as it read before, and the checks find nothing wrong.
    expect(await readTable('owner_day', { data })).toEqual(before);
    expect((await check(settingsFor(data))).findings.filter(({ severity }) => severity === 'error')).toEqual(
      [],
    );
    const after = treeOf(data);
    expect(await migrate(settingsFor(data))).toEqual({ dry_run: false, migrations: [] });
    expect(treeOf(data)).toEqual(after);
  });

  test('a dry run says what would change and changes nothing; the command says it in words', async () => {
    const data = await olderLedger();
    const before = treeOf(data);
    const done = await runHere(['migrate', '--dry-run', '--data', data]);
    expect(done.code).toBe(0);
    expect(done.stderr).toContain(
      '2 files with 3 rows, 2026-02-26 to 2026-02-27 would go from clean/v1/owner_day/ to clean/v2/owner_day/.',
    );
    expect(treeOf(data)).toEqual(before);
    expect((await runHere(['migrate', '--data', data])).stderr).toContain('2 files with 3 rows');
    expect((await runHere(['migrate', '--data', data])).stderr).toBe(
      'Nothing to do: the ledger has today’s form.\n',
    );
  });

  test('a file of the older version that was edited by hand stops it, and nothing is changed', async () => {
    const data = await olderLedger();
    appendFileSync(
      path.join(data, 'clean/v1/owner_day/2026/02/2026-02-27.csv'),
      `${line('2026-02-27', '9')}\n`,
    );
    const before = treeOf(data);
    await expect(migrate(settingsFor(data))).rejects.toMatchObject({
      code: 'edited_outside',
      exitCode: 2,
      message: expect.stringContaining('clean/v1/owner_day/2026/02/2026-02-27.csv'),
    });
    expect(treeOf(data)).toEqual(before);
  });

  test('an older program that wrote again in between is followed once more', async () => {
    const data = await olderLedger();
    await migrate(settingsFor(data));
    writeFirstVersion(data, { '2026-02-27': [line('2026-02-27', '400')] });
    expect((await migrate(settingsFor(data))).migrations).toMatchObject([{ files: 1, rows: 1 }]);
    expect((await readTable('owner_day', { data })).map(({ account_id }) => account_id)).toEqual([
      '107955',
      '107955',
      '200',
      '300',
      '400',
    ]);
  });
});

describe('a ledger that is not migrated', () => {
  const overview = (views: number) =>
    `"Date","Video Views","Profile Views","Likes","Comments","Shares"\n"February 26","${views}","4","3","-2","1"\n"February 27","6","4","3","0","1"\n`;
  const importAs = async (data: string, text: string) => {
    const file = path.join(temporaryFolder(), 'Overview.csv');
    writeFileSync(file, text);
    const { stored, duplicates, rejected } = await importFiles(
      settingsFor(data),
      [file],
      readImportOptions({ account: '@a', at: '2026-02-28' }),
    );
    return { stored, duplicates, rejected };
  };
  const stored = (day: string, views: number, comments: number) =>
    `handle:a,${day},${observed},${views},4,3,${comments},1,,studio_csv,c0`;

  test('takes the same export again as what it is: stored already', async () => {
    const data = temporaryFolder();
    writeFirstVersion(data, {
      '2026-02-26': [stored('2026-02-26', 5, -2)],
      '2026-02-27': [stored('2026-02-27', 6, 0)],
    });
    expect(await importAs(data, overview(5))).toEqual({ stored: 0, duplicates: 2, rejected: 0 });
    expect(existsSync(path.join(data, 'clean/v2'))).toBe(false);
    expect(await readTable('owner_day', { data })).toHaveLength(2);
  });

  test('refuses another number of the same day, and keeps what is new beside what is old', async () => {
    const data = temporaryFolder();
    writeFirstVersion(data, { '2026-02-26': [stored('2026-02-26', 5, -2)] });
    expect(await importAs(data, overview(77))).toEqual({ stored: 1, duplicates: 0, rejected: 1 });
    expect(
      (await readTable('owner_day', { data })).map(({ day, video_views }) => [day, video_views]),
    ).toEqual([
      ['2026-02-26', 5],
      ['2026-02-27', 6],
    ]);
    await migrate(settingsFor(data));
    expect(manifestIn(data)).toMatchObject({ rows: 2 });
  });
});
