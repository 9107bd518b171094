import { describe, expect, test } from 'vitest';
import { addDays } from '../../lib/calendar.ts';
import { seededRandom } from '../../lib/effects.ts';
import { unusual } from '../../lib/schema/derived-events.ts';
import type { Row } from '../../lib/schema/index.ts';
import { createWorld } from '../../lib/simulate/world.ts';
import { movingMedian, unusualDays } from '../../lib/transform/unusual/days.ts';
import { netSeriesOf } from '../../lib/transform/unusual/series.ts';
import { levelShifts } from '../../lib/transform/unusual/shifts.ts';
import { derive } from './account-tables.ts';
import { accountRow, postInfoRow, postRow } from './rows.ts';

const start = '2026-01-01';
const day = (i: number) => addDays(start, i);

/** Days that gain `usual` each with a weekly season and normal noise of a third of it, and `extra` on top. */
function account(days: number, seed: number, extra: (i: number) => number = () => 0, usual = 100): number[] {
  const random = seededRandom(seed);
  const normal = () => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
  const values = [50_000];
  for (let i = 1; i < days; i++) {
    const season = i % 7 >= 5 ? 1.3 : 0.9;
    values.push(Math.round((values.at(-1) as number) + usual * season * (1 + 0.3 * normal()) + extra(i)));
  }
  return values;
}
const daysOf = (values: readonly (number | null)[]) =>
  values.map((followers, i) => ({ day: day(i), followers }));
const rowsOf = (values: readonly number[], row: Partial<Row<'account'>> = {}) =>
  values.map((followers, i) => accountRow({ observed_at: `${day(i)}T20:00:00Z`, followers, ...row }));

test('the moving median has fewer values at both ends', () => {
  expect(movingMedian([5, 1, 9, 2, 2], 3)).toEqual([3, 5, 2, 2, 2]);
  expect(movingMedian([], 3)).toEqual([]);
  // Fewer values than half the window, and equal ones.
  expect(movingMedian([4, 2, 2], 9)).toEqual([2, 2, 2]);
});

test('the weekly season is that of the year up to the last Sunday, whatever came since', () => {
  const values = account(400, 5);
  const asked: string[] = [];
  const seasonOf = (days: number) => {
    const series = netSeriesOf(daysOf(values.slice(0, days)), (inputs, make) => {
      asked.push(inputs.join());
      return make();
    });
    return new Map(series?.days.map((each, i) => [each, series.season[i]]));
  };
  // 389 days from Thursday, 1 January 2026, end on Sunday, 24 January 2027.
  const [sunday, saturday, next] = [seasonOf(389), seasonOf(395), seasonOf(396)];
  expect(asked[1]).toBe(asked[0]);
  expect(asked[2]).not.toBe(asked[1]);
  expect(sunday.size).toBe(365);
  expect(saturday.size).toBe(371);
  for (const [each, season] of sunday) expect(saturday.get(each)).toBe(season);
  // A weekday since has what the same weekday had before.
  expect(saturday.get(day(394))).toBe(saturday.get(day(387)));
  expect(next.size).toBe(365);
});

describe('unusualDays', () => {
  test('a day with ten times the usual, and one with a loss, are found and nothing else', () => {
    const found = unusualDays(daysOf(account(200, 5, (i) => (i === 90 ? 1000 : i === 150 ? -800 : 0))));
    expect(found.map((each) => [each.day, each.direction])).toEqual([
      [day(90), 'up'],
      [day(150), 'down'],
    ]);
    expect(found[0]?.expected).toBeGreaterThan(60);
    expect(found[0]?.expected).toBeLessThan(160);
    expect(found[0]?.score).toBeGreaterThan(10);
    expect(found[0]?.n).toBe(199);
  });

  test('a quiet account says nothing, nor does one of which little is known', () => {
    expect(unusualDays(daysOf(account(365, 11)))).toEqual([]);
    expect(unusualDays(daysOf(account(42, 5, (i) => (i === 20 ? 5000 : 0))))).toEqual([]);
    expect(unusualDays([])).toEqual([]);
    const sparse = account(120, 5).map((value, i) => (i % 2 === 0 ? value : null));
    expect(unusualDays(daysOf(sparse))).toEqual([]);
    expect(unusualDays(daysOf(Array(100).fill(7)))).toEqual([]);
  });

  test('a gap yields no unusual day, whatever happened in it', () => {
    const values = account(200, 5, (i) => (i === 90 ? 3000 : 0));
    const gap = values.map((value, i) => (i >= 88 && i <= 92 ? null : value));
    expect(unusualDays(daysOf(gap))).toEqual([]);
  });

  test('a step of rounding is no jump', () => {
    const rounded = account(300, 5).map((value) => Math.round(value / 1000) * 1000);
    const rows = derive('unusual', {
      account: rowsOf(rounded, { followers_step: 1000, rounding: 'nearest' }),
      asOf: `${day(300)}T12:00:00Z`,
    });
    expect(rows).toEqual([]);
  });

  test('the order of the days is nothing, and ten times the followers leave the same days', () => {
    const values = account(200, 5, (i) => (i === 90 ? 1000 : 0));
    const found = unusualDays(daysOf(values));
    expect(unusualDays(daysOf(values).toReversed())).toEqual(found);
    expect(unusualDays(daysOf(values.map((value) => 10 * value))).map((each) => each.day)).toEqual([day(90)]);
  });

  test('quiet accounts give an alarm in less than 2 in 100 of their months', () => {
    let alarms = 0;
    const accounts = 20;
    for (let seed = 1; seed <= accounts; seed++) {
      const days = daysOf(account(365, 1000 + seed));
      alarms += unusualDays(days).length + levelShifts(days).length;
    }
    expect(alarms / (accounts * 12)).toBeLessThanOrEqual(0.02);
  });
});

