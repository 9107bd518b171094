import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChartSite, ShownChart } from '../../lib/chart/files.ts';
import { keepRecord } from '../../lib/export/site-files.ts';
import { areChartFilesThere, makeChartFiles, recordsFolder } from '../../lib/pipeline/chart-files.ts';

const css = ':root { --chart-ink: #111; --chart-ink-2: #444; --chart-paper: #fff; } .bar { fill: #00607a; }';
const site: ChartSite = {
  title: 'Clipbook',
  site: 'https://example.org',
  base: '/clips/',
  commit: 'abc1234',
};
const shown: ShownChart = {
  id: 'bar-gains',
  chart: {
    kind: 'bar',
    title: 'Gains & <losses>',
    subtitle: 'Followers gained in 7 days',
    svg: '<svg class="chart-svg" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 60" width="720" height="60" role="img" aria-label="One &amp; two."><rect class="bar" x="9" y="9" width="90" height="20"/></svg>',
    alt: 'One & two.',
    notes: ['A note.'],
    source: 'TikTok account pages',
    asOf: '2026-11-22T06:15:00Z',
    methods: ['window-growth@1'],
    table: {
      columns: [
        { key: 'label', title: 'Account', numeric: false },
        { key: 'value', title: 'Gained', unit: 'followers', numeric: true, signed: true },
      ],
      rows: [
        ['=1+2', 12],
        ['a "b", c', null],
      ],
    },
  },
  page: '/accounts/some.one/',
  pageTitle: 'Some “One” & <co>',
  figure: '<figure id="bar-gains">$& the figure</figure>',
  png: true,
  preview: true,
};
const template =
  '<title>chart-title-here</title><link href="https://example.org/clips/c/chart-id-here.oembed.json" title="chart-title-here"><chart-figure-here></chart-figure-here><a href="/clips/chart-page-here/">chart-page-title-here</a> chart-licence-here';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'clipbook-charts-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Makes the files of charts by page; `rendered` says which pages are new, all where nothing is said. */
async function make(
  charts: Record<string, readonly ShownChart[]>,
  {
    of = site,
    rendered = Object.keys(charts),
    code = '',
  }: { of?: ChartSite; rendered?: string[]; code?: string } = {},
) {
  for (const page of rendered) await keepRecord(recordsFolder(folder), page, charts[page] ?? []);
  const { files, drawn } = await makeChartFiles({
    folder,
    pages: Object.keys(charts),
    rendered: new Set(rendered),
    site: of,
    css,
    template,
    code,
  });
  const bytes = (file: string) => readFile(files.get(file) ?? `nothing for ${file}`);
  return {
    files: [...files.keys()],
    drawn,
    bytes,
    read: async (file: string) => (await bytes(file)).toString('utf8'),
  };
}

describe('files of a chart', () => {
  test('data, picture, what is known of it, and the page that others embed', async () => {
    const { read, files, drawn } = await make({ '/accounts/some.one/': [shown] });
    expect(drawn).toBe(2);
    expect(files).toEqual([
      'c/bar-gains.csv',
      'c/bar-gains.json',
      'c/bar-gains.metadata.json',
      'c/bar-gains.oembed.json',
      'c/bar-gains.png',
      'c/bar-gains.preview.png',
      'c/bar-gains.svg',
      'embed/bar-gains/index.html',
    ]);
    expect(await read('c/bar-gains.csv')).toBe(`label,value\n'=1+2,12\n"a ""b"", c",\n`);
    expect(JSON.parse(await read('c/bar-gains.json'))).toEqual([
      { label: '=1+2', value: 12 },
      { label: 'a "b", c', value: null },
    ]);
    expect(JSON.parse(await read('c/bar-gains.metadata.json'))).toMatchObject({
      title: 'Gains & <losses>',
      columns: [
        { key: 'label', type: 'string' },
        { key: 'value', unit: 'followers', type: 'number' },
      ],
      rows: 2,
      as_of: '2026-11-22T06:15:00Z',
      methods: ['window-growth@1'],
      licence: 'The numbers belong to whoever published them.',
      commit: 'abc1234',
      page: { url: 'https://example.org/clips/accounts/some.one/' },
      files: { csv: 'https://example.org/clips/c/bar-gains.csv' },
    });
    expect(JSON.parse(await read('c/bar-gains.oembed.json'))).toMatchObject({
      version: '1.0',
      type: 'rich',
      html: expect.stringContaining(
        '<iframe src="https://example.org/clips/embed/bar-gains/" title="Gains &amp; &lt;losses&gt;"',
      ),
      thumbnail_width: 1504,
    });
    expect(await read('embed/bar-gains/index.html')).toBe(
      '<title>Gains &amp; &lt;losses&gt;</title><link href="https://example.org/clips/c/bar-gains.oembed.json" title="Gains &amp; &lt;losses&gt;"><figure id="bar-gains">$& the figure</figure><a href="/clips/accounts/some.one/">Some “One” &amp; &lt;co&gt;</a> The numbers belong to whoever published them.',
    );
    const svg = await read('c/bar-gains.svg');
    expect(svg).toContain('<rect x="9" y="9" width="90" height="20" fill="#00607a"/>');
    expect(svg).toContain('Source: TikTok account pages · Clipbook, example.org');
  });

  test('pictures have the size that is said, and are drawn once for the same content', async () => {
    const { bytes } = await make({ '/': [shown] });
    const sizeOf = async (file: string) => {
      const png = await bytes(file);
      expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
      return [png.readUInt32BE(16), png.readUInt32BE(20)];
    };
    // Paper of 16 units around 720 × 60, a title of 25, a subtitle of 18, a foot of 15 and 8 twice between: 166 high.
    expect(await sizeOf('c/bar-gains.png')).toEqual([1504, 332]);
    expect(await sizeOf('c/bar-gains.preview.png')).toEqual([1200, 630]);
    expect((await make({ '/': [shown] })).drawn).toBe(0);
    const chart = { ...shown.chart, title: 'Others' };
    expect((await make({ '/': [{ ...shown, chart, preview: false }] })).drawn).toBe(1);
  });

  test('a site that does not know its address has paths, and no oEmbed', async () => {
    const { read, files } = await make(
      { '/': [{ ...shown, png: false, preview: false }] },
      { of: { ...site, site: null } },
    );
    const about = JSON.parse(await read('c/bar-gains.metadata.json')) as { files: Record<string, string> };
    expect(about.files).toEqual({
      svg: '/clips/c/bar-gains.svg',
      csv: '/clips/c/bar-gains.csv',
      json: '/clips/c/bar-gains.json',
      embed: '/clips/embed/bar-gains/',
    });
    expect(files.filter((file) => /oembed|png/.test(file))).toEqual([]);
  });
});

