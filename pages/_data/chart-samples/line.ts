import type { Chart } from '#lib';
import { lineChart } from '#lib/chart/line';
import { type DayValue, makeDaily, makeYear } from '../chart-rows.ts';
import { events, holey, year } from '../chart-year.ts';

const fortnight: DayValue[] = [740, 764, 776, 781, '~785', 790, 802, null, null, null, 840, 846, 845, 851];
const many = (count: number, days: number, spread: number) =>
  Array.from({ length: count }, (_, i) =>
    makeDaily(makeYear(Math.round(20_000 * spread ** i), 11 + i, days), {
      account_id: String(201 + i),
      handle:
        [
          'museum',
          'library',
          'zoo',
          'opera',
          'theatre',
          'planetarium.official',
          'aquarium',
          'archive',
          'gallery',
        ][i % 9] + (i > 8 ? `_${i}` : ''),
    }),
  ).flat();

export const about =
  'A counter by day: one account with its gaps, interpolated days and rounding, or several with a label at each line’s end.';

export const samples: Record<string, () => Chart> = {
  'line-empty': () => lineChart([], { y: 'followers' }),
  'line-only-gaps': () => lineChart(makeDaily([null, null, null]), { y: 'followers' }),
  'line-one-point': () => lineChart(makeDaily([1204]), { y: 'followers' }),
  'line-two-points': () => lineChart(makeDaily([1204, 1198]), { y: 'followers' }),
  'line-flat': () => lineChart(makeDaily(Array.from({ length: 30 }, () => 52_300)), { y: 'followers' }),
  'line-zero': () => lineChart(makeDaily(Array.from({ length: 10 }, () => 0)), { y: 'followers' }),
  'line-fortnight': () => lineChart(makeDaily(fortnight), { y: 'followers' }),
  'line-gap-at-ends': () => lineChart(makeDaily([null, null, 510, 514, 520, 531, null]), { y: 'followers' }),
  'line-outlier': () => lineChart(makeDaily([12, 14, 15, 90_000, 16, 17, 19]), { y: 'followers' }),
  'line-year': () => lineChart(makeDaily(year), { y: 'followers' }),
  'line-year-holes-events': () => lineChart(makeDaily(holey), { y: 'followers', annotations: events }),
  'line-rounded': () =>
    lineChart(
      makeDaily(
        Array.from(
          { length: 148 },
          (_, i) => 160_400_000 + Math.round((i / 147) * 9 + Math.sin(i) * 0.3) * 100_000,
        ),
        { step: 100_000, rounding: 'nearest', handle: 'khaby.lame', source: 'web_profile_v2' },
      ),
      { y: 'followers' },
    ),
  'line-rounded-down': () =>
    lineChart(
      makeDaily(
        Array.from({ length: 60 }, (_, i) => 1_200_000 + Math.floor(i / 9) * 100_000),
        {
          step: 100_000,
          rounding: 'down',
        },
      ),
      { y: 'followers' },
    ),
  'line-likes-from-zero': () =>
    lineChart(makeDaily(makeYear(3000, 3).map((v, i) => Math.round((v * i) / 90))), { y: 'likes' }),
  'line-three': () => lineChart(many(3, 60, 1.3), { y: 'followers' }),
  'line-highlight': () => lineChart(many(9, 120, 1.12), { y: 'followers', highlight: '203' }),
  'line-twenty': () => lineChart(many(20, 90, 1.9), { y: 'followers', highlight: '212' }),
  'line-partial': () =>
    lineChart(makeDaily([...fortnight, 858, 860]), { y: 'followers', asOf: '2026-01-16T11:00:00Z' }),
  'line-partial-year': () => lineChart(makeDaily(year), { y: 'followers', asOf: '2026-12-31' }),
  'line-hostile': () =>
    lineChart(makeDaily([10, 12, 15], { handle: '"><script>alert(1)</script>\u0007' }), { y: 'followers' }),
  'line-foreign-names': () =>
    lineChart(
      [
        ...makeDaily([4100, 4150, 4230], { account_id: '1', handle: '国立科学博物館' }),
        ...makeDaily([3900, 3920, 3921], { account_id: '2', handle: 'المكتبة الوطنية' }),
      ],
      { y: 'followers' },
    ),
};
