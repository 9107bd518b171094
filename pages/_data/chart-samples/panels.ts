import type { Chart } from '#lib';
import { smallMultiples } from '#lib/chart/small-multiples';
import { type DayValue, makeDaily, makeYear } from '../chart-rows.ts';

export const about = 'One small chart an account, over the same days, on one scale or each on its own.';

const names = ['museum', 'library', 'zoo', 'opera', 'theatre', 'planetarium.official', 'aquarium', 'archive'];
const nameOf = (i: number) => `${names[i % names.length]}${i >= names.length ? `_${i}` : ''}`;
const accounts = (count: number, days: number, spread: number) =>
  Array.from({ length: count }, (_, i) =>
    makeDaily(makeYear(Math.round(20_000 * spread ** i), 11 + i, days), {
      account_id: String(201 + i),
      handle: nameOf(i),
    }),
  ).flat();
const each = (values: readonly (readonly DayValue[])[], options = {}) =>
  values.flatMap((days, i) =>
    makeDaily(days, { account_id: String(201 + i), handle: nameOf(i), ...options }),
  );
const events = [
  { date: '2026-02-02', subject: '*', text: 'Observations moved to the evening', link: '' },
  { date: '2026-02-20', subject: 'zoo', text: 'A panda is born', link: '' },
];

export const samples: Record<string, () => Chart> = {
  'panels-empty': () => smallMultiples([]),
  'panels-only-gaps': () => smallMultiples(each([[null], [null]])),
  'panels-one-account': () => smallMultiples(accounts(1, 90, 1)),
  'panels-one-point': () => smallMultiples(each([[1204], [990]])),
  'panels-shared': () => smallMultiples(accounts(6, 90, 1.2), { annotations: events, scale: 'shared' }),
  'panels-own': () => smallMultiples(accounts(8, 60, 2.2)),
  'panels-changes': () => smallMultiples(accounts(5, 60, 1.2), { y: 'followers_net' }),
  'panels-year-of-24': () => smallMultiples(accounts(24, 365, 1.3)),
  'panels-year-changes': () => smallMultiples(accounts(9, 365, 1.1), { y: 'followers_net' }),
  'panels-thirty': () => smallMultiples(accounts(30, 30, 1.1)),
  'panels-gaps-interpolated': () =>
    smallMultiples(
      each([
        [740, 764, null, null, 781, 785, 790, 802, null],
        [null, 30, '~31', 32, 33, null, 34, null, 36],
        [null, null, null, null, null, null, null, null, null],
      ]),
    ),
  'panels-equal-and-zero': () =>
    smallMultiples(
      each([
        [500, 500, 500],
        [0, 0, 0],
        [7, 7, 7],
      ]),
      { scale: 'own' },
    ),
  'panels-falling-changes': () =>
    smallMultiples(
      each([
        [90, 80, 71, 60],
        [50, 50, 50, 50],
        [3, 2, 4, 1],
      ]),
      { y: 'followers_net' },
    ),
  'panels-outlier': () =>
    smallMultiples(
      each([
        [12, 14, 90_000, 16],
        [100, 104, 105, 110],
      ]),
    ),
  'panels-rounded': () =>
    smallMultiples(
      each(
        [
          [1_200_000, 1_200_000, 1_300_000],
          [1_900_000, 1_900_000, 1_900_000],
        ],
        { step: 100_000 },
      ),
    ),
  'panels-japanese-arabic': () =>
    smallMultiples([
      ...makeDaily([4100, 4150, 4230], { account_id: '1', handle: '国立科学博物館の夜間開館のお知らせ' }),
      ...makeDaily([3900, 3920, 3921], { account_id: '2', handle: 'المكتبة الوطنية' }),
    ]),
  'panels-two-points': () =>
    smallMultiples(
      each([
        [1204, 1198],
        [990, 1010],
      ]),
    ),
};
