import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from 'cheerio';
import { describe, expect, test } from 'vitest';
import { checkLinks } from '../../lib/operate/links.ts';
import { buildSiteOf, exampleLedger } from './site.ts';

const words = (text: string) => text.replace(/\s+/g, ' ').trim();
const timeLimitMs = 180_000;

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'clipbook-empty-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('an empty ledger', () => {
  test(
    'builds, and every page explains the first step',
    () =>
      withFolder(async (data) => {
        await writeFile(
          path.join(data, 'watchlist.csv'),
          'kind,key,zone,cadence,follow_days,tags,note\naccount,nasa,America/New_York,1d,,,\n',
        );
        const site = await buildSiteOf(data);
        expect((await checkLinks(site.out, '/')).broken).toEqual([]);
        const overview = load(await readFile(site.file(''), 'utf8'));
        expect(words(overview('.strip').text())).toBe('Nothing observed yet of 1 account');
        expect(words(overview('h1').text())).toBe('No observations yet');
        expect(words(overview('.steps').text())).toContain('The watchlist names @nasa');
        expect(words(overview('.steps').text())).toContain('clipbook -- collect');
        const accounts = load(await readFile(site.file('accounts/'), 'utf8'));
        expect(words(accounts('.steps').text())).toContain('clipbook -- watch add');
        const health = load(await readFile(site.file('data/health/'), 'utf8'));
        expect(words(health('h1').text())).toBe('The data checks have not run yet');
      }),
    timeLimitMs,
  );
});

describe('a simulated ledger under a base path', () => {
  test.skipIf(!existsSync(exampleLedger))(
    'says on every page that these accounts do not exist, and links below its base (needs examples/ledger)',
    async () => {
      const site = await buildSiteOf(exampleLedger, { base: '/clip/', asOf: '2026-03-15T06:00:00Z' });
      const { broken, pages } = await checkLinks(site.out, '/clip/');
      expect(broken).toEqual([]);
      expect(pages).toBeGreaterThan(5);
      for (const page of ['', 'accounts/', 'data/', 'data/health/', 'reports/', '404.html']) {
        const $ = load(await readFile(site.file(page), 'utf8'));
        expect(words($('.banner').text()), page).toContain('Simulated data: these accounts do not exist');
        expect(words($('footer').text()), page).toContain('Simulated data: these accounts do not exist');
        const hrefs = $('a[href^="/"]')
          .toArray()
          .map((link) => $(link).attr('href') ?? '');
        expect(
          hrefs.every((href) => href.startsWith('/clip/')),
          page,
        ).toBe(true);
        expect($('a[href*="tiktok.com"]').length, page).toBe(0);
      }
    },
    timeLimitMs,
  );
});
