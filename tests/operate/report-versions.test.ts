import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { keepReportVersion, readReportVersions } from '../../lib/operate/report-versions.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';

const hashOf = (content: string) => createHash('sha256').update(content).digest('hex');
const nameOf = (content: string, ending: string) => `${hashOf(content).slice(0, 32)}${ending}`;

const font = 'font';
const css = `@font-face{src:url(${nameOf(font, '.woff2')})}`;
const style = nameOf(css, '.css');
const assets = new Map([
  [style, Buffer.from(css)],
  [nameOf(font, '.woff2'), Buffer.from(font)],
]);
const page = (gain: string) => ({
  html: `<html><head><meta property="og:title" content="Weekly &amp; growth">
<link rel="stylesheet" href="../../../data/reports/assets/${style}"></head><body><p>${gain}</p></body></html>\n`,
  assets,
});
const file = 'reports/weekly/2026-11.html';

describe('a version of a report', () => {
  test('is the page as it is, after a line with its hash, with assets named by theirs', async () => {
    const root = temporaryFolder();
    expect(await keepReportVersion(root, 'weekly', '2026-11', page('12'))).toEqual({ file, kept: true });
    const { html } = page('12');
    expect(treeOf(root)).toEqual({
      [file]: `<!doctype html><!-- clipbook-report 1 sha256:${hashOf(html)} -->\n${html}`,
      [`reports/assets/${style}`]: css,
      [`reports/assets/${nameOf(font, '.woff2')}`]: font,
    });
  });

  test('is found again with its title, newest first; other files are passed over', async () => {
    const root = temporaryFolder();
    for (const version of ['2026-10', '2026-11-29', '2026-11'])
      await keepReportVersion(root, 'weekly', version, page('12'));
    mkdirSync(path.join(root, 'reports/draft'));
    writeFileSync(path.join(root, 'reports/draft/notes.html'), 'none');
    const found = await readReportVersions(root);
    expect(found.map(({ version }) => version)).toEqual(['2026-11-29', '2026-11', '2026-10']);
    expect(found[1]).toMatchObject({ slug: 'weekly', title: 'Weekly & growth', whole: true });
    expect(found[1]?.html).toBe(readFileSync(path.join(root, file), 'utf8'));
    expect(await readReportVersions(temporaryFolder())).toEqual([]);
  });

  test('that an earlier Clipbook kept is an article alone', async () => {
    const root = temporaryFolder();
    mkdirSync(path.join(root, 'reports/weekly'), { recursive: true });
    const html =
      '<h1>Weekly</h1>\n<p class="source">As of <time datetime="2026-10-30T06:00:00Z">30 October</time>.</p>\n';
    writeFileSync(path.join(root, 'reports/weekly/2026-10.html'), html);
    expect(await readReportVersions(root)).toEqual([
      {
        slug: 'weekly',
        version: '2026-10',
        title: 'Weekly',
        whole: false,
        asOf: '2026-10-30T06:00:00Z',
        html,
      },
    ]);
  });

  test('is not rewritten: the same again is no change, anything else is refused', async () => {
    const root = temporaryFolder();
    await keepReportVersion(root, 'weekly', '2026-11', page('12'));
    expect(await keepReportVersion(root, 'weekly', '2026-11', page('12'))).toMatchObject({ kept: false });
    const before = treeOf(root);
    await expect(keepReportVersion(root, 'weekly', '2026-11', page('13'))).rejects.toMatchObject({
      code: 'version_taken',
    });
    expect(treeOf(root)).toEqual(before);
  });

  test.each<[string, string, (text: string) => string | null]>([
    ['a number that was changed', file, (text) => text.replace('12', '13')],
    ['a page that was cut off', file, (text) => text.slice(0, -20)],
    ['a page without its first line', file, (text) => text.slice(text.indexOf('\n') + 1)],
    ['a page that is empty', file, () => ''],
    ['a page of a format that is not known', file, (text) => text.replace('report 1', 'report 2')],
    ['a style sheet that was changed', `reports/assets/${style}`, (text) => `${text} `],
    ['a font that is missing', `reports/assets/${nameOf(font, '.woff2')}`, () => null],
  ])('%s is told with what to do', async (_, damaged, damage) => {
    const root = temporaryFolder();
    await keepReportVersion(root, 'weekly', '2026-11', page('12'));
    const changed = damage(readFileSync(path.join(root, damaged), 'utf8'));
    if (changed === null) rmSync(path.join(root, damaged));
    else writeFileSync(path.join(root, damaged), changed);
    const refusal = {
      code: 'report_damaged',
      exitCode: 2,
      message: expect.stringContaining(damaged),
      hint: expect.stringContaining(`git checkout -- ${damaged}`),
    };
    await expect(readReportVersions(root)).rejects.toMatchObject(refusal);
    await expect(keepReportVersion(root, 'weekly', '2026-11', page('12'))).rejects.toMatchObject(refusal);
  });

  test.each([
    ['weekly', 'November', 'bad_version'],
    ['weekly', '2026-13', 'bad_version'],
    ['../reports/weekly', '2026-11', 'not_built'],
  ])('of %s as %s is refused with %s', async (slug, version, code) => {
    const root = temporaryFolder();
    await expect(keepReportVersion(root, slug, version, page('12'))).rejects.toMatchObject({
      code,
      exitCode: 2,
    });
    expect(treeOf(root)).toEqual({});
  });
});
