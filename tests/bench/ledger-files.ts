import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { addDays } from '../../lib/calendar.ts';
import { seededRandom } from '../../lib/effects.ts';
import { account as accountTable } from '../../lib/schema/account.ts';
import { post as postTable } from '../../lib/schema/post.ts';
import { columnsOf, type TableSpec } from '../../lib/schema/table.ts';
import { headerOf } from '../../lib/store/csv.ts';

/**
 * A ledger's day files, written as text: a thousand accounts that publish a post a day, and the counters of each account and of its
 * twenty newest posts once a day. One cell in fifty is empty.
 */

export const firstDay = '2025-01-01';
const newestPosts = 20;

interface Post {
  id: string;
  views: number;
}

interface Account {
  id: string;
  handle: string;
  followers: number;
  likes: number;
  posts: Post[];
}

export function accountIdOf(number: number): string {
  return String(6_800_000_000_000_000_000n + BigInt(number) * 7_919_000_000_003n);
}

export function writeLedger(root: string, accountCount: number, days: number): void {
  const random = seededRandom(1);
  const whole = (below: number) => Math.floor(random() * below);
  const cell = (value: number) => (random() < 0.02 ? '' : value);
  const accounts = Array.from(
    { length: accountCount },
    (_, i): Account => ({
      id: accountIdOf(i),
      handle: `bench_${i}`,
      followers: Math.round(1000 * 1.01 ** i),
      likes: Math.round(14_000 * 1.01 ** i),
      posts: [],
    }),
  );
  for (let day = 1 - newestPosts; day < days; day++) {
    const date = addDays(firstDay, day);
    for (const account of accounts) {
      account.posts.push({ id: postIdOf(date, whole), views: 0 });
      if (account.posts.length > newestPosts) account.posts.shift();
    }
    if (day < 0) continue;
    const accountRows: string[] = [];
    const postRows: string[] = [];
    for (const account of accounts) {
      account.followers += Math.round(account.followers * 0.002 * (random() - 0.2));
      account.likes += whole(account.followers);
      const at = `${date}T03:${two(whole(60))}:${two(whole(60))}Z`;
      const end = `exact,instant,simulated:bench,${hex(whole)}${hex(whole)}`;
      const { id, handle, followers, likes } = account;
      accountRows.push(
        `${id},${at},${handle},${cell(followers)},${100 + (likes % 50)},${cell(likes)},${300 + day},1,1,1,1,,${end}`,
      );
      for (const post of account.posts) {
        post.views += whole(followers);
        const views = post.views;
        postRows.push(
          `${post.id},${at},${id},${cell(views)},${cell(Math.round(views / 11))},${Math.round(views / 900)},${Math.round(views / 400)},${cell(Math.round(views / 250))},1,1,1,1,1,${end}`,
        );
      }
    }
    writeDay(root, accountTable, date, accountRows);
    writeDay(root, postTable, date, postRows);
  }
}

/** Ids grow with the time of publishing, as real ones do. */
export function postIdOf(date: string, whole: (below: number) => number): string {
  const seconds = Math.floor(Date.parse(date) / 1000) + whole(86_400);
  return String((BigInt(seconds) << 32n) + BigInt(whole(2 ** 32)));
}

/** A day file with rows sorted as the ledger sorts them. */
export function writeDay(root: string, table: TableSpec, day: string, records: string[]): void {
  const folder = path.join(root, `${table.layer}/v1/${table.name}/${day.slice(0, 4)}/${day.slice(5, 7)}`);
  mkdirSync(folder, { recursive: true });
  records.sort();
  writeFileSync(path.join(folder, `${day}.csv`), `${[headerOf(columnsOf(table)), ...records].join('\n')}\n`);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

function hex(whole: (below: number) => number): string {
  return whole(2 ** 32)
    .toString(16)
    .padStart(8, '0');
}
