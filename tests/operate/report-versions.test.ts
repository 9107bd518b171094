import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { keepReportVersion, readReportVersions } from '../../lib/operate/report-versions.ts';
import { temporaryFolder } from '../helpers/ledger.ts';

const page = (gain: string) => `<!doctype html><html><head><script src="/_astro/x.js"></script></head><body>
<nav><a href="/accounts/">Accounts</a></nav>
<article class="report"><p class="crumb"><a href="/reports/">Reports</a></p>
<h1>Weekly &amp; growth</h1>
<p><a href="/accounts/nasa/">@nasa</a> gained ${gain}, see <a href="#how">how</a> and <a href="https://example.org/">there</a>.</p>
<svg id="c"><text>1</text></svg><img src="/_astro/y.png"><script>alert(1)</script>
<p class="source">Computed as of <time datetime="2026-11-30T06:00:00Z">30 November</time>.</p>
<p class="source versions">Earlier versions: <a href="/reports/weekly/2026-10/">2026-10</a></p></article></body></html>`;

function siteWith(gain: string): { root: string; site: string } {
  const [root, site] = [temporaryFolder(), temporaryFolder()];
  mkdirSync(path.join(site, 'reports/weekly'), { recursive: true });
  writeFileSync(path.join(site, 'reports/weekly/index.html'), page(gain));
  return { root, site };
}

describe('a version of a report', () => {
  test('is the article alone, with links that stay true and nothing that runs or has to be fetched', async () => {
    const { root, site } = siteWith('12');
    expect(await keepReportVersion(root, site, 'weekly', '2026-11')).toEqual({
      file: 'reports/weekly/2026-11.html',
      kept: true,
    });
    const html = readFileSync(path.join(root, 'reports/weekly/2026-11.html'), 'utf8');
    expect(html).toContain(
      '<p>@nasa gained 12, see <a href="#how">how</a> and <a href="https://example.org/">there</a>.</p>',
    );
    expect(html).toContain('<svg id="c"><text>1</text></svg>');
    expect(html).not.toMatch(/<script|<img|crumb|versions|<nav|href="\//);
  });

  test('is found again with its title and the instant it is as of, newest first', async () => {
    const { root, site } = siteWith('12');
    for (const version of ['2026-10', '2026-11-29', '2026-11'])
      await keepReportVersion(root, site, 'weekly', version);
    mkdirSync(path.join(root, 'reports/draft'));
    writeFileSync(path.join(root, 'reports/draft/notes.html'), 'none');
    const found = await readReportVersions(root);
    expect(found.map(({ version }) => version)).toEqual(['2026-11-29', '2026-11', '2026-10']);
    expect(found[0]).toMatchObject({
      slug: 'weekly',
      title: 'Weekly & growth',
      asOf: '2026-11-30T06:00:00Z',
    });
    expect(await readReportVersions(temporaryFolder())).toEqual([]);
  });

  test('is not rewritten: the same again is no change, anything else is refused', async () => {
    const { root, site } = siteWith('12');
    await keepReportVersion(root, site, 'weekly', '2026-11');
    expect(await keepReportVersion(root, site, 'weekly', '2026-11')).toMatchObject({ kept: false });
    writeFileSync(path.join(site, 'reports/weekly/index.html'), page('13'));
    await expect(keepReportVersion(root, site, 'weekly', '2026-11')).rejects.toMatchObject({
      code: 'version_taken',
    });
    expect(readFileSync(path.join(root, 'reports/weekly/2026-11.html'), 'utf8')).toContain('gained 12');
  });

  test.each([
    ['weekly', 'November', 'bad_version'],
    ['weekly', '2026-13', 'bad_version'],
    ['monthly', '2026-11', 'not_built'],
    ['../reports/weekly', '2026-11', 'not_built'],
  ])('of %s as %s is refused with %s', async (slug, version, code) => {
    const { root, site } = siteWith('12');
    await expect(keepReportVersion(root, site, slug, version)).rejects.toMatchObject({ code, exitCode: 2 });
  });
});
