import type { Chart } from '#lib';
import { type SlopeRow, slopeChart } from '#lib/chart/slope';

export const about = 'Two instants compared: who rose, who fell, and by how much.';

const words = {
  measure: 'Followers',
  unit: 'followers',
  from: '2026-10-01',
  to: '2026-10-31',
  zone: 'Europe/Paris',
} as const;
const draw = (rows: readonly SlopeRow[], options: Partial<Parameters<typeof slopeChart>[1]> = {}) =>
  slopeChart(rows, { ...words, ...options });
const of = (label: string, before: number | null, after: number | null): SlopeRow => ({
  label,
  before,
  after,
});
const rounded = (label: string, before: number, after: number, step: number): SlopeRow => ({
  ...of(label, before, after),
  beforeInterval: { low: before - step / 2, high: before + step / 2 - 1 },
  afterInterval: { low: after - step / 2, high: after + step / 2 - 1 },
});

const five = [
  of('@museum', 12_400, 18_900),
  of('@library', 12_100, 11_800),
  of('@planetarium.official.of.the.north', 9_300, 12_050),
  of('@zoo', 8_900, 9_000),
  of('@opera', 1_204, 2_410),
];

export const samples: Record<string, () => Chart> = {
  'slope-five': () => draw(five),
  'slope-highlight': () => draw(five, { highlight: '@library' }),
  'slope-twenty': () =>
    draw(
      Array.from({ length: 24 }, (_, i) =>
        of(`@account_${i + 1}`, 900 * (i + 1), 900 * (i + 1) + ((i * 531) % 900) - 300),
      ),
      { highlight: '@account_2' },
    ),
  'slope-crowded': () =>
    draw(
      Array.from({ length: 8 }, (_, i) => of(`@account_${i + 1}`, 5_000 + i, 5_400 + 2 * i)).concat(
        of('@museum', 100, 90_000),
      ),
    ),
  'slope-gaps': () =>
    draw([
      of('@museum', null, 900),
      of('@library', 700, null),
      of('@zoo', 500, 640),
      of('@opera', null, null),
    ]),
  'slope-rounded': () =>
    draw([
      rounded('@museum', 1_200_000, 1_300_000, 100_000),
      rounded('@library', 900_000, 900_000, 100_000),
      rounded('@zoo', 400_000, 700_000, 100_000),
    ]),
  'slope-shares': () =>
    draw([of('@museum', 0.043, 0.051), of('@library', 0.038, 0.0375)], {
      measure: 'Engagement per view',
      unit: 'fraction',
      from: 'before the change',
      to: 'after it',
    }),
  'slope-negative': () =>
    draw([of('@museum', -40, 120), of('@library', 30, -86)], { measure: 'Net followers in 7 days' }),
  'slope-outlier': () => draw([of('@hit', 900, 4_000_000), of('@museum', 800, 820), of('@zoo', 40, 41)]),
  'slope-equal': () => draw([of('@museum', 50, 50), of('@library', 50, 50)]),
  'slope-zero': () => draw([of('@museum', 0, 0), of('@library', 0, 0)]),
  'slope-one': () => draw([of('@museum', 1_204, 1_198)]),
  'slope-foreign-names': () =>
    draw([
      of('国立科学博物館', 30, 90),
      of('المكتبة الوطنية', 50, 60),
      of('"><script>alert(1)</script>', 41, 52),
    ]),
  'slope-only-gaps': () => draw([of('@museum', null, null)]),
  'slope-empty': () => draw([]),
};
