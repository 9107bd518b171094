import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { liveEffects } from '../../lib/effects.ts';
import type { Figure } from './figure.ts';
import { writeLedger } from './ledger-files.ts';
import { measure, root, script, temporaryFolder } from './measure.ts';

const accounts = Number(process.env['LEDGER_ACCOUNTS'] ?? 1000);
const days = Number(process.env['LEDGER_DAYS'] ?? 365);
/** How often a warm reading is repeated, each time in a new process: the median counts. */
const repeats = 5;

interface Reading {
  rows: number;
  ms: number;
  cpuMs: number;
  peakMb: number;
}

/**
 * Reading a big ledger, with and without its cache. Every reading is a process of its own, timed from the call of `readTable` or
 * `readColumns` to the answer; cold is without a cache, warm is with one that another process has made.
 */
export async function benchLedger(): Promise<Figure[]> {
  const folder = temporaryFolder(path.join(root, '.bench'));
  const data = path.join(folder, 'data');
  writeLedger(data, accounts, days);
  // Files that are younger than a file system's clock can tell are read again to be sure; these are to be older.
  await liveEffects.sleep(3000);
  const peaks: number[] = [];
  const read = async (what: string, cache: 'on' | 'off') => {
    const { stdout, peakMb } = await measure(script('read-once.ts', what, data, cache));
    peaks.push(peakMb);
    return { ...(JSON.parse(stdout) as Reading), peakMb };
  };
  const warm = async (what: string) => {
    const readings: Reading[] = [];
    for (let i = 0; i < repeats; i++) readings.push(await read(what, 'on'));
    return readings.sort((a, b) => a.ms - b.ms)[repeats >> 1] as Reading;
  };
  const firstPosts = await read('views', 'on');
  const firstAccounts = await read('account_columns', 'on');
  if (!existsSync(path.join(data, '.cache'))) throw new Error('there is no cache');
  const year = await warm('account_year');
  const views = await warm('views');
  const ids = await warm('post_id');
  const instants = await warm('observed_at');
  const compared: Figure[] = [];
  for (const [what, name, bound] of [
    ['account_columns', 'readColumns', '≥ 30'],
    ['account_sum', 'readColumns, then the sum of two columns', ''],
    ['account_cells', 'readColumns, then every cell', ''],
    ['account_rows', 'readTable', ''],
  ] as const) {
    const cold = [await read(what, 'off'), await read(what, 'off'), await read(what, 'off')];
    const coldMs = cold.map(({ ms }) => ms).sort((a, b) => a - b)[1] as number;
    const { ms } = await warm(what);
    compared.push(
      [`account table, ${name}: cold, ms`, coldMs.toFixed(0), ''],
      [`account table, ${name}: warm, ms`, ms.toFixed(1), ''],
      [`account table, ${name}: cold / warm`, (coldMs / ms).toFixed(1), bound],
    );
  }
  rmSync(folder, { recursive: true });
  const named = (rows: number) => `${rows.toLocaleString('en-US')} rows`;
  return [
    [
      `posts, ${named(firstPosts.rows)}: first reading, which makes the cache, seconds`,
      (firstPosts.ms / 1000).toFixed(1),
      '',
    ],
    [
      `accounts, ${named(firstAccounts.rows)}: first reading, which makes the cache, seconds`,
      (firstAccounts.ms / 1000).toFixed(1),
      '',
    ],
    [`posts of one account, ${named(year.rows)}: readTable warm, ms`, year.ms.toFixed(0), '≤ 150'],
    ['views of all posts: readColumns warm and their sum, ms', views.ms.toFixed(0), '≤ 1,000'],
    ['ids of all posts: readColumns warm and each read, ms', ids.ms.toFixed(0), ''],
    ['instants of all posts: readColumns warm and each read, ms', instants.ms.toFixed(0), ''],
    ...compared,
    ['highest peak of memory of all readings, MB', Math.max(...peaks).toFixed(0), '≤ 1,500'],
  ];
}
