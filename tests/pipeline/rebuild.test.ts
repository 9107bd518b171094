import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { simulatedEffects } from '#lib/effects';
import { beginRebuild, currentRebuild } from '#lib/pipeline/rebuild';
import { readAnnotations, readWatchlist } from '#lib/store/lists';
import { tableFile } from '#lib/store/paths';
import { recordReads } from '#lib/store/reads';
import { readColumns, readTable } from '#lib/store/tables';
import { temporaryFolder } from '../helpers/ledger.ts';

const at = '2026-11-30T06:00:00Z';
const hour = 3_600_000;
let data = '';
let file = '';
let seed = 0;

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
  file = path.join(temporaryFolder(), 'pages.json');
  const days = ['2026-11-01', '2026-11-02', '2026-11-03'];
  for (const [i, day] of days.entries()) writeDay(day, 100 + i);
  writeFileSync(path.join(data, 'annotations.csv'), 'date,subject,text,link\n');
  age('annotations.csv');
});

type Work = () => Promise<unknown>;

/** A build of these pages, made of `madeOf` and what their work reads; its summary and each page's cacheKey. */
async function build(pages: Record<string, Work>, madeOf: Record<string, string> = { 'its code': 'a' }) {
  // The clock of the build stands a day after the files of this process were written.
  const effects = simulatedEffects(new Date(Date.now() + 24 * hour), ++seed);
  const build = await beginRebuild(file, effects);
  const keys: Record<string, string> = {};
  const known = new Map<string, string>(built);
  for (const [name, work] of Object.entries(pages)) {
    const rebuild = currentRebuild();
    const key = rebuild?.cacheKey(name, madeOf) ?? '';
    keys[name] = key;
    if (known.get(name) === key) continue;
    const { reads } = await recordReads(work);
    rebuild?.rendered(name, reads, effects.now().getTime());
    built.set(name, key);
  }
  return { keys, ...(await build.finish()) };
}
/** What Astro has in its cache: the key of each page. */
const built = new Map<string, string>();
beforeEach(() => built.clear());

const pages: Record<string, Work> = {
  '/all/': () => readTable('account', { data }),
  '/first/': () => readColumns('account', { data, to: '2026-11-02', columns: ['followers'] }),
  '/notes/': () => readAnnotations(data),
};

describe('beginRebuild', () => {
  test('renders every page once, and then none', async () => {
    expect(await build(pages)).toMatchObject({
      reused: [],
      rendered: Object.keys(pages).map((path) => ({ path, why: 'it was not built before' })),
    });
    expect(await build(pages)).toMatchObject({ reused: Object.keys(pages), rendered: [] });
    expect(await build(pages)).toMatchObject({ reused: Object.keys(pages), rendered: [] });
    expect(currentRebuild()).toBeNull();
  });

  test('a changed day concerns the pages that read it', async () => {
    await build(pages);
    writeDay('2026-11-03', 7);
    expect(await build(pages)).toMatchObject({
      reused: ['/first/', '/notes/'],
      rendered: [{ path: '/all/', why: 'account 2026-11-03 changed' }],
    });
    writeDay('2026-11-01', 8);
    writeDay('2026-11-02', 8);
    writeDay('2026-11-04', 8);
    const { rendered } = await build(pages);
    expect(rendered).toEqual([
      { path: '/all/', why: 'account 2026-11-04 and 2 more days changed' },
      { path: '/first/', why: 'account 2026-11-02 and 1 more day changed' },
    ]);
    rmSync(path.join(data, tableFile('account', '2026-11-04')));
    expect((await build(pages)).rendered).toEqual([{ path: '/all/', why: 'account 2026-11-04 changed' }]);
  });

  test('a file that was touched and says the same changes nothing', async () => {
    await build(pages);
    writeDay('2026-11-03', 102);
    expect((await build(pages)).rendered).toEqual([]);
  });

  test('lists edited by hand count, those that are not there too', async () => {
    const both = { ...pages, '/watch/': () => readWatchlist(data) };
    await build(both);
    writeFileSync(path.join(data, 'annotations.csv'), 'date,subject,text,link\n2026-11-01,*,Prize,\n');
    writeFileSync(
      path.join(data, 'watchlist.csv'),
      'kind,key,zone,cadence,follow_days,tags,note\naccount,someone,,1d,,,\n',
    );
    expect((await build(both)).rendered).toEqual([
      { path: '/notes/', why: 'annotations.csv changed' },
      { path: '/watch/', why: 'watchlist.csv changed' },
    ]);
  });

  test('code, settings and whatever else a page is made of', async () => {
    await build(pages);
    expect((await build(pages, { 'its code': 'b' })).rendered[0]?.why).toBe('its code changed');
    const { rendered } = await build(pages, { 'its code': 'b', 'the settings': 'x' });
    expect(rendered.map(({ why }) => why)).toEqual(Array(3).fill('the settings changed'));
  });

  test('what was read while it changed is read again', async () => {
    await build({
      '/all/': async () => {
        await readTable('account', { data });
        const name = path.join(data, tableFile('account', '2026-11-03'));
        const later = new Date(Date.now() + 48 * hour);
        utimesSync(name, later, later);
      },
    });
    expect((await build({ '/all/': pages['/all/'] as Work })).rendered).toEqual([
      { path: '/all/', why: 'the ledger changed while it was read' },
    ]);
  });

  test('a page that must be rendered always says why', async () => {
    const always = async () => {
      const build = await beginRebuild(file, simulatedEffects(new Date(at), ++seed));
      const key = currentRebuild()?.cacheKey('/a/', {});
      currentRebuild()?.rendered(
        '/a/',
        { tables: [], files: [], other: true },
        0,
        'it reads more than tables',
      );
      return { key, ...(await build.finish()) };
    };
    const first = await always();
    const second = await always();
    expect(second.key).not.toBe(first.key);
    expect(second.rendered).toEqual([{ path: '/a/', why: 'it reads more than tables' }]);
  });

  test('lost or damaged records: everything is rendered, under new names', async () => {
    const { keys } = await build(pages);
    writeFileSync(file, '{"version":1,');
    const again = await build(pages);
    expect(again.rendered).toHaveLength(3);
    expect(again.keys['/all/']).not.toBe(keys['/all/']);
  });
});
