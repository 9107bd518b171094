import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChartSite, ShownChart } from '../../lib/chart/files.ts';
import { type FileStamp, stampOf, writeInto } from '../../lib/operate/site/place.ts';
import type { MadeFile } from '../../lib/operate/site/record.ts';
import { type ChartFilesTask, openChartFiles } from '../../lib/pipeline/chart-files.ts';
import { hashOfMaking, refuseSameIds, withCommit } from '../../lib/pipeline/chart-records.ts';

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
  '<title>chart-title-here</title><link href="https://example.org/clips/c/chart-id-here.oembed.json" title="chart-title-here"><chart-figure-here></chart-figure-here><a href="/clips/chart-page-here/">chart-page-title-here</a>';

let out = '';
beforeEach(async () => {
  out = await mkdtemp(path.join(tmpdir(), 'clipbook-charts-'));
});
afterEach(() => rm(out, { recursive: true, force: true }));

/** Makes the files of a page's charts and puts them into the folder of the site; `known` is what a build before made. */
async function make(
  charts: readonly ShownChart[],
  { of = site, known = {} }: { of?: ChartSite; known?: Record<string, MadeFile> } = {},
) {
  const task: ChartFilesTask = {
    images: 'all',
    site: of,
    css,
    template,
    out,
    known: { 'p/index.html': known },
  };
  const { made, written } = await openChartFiles(task)('p/index.html', charts);
  for (const [file, content] of written) writeInto(out, file, content, new Set());
  const bytes = (file: string) => readFile(path.join(out, file));
  return {
    files: Object.keys(made).sort(),
    written: written.map(([file]) => file),
    known: Object.fromEntries(
      Object.entries(made).map(([file, from]) => [
        file,
        { from, stamp: stampOf(path.join(out, file)) as FileStamp },
      ]),
    ),
    bytes,
    read: async (file: string) => (await bytes(file)).toString('utf8'),
  };
}

describe('files of a chart', () => {
  test('data, picture, what is known of it, and the page that others embed', async () => {
    const { read, files } = await make([shown]);
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
      '<title>Gains &amp; &lt;losses&gt;</title><link href="https://example.org/clips/c/bar-gains.oembed.json" title="Gains &amp; &lt;losses&gt;"><figure id="bar-gains">$& the figure</figure><a href="/clips/accounts/some.one/">Some “One” &amp; &lt;co&gt;</a>',
    );
    const svg = await read('c/bar-gains.svg');
    expect(svg).toContain('<rect x="9" y="9" width="90" height="20" fill="#00607a"/>');
    expect(svg).toContain('Source: TikTok account pages · Clipbook, example.org');
  });

  test('pictures have the size that is said, and are drawn once for the same content', async () => {
    const { bytes, known } = await make([shown]);
    const sizeOf = async (file: string) => {
      const png = await bytes(file);
      expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
      return [png.readUInt32BE(16), png.readUInt32BE(20)];
    };
    // Paper of 16 units around 720 × 60, a title of 25, a subtitle of 18, a foot of 15 and 8 twice between: 166 high.
    expect(await sizeOf('c/bar-gains.png')).toEqual([1504, 332]);
    expect(await sizeOf('c/bar-gains.preview.png')).toEqual([1200, 630]);
    expect((await make([shown], { known })).written).toEqual([]);
    const chart = { ...shown.chart, methods: [] };
    expect((await make([{ ...shown, chart, preview: false }], { known })).written).toEqual([
      'c/bar-gains.metadata.json',
    ]);
  });

  test('a site that does not know its address has paths, and no oEmbed', async () => {
    const { read, files } = await make([{ ...shown, png: false, preview: false }], {
      of: { ...site, site: null },
    });
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
  const other: ShownChart = { ...shown, id: 'other', png: false, preview: false };

  test('what is made of the same stays, what is not or was damaged is made again', async () => {
    const { known } = await make([shown, other]);
    const chart = { ...other.chart, title: 'New' };
    const next = await make([shown, { ...other, chart }], { known });
    expect(next.written.sort()).toEqual([
      'c/other.metadata.json',
      'c/other.oembed.json',
      'c/other.svg',
      'embed/other/index.html',
    ]);
    expect(next.files).toContain('c/bar-gains.png');
    await writeFile(path.join(out, 'c/bar-gains.png'), 'damaged');
    await rm(path.join(out, 'c/other.csv'));
    expect((await make([shown, other], { known })).written.sort()).toEqual([
      'c/bar-gains.png',
      'c/other.csv',
      'c/other.metadata.json',
      'c/other.oembed.json',
      'c/other.svg',
      'embed/other/index.html',
    ]);
  });

  test('go with their chart', async () => {
    const { known } = await make([shown, other]);
    const { files } = await make([other], { known });
    expect(files.filter((file) => file.includes('bar-gains'))).toEqual([]);
  });

  test('another commit is put into what is known of a chart as if it had been made with it', async () => {
    const chart = { ...shown.chart, title: '\n  "commit": "x",' };
    const titled = { ...shown, chart };
    const { read } = await make([titled]);
    const file = 'c/bar-gains.metadata.json';
    const text = await read(file);
    for (const commit of ['fedcba9', null]) {
      const found = withCommit(file, () => text, commit);
      const again = await make([titled], { of: { ...site, commit } });
      expect(found?.text).toBe(await again.read(file));
      expect(found?.from).toBe(again.known[file]?.from);
    }
    expect(withCommit('c/bar-gains.json', () => '', null)).toBeNull();
  });

  test('the commit is no other way of making them; a title, a style or the code is', () => {
    const making = { site, css, template };
    const key = hashOfMaking(making, 'a');
    expect(hashOfMaking({ ...making, site: { ...site, commit: null } }, 'a')).toBe(key);
    for (const other of [{ site: { ...site, title: 'Notebook' } }, { css: `${css} ` }, { template: '' }])
      expect(hashOfMaking({ ...making, ...other }, 'a')).not.toBe(key);
    expect(hashOfMaking(making, 'b')).not.toBe(key);
  });

  test('two charts of one id are refused, with both pages', () => {
    const files = ['c/bar-gains.svg', 'c/bar-gains.csv'];
    expect(() =>
      refuseSameIds([
        ['a/index.html', files],
        ['index.html', []],
        ['b/index.html', files],
      ]),
    ).toThrow('Two charts are called "bar-gains": on /a/ and on /b/.');
    expect(() => refuseSameIds([['a/index.html', files]])).not.toThrow();
  });
});
