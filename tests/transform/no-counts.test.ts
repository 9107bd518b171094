import { describe, expect, test } from 'vitest';
import { addDays } from '../../lib/calendar.ts';
import { bestTime } from '../../lib/transform/account/best-time.ts';
import { postingCadence } from '../../lib/transform/account/cadence.ts';
import { viewConcentration } from '../../lib/transform/account/concentration.ts';
import { engagementRate } from '../../lib/transform/account/engagement-rate.ts';
import { growthOver } from '../../lib/transform/account/growth-over.ts';
import { forecastFollowers } from '../../lib/transform/forecast/forecast-followers.ts';
import { postAtAge } from '../../lib/transform/post/at-age.ts';
import { unusualPosts } from '../../lib/transform/post/unusual-posts.ts';
import { viewCurve } from '../../lib/transform/post/view-curve.ts';
import { standingOf } from '../../lib/transform/set/benchmark.ts';
import { sharesOfGains } from '../../lib/transform/set/share-of-voice.ts';
import { unusualDays } from '../../lib/transform/unusual/days.ts';

const day = (index: number) => addDays('2026-01-01', index);
const counters = { likes: 4, comments: 3, shares: 2, saves: 1 };

/** What stands for a number in a file and is none, or cannot be a count. */
describe.each([Number.NaN, Number.POSITIVE_INFINITY, -5])('%s among counts is not known', (bad) => {
  test('engagementRate', () => {
    const good = { views: 100, ...counters };
    expect(engagementRate([{ views: bad, ...counters }])).toMatchObject({
      value: null,
      reason: 'views are not known',
    });
    expect(engagementRate([good, { ...good, likes: bad }, { ...good, views: bad }])).toMatchObject({
      value: 0.1,
      n: 1,
      posts: 3,
    });
  });

  test('postAtAge and viewCurve', () => {
    const at = (hour: number, views: number) => ({
      observed_at: new Date(Date.UTC(2026, 0, 1, hour)).toISOString(),
      views,
    });
    const created_at = '2026-01-01T00:00:00Z';
    expect(postAtAge({ created_at, observations: [at(20, 500), at(24, bad), at(28, 500)] }, 24).views).toBe(
      500,
    );
    const hours = [1, 2, 4, 8, 16, 32, 64, 128, 256];
    const curve = (at8: (views: number) => { observed_at: string; views: number }[]) =>
      viewCurve({
        created_at,
        observations: hours.flatMap((hour) => {
          const views = Math.round(9000 * (1 - Math.exp(-((hour / 20) ** 0.9))));
          return hour === 8 ? at8(views) : [at(hour, views)];
        }),
      });
    expect(curve(() => [at(8, bad)])).toEqual(curve(() => []));
  });

  test('unusualPosts: no post is measured by it', () => {
    const posts = Array.from({ length: 20 }, (_, i) => ({
      post_id: String(i).padStart(2, '0'),
      created_at: `${day(i)}T12:00:00Z`,
      views: i === 3 || i === 18 ? bad : 1000 + i,
    }));
    const found = unusualPosts(posts);
    expect(found[18]).toMatchObject({ unusual: null, reason: 'its views at 7 days are not known' });
    expect(found[19]).toMatchObject({ n: 17, unusual: false });
  });

  test('bestTime, viewConcentration', () => {
    const posts = Array.from({ length: 70 }, (_, i) => ({
      created_at: `${day(i)}T10:00:00Z`,
      views: i < 60 ? 1000 + i : bad,
    }));
    expect(bestTime(posts, { zone: 'UTC' }).n).toBe(60);
    expect(viewConcentration([bad, ...Array.from({ length: 10 }, () => 7)])).toMatchObject({
      gini: null,
      reason: 'one of the numbers of views is no count',
    });
  });

  test('forecastFollowers and unusualDays: as a day that was not observed', () => {
    const days = (at50: number | null) =>
      Array.from({ length: 120 }, (_, i) => ({
        day: day(i),
        followers: i === 50 ? at50 : 1000 + 10 * i + (i % 7) * 3,
      }));
    expect(forecastFollowers(days(bad))).toEqual(forecastFollowers(days(null)));
    expect(unusualDays(days(bad))).toEqual(unusualDays(days(null)));
  });
});

test('what is no finite number has no share and no rank, and takes none from the others', () => {
  expect(
    sharesOfGains([{ value: Number.NaN }, { value: 1 }, { value: 3 }]).map(({ share }) => share),
  ).toEqual([null, 0.25, 0.75]);
  expect(standingOf([1, 2, Number.NaN, 3, 4, 5], 4)).toMatchObject({ percentile: 0.7, median: 3, n: 5 });
  expect(standingOf([1, 2, 3, 4, 5], Number.NaN).percentile).toBeNull();
});

test('an instant that is none is left out', () => {
  const asOf = '2026-02-01T00:00:00Z';
  const published = ['2026-01-01T00:00:00Z', '2026-01-11T00:00:00Z'];
  expect(postingCadence(['soon', ...published], { asOf })).toEqual(postingCadence(published, { asOf }));
});

test('growth without a point, or without a number, names no day and no change', () => {
  const nothing = growthOver([], { days: 7 });
  expect(nothing).toMatchObject({ from: null, to: null, net: null, reason: 'no follower count is known' });
  expect(
    growthOver(
      [
        { day: day(0), value: Number.NaN },
        { day: day(7), value: 10 },
      ],
      { days: 7 },
    ),
  ).toMatchObject({ from: day(0), to: day(7), value_from: null, net: null });
});

test('a zone that does not exist is told without a post too', () => {
  expect(() => bestTime([], { zone: 'Mars/Olympus' })).toThrow(RangeError);
});

test('posts that all have the same views say nothing of times', () => {
  const posts = Array.from({ length: 80 }, (_, i) => ({
    created_at: `${day(i)}T${String(i % 24).padStart(2, '0')}:00:00Z`,
    views: 100,
  }));
  expect(bestTime(posts, { zone: 'UTC' })).toMatchObject({
    verdict: 'no_evidence',
    tested: 0,
    evidence: 'No evidence that the time of posting matters: all 80 posts lie on the account’s trend.',
  });
});