test('nine in ten of the purges and posts that go round in simulated worlds are found', () => {
  const found: boolean[] = [];
  for (const seed of [1, 2, 3]) {
    const world = createWorld({ seed, accounts: 12, start, days: 365 });
    const daysUp = new Map(
      world.creators.map((creator) => {
        // Counts of the last minutes of each day.
        const at = (i: number) => creator.followers.at(Date.parse(day(i + 1)) - 360_000);
        return [creator.id, unusualDays(daysOf(Array.from({ length: 365 }, (_, i) => at(i))))] as const;
      }),
    );
    const seen = (id: string, from: string, days: number, direction: string) =>
      daysUp
        .get(id)
        ?.some(
          (each) => each.direction === direction && each.day >= from && each.day <= addDays(from, days),
        ) ?? false;
    for (const event of world.events) {
      const from = event.from.slice(0, 10);
      if (event.kind === 'viral_post') found.push(seen(event.accountId, from, 3, 'up'));
      // It lasts six hours, which may be those around midnight.
      if (event.kind === 'purge')
        for (const { accountId } of event.losses) found.push(seen(accountId, from, 1, 'down'));
    }
  }
  expect(found.length).toBeGreaterThan(12);
  expect(found.filter(Boolean).length / found.length).toBeGreaterThanOrEqual(0.9);
});

describe('levelShifts', () => {
  test('three times as many a day from a day on are found near that day', () => {
    const [shift, ...more] = levelShifts(daysOf(account(200, 5, (i) => (i >= 100 ? 200 : 0))));
    expect(more).toEqual([]);
    expect(shift?.direction).toBe('up');
    // Changes begin on the second day: the first with 200 more is that of day 100.
    expect(Math.abs(Date.parse(shift?.changeDay ?? '') - Date.parse(day(100)))).toBeLessThanOrEqual(
      2 * 86_400_000,
    );
    expect(shift && shift.day >= shift.changeDay).toBe(true);
    expect(shift?.knownDay).toBe(addDays(shift?.changeDay ?? '', 20));
    expect(shift?.since).toBeGreaterThan(2 * (shift?.before ?? 0));
  });

  test('one great day is no shift, nor is slow growth, nor what three weeks have not borne out yet', () => {
    expect(levelShifts(daysOf(account(200, 5, (i) => (i === 100 ? 3000 : 0))))).toEqual([]);
    expect(levelShifts(daysOf(account(200, 5, (i) => i / 4)))).toEqual([]);
    expect(levelShifts(daysOf(account(115, 5, (i) => (i >= 100 ? 200 : 0))))).toEqual([]);
    expect(levelShifts([])).toEqual([]);
  });
});

describe('table unusual', () => {
  const asOf = `${day(120)}T12:00:00Z`;
  const values = account(120, 5, (i) => (i === 90 ? 1000 : 0));
  const info = (post_id: string, created: number) =>
    postInfoRow({ post_id, created_at: `${day(created)}T08:00:00Z`, created_from: 'source' });
  /** Views of a post at the end of each day from its second on. */
  const views = (post_id: string, created: number, at: (i: number) => number) =>
    Array.from({ length: 119 - created }, (_, k) => created + 1 + k).map((i) =>
      postRow({ post_id, observed_at: `${day(i)}T20:00:00Z`, views: at(i) }),
    );

  test('an older post that goes round again is named as the cause', () => {
    const rows = derive('unusual', {
      account: rowsOf(values),
      asOf,
      postInfo: [info('11', 60), info('12', 86)],
      post: [
        ...views('11', 60, (i) => 1000 + 10 * i + (i >= 90 ? 50_000 : 0)),
        ...views('12', 86, (i) => 100 * (i - 86)),
      ],
    });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      kind: 'day',
      day: day(90),
      change_day: null,
      direction: 'up',
      cause: 'older_post',
      post_id: '11',
      inputs: ['observed'],
      method: 'unusual@2',
    });
    // From day 88 to 90: 50,020 and 200.
    expect(rows[0]?.evidence).toMatch(
      /^Gained 1,\d\d\d followers on 1 April 2026 where \d+ are usual \(\d+\.\d robust standard deviations\)\. Post 11, 30 days old, gained 50K views, 99\.6% of all: its 2 posts gained 50\.2K views in 2 days, \d+ being usual\.$/,
    );
    expect(unusual.row.parse(rows[0])).toEqual(rows[0]);
  });

  test('a new post, no post that stands out, and views that nobody knows', () => {
    const cause = (post: Row<'post'>[], created: number) =>
      derive('unusual', { account: rowsOf(values), asOf, postInfo: [info('11', created)], post })[0];
    expect(
      cause(
        views('11', 88, (i) => 40_000 * (i - 88)),
        88,
      ),
    ).toMatchObject({
      cause: 'new_post',
      post_id: '11',
    });
    expect(
      cause(
        views('11', 40, (i) => 100 * i),
        40,
      ),
    ).toMatchObject({ cause: 'none_found', post_id: null });
    expect(cause([], 40)).toMatchObject({ cause: 'not_known' });
  });

  test('a fall on a day on which several fell is a purge', () => {
    const fallen = account(120, 5, (i) => (i === 90 ? -2500 : 0));
    const three = ['1', '2', '3'].flatMap((id) => rowsOf(fallen, { account_id: id, handle: `a${id}` }));
    const rows = derive('unusual', { account: three, asOf });
    expect(rows.map((row) => [row.day, row.cause])).toEqual(Array(3).fill([day(90), 'purge']));
  });
});
