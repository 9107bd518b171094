import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { simulatedEffects } from '#lib/effects';
import { changedParts, describeChanges } from '#lib/operate/site/page-key';
import { openLedgerHashes, openReportKeys } from '#lib/pipeline/report-key';
import { readAnnotations, readWatchlist } from '#lib/store/lists';
import { tableFile } from '#lib/store/paths';
import { recordReads } from '#lib/store/reads';
import { readState } from '#lib/store/state';
import { readColumns, readTable } from '#lib/store/tables';
import { temporaryFolder } from '../helpers/ledger.ts';

const at = '2026-11-30T06:00:00Z';
const hour = 3_600_000;
let data = '';

/** Files of the ledger are as old as those of a ledger usually are when a build begins. */
function age(name: string): void {
  const old = new Date(Date.parse(at) - hour);
  utimesSync(path.join(data, name), old, old);
}

function writeDay(day: string, followers: number): void {
  const name = tableFile('account', day);
  mkdirSync(path.dirname(path.join(data, name)), { recursive: true });
  writeFileSync(
    path.join(data, name),
    `account_id,observed_at,handle,followers\n1,${day}T06:00:00Z,someone,${followers}\n`,
  );
  age(name);
}

beforeEach(() => {
  data = temporaryFolder();
  const days = ['2026-11-01', '2026-11-02', '2026-11-03'];
  for (const [i, day] of days.entries()) writeDay(day, 100 + i);
  writeFileSync(path.join(data, 'annotations.csv'), 'date,subject,text,link\n');
  age('annotations.csv');
});

type Work = () => Promise<unknown>;

/** A build of these pages, made of `parts` and what their work reads: which of them were rendered, and the names of what changed. */
async function build(
  pages: Record<string, Work>,
  parts: Record<string, string> = { notebook: 'a' },
): Promise<Record<string, string[]>> {
  // The clock of the build stands a day after the files of this process were written.
  const effects = simulatedEffects(new Date(Date.now() + 24 * hour));
  const keys = openReportKeys(openLedgerHashes(data, 'on', effects), effects);
  if (keys === null) throw new Error('There is a cache.');
  const rendered: Record<string, string[]> = {};
  for (const [name, work] of Object.entries(pages)) {
    const found = await keys.keyOf(name, parts);
    const before = built.get(name);
    if (before === found.key) continue;
    rendered[name] = before === undefined ? ['new'] : changedParts(before, found.key);
    changes.set(name, describeChanges(before ?? '', found.key));
    const startedMs = effects.now().getTime();
    await effects.sleep(1);
    const { reads } = await recordReads(work);
    await keys.keep(name, { parts: found.parts, reads, startedMs, again: reads.other ? 'other' : null });
    built.set(name, found.key);
  }
  return rendered;
}
/** What the site has: the key of each page. */
const built = new Map<string, string>();
/** What `build --verbose` says of the pages that were rendered last. */
const changes = new Map<string, string[]>();
beforeEach(() => built.clear());

const pages: Record<string, Work> = {
  '/all/': () => readTable('account', { data }),
  '/first/': () => readColumns('account', { data, to: '2026-11-02', columns: ['followers'] }),
  '/notes/': () => readAnnotations(data),
};

