import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { load } from 'cheerio';
import { beforeAll, describe, expect, test } from 'vitest';
import { chartKindNames } from './chart-kinds.ts';
import { sharedSite } from './shared.ts';

let site: Awaited<ReturnType<typeof sharedSite>>;
const text = (page: string) => readFile(site.file(page), 'utf8');

beforeAll(async () => {
  site = await sharedSite();
}, 180_000);

describe('charts by address', () => {
  test('every figure has its files, under ids of which there is one on the site', async () => {
    const files = await readdir(path.join(site.out, 'c'));
    const ids: string[] = [];
    for (const page of ['accounts/long_year.a/', 'accounts/rounded/', 'reports/weekly-growth/']) {
      const $ = load(await text(page));
      for (const figure of $('figure').toArray()) {
        const id = $(figure).attr('id') ?? '';
        ids.push(id);
        for (const ending of ['svg', 'png', 'csv', 'json', 'metadata.json'])
          expect(files).toContain(`${id}.${ending}`);
        const links = $(figure).find('.actions a').toArray();
        expect(links.map((link) => $(link).attr('href'))).toEqual([
          `/c/${id}.png`,
          `/c/${id}.csv`,
          `/embed/${id}/`,
          `#${id}`,
        ]);
      }
    }
    expect(ids.length).toBeGreaterThanOrEqual(7);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('line-followers-1001');
    expect(ids).toContain('weekly-growth-gains');
    expect(ids.filter((id) => !/^[a-z0-9-]+$/.test(id))).toEqual([]);
  });

  test('the data of a chart is the table of its figure', async () => {
    const $ = load(await text('accounts/long_year.a/'));
    const csv = (await text('c/line-followers-1001.csv')).trimEnd().split('\n');
    const rows = $('#line-followers-1001 tbody tr').toArray();
    expect(csv.length - 1).toBe(rows.length);
    expect(csv[0]).toBe('day,followers,kind');
    expect(csv[1]).toBe('2026-11-21,1243147,observed');
    const json = JSON.parse(await text('c/line-followers-1001.json')) as { followers: number | null }[];
    expect(json[0]?.followers).toBe(1_243_147);
    expect(json.filter(({ followers }) => followers === null).length).toBe(6);
  });

  test('a chart says how old it is, what computed it, and what its columns mean', async () => {
    const about = JSON.parse(await text('c/line-followers-1001.metadata.json')) as Record<string, unknown>;
    expect(about).toMatchObject({
      source: 'TikTok account pages',
      // The last observation, not the instant of the build.
      as_of: '2026-11-21T03:15:00Z',
      methods: ['day-grid@1'],
      page: { url: '/accounts/long_year.a/' },
    });
    const $ = load(await text('accounts/long_year.a/'));
    const foot = $('#line-followers-1001 .source').first();
    expect(foot.text().replace(/\s+/g, ' ').trim()).toBe(
      'Source: TikTok account pages. As of 21 November 2026, 03:15 UTC. Method: day-grid@1. The numbers belong to whoever published them.',
    );
    expect(foot.find('a').attr('href')).toBe('/docs/methods/#day-grid');
  });

  test('an embedded chart is the figure alone, with its script and its style sheet', async () => {
    const $ = load(await text('embed/line-followers-1001/'));
    expect($('figure').length).toBe(1);
    expect($('h2, header, footer, nav, .actions').length).toBe(0);
    expect($('main a').last().attr('href')).toBe('/accounts/long_year.a/');
    expect($('main').html()).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect($('style, [style], script:not([src])').length).toBe(0);
    expect(await text('embed/line-followers-1001/')).not.toContain('-here');
    expect(await readdir(path.join(site.out, 'embed'))).not.toContain('index.html');
  });
});

describe('the contact sheet', () => {
  test('shows every kind and leads to every case', async () => {
    const $ = load(await text('docs/charts/'));
    const kinds = chartKindNames();
    expect(
      $('main section')
        .toArray()
        .map((section) => $(section).attr('id')),
    ).toEqual(kinds);
    for (const kind of kinds) {
      const own = load(await text(`docs/charts/${kind}/`));
      const ids = own('figure')
        .toArray()
        .map((figure) => own(figure).attr('id'));
      expect(new Set(ids).size).toBe(ids.length);
      expect(
        $(`#${kind} li a`)
          .toArray()
          .map((link) => $(link).attr('href')),
      ).toEqual(ids.map((id) => `/docs/charts/${kind}/#${id}`));
      // Samples are no charts of the site.
      expect(own('.actions').length).toBe(0);
    }
  });
});

describe('what a page of charts weighs', () => {
  test('a year of an account: at most 60 kB of HTML and CSS, 4 kB of script, gzipped', async () => {
    const page = await text('accounts/long_year.a/');
    const $ = load(page);
    const sizes = async (selector: string, attribute: string) => {
      let sum = 0;
      for (const element of $(selector).toArray())
        sum += gzipSync(await readFile(path.join(site.out, $(element).attr(attribute) ?? ''))).length;
      return sum;
    };
    const style = await sizes('link[rel=stylesheet]', 'href');
    const script = await sizes('script', 'src');
    console.log(`account page: HTML ${gzipSync(page).length} B, CSS ${style} B, script ${script} B gzip`);
    expect(gzipSync(page).length + style).toBeLessThan(60_000);
    expect(script).toBeGreaterThan(2000);
    expect(script).toBeLessThan(4000);
    const tips = $('script')
      .toArray()
      .map((element) => $(element).attr('src') ?? '')
      .find((file) => file.includes('Tips'));
    expect(gzipSync(await readFile(path.join(site.out, tips ?? ''))).length).toBeLessThanOrEqual(2000);
  });
});
