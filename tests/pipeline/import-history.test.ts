import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { simulatedEffects } from '../../lib/effects.ts';
import { readImportOptions } from '../../lib/import/options.ts';
import { importFiles } from '../../lib/pipeline/import.ts';
import { readTable } from '../../lib/store/tables.ts';
import { type GitScraper, gitScraper } from '../helpers/git-scraper.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';
import { hasReal, realFolder } from '../proof/real-files.ts';

const effects = simulatedEffects(new Date('2026-11-22T12:00:00Z'));
const run = (data: string, { folder }: GitScraper, file: string, said = {}, dryRun = false) =>
  importFiles(
    settingsFor(data),
    [path.join(folder, file)],
    { ...readImportOptions({ git: true, ...said }, effects), dryRun },
    undefined,
    effects,
  );
const snapshot = (followers: number, likes = 50_000) =>
  JSON.stringify([{ username: 'clay.workshop', followers, likes }]);

describe('a history in git', () => {
  test('every version is an observation at its commit’s time, and bad ones are refused by themselves', async () => {
    const scraper = gitScraper();
    scraper.commit('old.json', snapshot(1000), '2026-03-01T06:00:00+01:00');
    scraper.commit('old.json', snapshot(1010), '2026-03-02T06:00:00+01:00');
    scraper.git('mv', 'old.json', 'accounts.json');
    scraper.git('commit', '--quiet', '--message', 'a better name');
    scraper.commit('accounts.json', snapshot(1000), '2026-03-03T06:00:00+01:00');
    scraper.commit(
      'accounts.json',
      '<html><title>502 Bad Gateway</title></html>',
      '2026-03-04T06:00:00+01:00',
    );
    scraper.commit('accounts.json', '[{"username":"clay.workshop","follow', '2026-03-05T06:00:00+01:00');
    scraper.commit(
      'accounts.json',
      '<<<<<<< HEAD\n[{"username":"clay.workshop","followers":1}]\n=======\n',
      '2026-03-06T06:00:00+01:00',
    );
    scraper.commit('accounts.json', '', '2026-03-07T06:00:00+01:00');
    scraper.commit('accounts.json', snapshot(1030), '2026-03-08T06:00:00+01:00');
    const data = temporaryFolder();

    const looked = await run(data, scraper, 'accounts.json', {}, true);
    expect(await readTable('account', { data })).toEqual([]);
    const summary = await run(data, scraper, 'accounts.json');
    expect(summary).toEqual(looked);
    expect(summary).toMatchObject({ read: 8, stored: 4, duplicates: 0, rejected: 4 });
    expect(summary.files).toMatchObject([
      {
        file: 'accounts.json (8 versions)',
        kind: 'account-series',
        rules: { unreadable_version: 4 },
        notes: [
          expect.stringMatching(/^8 versions from 2026-03-01 to 2026-03-08/),
          expect.stringMatching(/^4 of them/),
        ],
      },
    ]);
    // The third version has the bytes of the first: another look that saw the same numbers.
    const rows = await readTable('account', { data });
    expect(rows.map((row) => [row.observed_at, row.followers])).toEqual([
      ['2026-03-01T05:00:00Z', 1000],
      ['2026-03-02T05:00:00Z', 1010],
      ['2026-03-03T05:00:00Z', 1000],
      ['2026-03-08T05:00:00Z', 1030],
    ]);
    const commits = scraper.git('log', '--format=%H').trim().split('\n');
    for (const { capture_id } of rows)
      expect(commits.some((commit) => commit.startsWith(capture_id.split('@')[1] ?? '-'))).toBe(true);
    const refused = treeOf(path.join(data, 'rejected'))['2026/03/2026-03-05.jsonl'] ?? '';
    expect(JSON.parse(refused)).toMatchObject({
      rule: 'unreadable_version',
      message: expect.stringMatching(/^The version of commit [0-9a-f]{40} cannot be read \(bad_json\)/),
      observed_at: '2026-03-05T05:00:00Z',
    });
    // The repository has the versions: no copy is kept.
    expect(Object.keys(treeOf(data)).filter((name) => name.startsWith('raw/'))).toEqual([]);

    expect(await run(data, scraper, 'accounts.json')).toMatchObject({
      stored: 0,
      duplicates: 4,
      rejected: 4,
    });
    expect(await readTable('account', { data })).toEqual(rows);
  });

  test('a file that grows by dated rows gives each of them once', async () => {
    const scraper = gitScraper();
    const lines = ['date,username,followers'];
    for (const day of ['01', '02', '03']) {
      lines.push(`2026-03-${day},clay.workshop,10${day}`);
      scraper.commit('daily.csv', `${lines.join('\n')}\n`, `2026-03-${day}T20:00:00Z`);
    }
    const data = temporaryFolder();
    expect(await run(data, scraper, 'daily.csv')).toMatchObject({
      read: 6,
      stored: 3,
      duplicates: 3,
      rejected: 0,
    });
    expect((await readTable('account', { data })).map((row) => row.observed_at)).toEqual([
      '2026-03-01T12:00:00Z',
      '2026-03-02T12:00:00Z',
      '2026-03-03T12:00:00Z',
    ]);
  });

  test('saved pages in a history are pages', async () => {
    const scraper = gitScraper();
    const page = (followers: string) =>
      `<html><script id="__UNIVERSAL_DATA_FOR_REHYDRATION__">{"__DEFAULT_SCOPE__":{"webapp.user-detail":{"statusCode":0,"userInfo":{"user":{"id":"7100000000000000001","uniqueId":"clay.workshop"},"statsV2":{"followerCount":"${followers}","heart":"99","videoCount":"3"}}}}}</script></html>`;
    scraper.commit('page.html', page('1000'), '2026-03-01T06:00:00Z');
    scraper.commit('page.html', page('1001'), '2026-03-02T06:00:00Z');
    const data = temporaryFolder();
    expect(await run(data, scraper, 'page.html')).toMatchObject({ read: 2, stored: 2 });
    expect(await readTable('account', { data })).toMatchObject([{ followers: 1000 }, { followers: 1001 }]);
  });

  test('what all versions lack stops it, and nothing is written', async () => {
    const scraper = gitScraper();
    scraper.commit('a.csv', 'date,followers\n2026-03-01,5\n', '2026-03-01T06:00:00Z');
    scraper.commit('b.json', '[1]', '2026-03-01T06:00:00Z');
    const data = temporaryFolder();
    await expect(run(data, scraper, 'a.csv')).rejects.toMatchObject({ code: 'account_needed', exitCode: 2 });
    expect(await run(data, scraper, 'a.csv', { account: '@clay.workshop' })).toMatchObject({ stored: 1 });
    const before = treeOf(data);
    await expect(run(data, scraper, 'b.json')).rejects.toMatchObject({ code: 'no_rows' });
    await expect(run(data, scraper, 'a.csv', { at: '2026-03-01' })).rejects.toMatchObject({
      code: 'bad_usage',
    });
    await expect(run(data, scraper, 'c.json')).rejects.toMatchObject({ code: 'no_history' });
    expect(treeOf(data)).toEqual(before);
  });
});

