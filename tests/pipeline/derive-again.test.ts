import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, instantOf } from '../../lib/calendar.ts';
import { seededRandom } from '../../lib/effects.ts';
import { transform } from '../../lib/pipeline/transform.ts';
import { readRemembered, writeRemembered } from '../../lib/store/remembered.ts';
import { readTable } from '../../lib/store/tables.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';
import { accountRow, infoRow, postInfoRow, postRow } from '../transform/rows.ts';

const days = 14;
const dayOf = (index: number) => addDays('2026-03-01', index);

/** One observed day of three accounts, of which one is seen by its handle alone on some days and another is renamed. */
async function addDay(data: string, day: number, hour: number): Promise<void> {
  const random = seededRandom(100 * day + hour);
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  const observed_at = `${dayOf(day)}T${String(hour).padStart(2, '0')}:00:00Z`;
  for (const account of [0, 1, 2]) {
    const real = String(7_000_000_000_000_000_000n + BigInt(account));
    const handle = account === 1 && day > 7 ? 'renamed' : `account_${account}`;
    const account_id = account === 2 && day % 3 === 0 ? `handle:${handle}` : real;
    // On one day all lose a tenth.
    const followers = Math.round(10_000 * (account + 1) * (day >= 9 ? 0.9 : 1) + 20 * day + 5 * random());
    writer.add('account', accountRow({ account_id, handle, observed_at, followers }));
    if (account_id === real) writer.add('account_info', infoRow({ account_id, handle, observed_at }));
    for (let post = 0; post < 4; post++) {
      const born = 3 * post;
      if (day < born) continue;
      const post_id = String(7_100_000_000_000_000_000n + BigInt(account * 10 + post));
      const age = (day - born) * 24 + hour + 1;
      const views = Math.round(50_000 * (1 - Math.exp(-((age / 40) ** 0.7))) * (1 + 0.02 * random()));
      writer.add('post', postRow({ post_id, account_id, observed_at, views, likes: Math.round(views / 10) }));
      const created_at = instantOf(new Date(Date.parse(`${dayOf(born)}T00:00:00Z`) - 3_600_000));
      writer.add('post_info', postInfoRow({ post_id, account_id, observed_at, created_at }));
    }
  }
  await writer.commit();
}

const derivedOf = (data: string) =>
  Object.fromEntries(Object.entries(treeOf(data)).filter(([name]) => name.startsWith('derived/')));

type Step =
  | { do: 'day'; day: number; hour: number }
  | { do: 'lose'; derived: boolean; pick: number }
  | { do: 'damage'; pick: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('day' as const),
      day: fc.nat(days - 1),
      hour: fc.integer({ min: 0, max: 23 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('lose' as const), derived: fc.boolean(), pick: fc.nat() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('damage' as const), pick: fc.nat() }) },
);

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort();
  } catch {
    return [];
  }
}

async function take(data: string, each: Step): Promise<void> {
  if (each.do === 'day') return addDay(data, each.day, each.hour);
  const inDerived = each.do === 'lose' && each.derived;
  const files = filesBelow(path.join(data, inDerived ? 'derived' : '.cache/transform'));
  const file = files[each.pick % Math.max(1, files.length)];
  if (file === undefined) return;
  if (each.do === 'lose') rmSync(file);
  else writeFileSync(file, readFileSync(file).subarray(0, 40));
}

test('a transform after each of many changes ends with the bytes of one that remembers nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 5 }), async (steps) => {
      const [data, fresh] = [temporaryFolder(), temporaryFolder()];
      for (const [at, each] of steps.entries()) {
        await take(data, each);
        // Now and then from an earlier day, as for a release.
        const as_of = `${dayOf(at % 3 === 2 ? days - 5 : days + at)}T03:00:00Z`;
        await transform(settingsFor(data, { as_of, cache: 'on' }));
        if (at < steps.length - 1) continue;
        for (const one of steps) if (one.do === 'day') await addDay(fresh, one.day, one.hour);
        await transform(settingsFor(fresh, { as_of, cache: 'off' }));
        expect(derivedOf(data)).toEqual(derivedOf(fresh));
      }
    }),
    { numRuns: Number(process.env['DERIVE_AGAIN_RUNS'] ?? 2) },
  );
});

test('a day on which several fall, and one that turns out to be none, are told though the last run knew other ones', async () => {
  const data = temporaryFolder();
  const purges = async () =>
    (await readTable('account_daily', { data })).flatMap(({ day, decrease }) =>
      decrease === 'purge' ? [day] : [],
    );
  const run = async (as_of: string) => {
    await transform(settingsFor(data, { as_of, cache: 'on' }));
    const derived = derivedOf(data);
    rmSync(path.join(data, 'derived'), { recursive: true });
    await transform(settingsFor(data, { as_of, cache: 'off' }));
    expect(derived).toEqual(derivedOf(data));
    return purges();
  };
  for (const day of [4, 5, 7, 8]) await addDay(data, day, 12);
  expect(await run(`${dayOf(9)}T03:00:00Z`)).toEqual([]);
  await addDay(data, 9, 12);
  expect(await run(`${dayOf(10)}T03:00:00Z`)).toEqual([dayOf(9), dayOf(9), dayOf(9)]);
  rmSync(path.join(data, `clean/v1/account/2026/03/${dayOf(9)}.csv`));
  expect(await run(`${dayOf(11)}T03:00:00Z`)).toEqual([]);
});

test('what is remembered is used: a value put in its place comes out', async () => {
  const data = temporaryFolder();
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  const random = seededRandom(7);
  for (let day = 0; day < 120; day++)
    writer.add(
      'account',
      accountRow({
        account_id: '7000000000000000001',
        handle: 'ann',
        observed_at: `${dayOf(day)}T12:00:00Z`,
        followers: 10_000 + 20 * day + Math.round(50 * random()),
      }),
    );
  await writer.commit();
  const as_of = `${dayOf(120)}T03:00:00Z`;
  const run = (now: string) => transform(settingsFor(data, { as_of: now, cache: 'on' }));
  await run(as_of);
  const made = await readRemembered(data, 'on', '1-0');
  const isPast = (value: unknown) => Object.hasOwn(value as object, 'scores');
  expect([...made.values()].filter(isPast)).toHaveLength(1);
  const errors = async () => (await readTable('backtest', { data })).map(({ mase }) => mase);
  expect(await errors()).not.toContain(12_345);
  const changed = new Map(
    [...made].map(([key, value]) => {
      if (!isPast(value)) return [key, value];
      const { scores, ...rest } = value as { scores: object[] };
      return [key, { ...rest, scores: scores.map((score) => ({ ...score, mase: 12_345 })) }];
    }),
  );
  await writeRemembered(data, 'on', '1-0', changed);
  await run(as_of.replace('T03', 'T04'));
  expect(await errors()).toContain(12_345);
  // One table by itself takes from it and leaves it as it is.
  await transform(settingsFor(data, { as_of, cache: 'on' }), undefined, undefined, ['summary']);
  expect(await readRemembered(data, 'on', '1-0')).toEqual(changed);
});
