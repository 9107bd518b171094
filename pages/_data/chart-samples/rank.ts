import type { Chart } from '#lib';
import { addDays } from '#lib/calendar';
import { rankChart } from '#lib/chart/rank';

export const about = 'Who is first, second and so on over time, with a gap where one was not observed.';

interface Day {
  handle: string;
  day: string;
  followers: number | null;
  followers_step?: number;
  rounding?: string;
}

const handles = [
  'museum',
  'library',
  'zoo',
  'opera',
  'theatre',
  'planetarium.official',
  'aquarium',
  'archive',
  'gallery',
];

/** Accounts that overtake each other: each begins and grows at its own pace. */
function makeRaces(count: number, days: number, every = 7): Day[] {
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: days }, (_, t) => ({
      handle: handles[i] ?? `account_${i + 1}`,
      day: addDays('2026-01-04', every * t),
      followers: Math.round(10_000 + 900 * i + t * (200 + ((i * 389) % 700))),
    })),
  ).flat();
}

const words = { value: 'followers', label: 'handle', zone: 'Europe/Paris' } as const;
const draw = (rows: readonly Day[], options: Partial<Parameters<typeof rankChart<Day>>[1]> = {}) =>
  rankChart(rows, { ...words, ...options });
const of = (handle: string, ...values: (number | null)[]): Day[] =>
  values.map((followers, i) => ({ handle, day: addDays('2026-03-01', i), followers }));

export const samples: Record<string, () => Chart> = {
  'rank-eight': () => draw(makeRaces(8, 10)),
  'rank-highlight': () => draw(makeRaces(9, 14), { highlight: '@library' }),
  'rank-thirty': () => draw(makeRaces(30, 12), { highlight: '@account_28' }),
  'rank-year': () => draw(makeRaces(5, 365, 1)),
  'rank-gaps': () =>
    draw([
      ...of('museum', 90, 95, null, 99, 120),
      ...of('library', null, 80, 96, 97, 98),
      ...of('zoo', 70, 75, 97, 101, null),
      ...of('opera', 60, null, 98, null, 97),
    ]),
  'rank-equal': () => draw([...of('museum', 5, 5), ...of('library', 5, 5), ...of('zoo', 5, 4)]),
  'rank-zero': () => draw([...of('museum', 0, 0), ...of('library', 0, 0)]),
  'rank-negative': () =>
    draw([...of('museum', -5, -9), ...of('library', -7, -2)], { measure: 'net followers' }),
  'rank-rounded': () =>
    draw(
      [...of('museum', 1_200_000, 1_300_000), ...of('library', 1_100_000, 1_300_000)].map((row) => ({
        ...row,
        followers_step: 100_000,
        rounding: 'nearest',
      })),
    ),
  'rank-one-point': () => draw(of('museum', 5)),
  'rank-two-points': () => draw(of('museum', 5, 6)),
  'rank-foreign-names': () =>
    draw([
      ...of('国立科学博物館', 3, 9),
      ...of('المكتبة الوطنية', 5, 6),
      ...of('"><script>alert(1)</script>', 4, 5),
    ]),
  'rank-only-gaps': () => draw(of('museum', null, null)),
  'rank-empty': () => draw([]),
};
