import type { Chart } from '#lib';
import { dayHourHeatmap, dayparts, type TimeCellRow, weekdays } from '#lib/chart/day-hour-heatmap';

export const about =
  'When an account posts and what its posts had, by weekday and part of the day, with how many posts.';

type Value = Pick<TimeCellRow, 'n'> &
  Partial<Pick<TimeCellRow, 'views_median' | 'effect_shrunk' | 'low' | 'high'>>;

/** Rows of `best_time_cell` from what a function says of each time; none where it says nothing. */
export function makeCells(say: (weekday: number, daypart: number) => Value | null): TimeCellRow[] {
  return weekdays.flatMap((weekday, i) =>
    dayparts.flatMap((daypart, j) => {
      const value = say(i, j);
      if (value === null) return [];
      return [
        {
          account_id: '101',
          zone: 'Europe/Paris',
          weekday,
          daypart,
          views_median: null,
          effect_shrunk: null,
          low: null,
          high: null,
          ...value,
        },
      ];
    }),
  );
}

const usual = makeCells((i, j) => {
  const n = i === 7 || j === 6 ? 30 + ((i * 7 + j * 5) % 40) : (i * 5 + j * 3) % 13;
  if (n === 0) return null;
  const effect = 10 ** (((((i + 2) * 31 + j * 17) % 21) - 10) / 45);
  return {
    n,
    views_median: Math.round(12_000 * effect),
    effect_shrunk: effect,
    low: effect / 1.35,
    high: effect * 1.35,
  };
});
const alike = (effect_shrunk: number, views_median: number) =>
  makeCells(() => ({
    n: 9,
    effect_shrunk,
    views_median,
    low: effect_shrunk * 0.8,
    high: effect_shrunk * 1.2,
  }));
const verdict = (word: 'no_evidence' | 'too_few_posts', evidence: string) => ({
  account_id: '101',
  verdict: word,
  evidence,
});

export const samples: Record<string, () => Chart> = {
  'day-hour-empty': () => dayHourHeatmap([]),
  'day-hour-usual': () =>
    dayHourHeatmap(usual, {
      verdict: verdict(
        'no_evidence',
        'No evidence that the time of posting matters: of 27 times compared none differs by more than chance explains.',
      ),
    }),
  'day-hour-views': () => dayHourHeatmap(usual, { y: 'views_median' }),
  'day-hour-one-cell': () =>
    dayHourHeatmap(makeCells((i, j) => (i === 2 && j === 4 ? { n: 6, effect_shrunk: 1.2 } : null))),
  'day-hour-too-few': () =>
    dayHourHeatmap(
      makeCells((i, j) => (i < 7 && j < 6 ? { n: 1 + ((i + j) % 3) } : null)),
      {
        verdict: verdict('too_few_posts', 'Too few posts to say: 60 with views at 7 days are needed.'),
      },
    ),
  'day-hour-all-equal': () => dayHourHeatmap(alike(1, 5000)),
  'day-hour-all-zero': () => dayHourHeatmap(alike(0, 0), { y: 'views_median' }),
  'day-hour-outlier': () =>
    dayHourHeatmap(
      makeCells((i, j) =>
        i === 3 && j === 2
          ? { n: 7, effect_shrunk: 34.5, low: 12, high: 99, views_median: 123_456_789 }
          : { n: 12, effect_shrunk: 0.42, low: 0.3, high: 0.6, views_median: 900 },
      ),
    ),
  'day-hour-two-cells': () =>
    dayHourHeatmap(
      makeCells((i, j) => (i === 2 && (j === 1 || j === 4) ? { n: 6, effect_shrunk: 0.6 + j / 5 } : null)),
    ),
  'day-hour-gap-at-ends': () =>
    dayHourHeatmap(
      makeCells((i, j) =>
        i > 0 && i < 6 && j > 0 && j < 5 ? { n: 8, effect_shrunk: 0.8 + ((i * 3 + j * 7) % 9) / 20 } : null,
      ),
    ),
};
