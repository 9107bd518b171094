import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../lib/effects.ts';
import { type Row, type TableName, tables } from '../../lib/schema/index.ts';
import { columnsOf, type TableSpec } from '../../lib/schema/table.ts';
import { transformAll } from '../../lib/transform/all.ts';
import { instantOfDay, ledgerAsOf, ledgerDays, randomLedger } from './random-ledger.ts';

/** What METHODS say of all numbers, held against every derived table of whole ledgers. */

type Ledger = ReturnType<typeof randomLedger>;
const derive = (ledger: Ledger) => transformAll({ ...ledger, asOf: ledgerAsOf });
type Derived = ReturnType<typeof derive>;

const seed = fc.integer({ min: 1, max: 1e6 });
const check = (property: Parameters<typeof fc.assert>[0]) =>
  fc.assert(property, { numRuns: 8, seed: 20_261_130 });

/** The tables that derive gives, with their rows as plain objects. */
function tablesOf(derived: Derived): [TableName, Record<string, unknown>[]][] {
  return Object.entries(derived).flatMap(([name, rows]) =>
    Object.hasOwn(tables, name) ? [[name as TableName, rows as Record<string, unknown>[]]] : [],
  );
}

/** A row's key as text, with columns left out. */
const keyOf = (name: TableName, row: Record<string, unknown>, without: readonly string[] = []) =>
  (tables[name] as TableSpec).key
    .filter((column) => !without.includes(column))
    .map((column) => row[column])
    .join(' ');

