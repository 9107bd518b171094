import { cpSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'cheerio';
import { beforeAll, expect, test } from 'vitest';
import { readSettings } from '../../lib/config.ts';
import { simulatedEffects } from '../../lib/effects.ts';
import { makeLedgerOf } from '../../lib/pipeline/frozen-ledger.ts';
import { archiveReport } from '../../lib/pipeline/report-version.ts';
import { accountPages, build, bytesOf, content, copyProject, newFolder, writeContent } from './rebuilt.ts';

/** A site that is built again has the bytes of one that is built from nothing; more of it in tests/proof/rebuild.proof.ts. */

let root = '';
let data = '';
let out = '';

beforeAll(async () => {
  [root, data] = [copyProject(), newFolder()];
  out = path.join(newFolder(), 'site');
  await writeContent(data, content);
  const first = await build(root, data, out);
  expect(first.rendered).toBe(first.pages);
}, 240_000);

const timeLimitMs = 120_000;

test(
  'the same data at a later instant: nothing is rendered, and the pages say the instant',
  async () => {
    const later = '2026-11-24T06:15:00Z';
    const moved = await build(root, data, out, later);
    expect(moved).toMatchObject({ rendered: 0, reused: moved.pages, reasons: [] });
    expect(readFileSync(path.join(out, 'index.html'), 'utf8')).toContain('24 November 2026, 06:15 UTC');
  },
  timeLimitMs,
);

test(
  'a new day, an annotation, a page that is gone and one that was changed: the bytes of a site built from nothing',
  async () => {
    await writeContent(data, {
      accounts: { ...content.accounts, '1': { handle: 'first', days: 21 } },
      annotations: 'date,subject,text,link\n2026-11-10,second,A talk,\n',
    });
    writeFileSync(path.join(out, 'accounts/third/index.html'), 'damaged');
    writeFileSync(path.join(out, 'stray.txt'), 'stray');
    rmSync(path.join(out, '404.html'));
    const changed = await build(root, data, out);
    expect(accountPages(changed)).toEqual([
      '/404 /accounts/third/: missing or changed in the folder of the site',
      '/accounts/first/: days, numbers changed',
      '/accounts/second/: annotations changed',
    ]);
    expect(changed.bytes).toEqual((await build(root, data, newFolder())).bytes);
  },
  timeLimitMs,
);

test(
  'pages that may show less than was hashed, since rows were written meanwhile, are rendered again',
  async () => {
    const folder = path.join(data, 'derived/v1/account_daily');
    const [day] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.csv'),
    );
    // As a writer leaves it that was at work while the site was built: younger than the start of the thread that reads.
    const written = new Date(Date.now() + 3_600_000);
    utimesSync(path.join(folder, String(day)), written, written);
    const during = await build(root, data, out);
    expect(during.rendered).toBeGreaterThan(0);
    const after = await build(root, data, out);
    expect(accountPages(after)).toEqual(
      expect.arrayContaining([expect.stringContaining('/accounts/first/')]),
    );
  },
  timeLimitMs,
);

test(
  'a build that fails leaves the site as it was',
  async () => {
    const before = bytesOf(out);
    writeFileSync(path.join(data, 'annotations.csv'), 'date,subject,text,link\nsoon,first,x,\n');
    await expect(build(root, data, out)).rejects.toMatchObject({ code: 'bad_list' });
    expect(bytesOf(out)).toEqual(before);
    await expect(build(root, data, data)).rejects.toMatchObject({ code: 'bad_out' });
  },
  timeLimitMs,
);

test(
  'a frozen report stays byte for byte whatever becomes of data, notebook and code; a damaged one is refused',
  async () => {
    const now = '2026-12-03T06:15:00Z';
    const effects = simulatedEffects(new Date(now));
    const settings = { ...readSettings(), data, as_of: now };
    const edit = (file: string, from: string, to: string) =>
      writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
    await writeContent(data, { ...content, accounts: { '1': { handle: 'first', days: 20 } } });
    const then = await makeLedgerOf(settings, '2026-11', newFolder(), undefined, effects);
    await build(root, then.data, then.out, then.as_of);
    await archiveReport({ ...settings, out: then.out }, 'weekly-growth', '2026-11', effects);
    const kept = path.join(data, 'reports/weekly-growth/2026-11.html');
    const said = readFileSync(kept, 'utf8');
    expect(load(said)('.strip').text()).toContain('As it was on 1 December 2026, 00:00 UTC');
    expect(load(said)('article').text()).toContain('it read, 20 November 2026, 03:15 UTC');

    await writeContent(data, { ...content, accounts: { '9': { handle: 'ninth', days: 28 } } });
    edit(
      path.join(root, 'pages/reports/weekly-growth/index.mdx'),
      'title: Weekly growth',
      'title: Otherwise',
    );
    edit(path.join(root, 'pages/styles/page.css'), 'html {', 'html {\n  background: Canvas;');
    // Of a report whose notebook is gone.
    cpSync(path.dirname(kept), path.join(data, 'reports/retired'), { recursive: true });
    await build(root, data, out, now);
    const page = (name: string) => readFileSync(path.join(out, 'reports', name, 'index.html'), 'utf8');
    expect(page('weekly-growth/2026-11')).toBe(said);
    const live = load(page('weekly-growth'));
    expect(live('h1').text()).toBe('Otherwise');
    expect(live('.versions a').attr('href')).toBe('/reports/weekly-growth/2026-11/');
    const gone = load(page('retired'));
    expect(gone('article').text()).toContain('This report is no longer written.');
    expect(gone('.versions a').attr('href')).toBe('/reports/retired/2026-11/');

    edit(kept, '20 November 2026, 03:15', '21 November 2026, 03:15');
    const before = bytesOf(out);
    await expect(build(root, data, out, now)).rejects.toMatchObject({ code: 'report_damaged' });
    expect(bytesOf(out)).toEqual(before);
  },
  timeLimitMs,
);
