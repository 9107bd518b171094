import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantAt, msPerDay, msPerHour } from '../../lib/calendar.ts';
import { seededRandom } from '../../lib/effects.ts';
import { transform } from '../../lib/pipeline/transform.ts';
import { readRemembered, writeRemembered } from '../../lib/store/remembered.ts';
import { readTable } from '../../lib/store/tables.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { postAgeMethod } from '../../lib/transform/post/post-age.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';
import { accountRow, infoRow, postInfoRow, postRow } from '../transform/rows.ts';

/** What happens to a ledger between two transforms. */
type Event =
  /** A day is observed, at this hour; early days are observed late. */
  | { is: 'observed'; day: number; hour: number }
  /** A post is pinned, or another made private. */
  | { is: 'details'; day: number; post: number }
  /** Followers of a past day are imported. */
  | { is: 'followers'; day: number }
  /** An account without an id turns out to be one of them. */
  | { is: 'joined'; day: number }
  | { is: 'cut'; file: number }
  | { is: 'lost'; file: number; from: 'clean/v1/post' | 'derived/v1' | '.cache/transform' };

const days = 120;
const accounts = 3;
const postsOf = 6;
const first = Date.parse('2026-01-01T00:00:00Z');
const accountId = (account: number) => String(7_000_000_000_000_000_000n + BigInt(account));
const postId = (account: number, post: number) =>
  String(7_100_000_000_000_000_000n + BigInt(account * 100 + post));
/** Posts come twelve days apart. */
const born = (account: number, post: number) => first + (12 * post + 3 * account) * msPerDay + 5 * msPerHour;

async function happen(data: string, event: Event): Promise<void> {
  if (event.is === 'lost' || event.is === 'cut') return damage(data, event);
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  const hour = event.is === 'observed' ? event.hour : 13;
  const ms = first + event.day * msPerDay + hour * msPerHour;
  const observed_at = instantAt(ms);
  const random = seededRandom(1000 * event.day + hour);
  for (let account = 0; account < accounts; account++) {
    const [account_id, handle] = [accountId(account), `account_${account}`];
    if (event.is === 'observed' || event.is === 'followers') {
      const followers = Math.round(10_000 * (account + 1) + 30 * event.day + 9 * random());
      writer.add('account', accountRow({ account_id, handle, observed_at, followers }));
    }
    if (event.is === 'joined' && account === 1) {
      const without = { account_id: `handle:${handle}`, observed_at };
      writer.add('account', accountRow({ ...without, handle, followers: 10 }));
      writer.add('account_info', infoRow({ account_id, handle, observed_at }));
      writer.add('post', postRow({ ...without, post_id: postId(account, 50), views: event.day }));
    }
    for (let post = 0; post < postsOf; post++) {
      const post_id = postId(account, post);
      const age = (ms - born(account, post)) / msPerHour;
      // As many as a page lists.
      if (age < 0 || age > 40 * 24) continue;
      const key = { post_id, account_id, observed_at };
      if (event.is === 'observed') {
        const views = Math.round(50_000 * (1 - Math.exp(-((age / 40) ** 0.7))) * (1 + 0.02 * random()));
        writer.add('post', postRow({ ...key, views, likes: Math.round(views / 10) }));
        const created_at = instantAt(born(account, post));
        if (age < 5 * 24) writer.add('post_info', postInfoRow({ ...key, created_at }));
      }
      if (event.is === 'details' && post === event.post)
        writer.add(
          'post_info',
          postInfoRow({ ...key, pinned: account === 0, status: account === 1 ? 'private' : 'ok' }),
        );
    }
  }
  await writer.commit();
}

