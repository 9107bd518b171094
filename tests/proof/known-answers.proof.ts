import { describe, expect, test } from 'vitest';
import { msPerHour } from '../../lib/calendar.ts';
import type { Row } from '../../lib/schema/index.ts';
import { createWorld } from '../../lib/simulate/world.ts';
import { pearson } from '../../lib/stats/hypothesis/correlation.ts';
import { medianOf } from '../../lib/stats/median.ts';
import { transformAll } from '../../lib/transform/all.ts';
import {
  alarmsOf,
  isFound,
  monthsWithAlarm,
  type Planted,
  quietTrends,
  type Trend,
  timelessVerdict,
} from './known-answers.ts';
import { cadences, falseAlarms, hitsFound, hitTimes } from './quiet-posts.ts';
import { ledgerOf } from './simulated-ledger.ts';

/** Simulated creators have a truth; this is what comes back of it, each figure printed. */

const say = (line: string) => process.stderr.write(`${line}\n`);
const percent = (part: number, of = 1) => `${((100 * part) / of).toFixed(1)} %`;
const accounts = Array.from({ length: 200 }, (_, index) => ({
  index,
  trend: quietTrends[index % quietTrends.length] as Trend,
}));

describe('40 worlds in which a post of one account went round', () => {
  // It has 150 to 250 times the usual views, where three posts of a hundred have 8 to 30 times theirs and none more than 120.
  test('nine of ten are called unusual', () => {
    const rows = Array.from({ length: 40 }, (_, i) => {
      const world = createWorld({ seed: i + 1, accounts: 24, start: '2026-01-01', days: 365 });
      const viral = world.events.find((event) => event.kind === 'viral_post');
      const creators = world.creators.filter(({ id }) => id === viral?.accountId);
      const { post_outlier } = transformAll(ledgerOf({ ...world, creators }));
      return post_outlier.find(({ post_id }) => post_id === viral?.postId);
    });
    const judged = rows.filter((row) => row !== undefined && row.unusual !== null);
    const found = judged.filter((row) => row?.unusual);
    const p = judged.map((row) => (row?.p_30d ?? 1).toFixed(4)).join(' ');
    say(`viral posts: ${found.length} of ${judged.length} found, of ${rows.length}; p ${p}`);
    expect(judged.length).toBeGreaterThanOrEqual(30);
    expect(found.length / judged.length).toBeGreaterThanOrEqual(0.9);
  });
});

describe('200 accounts of which all is known', () => {
  test('quiet ones are called unusual in at most 2% of their months', () => {
    const alarms = accounts.map(({ index, trend }) => monthsWithAlarm(alarmsOf(index, trend)));
    const months = alarms.reduce((sum, each) => sum + each, 0);
    say(`false alarms: ${months} of ${200 * 12} account-months, ${percent(months, 200 * 12)}`);
    expect(months / (200 * 12)).toBeLessThanOrEqual(0.02);
  });

  test.each(['burst', 'purge', 'shift'] as const)(
    'a planted %s is found in at least 90%',
    (planted: Planted) => {
      const found = accounts.filter(({ index, trend }) =>
        isFound(alarmsOf(index, trend, planted), planted),
      ).length;
      say(`planted ${planted}: ${found} of 200 found, ${percent(found, 200)}`);
      expect(found).toBeGreaterThanOrEqual(180);
    },
  );

  test.each(cadences)('quiet posts, %i a week, are called unusual in at most 2% of the months', (perWeek) => {
    const share = falseAlarms(200, perWeek);
    say(`unusual posts of quiet accounts, ${perWeek} a week: ${percent(share)} of 2,400 account-months`);
    expect(share).toBeLessThanOrEqual(0.02);
  });

  test('a planted hit among posts is found in at least 90%', () => {
    const found = cadences.map((perWeek) => hitsFound(200, perWeek));
    for (const [i, share] of found.entries())
      say(
        `planted hit of ${hitTimes} times the usual, ${cadences[i]} posts a week: ${percent(share)} of 200 found`,
      );
    expect(found.reduce((sum, each) => sum + each, 0) / found.length).toBeGreaterThanOrEqual(0.9);
  });

  test('where time does not matter, a best time is named for at most one in ten', () => {
    const named = accounts.filter(({ index }) => timelessVerdict(index) !== 'no_evidence').length;
    say(`best times where there is none: ${named} of 200, ${percent(named, 200)}`);
    expect(named).toBeLessThanOrEqual(20);
  });
});

