import { createHash } from 'node:crypto';
import { load } from 'cheerio';
import { expect, test } from 'vitest';
import { keepPage } from '#lib/notebook/export/kept';

const built = `<!doctype html><html><head><meta name="description" content="Who &quot;gained&quot;?"><link rel="stylesheet" href="/base/_astro/a.css"><script src="/base/x.js"></script></head><body>
<header><a class="brand" href="/base/">Our &lt;ledger&gt;</a><div class="banner"><p>Simulated</p></div></header>
<article class="report"><p class="crumb"><a href="/base/reports/">Reports</a></p><h1>Growth &amp; <i>more</i></h1>
<p onclick="x()"><a href="/base/accounts/a/">@a</a> gained 12, see <a href="#how">how</a> and <a href="https://example.org/">there</a>.</p>
<div class="cell" data-cell="0"><svg id="c"><text>1</text></svg></div><img src="/y.png"><script>alert(1)</script>
<p class="source versions">Earlier versions: <a href="/base/reports/growth/2026-10/">2026-10</a></p></article>
<footer>As of <time datetime="2026-11-30T06:00:00Z">30 November 2026, 06:00 UTC</time>.</footer></body></html>`;

const files: Record<string, string> = {
  '/base/_astro/a.css': 'b{background:url("data:x")} @font-face{src:url(/base/_astro/f.woff2)}',
  '/base/_astro/f.woff2': 'font',
};
const keep = () =>
  keepPage(built, { version: '2026-11', assets: '../../../data/reports/assets' }, async (href) =>
    files[href] === undefined ? null : Buffer.from(files[href]),
  );
const nameOf = (content: string, ending: string) =>
  `${createHash('sha256').update(content).digest('hex').slice(0, 32)}${ending}`;

test('a kept page says when it was so, and leads to the report as it is now', async () => {
  const $ = load((await keep()).html);
  expect($('.strip').text().trim()).toBe(
    'As it was on 30 November 2026, 06:00 UTC, kept unchanged as version 2026-11. The report as it is now',
  );
  expect($('title').text()).toBe('Growth & more (2026-11) – Our <ledger>');
  expect($('meta[name="description"]').attr('content')).toBe('Who "gained"?');
  expect($('.banner').text()).toBe('Simulated');
  expect($('h1')).toHaveLength(1);
});

test('it depends on nothing that moves on: no script, its own styles, and of links those alone that stay', async () => {
  const { html, assets } = await keep();
  const $ = load(html);
  const font = nameOf('font', '.woff2');
  const css = `b{background:url("data:x")} @font-face{src:url(${font})}`;
  expect([...assets].map(([name, bytes]) => [name, Buffer.from(bytes).toString()])).toEqual([
    [font, 'font'],
    [nameOf(css, '.css'), css],
  ]);
  expect($('link').attr('href')).toBe(`../../../data/reports/assets/${nameOf(css, '.css')}`);
  const links = $('a')
    .toArray()
    .map((link) => $(link).attr('href'));
  expect(links).toEqual(['#main', '../../../', '../../', '../', '#how', 'https://example.org/']);
  expect($('script, img, style, [style], [onclick], [data-cell], .crumb, .versions')).toHaveLength(0);
  expect($('svg#c text').text()).toBe('1');
  expect($('meta[http-equiv]').attr('content')).toMatch(/^default-src 'self'; script-src 'none';/);
});