describe('files of charts from build to build', () => {
  const other: ShownChart = { ...shown, id: 'other', page: '/b/', png: false, preview: false };
  const both = { '/a/': [shown], '/b/': [other] };

  test('stay where their page was taken over, and are made again where anything else they say has changed', async () => {
    await make(both);
    const changed = { ...other, chart: { ...other.chart, title: 'New' } };
    const next = await make({ ...both, '/b/': [changed] }, { rendered: ['/b/'] });
    expect(await next.read('c/other.metadata.json')).toContain('"New"');
    expect(next.files).toContain('c/bar-gains.png');
    const renamed = await make(both, { rendered: [], of: { ...site, title: 'Notebook' } });
    expect(await renamed.read('c/bar-gains.svg')).toContain('Notebook, example.org');
    // The name of the site is in the pictures.
    expect(renamed.drawn).toBe(2);
    expect(
      (await make(both, { rendered: [], code: 'other', of: { ...site, title: 'Notebook' } })).drawn,
    ).toBe(0);
  });

  test('go with their chart, and with their page', async () => {
    await make(both);
    const { files } = await make({ '/a/': [], '/b/': [other] });
    expect(files.filter((file) => file.includes('bar-gains'))).toEqual([]);
    expect((await make({ '/a/': [shown] })).files.filter((file) => file.includes('other'))).toEqual([]);
    const left = await readdir(path.join(folder, 'files'), { recursive: true });
    expect(left.filter((file) => file.includes('other.') || file.includes('other/'))).toEqual([]);
  });

  test('a chart that moves to another page keeps its files', async () => {
    await make({ '/a/': [shown], '/b/': [] });
    const { read } = await make({ '/a/': [], '/b/': [{ ...shown, page: '/b/' }] });
    expect(await read('c/bar-gains.metadata.json')).toContain('/clips/b/');
  });

  test('one that is lost is found to be missing', async () => {
    expect(await areChartFilesThere(folder)).toBe(false);
    await make(both);
    expect(await areChartFilesThere(folder)).toBe(true);
    await rm(path.join(folder, 'files/c/other.csv'));
    expect(await areChartFilesThere(folder)).toBe(false);
  });

  test('two charts of one id are refused, with both pages', async () => {
    await make(both);
    const twice = { '/a/': [shown], '/b/': [{ ...shown, page: '/b/' }] };
    await expect(make(twice)).rejects.toMatchObject({
      code: 'chart_id_taken',
      message: 'Two charts are called "bar-gains": on /a/ and on /b/.',
    });
    // What the second wrote over the first is not taken for the first's.
    expect(await areChartFilesThere(folder)).toBe(false);
    expect(await (await make(both, { rendered: ['/b/'] })).read('c/bar-gains.metadata.json')).toContain(
      'some.one',
    );
  });
});
