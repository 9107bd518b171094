import { describe, expect, test } from 'vitest';
import { dayHourHeatmap } from '../../lib/chart/day-hour-heatmap.ts';
import { makeCells } from '../../pages/_data/chart-samples/day-hour.ts';

/** One effect a weekday at 16–19 h, with 6 posts unless it is null, then 3. */
const byDay = (effects: (number | null)[]) =>
  dayHourHeatmap(
    makeCells((weekday, daypart) => {
      const effect = effects[weekday];
      return daypart !== 4 || effect === undefined
        ? null
        : { n: effect === null ? 3 : 6, effect_shrunk: effect };
    }),
  );
const begin = 'Views at 7 days over those of the other posts by weekday and hour in Europe/Paris, ';

describe('the sentence under times of posting', () => {
  test.each<[string, (number | null)[], string]>([
    [
      'rising over the week',
      [0.8, 1, 1.2],
      '18 posts at 3 times; most Wednesday, 16–19 h (1.2×, 6 posts), least Monday, 16–19 h (0.8×, 6 posts) of 3 times compared.',
    ],
    [
      'falling',
      [1.24, 0.876],
      '12 posts at 2 times; most Monday, 16–19 h (1.24×, 6 posts), least Tuesday, 16–19 h (0.88×, 6 posts) of 2 times compared.',
    ],
    ['flat', [1, 1], '12 posts at 2 times; 2 times compared, all with 1×.'],
    ['zero', [0, 0], '12 posts at 2 times; 2 times compared, all with 0×.'],
    ['one time', [1.5], '6 posts at 1 time; only Monday, 16–19 h (1.5×, 6 posts) is compared.'],
    ['too few everywhere', [null, null], '6 posts at 2 times; no time has enough posts to be compared.'],
    [
      'too few at the start',
      [null, 1, 1.1],
      '15 posts at 3 times; most Wednesday, 16–19 h (1.1×, 6 posts), least Tuesday, 16–19 h (1×, 6 posts) of 2 times compared; 1 time with too few posts.',
    ],
    [
      'a spike',
      [1, 34.56, 1],
      '18 posts at 3 times; most Tuesday, 16–19 h (34.6×, 6 posts), least Wednesday, 16–19 h (1×, 6 posts) of 3 times compared.',
    ],
  ])('%s', (_, effects, said) => {
    expect(byDay(effects).alt).toBe(begin + said);
  });

  test('of nothing', () => {
    expect(dayHourHeatmap([]).alt).toBe('There are no times of posting to compare yet.');
  });
});

test('“no evidence” is the title where that is the verdict, and the evidence the first note', () => {
  const verdict = {
    account_id: '101',
    verdict: 'no_evidence' as const,
    evidence: 'Shuffled, it is as good.',
  };
  const chart = dayHourHeatmap(
    makeCells(() => ({ n: 9, effect_shrunk: 1 })),
    { verdict },
  );
  expect(chart.title).toBe('No evidence that the time of posting matters');
  expect(chart.notes[0]).toBe('Shuffled, it is as good.');
  expect(chart.alt).toContain('; no evidence that the time of posting matters; ');
});

test('a time with too few posts is grey, has its number and no value', () => {
  const rows = makeCells((i, j) =>
    i > 1 || j > 0 ? null : { n: i === 0 ? 4 : 5, effect_shrunk: 2, views_median: 70 },
  );
  const chart = dayHourHeatmap(rows);
  expect(chart.svg.match(/class="shade [^"]*"/g)).toEqual(['class="shade div-5"', 'class="shade few"']);
  expect(chart.svg).toContain('>n 4<');
  expect(chart.svg.match(/>2×</g)).toHaveLength(1);
  expect(chart.table.rows).toEqual([
    ['Monday, 00–03 h', null, null, null, 4],
    ['Tuesday, 00–03 h', 2, null, null, 5],
  ]);
  expect(chart.places).toHaveLength(2);
  expect(dayHourHeatmap(rows, { leastPosts: 4, y: 'views_median' }).table.rows[0]).toEqual([
    'Monday, 00–03 h',
    70,
    4,
  ]);
});

test('only an interval without 1 is framed', () => {
  const framed = (low: number, high: number) =>
    dayHourHeatmap(
      makeCells((i, j) => (i + j > 0 ? null : { n: 9, effect_shrunk: 1.3, low, high })),
    ).svg.includes('heat-event');
  expect(framed(1.1, 1.6)).toBe(true);
  expect(framed(0.9, 1.6)).toBe(false);
  expect(framed(1, 1.6)).toBe(false);
});

test('cells of another account are left out, and the order of rows does not matter', () => {
  const rows = makeCells(() => ({ n: 9, effect_shrunk: 1 }));
  const others = rows.map((row) => ({ ...row, account_id: '7', n: 1000 }));
  expect(dayHourHeatmap([...rows, ...others])).toEqual(dayHourHeatmap([...rows].reverse()));
});
