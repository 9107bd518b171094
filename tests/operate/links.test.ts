import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkLinks } from '../../lib/operate/links.ts';
import { temporaryFolder } from '../helpers/ledger.ts';

function site(pages: Record<string, string>): string {
  const out = temporaryFolder();
  for (const [file, html] of Object.entries(pages)) {
    mkdirSync(path.dirname(path.join(out, file)), { recursive: true });
    writeFileSync(path.join(out, file), html);
  }
  return out;
}
const brokenOf = async (pages: Record<string, string>, base = '/') =>
  (await checkLinks(site(pages), base)).broken.map(({ page, href, why }) => `${page} ${href} ${why}`);

describe('links of a built site', () => {
  test('that lead somewhere are fine: pages with and without a slash, files, anchors, queries', async () => {
    const report = await checkLinks(
      site({
        'index.html':
          '<a href="/accounts/">a</a> <a href="/accounts">b</a> <a href="accounts/x.y/#top">c</a> <a href="#here">d</a> <p id="here"></p> <a href="/data/t.csv?x=1&amp;y=2">e</a> <a href="/#here">f</a> <img src="/p.svg">',
        'accounts/index.html': '<a href="../">up</a> <a href="./x.y/">down</a>',
        'accounts/x.y/index.html': '<h2 id="top">t</h2>',
        'data/t.csv': 'a,b\n',
        'p.svg': '<svg></svg>',
      }),
      '/',
    );
    expect(report.broken).toEqual([]);
    expect(report).toMatchObject({ pages: 3, links: 9 });
  });

  test('to pages and anchors that are not there are told with their page', async () => {
    expect(
      await brokenOf({
        'index.html': '<a href="/nowhere/">a</a> <a href="/a/#missing">b</a> <a href="#gone">c</a>',
        'a/index.html': '<p id="there"></p> <a href="b.html">d</a>',
      }),
    ).toEqual(
      [
        'a/index.html b.html no such page',
        'index.html /nowhere/ no such page',
        'index.html /a/#missing no such anchor',
        'index.html #gone no such anchor',
      ].sort((a, b) => (a.endsWith('page') === b.endsWith('page') ? 0 : a.endsWith('page') ? -1 : 1)),
    );
  });

  test('to other hosts, mail and data are not followed', async () => {
    expect(
      await brokenOf({
        'index.html':
          '<a href="https://example.com/x">a</a> <a href="//example.com/x">b</a> <a href="mailto:a@b.c">c</a> <a href="data:,x">d</a>',
      }),
    ).toEqual([]);
  });

  test('that leave the base path of the site are broken', async () => {
    const pages = { 'index.html': '<a href="/site/a/">a</a> <a href="/a/">b</a>', 'a/index.html': '' };
    expect(await brokenOf(pages, '/site')).toEqual(['index.html /a/ no such page']);
    expect(await brokenOf(pages, '/site/')).toEqual(['index.html /a/ no such page']);
  });

  test('with escapes that cannot be are broken, not an error', async () => {
    expect(await brokenOf({ 'index.html': '<a href="/%E0%A4%A/">a</a>' })).toEqual([
      'index.html /%E0%A4%A/ no such page',
    ]);
  });

  test('in other scripts are found by their name', async () => {
    expect(
      await brokenOf({
        'index.html': '<a href="/hashtags/%E3%82%AB/">a</a> <a href="/hashtags/カ/">b</a>',
        'hashtags/カ/index.html': '',
      }),
    ).toEqual([]);
  });
});