describe.skipIf(!hasReal)(
  'the recorded snapshots of ogohogo/tiktok-trending-data-api (needs ../shared/real)',
  () => {
    const recorded = path.join(realFolder, 'series-celebrities');

    test('replayed by commit give what another program read out of the same commits', async () => {
      const table = readFileSync(path.join(recorded, 'www_users_daily.csv'), 'utf8');
      const rows = Papa.parse<Record<string, string>>(table, { header: true, skipEmptyLines: true }).data;
      const scraper = gitScraper();
      const data = temporaryFolder();
      const replayed: Record<string, string>[] = [];
      for (const name of readdirSync(path.join(recorded, 'snapshots')).sort()) {
        const of = rows.filter((row) => name.includes(row['commit'] ?? '-'));
        const at = of[0]?.['committed_at'];
        // The days of the glitch are not in the table.
        if (at === undefined) continue;
        replayed.push(...of);
        scraper.commit('www.json', readFileSync(path.join(recorded, 'snapshots', name)), at);
      }
      expect(replayed).toHaveLength(236);
      const summary = await run(data, scraper, 'www.json');
      expect(summary).toMatchObject({ duplicates: 0, rejected: 0, files: [{ kind: 'trending-snapshot' }] });
      expect(await readTable('account', { data })).toHaveLength(236);

      const same = path.join(temporaryFolder(), 'same.csv');
      writeFileSync(same, Papa.unparse(replayed));
      expect(await importFiles(settingsFor(data), [same], {}, undefined, effects)).toMatchObject({
        read: 236,
        stored: 0,
        duplicates: 236,
        rejected: 0,
      });
    });
  },
);