function damage(data: string, event: Event & { is: 'lost' | 'cut' }): void {
  const from = path.join(data, event.is === 'lost' ? event.from : 'derived/v1');
  const files = readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('manifest'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const file = files[event.file % Math.max(1, files.length)];
  if (file === undefined) return;
  if (event.is === 'lost') rmSync(file);
  else writeFileSync(file, readFileSync(file).subarray(0, -30));
}

const anyDay = fc.nat(days - 1);
const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      is: fc.constant('observed' as const),
      day: fc.oneof(anyDay, fc.constantFrom(days - 2, days - 1)),
      hour: fc.constantFrom(3, 9, 21),
    }),
  },
  fc.record({ is: fc.constant('details' as const), day: anyDay, post: fc.nat(postsOf - 1) }),
  fc.record({ is: fc.constant('followers' as const), day: anyDay }),
  { weight: 1, arbitrary: fc.record({ is: fc.constant('joined' as const), day: anyDay }) },
  fc.record({ is: fc.constant('cut' as const), file: fc.nat() }),
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('lost' as const),
      file: fc.nat(),
      from: fc.constantFrom('clean/v1/post' as const, 'derived/v1' as const, '.cache/transform' as const),
    }),
  },
);

const derivedOf = (data: string) =>
  Object.fromEntries(Object.entries(treeOf(data)).filter(([name]) => name.startsWith('derived/')));

/** A ledger of every third day, and its tables. */
async function ledger(): Promise<string> {
  const data = temporaryFolder();
  for (let day = 0; day < days; day += 3) await happen(data, { is: 'observed', day, hour: 20 });
  return data;
}

const run = (data: string, at: number, cache = 'on') =>
  transform(settingsFor(data, { as_of: instantAt(first + at * msPerDay + 4 * msPerHour), cache }));

async function expectFresh(data: string, at: number): Promise<void> {
  const derived = derivedOf(data);
  rmSync(path.join(data, 'derived'), { recursive: true });
  await run(data, at, 'off');
  expect(derived).toEqual(derivedOf(data));
}

test('whatever happens to a ledger between transforms, the tables are those of one that remembers nothing', async () => {
  const start = await ledger();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.array(event, { maxLength: 2 }), fc.constantFrom(0, 1, 20, 60)), {
        minLength: 1,
        maxLength: 3,
      }),
      async (runs) => {
        const data = temporaryFolder();
        for (const [name, text] of Object.entries(treeOf(start))) {
          const file = path.join(data, name);
          mkdirSync(path.dirname(file), { recursive: true });
          writeFileSync(file, text);
        }
        let at = days - 1;
        await run(data, at);
        for (const [events, passed] of runs) {
          for (const each of events) await happen(data, each);
          at += passed;
          await run(data, at);
        }
        await expectFresh(data, at);
      },
    ),
    { numRuns: Number(process.env['POST_MEMORY_RUNS'] ?? 2) },
  );
});

test('of a post that is as it was the observations are not looked at, and its records stay in their files', async () => {
  const data = await ledger();
  await run(data, days - 1);
  const before = derivedOf(data);
  const memory = await readRemembered(data, 'on', 'posts-1-0');
  const oldest = postId(0, 0);
  const entry = memory.get(oldest) as unknown[];
  const week = entry[6] as unknown[];
  expect(entry[4], 'holds for good').toBeNull();
  // Were it not taken from there, nobody would see that it says something else.
  memory.set(oldest, entry.with(6, week.with(0, 12_345_678)));
  await writeRemembered(data, 'on', 'posts-1-0', memory);
  await happen(data, { is: 'observed', day: days - 1, hour: 20 });
  await run(data, days);
  const sums = await readTable('concentration', { data, accounts: [accountId(0)] });
  expect(sums.find(({ measure }) => measure === 'views_7d')?.views).toBe(12_345_678);
  const file = 'derived/v1/post_age/2026/01/2026-01-01.csv';
  expect(derivedOf(data)[file]).toBe(before[file]);
});

test('where a method has another version every row is one of that version', async () => {
  const data = await ledger();
  await run(data, days - 1);
  const method = postAgeMethod as { version: number };
  method.version++;
  try {
    await run(data, days - 1);
    const rows = await readTable('post_age', { data, columns: ['method'] });
    expect(rows.length).toBeGreaterThan(100);
    expect(new Set(rows.map((row) => row.method))).toEqual(new Set([`post-age@${method.version}`]));
  } finally {
    method.version--;
  }
});