describe('a year of 24 simulated creators', () => {
  const world = createWorld({ seed: 1, accounts: 24, start: '2026-01-01', days: 365 });
  const derived = transformAll(ledgerOf(world));
  const creatorOf = new Map(world.creators.map((creator) => [creator.id, creator]));

  test('growth over windows is the true one', () => {
    const errors = derived.growth
      .filter((row) => row.counter === 'followers' && row.net !== null && row.elapsed_days !== null)
      .map((row) => {
        // The last observation of the day is that of 03:18 UTC.
        const ends = derived.account_daily.filter(
          ({ account_id, day }) =>
            account_id === row.account_id && (day === row.from_day || day === row.to_day),
        );
        const [from, to] = ends.map(({ observed_at }) =>
          world.followersAt(row.account_id, new Date(observed_at ?? Number.NaN)),
        );
        return Math.abs((row.net ?? 0) - ((to ?? 0) - (from ?? 0)));
      });
    say(`growth: ${errors.length} windows, largest error ${Math.max(...errors)} followers`);
    expect(errors.length).toBeGreaterThan(80);
    expect(Math.max(...errors)).toBe(0);
  });

  test('the week of steady accounts comes back', () => {
    const pairs = world.creators
      .filter(({ persona }) => persona.trend === 'steady')
      .flatMap((creator) => {
        const gains = netByWeekday(derived.account_daily.filter((row) => row.account_id === creator.id));
        const mean = gains.reduce((sum, each) => sum + each, 0) / 7;
        const truth = creator.followers.week.reduce((sum, each) => sum + each, 0) / 7;
        return gains.map((gain, i) => [gain / mean, (creator.followers.week[i] ?? 0) / truth] as const);
      });
    const found = pairs.map(([gain]) => gain);
    const true_ = pairs.map(([, truth]) => truth);
    const error = medianOf(pairs.map(([gain, truth]) => Math.abs(gain - truth))) ?? Number.NaN;
    const r = pearson(found, true_) ?? Number.NaN;
    say(
      `weekdays: ${pairs.length}, median error ${percent(error)} of the usual day, correlation ${r.toFixed(2)}`,
    );
    expect(error).toBeLessThan(0.1);
    expect(r).toBeGreaterThan(0.7);
  });

  test('half-lives of posts come back', () => {
    const truth = new Map(
      world.creators.flatMap(({ posts }) => posts.map((post) => [post.id, post] as const)),
    );
    const errors = derived.post_curve.flatMap(({ post_id, half_life_h }) => {
      const post = truth.get(post_id);
      if (!post || half_life_h === null) return [];
      const known = (post.scaleMs / msPerHour) * Math.LN2 ** (1 / post.shape);
      return [Math.abs(half_life_h - known) / known];
    });
    const within = errors.filter((error) => error < 0.05).length;
    say(
      `half-lives: ${errors.length} posts, median error ${percent(medianOf(errors) ?? Number.NaN)}, within 5%: ${percent(within, errors.length)}`,
    );
    expect(errors.length).toBeGreaterThan(4000);
    expect(within / errors.length).toBeGreaterThan(0.95);
  });

  test('the purge is called one, for accounts that were swept', () => {
    const purge = world.events.find((event) => event.kind === 'purge');
    const swept = new Set(purge?.losses.map(({ accountId }) => accountId));
    const rows = derived.decrease.filter(({ kind, counter }) => kind === 'purge' && counter === 'followers');
    const right = new Set(rows.map(({ account_id }) => account_id).filter((id) => swept.has(id)));
    say(`purge: ${right.size} of ${swept.size} swept accounts, ${rows.length - right.size} others`);
    expect(right.size).toBeGreaterThanOrEqual(0.9 * swept.size);
    expect(new Set(rows.map(({ day }) => day)).size).toBeLessThanOrEqual(2);
    expect(rows.length).toBe(right.size);
  });

  test('where a best daypart is named it is the true one, and none is where there is none', () => {
    const names = ['00-03', '04-07', '08-11', '12-15', '16-19', '20-23'];
    const better = derived.best_time.filter(({ verdict }) => verdict === 'better_time');
    const right = better.filter(({ account_id, daypart }) => {
      const best = creatorOf.get(account_id)?.bestDaypart;
      return best != null && daypart === names[best];
    });
    const without = derived.best_time.filter(
      ({ account_id }) => creatorOf.get(account_id)?.bestDaypart === null,
    );
    say(
      `best daypart: ${right.length} right, ${better.length - right.length} wrong, of ${derived.best_time.length - without.length} accounts that have one`,
    );
    expect(right.length).toBe(better.length);
    expect(right.length).toBeGreaterThan(0.5 * (derived.best_time.length - without.length));
    expect(without.length).toBe(2);
    for (const { verdict } of without) expect(verdict).toBe('no_evidence');
  });
});

/** Median gain of each weekday, Monday first. A value of 03:18 UTC closes the day before. */
function netByWeekday(rows: readonly Row<'account_daily'>[]): number[] {
  return Array.from(
    { length: 7 },
    (_, weekday) =>
      medianOf(
        rows.flatMap(({ followers_net, observed_at }) => {
          if (followers_net === null || observed_at === null) return [];
          const closed = new Date(Date.parse(observed_at) - 24 * msPerHour).getUTCDay();
          return (closed + 6) % 7 === weekday ? [followers_net] : [];
        }),
      ) ?? Number.NaN,
  );
}
