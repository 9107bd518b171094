import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Figure } from './figure.ts';
import { clipbook, measure, root, script, temporaryFolder } from './measure.ts';

const asOf = { CLIPBOOK_AS_OF: '2026-06-30T06:00:00Z' };

const nextDay = '2026-07-01T06:00:00Z';

/**
 * A site of 1,000 account pages, three charts in two widths and their tables each: built from nothing, and again after
 * changes. Compare the rows with each other: they come from one run.
 */
export async function benchSite(): Promise<Figure[]> {
  const site = await makeSite(1000, 90);
  const cold = await site.build();
  const same = await site.build();
  const later = await site.build({ CLIPBOOK_AS_OF: '2026-06-30T09:00:00Z' });
  await site.observe('2026-06-29T23:00:00Z', 10, asOf.CLIPBOOK_AS_OF);
  const tenth = await site.build();
  await site.observe('2026-06-30T03:17:00Z', 1, nextDay);
  const day = await site.build({ CLIPBOOK_AS_OF: nextDay });
  const seconds = ({ seconds: taken, rendered }: SiteBuild) => `${taken.toFixed(1)} (${rendered} rendered)`;
  return [
    ['site of 1,000 accounts × 90 days from nothing, three charts a page: seconds', seconds(cold), '≤ 40'],
    ['  seconds of processor', cold.cpuSeconds.toFixed(1), ''],
    ['the same data again', seconds(same), '≤ 3'],
    ['the same data at a later instant', seconds(later), '≤ 3'],
    ['after a day of 10 % of the accounts', seconds(tenth), '≤ 6'],
    ['after a day of all accounts', seconds(day), ''],
    ['  against from nothing', (day.seconds / cold.seconds).toFixed(2), '≤ 0.8'],
    ['site: pages', String(cold.pages), ''],
    ['site: peak MB', cold.peakMb.toFixed(0), '≤ 1,000'],
  ];
}

/** Ten times as many pages: the time of a page must not grow, nor memory much. */
export async function benchLargeSite(): Promise<Figure[]> {
  const small = await (await makeSite(1000, 90)).build();
  const large = await (await makeSite(10_000, 90)).build();
  const perPage = ({ cpuSeconds, pages }: SiteBuild) => (1000 * cpuSeconds) / pages;
  return [
    ['site of 10,000 accounts × 90 days: seconds', large.seconds.toFixed(1), ''],
    ['  processor time a page, ms', perPage(large).toFixed(1), ''],
    ['  against that of 1,000 accounts', (perPage(large) / perPage(small)).toFixed(2), '≤ 1.15'],
    ['  peak MB', large.peakMb.toFixed(0), '≤ 1,500'],
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

/** A ledger, and the folder of its site. */
async function makeSite(accounts: number, days: number) {
  // What was compiled for other sites of this code would be taken over.
  rmSync(path.join(root, '.cache/site'), { recursive: true, force: true });
  const folder = temporaryFolder();
  const [data, out] = [path.join(folder, 'data'), path.join(folder, 'site')];
  await measure(script('make-ledger.ts', data, String(accounts), String(days)));
  return {
    out,
    /** Adds an observation of each `every`-th account. */
    observe: (at: string, every: number, now: string) =>
      measure(script('add-observations.ts', data, at, String(every), now)),
    async build(env: Record<string, string> = {}): Promise<SiteBuild> {
      const { stdout, ...measured } = await measure([clipbook, 'build', '--json', '--data', data], {
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