describe('openReportKeys', () => {
  test('every page is rendered once, and then none', async () => {
    expect(await build(pages)).toEqual({ '/all/': ['new'], '/first/': ['new'], '/notes/': ['new'] });
    expect(await build(pages)).toEqual({});
    expect(await build(pages)).toEqual({});
  });

  test('a changed day concerns the pages that read it', async () => {
    await build(pages);
    writeDay('2026-11-03', 7);
    expect(await build(pages)).toEqual({ '/all/': ['account'] });
    expect(await build(pages)).toEqual({});
    writeDay('2026-11-01', 8);
    writeDay('2026-11-04', 8);
    expect(await build(pages)).toEqual({ '/all/': ['account'], '/first/': ['account'] });
    rmSync(path.join(data, tableFile('account', '2026-11-04')));
    expect(await build(pages)).toEqual({ '/all/': ['account'] });
    expect(await build(pages)).toEqual({});
  });

  test('a day that is as it was before gives the page of before no second life', async () => {
    await build(pages);
    writeDay('2026-11-03', 7);
    await build(pages);
    writeDay('2026-11-03', 102);
    expect(await build(pages)).toEqual({ '/all/': ['account'] });
  });

  test('a file that was touched and says the same changes nothing', async () => {
    await build(pages);
    writeDay('2026-11-03', 102);
    expect(await build(pages)).toEqual({});
  });

  test('an account of another page changes nothing on a page of one', async () => {
    const write = (day: string, rows: string) => {
      writeFileSync(
        path.join(data, tableFile('account', day)),
        `account_id,observed_at,handle,followers\n${rows}`,
      );
      age(tableFile('account', day));
    };
    const ofOne = (account: string) => () => readTable('account', { data, accounts: [account] });
    const both = {
      '/1/': ofOne('1'),
      '/2/': ofOne('2'),
      '/none/': ofOne('3'),
      '/all/': pages['/all/'] as Work,
    };
    const first = '1,2026-11-03T06:00:00Z,someone,102\n';
    write('2026-11-03', `${first}2,2026-11-03T06:00:00Z,other,5\n`);
    await build(both);
    expect(await build(both)).toEqual({});
    write('2026-11-03', `${first}2,2026-11-03T06:00:00Z,other,6\n`);
    expect(await build(both)).toEqual({ '/2/': ['account'], '/all/': ['account'] });
    expect(changes.get('/2/')).toEqual(['account 2026-11-03']);
    // A day more, of which one of them has nothing; a text with quotes, a comma and a line end in it.
    write('2026-11-04', '2,2026-11-04T06:00:00Z,"other, ""the""\n1",7\n');
    expect(await build(both)).toEqual({ '/2/': ['account'], '/all/': ['account'] });
    write('2026-11-04', '2,2026-11-04T06:00:00Z,"other, ""the""\n1",8\n');
    expect(await build(both)).toEqual({ '/2/': ['account'], '/all/': ['account'] });
    expect(changes.get('/2/')).toEqual(['account 2026-11-04']);
    // Other columns: the rows of all may say something else.
    writeFileSync(
      path.join(data, tableFile('account', '2026-11-03')),
      'account_id,observed_at,handle,following\n1,2026-11-03T06:00:00Z,someone,102\n2,2026-11-03T06:00:00Z,other,6\n',
    );
    age(tableFile('account', '2026-11-03'));
    expect(Object.keys(await build(both))).toEqual(['/1/', '/2/', '/all/']);
    rmSync(path.join(data, tableFile('account', '2026-11-01')));
    expect(await build(both)).toEqual({ '/1/': ['account'], '/all/': ['account'] });
    expect(changes.get('/1/')).toEqual(['account 2026-11-01']);
    expect(await build(both)).toEqual({});
  });

  test('lists edited by hand count, those that are not there too', async () => {
    const both = { ...pages, '/watch/': () => readWatchlist(data) };
    await build(both);
    writeFileSync(path.join(data, 'annotations.csv'), 'date,subject,text,link\n2026-11-01,*,Prize,\n');
    writeFileSync(
      path.join(data, 'watchlist.csv'),
      'kind,key,zone,cadence,follow_days,tags,note\naccount,someone,,1d,,,\n',
    );
    expect(await build(both)).toEqual({ '/notes/': ['annotations.csv'], '/watch/': ['watchlist.csv'] });
  });

  test('tables of a statement of SQL, and whatever else a page is made of', async () => {
    await build(pages);
    expect((await build(pages, { notebook: 'b' }))['/all/']).toEqual(['notebook']);
    expect((await build(pages, { notebook: 'b', clock: 'x' }))['/notes/']).toEqual(['clock']);
  });

  test('what was read while it changed is read again', async () => {
    const touched = async () => {
      await readTable('account', { data });
      const later = new Date(Date.now() + 48 * hour);
      utimesSync(path.join(data, tableFile('account', '2026-11-03')), later, later);
    };
    await build({ '/all/': touched });
    expect(await build({ '/all/': touched })).toEqual({ '/all/': ['ledger-was-changing'] });
  });

  test('a page that reads more than tables is rendered always', async () => {
    const runs = { '/runs/': () => readState(data) };
    await build(runs);
    expect(await build(runs)).toEqual({ '/runs/': ['other'] });
    expect(await build(runs)).toEqual({ '/runs/': ['other'] });
  });

  test('lost or damaged records: what changed meanwhile is not missed', async () => {
    await build(pages);
    const folder = path.join(data, '.cache/pages-2');
    for (const name of readdirSync(folder)) writeFileSync(path.join(folder, name), '{"parts":');
    expect(await build(pages)).toEqual({});
    for (const name of readdirSync(folder)) writeFileSync(path.join(folder, name), '{"parts":');
    writeDay('2026-11-03', 7);
    expect(Object.keys(await build(pages))).toEqual(Object.keys(pages));
    expect(await build(pages)).toEqual({});
  });

  test('without a cache there are no keys', () => {
    expect(openReportKeys(openLedgerHashes(data, 'off'))).toBeNull();
  });
});
