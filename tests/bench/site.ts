import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Figure } from './figure.ts';
import { clipbook, measure, root, script, temporaryFolder } from './measure.ts';

const asOf = { CLIPBOOK_AS_OF: '2026-06-30T06:00:00Z' };

const nextDay = '2026-07-01T06:00:00Z';

/**
 * A site of 1,000 pages of three charts in two widths and a table each: built from nothing, and again after changes. Compare the
 * rows with each other: they come from one run.
 */
export async function benchSite(): Promise<Figure[]> {
  return benchBuilds(await makeSite(1000, 90, threeCharts), 'pages of three charts and a table');
}

/** The same of the site as it is: six charts on a page of an account, and a second page of each account from a report. */
export async function benchWholeSite(): Promise<Figure[]> {
  const figures = await benchBuilds(await makeSite(1000, 90), 'pages of the whole site');
  // The bounds are those of three charts and a table.
  return figures.map(([name, value]) => [name, value, '']);
}

async function benchBuilds(site: Site, pages: string): Promise<Figure[]> {
  const cold = await site.build();
  const same = await site.build();
  const later = await site.build({ CLIPBOOK_AS_OF: '2026-06-30T09:00:00Z' });
  await site.observe('2026-06-29T23:00:00Z', 10, asOf.CLIPBOOK_AS_OF);
  const tenth = await site.build();
  await site.observe('2026-06-30T03:17:00Z', 1, nextDay);
  const day = await site.build({ CLIPBOOK_AS_OF: nextDay });
  const seconds = ({ seconds: taken, rendered }: SiteBuild) => `${taken.toFixed(1)} (${rendered} rendered)`;
  return [
    [`1,000 accounts × 90 days, ${pages}, from nothing: seconds`, seconds(cold), '≤ 40'],
    ['  seconds of processor', cold.cpuSeconds.toFixed(1), ''],
    ['the same data again', seconds(same), '≤ 3'],
    ['the same data at a later instant', seconds(later), '≤ 3'],
    ['after a day of 10% of the accounts', seconds(tenth), '≤ 6'],
    ['after a day of all accounts', seconds(day), ''],
    ['  against from nothing', (day.seconds / cold.seconds).toFixed(2), '≤ 0.8'],
    ['  processor against from nothing', (day.cpuSeconds / cold.cpuSeconds).toFixed(2), ''],
    ['pages', String(cold.pages), ''],
    ['peak MB', cold.peakMb.toFixed(0), '≤ 1,000'],
  ];
}

/** The same with one chart and one table a page, as Observable Framework 1.13.4 was measured: 1,000 such pages in 152 s. */
export async function benchSmallPages(): Promise<Figure[]> {
  const site = await makeSite(1000, 90, oneChart);
  const cold = await site.build();
  const same = await site.build();
  return [
    [`site of ${cold.pages} pages, one chart and one table each: seconds`, cold.seconds.toFixed(1), '≤ 15'],
    ['  seconds of processor', cold.cpuSeconds.toFixed(1), ''],
    ['  the same data again', same.seconds.toFixed(1), '≤ 3'],
  ];
}

/** Ten times as many of these pages: the time of a page must not grow, nor memory much. */
export async function benchLargeSite(): Promise<Figure[]> {
  const small = await (await makeSite(1000, 30, oneChart)).build();
  const large = await (await makeSite(10_000, 30, oneChart)).build();
  const perPage = (of: number, { pages }: SiteBuild) => (1000 * of) / pages;
  const against = (of: 'seconds' | 'cpuSeconds') =>
    (perPage(large[of], large) / perPage(small[of], small)).toFixed(2);
  return [
    [`site of ${large.pages} pages, one chart and one table each: seconds`, large.seconds.toFixed(1), ''],
    ['  a page, ms', perPage(large.seconds, large).toFixed(1), ''],
    ['  against a page of 1,000', against('seconds'), '≤ 1.15'],
    ['  processor time a page, ms', perPage(large.cpuSeconds, large).toFixed(1), ''],
    ['  against a page of 1,000', against('cpuSeconds'), '≤ 1.15'],
    ['  peak MB', large.peakMb.toFixed(0), '≤ 1,500'],
    ['  peak MB of 1,000', small.peakMb.toFixed(0), ''],
  ];
}

