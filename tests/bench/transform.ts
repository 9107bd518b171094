import path from 'node:path';
import { addDays } from '../../lib/calendar.ts';
import type { Figure } from './figure.ts';
import { firstDay } from './ledger-files.ts';
import { measure, root, script, temporaryFolder } from './measure.ts';
import { PostsLedger } from './posts-ledger.ts';

const accounts = Number(process.env['TRANSFORM_ACCOUNTS'] ?? 1000);
const days = Number(process.env['TRANSFORM_DAYS'] ?? 365);
const postsPerAccount = Number(process.env['TRANSFORM_POSTS'] ?? 200);

interface Transformed {
  tables: Record<string, number>;
  files_changed: number;
  ms: number;
  /** Time on processors, of all threads together. */
  cpu_ms: number;
}

/** A year of accounts transformed whole, then again after one more day, each in a process of its own. */
export async function benchTransform(): Promise<Figure[]> {
  const data = path.join(temporaryFolder(path.join(root, '.bench')), 'data');
  const ledger = new PostsLedger({ accounts, days, postsPerAccount });
  const size = { posts: 0, observations: 0 };
  for (let day = 0; day < days; day++) {
    const made = ledger.next(data);
    size.posts += made.posts;
    size.observations += made.observations;
  }
  const asOf = (day: number) => `${addDays(firstDay, day)}T03:00:00Z`;
  const whole = await run(data, asOf(days));
  ledger.next(data);
  const more = await run(data, asOf(days + 1));
  const again = await run(data, asOf(days + 1));
  const number = (value: number) => value.toLocaleString('en-US');
  return [
    [`accounts, days, posts`, `${number(accounts)}, ${number(days)}, ${number(size.posts)}`, ''],
    ['observations of posts', number(size.observations), ''],
    ['all of it, seconds', (whole.ms / 1000).toFixed(1), '≤ 60'],
    ['… processor seconds', (whole.cpu_ms / 1000).toFixed(1), ''],
    ['… peak memory, MB', whole.peakMb.toFixed(0), '≤ 1,500'],
    ['… rows of derived tables', number(Object.values(whole.tables).reduce((sum, n) => sum + n, 0)), ''],
    ['one day more, seconds', (more.ms / 1000).toFixed(1), '≤ 6'],
    ['… processor seconds', (more.cpu_ms / 1000).toFixed(1), ''],
    ['… peak memory, MB', more.peakMb.toFixed(0), ''],
    ['… files changed', number(more.files_changed), ''],
    ['nothing new, seconds', (again.ms / 1000).toFixed(1), ''],
  ];
}

async function run(data: string, asOf: string): Promise<Transformed & { peakMb: number }> {
  const { stdout, peakMb } = await measure(script('transform-once.ts', data, asOf));
  return { ...(JSON.parse(stdout) as Transformed), peakMb };
}
