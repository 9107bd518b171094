import type { Chart } from '#lib';
import { barChart } from '#lib/chart/bar';

export const about = 'One number for each of several accounts, posts or tags, longest first or as given.';

const gains = (values: readonly (number | null)[]) =>
  barChart(
    values.map((value, i) => ({ label: `@account_${i + 1}`, value })),
    { measure: 'Followers gained in 7 days', unit: 'followers', signed: true },
  );

export const samples: Record<string, () => Chart> = {
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
  'bar-rounded': () =>
    barChart(
      [
        { label: '@museum', value: 300_000, interval: { low: 200_001, high: 399_999 } },
        { label: '@library', value: 100_000, interval: { low: 1, high: 199_999 } },
        { label: '@zoo', value: 12_304 },
        { label: '@opera', value: -100_000, interval: { low: -199_999, high: -1 } },
      ],
      { measure: 'Followers gained in 28 days', unit: 'followers', signed: true },
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
  'bar-two': () => gains([1_204, 90]),
  'bar-equal': () => gains([52, 52, 52]),
  'bar-zero': () => gains([0, 0, 0]),
  'bar-outlier': () => gains([9_000_000, 14, 12, -3]),
  'bar-only-gaps': () => gains([null, null]),
  'bar-twenty': () => gains(Array.from({ length: 20 }, (_, i) => Math.round(90_000 / (i + 1)) - 9_000)),
};