/** What a reader loads, against the budgets of the contract: an account page with a year of data. */
export async function benchBudgets(): Promise<Figure[]> {
  const site = await makeSite(12, 365);
  const { out } = site;
  await site.build();
  const html = readFileSync(path.join(out, 'accounts/bench_3/index.html'), 'utf8');
  const linked = (pattern: RegExp) => [...html.matchAll(pattern)].map((match) => String(match[1]));
  const styles = linked(/<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"/g);
  const scripts = linked(/<script[^>]+src="([^"]+)"/g);
  const zipped = (files: readonly string[]) =>
    files.reduce((sum, file) => sum + gzipSync(readFileSync(path.join(out, file))).length, 0);
  const fonts = readdirSync(path.join(out, '_astro')).filter((file) => file.endsWith('.woff2'));
  const kb = (bytes: number) => (bytes / 1000).toFixed(1);
  return [
    ['account page with a year: HTML + CSS, kB gzip', kb(gzipSync(html).length + zipped(styles)), '≤ 60'],
    ['account page: script, kB gzip', kb(zipped(scripts)), '≤ 4'],
    [
      'account page: requests before it is readable (HTML, CSS, font)',
      String(1 + styles.length + fonts.length),
      '≤ 3',
    ],
    [
      'account page: inline scripts and styles',
      String((html.match(/<script(?![^>]+src=)|<style|\sstyle="/g) ?? []).length),
      '0',
    ],
  ];
}

interface SiteBuild {
  seconds: number;
  cpuSeconds: number;
  peakMb: number;
  pages: number;
  rendered: number;
}

/** An account's page of these charts, each with its table, and nothing else. */
const pageOf = (charts: readonly string[]) => `---
import { deltaChart, lineChart } from '#lib';
import Figure from '../_components/Figure.astro';
import { accountPaths, readAccount } from '../_data/account.ts';
import Page from '../_layouts/Page.astro';

export const getStaticPaths = accountPaths;
const { summary, daily } = await readAccount(Astro.props, Astro.locals.rendered);
---

<Page title={summary.handle} description={summary.handle}>
  <h1>{summary.handle}</h1>
  ${charts.map((chart) => `<Figure level={2} chart={${chart}} />`).join('\n  ')}
</Page>
`;
const oneChart = pageOf(["lineChart(daily, { y: 'followers' })"]);
const threeCharts = pageOf([
  "lineChart(daily, { y: 'followers' })",
  "deltaChart(daily, { y: 'followers' })",
  "lineChart(daily, { y: 'likes' })",
]);

/** A copy of the project that has this page of an account, and no report of each account. Gives its command. */
function copyWith(page: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const part of ['pages', 'lib', 'scripts', 'package.json', 'astro.config.mjs', 'tsconfig.json'])
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  rmSync(path.join(folder, 'pages/reports/account-review'), { recursive: true });
  writeFileSync(path.join(folder, 'pages/accounts/[handle].astro'), page);
  return path.join(folder, 'scripts/bin.mjs');
}

type Site = Awaited<ReturnType<typeof makeSite>>;

/** A ledger, and the folder of its site; `page` takes the place of an account's page. */
async function makeSite(accounts: number, days: number, page: string | null = null) {
  const folder = temporaryFolder();
  const [data, out] = [path.join(folder, 'data'), path.join(folder, 'site')];
  const command = page === null ? clipbook : copyWith(page, path.join(folder, 'project'));
  // What was compiled for other sites of this code would be taken over.
  if (page === null) rmSync(path.join(root, '.cache/site'), { recursive: true, force: true });
  await measure(script('make-ledger.ts', data, String(accounts), String(days)));
  return {
    out,
    /** Adds an observation of each `every`-th account. */
    observe: (at: string, every: number, now: string) =>
      measure(script('add-observations.ts', data, at, String(every), now)),
    async build(env: Record<string, string> = {}): Promise<SiteBuild> {
      const { stdout, ...measured } = await measure([command, 'build', '--json', '--data', data], {
        ...asOf,
        CLIPBOOK_OUT: out,
        ...env,
      });
      return {
        ...measured,
        ...(JSON.parse(stdout) as { pages: number; rendered: number }),
        seconds: measured.seconds,
      };
    },
  };
}