/** In any order, but always the same one for a seed. */
function shuffled<T>(rows: readonly T[], by: number): T[] {
  const random = seededRandom(by);
  return rows
    .map((row) => ({ row, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row);
}

/**
 * Tables by day whose rows may change with what comes later, and why. All others may not, `account_daily` only where a day is a gap:
 * whether a line can be drawn across it is known when its other side is.
 */
const looksAhead: Partial<Record<TableName, string>> = {
  unusual: 'season and level are those of the whole series, to both sides of a day',
  change: 'has the unusual days among its events',
  compare: 'its common day is the one that leaves most to compare; the followers of a day stay',
  forecast: 'speaks of days to come, and is made anew',
};

describe('for any ledger', () => {
  test('the order of the input changes nothing', () => {
    check(
      fc.property(seed, (of) => {
        const ledger = randomLedger(of);
        const other = {
          ...ledger,
          account: shuffled(ledger.account, of),
          accountInfo: shuffled(ledger.accountInfo, of),
          post: shuffled(ledger.post, of),
          postInfo: shuffled(ledger.postInfo, of),
        };
        const once = derive(ledger);
        for (const [name, rows] of tablesOf(derive(other)))
          expect([name, rows]).toEqual([name, once[name as keyof Derived]]);
      }),
    );
  });

  test('what is observed on a later day changes no earlier day’s observed value', () => {
    let compared = 0;
    check(
      fc.property(seed, fc.integer({ min: 20, max: ledgerDays - 10 }), (of, day) => {
        const ledger = randomLedger(of);
        const cut = instantOfDay(day);
        const early = {
          ...ledger,
          account: ledger.account.filter(({ observed_at }) => observed_at < cut),
          post: ledger.post.filter(({ observed_at }) => observed_at < cut),
        };
        // The days beside the cut are not over in every zone.
        const over = instantOfDay(day - 2).slice(0, 10);
        const [before, after] = [derive(early), derive(ledger)];
        for (const [name, rows] of tablesOf(before)) {
          if (!(tables[name] as TableSpec).key.includes('day') && name !== 'milestone') continue;
          const later = new Map(
            (after[name as keyof Derived] as Record<string, unknown>[]).map((row) => [keyOf(name, row), row]),
          );
          for (const row of rows) {
            const isOver = typeof row['day'] === 'string' && row['day'] < over;
            if (!isOver || name in looksAhead || row['kind'] === 'gap') continue;
            expect([name, later.get(keyOf(name, row))]).toEqual([name, row]);
            compared++;
          }
        }
        const followers = new Map(after.compare.map((row) => [keyOf('compare', row), row.followers]));
        for (const row of before.compare)
          if (row.day < over && followers.has(keyOf('compare', row)))
            expect(followers.get(keyOf('compare', row))).toBe(row.followers);
      }),
    );
    expect(compared).toBeGreaterThan(500);
  });

  test('every cell is one that its column may hold, numbers finite; without a denominator there is no rate', () => {
    check(
      fc.property(seed, (of) => {
        const derived = derive(randomLedger(of));
        for (const [name, rows] of tablesOf(derived))
          for (const column of columnsOf(tables[name] as TableSpec))
            for (const row of rows)
              if (!column.holds(row[column.name])) expect([name, column.name, row[column.name]]).toBeNull();
        for (const row of derived.post_engagement)
          if (row.views === 0 || row.views === null)
            expect([row.er_view, row.er3_view, row.like_rate, row.save_rate]).toEqual([
              null,
              null,
              null,
              null,
            ]);
        for (const row of derived.growth) if (row.value_from === 0) expect(row.pct).toBeNull();
        for (const row of derived.share_of_voice) if (row.total === 0) expect(row.share).toBeNull();
      }),
    );
  });

  test('a pooled rate, a mean and a median lie between the smallest and the largest of the posts', () => {
    let compared = 0;
    check(
      fc.property(seed, (of) => {
        const { engagement, post_engagement } = derive(randomLedger(of));
        for (const { account_id, rate, value } of engagement) {
          const each = post_engagement.flatMap((row) => {
            const found = (row as Record<string, unknown>)[rate];
            return row.account_id === account_id && typeof found === 'number' ? [found] : [];
          });
          if (value === null || each.length === 0) continue;
          expect(value).toBeGreaterThanOrEqual(Math.min(...each) * (1 - 1e-12));
          expect(value).toBeLessThanOrEqual(Math.max(...each) * (1 + 1e-12));
          compared++;
        }
      }),
    );
    expect(compared).toBeGreaterThan(100);
  });

  test('a gap yields no spike: beside it there is no net, no fall, no unusual day', () => {
    check(
      fc.property(seed, (of) => {
        const { account_daily, decrease, unusual } = derive(randomLedger(of));
        const days = new Map(account_daily.map((row) => [`${row.account_id} ${row.day}`, row]));
        account_daily.forEach((row, index) => {
          const before = account_daily[index - 1];
          const isBeside =
            row.kind === 'gap' || (before?.account_id === row.account_id && before.kind === 'gap');
          if (isBeside) expect([row.followers_net, row.decrease]).toEqual([null, null]);
        });
        for (const row of unusual.filter(({ kind }) => kind === 'day'))
          expect(days.get(`${row.account_id} ${row.day}`)?.followers_net).not.toBeNull();
        for (const row of decrease.filter(({ counter }) => counter === 'followers'))
          expect(days.get(`${row.account_id} ${row.day}`)?.kind).not.toBe('gap');
      }),
    );
  });

  test('exact counts eight times as large: levels and gains eight times, rates, shares and days the same', () => {
    check(
      fc.property(seed, (of) => {
        const [once, scaled] = [derive(randomLedger(of)), derive(randomLedger(of, 8))];
        const pairs = <T extends keyof Derived & TableName>(name: T) => {
          const others = new Map((scaled[name] as Row<T>[]).map((row) => [keyOf(name, row), row]));
          return (once[name] as Row<T>[]).flatMap((row) => {
            const other = others.get(keyOf(name, row));
            return other ? [[row, other] as const] : [];
          });
        };
        expect(scaled.cadence).toEqual(once.cadence);
        expect(scaled.account_daily.map(({ kind, day }) => [kind, day])).toEqual(
          once.account_daily.map(({ kind, day }) => [kind, day]),
        );
        for (const [a, b] of pairs('account_daily'))
          if (a.kind === 'observed')
            expect([b.followers, b.likes]).toEqual([times8(a.followers), times8(a.likes)]);
        for (const [a, b] of pairs('growth')) {
          // Where an end lies on a line it is rounded to a whole count.
          if (a.inputs.includes('interpolated')) continue;
          expect(b.net).toBe(times8(a.net));
          expectNear(b.pct, a.pct);
        }
        for (const [a, b] of pairs('post_engagement')) {
          expect([b.views, b.engagements]).toEqual([times8(a.views), times8(a.engagements)]);
          expectNear(b.er_view, a.er_view);
        }
        for (const [a, b] of pairs('engagement')) if (a.rate.endsWith('_view')) expectNear(b.value, a.value);
        for (const [a, b] of pairs('concentration'))
          if (a.measure === 'views_latest') expectNear(b.gini, a.gini);
        for (const [a, b] of pairs('share_of_voice'))
          if (a.measure === 'followers_net') expectNear(b.share, a.share, 0.002);
        // Of an account that began with few followers, half a follower more or less on a day that lies on a line.
        for (const [a, b] of pairs('compare')) expectNear(b.index, a.index, 1);
      }),
    );
  });
});

const times8 = (value: number | null) => (value === null ? null : 8 * value);

function expectNear(found: number | null, expected: number | null, within = 1e-9): void {
  if (expected === null || found === null) expect(found).toBe(expected);
  else expect(Math.abs(found - expected)).toBeLessThanOrEqual(within);
}
