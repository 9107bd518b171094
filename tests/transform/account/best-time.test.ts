import { describe, expect, test } from 'vitest';
import { instantAt, msPerDay, msPerHour } from '../../../lib/calendar.ts';
import { seededRandom } from '../../../lib/effects.ts';
import { bestTime } from '../../../lib/transform/account/best-time.ts';
import { bestTimeMethod } from '../../../lib/transform/account/best-time-table.ts';
import { postingTime, timeInWords } from '../../../lib/transform/account/posting-time.ts';
import { trendResiduals } from '../../../lib/transform/account/trend-residuals.ts';
import { derive, postWith } from '../post/ledger.ts';

const start = Date.parse('2026-01-05T00:00:00Z');

/** A post every other day at one of three hours, lognormal views that grow by half a year’s trend; `lift` at 18:00 UTC. */
function simulated(seed: number, count: number, lift: number) {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: count }, (_, index) => {
    const hour = [9, 13, 18][Math.floor(random() * 3)] ?? 9;
    const views = 1000 * Math.exp(index / count + 0.8 * normal()) * (hour === 18 ? lift : 1);
    return {
      created_at: instantAt(start + index * 2 * msPerDay + hour * msPerHour),
      views: Math.round(views),
    };
  });
}

describe('bestTime', () => {
  test('finds the one part of the day that is three times as good, on the account’s clock', () => {
    const posts = simulated(1, 120, 3);
    const found = bestTime(posts, { zone: 'Asia/Tokyo' });
    // 18:00 UTC is 03:00 of the next day in Tokyo.
    expect(found).toMatchObject({
      verdict: 'better_time',
      standout: { weekday: 'any', daypart: '00-03' },
      zone: 'Asia/Tokyo',
      n: 120,
    });
    expect(found.standout?.low).toBeGreaterThan(1);
    expect(found.standout?.effect).toBeGreaterThan(2);
    expect(found.standout?.p_adjusted).toBeLessThanOrEqual(0.01);
    expect(found.evidence).toMatch(
      /^Posts published from 00:00 to 04:00 had \d(\.\d)? times the views of the others at 7 days \(\d+ of 120 posts/,
    );
    expect(bestTime(posts.toReversed(), { zone: 'Asia/Tokyo' })).toEqual(found);
  });

  test('where time does not matter it says so: in at most 6 of 60 accounts it is wrong', () => {
    const wrong = Array.from({ length: 60 }, (_, seed) =>
      bestTime(simulated(seed + 10, 70, 1), { zone: 'UTC' }),
    );
    expect(wrong.filter(({ verdict }) => verdict !== 'no_evidence').length).toBeLessThanOrEqual(6);
    expect(wrong[0]?.evidence).toMatch(
      /^No evidence that the time of posting matters: of \d+ times compared/,
    );
  });

  test('a time that is worse is told as worse', () => {
    const found = bestTime(simulated(4, 150, 0.2), { zone: 'UTC' });
    // Then the other two hours are better than the rest: those come first.
    expect(found.verdict).toBe('better_time');
    expect(
      found.cells.find(({ daypart, weekday }) => daypart === '16-19' && weekday === 'any')?.effect,
    ).toBeLessThan(0.4);
  });

  test('views many times as large change nothing', () => {
    const posts = simulated(1, 120, 3);
    const once = bestTime(posts, { zone: 'UTC' });
    const more = bestTime(
      posts.map(({ created_at, views }) => ({ created_at, views: views * 50 })),
      { zone: 'UTC' },
    );
    expect(more.standout?.effect).toBeCloseTo(once.standout?.effect ?? 0, 2);
    expect(more.standout?.p_adjusted).toBe(once.standout?.p_adjusted);
  });

  test('a steady growth alone is no effect of the time', () => {
    // First half in the morning, second half in the evening, with views that double every 20 posts.
    const posts = Array.from({ length: 80 }, (_, index) => ({
      created_at: instantAt(start + index * msPerDay + (index < 40 ? 9 : 18) * msPerHour),
      views: Math.round(1000 * 2 ** (index / 20) * (1 + ((index * 37) % 11) / 50)),
    }));
    expect(bestTime(posts, { zone: 'UTC' }).verdict).toBe('no_evidence');
  });

  test('below 60 posts with views nothing is said; fewer than 5 at a time are not compared', () => {
    const few = bestTime([...simulated(1, 59, 9), { created_at: instantAt(start), views: null }], {
      zone: 'UTC',
    });
    expect(few).toMatchObject({ verdict: 'too_few_posts', standout: null, n: 59, tested: 0 });
    expect(few.evidence).toBe('Views at 7 days are known of 59 posts; it takes 60 to say anything on times.');
    expect(bestTime([], { zone: 'UTC' })).toMatchObject({ verdict: 'too_few_posts', cells: [], n: 0 });

    const posts = simulated(1, 70, 1);
    const { cells, tested } = bestTime(posts, { zone: 'UTC' });
    for (const cell of cells) expect(cell.p === null).toBe(cell.n < 5);
    expect(tested).toBe(cells.filter(({ n }) => n >= 5).length);
    const parts = cells.filter(({ weekday }) => weekday === 'any');
    expect(parts.reduce((sum, { n }) => sum + n, 0)).toBe(70);

    const alike = posts.map(({ created_at }) => ({ created_at, views: 5 }));
    expect(bestTime(alike, { zone: 'UTC' })).toMatchObject({ verdict: 'no_evidence', standout: null });
    const always = Array.from({ length: 63 }, (_, index) => ({
      created_at: instantAt(start + index * 7 * msPerDay),
      views: 100 + index,
    }));
    expect(bestTime(always, { zone: 'UTC' })).toMatchObject({
      verdict: 'no_evidence',
      tested: 0,
      evidence: 'No time has 5 posts and others beside it, so nothing can be compared.',
    });
  });
});

test('times are those of the zone: midnight is hour 0, clocks change', () => {
  const at = (instant: string, zone: string) => postingTime(Date.parse(instant), zone);
  expect(at('2026-11-22T00:00:00Z', 'UTC')).toEqual({ weekday: 'sun', daypart: '00-03' });
  expect(at('2026-11-22T03:59:59Z', 'UTC').daypart).toBe('00-03');
  expect(at('2026-11-22T03:00:00Z', 'America/New_York')).toEqual({ weekday: 'sat', daypart: '20-23' });
  // New York is 4 hours behind in summer and 5 in winter.
  expect(at('2026-07-01T00:00:00Z', 'America/New_York').daypart).toBe('20-23');
  expect(at('2026-12-01T00:59:00Z', 'America/New_York').daypart).toBe('16-19');
  expect(at('1969-12-31T23:00:00Z', 'UTC')).toEqual({ weekday: 'wed', daypart: '20-23' });
  expect(timeInWords('fri', '20-23')).toBe('on Friday from 20:00 to 24:00');
  expect(timeInWords('any', '04-07')).toBe('from 04:00 to 08:00');
});

test('trendResiduals take growth out, and need 10 posts', () => {
  const growing = Array.from({ length: 30 }, (_, index) => ({
    ms: index * msPerDay,
    views: Math.round(1000 * Math.exp(index / 10)),
  }));
  for (const residual of trendResiduals(growing) ?? []) expect(Math.abs(residual)).toBeLessThan(0.02);
  expect(trendResiduals(growing.slice(0, 9))).toBeNull();
});

test('tables best_time and best_time_cell: posts with views at 7 days, without ads', () => {
  const posts = Array.from({ length: 66 }, (_, index) =>
    postWith(String(100 + index), index * 24 + (index % 2) * 8, [[168, 1000 + index + 3000 * (index % 2)]], {
      ad: index >= 64,
    }),
  );
  const { best_time, best_time_cell } = derive(posts, 24 * 90, { defaultZone: 'Europe/Copenhagen' });
  expect(best_time).toHaveLength(1);
  // 00:00 and 08:00 UTC in November and December are 01:00 and 09:00 in Copenhagen.
  expect(best_time[0]).toMatchObject({
    account_id: '1',
    zone: 'Europe/Copenhagen',
    verdict: 'better_time',
    weekday: 'any',
    daypart: '08-11',
    n: 64,
    inputs: ['observed'],
    method: 'best-time@2',
  });
  expect(
    best_time_cell.filter(({ weekday }) => weekday === 'any').map(({ daypart, n }) => [daypart, n]),
  ).toEqual([
    ['00-03', 32],
    ['08-11', 32],
  ]);
});

test('posts are compared anew on one day of the week, when their views at 7 days cannot change any more', () => {
  const posts = Array.from({ length: 100 }, (_, index) =>
    postWith(String(100 + index), index * 24, [[168, 1000 + ((index * 37) % 101)]]),
  );
  const numbers = Array.from({ length: 14 }, (_, day) => derive(posts, 24 * (90 + day)).best_time[0]?.n ?? 0);
  const steps = numbers.slice(1).map((n, i) => n - (numbers[i] as number));
  // A post a day: seven more on the turn, none on the days between.
  expect(steps.filter((step) => step !== 0)).toEqual(
    [7, 7].slice(0, steps.filter((step) => step > 0).length),
  );
  expect(steps.filter((step) => step > 0).length).toBeGreaterThan(0);
  // Midnight of day 90 is the latest turn at best: the post of 8 days and 18 hours before is that of day 81.
  expect(numbers[0]).toBeLessThanOrEqual(82);
  expect(numbers[0]).toBeGreaterThan(82 - 7);
});

test('the worked example', () => {
  expect(bestTimeMethod.example().result).toMatch(
    /^Posts published from 16:00 to 20:00 had (1\.9|2) times the views of the others at 7 days \(40 of 80 posts/,
  );
});
