import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Figure } from './figure.ts';
import { clipbook, measure, script, temporaryFolder } from './measure.ts';

const asOf = { CLIPBOOK_AS_OF: '2026-06-30T06:00:00Z' };

/** A site of 1,000 account pages, three charts in two widths and their tables each: seconds and memory. */
export async function benchSite(): Promise<Figure[]> {
  const { seconds, peakMb, pages } = await build(1000, 90);
  return [
    ['site of 1,000 accounts × 90 days, three charts and tables a page: seconds', seconds.toFixed(1), '≤ 25'],
    ['site: pages', String(pages), ''],
    ['site: peak MB', peakMb.toFixed(0), '≤ 1,000'],
  ];
}

/** What a reader loads, against the budgets of the contract: an account page with a year of data. */
export async function benchBudgets(): Promise<Figure[]> {
  const { out } = await build(12, 365);
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

async function build(accounts: number, days: number) {
  const folder = temporaryFolder();
  const data = path.join(folder, 'data');
  const out = path.join(folder, 'site');
  await measure(script('make-ledger.ts', data, String(accounts), String(days)));
  const { seconds, peakMb, stdout } = await measure([clipbook, 'build', '--json', '--data', data], {
    ...asOf,
    CLIPBOOK_OUT: out,
  });
  return { out, seconds, peakMb, pages: (JSON.parse(stdout) as { pages: number }).pages };
}
