import { barChart } from '../../lib/chart/bar.ts';
import type { Chart } from '../../lib/chart/chart.ts';
import { deltaChart } from '../../lib/chart/delta.ts';
import { lineChart } from '../../lib/chart/line.ts';
import { type DayValue, makeDaily, makeYear } from './rows.ts';

const year = makeYear(1_180_000, 7);
const holey = year.map(
  (value, i): DayValue =>
    (i > 90 && i < 118) || (i > 250 && i < 255) ? null : i % 23 === 5 ? `~${value}` : value,
);
const events = [
  { date: '2026-03-02', subject: '*', text: 'Observations moved to the evening', link: '' },
  {
    date: '2026-07-21',
    subject: 'observatory',
    text: 'First picture of the new telescope',
    link: 'https://example.org/',
  },
  { date: '2026-07-25', subject: 'observatory', text: '<script>alert(1)</script> & "quotes"', link: '' },
  { date: '2026-07-25', subject: 'someone_else', text: 'Not about this account', link: '' },
];
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

/** Every picture that is compared with a golden file, by the file's name. */
export const cases: Record<string, () => Chart> = {
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
  'line-hostile': () =>
    lineChart(makeDaily([10, 12, 15], { handle: '"><script>alert(1)</script>\u0007' }), { y: 'followers' }),
  'delta-year': () => deltaChart(makeDaily(holey), { annotations: events }),
  'delta-fortnight': () =>
    deltaChart(makeDaily([740, 764, 764, 770, 761, 761, 790, null, null, 830, 829, 840])),
  'delta-falling': () => deltaChart(makeDaily([9000, 8950, 8931, 8700, 8699])),
  'delta-zero': () => deltaChart(makeDaily([50, 50, 50, 50])),
  'delta-first-day': () => deltaChart(makeDaily([50])),
  'delta-outlier': () =>
    deltaChart(makeDaily(makeYear(8000, 5, 90).map((v, i) => v + (i > 44 ? 250_000 : 0)))),
  'delta-rounded': () =>
    deltaChart(
      makeDaily([160_400_000, 160_500_000, 160_500_000, 160_400_000, 160_500_000], { step: 100_000 }),
    ),
  'bar-gains': () =>
    barChart(
      [
        { label: '@museum', value: 12_304 },
        { label: '@library', value: 8_020 },
        { label: '@planetarium.official.of.x', value: 977 },
        { label: '@zoo', value: 34 },
        { label: '@archive', value: 0 },
        { label: '@opera', value: -86 },
        { label: '@theatre', value: -2_410 },
        { label: '@aquarium', value: null },
      ],
      { measure: 'Followers gained in 7 days', unit: 'followers', signed: true, highlight: '@library' },
    ),
  'bar-one': () => barChart([{ label: '@museum', value: 3 }], { measure: 'Posts in 7 days', unit: 'posts' }),
  'bar-japanese-arabic': () =>
    barChart(
      [
        { label: '国立科学博物館', value: 4_100 },
        { label: 'المكتبة الوطنية', value: 3_900 },
      ],
      { measure: 'Views in 7 days', unit: 'views' },
    ),
  'bar-empty': () => barChart([], { measure: 'Followers gained in 7 days', unit: 'followers' }),
};
