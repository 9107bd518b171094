import type { Chart, Row } from '#lib';
import { areaChart } from '#lib/chart/area';
import { type DayValue, makeDaily, makeYear } from '../chart-rows.ts';
import { events, holey } from '../chart-year.ts';

export const about = 'Amounts by day that add up: columns of one account, or one column of several accounts.';

const accounts = (count: number, days: number, spread: number, values = makeYear) =>
  Array.from({ length: count }, (_, i) =>
    makeDaily(values(Math.round(20_000 * spread ** i), 11 + i, days), {
      account_id: String(201 + i),
      handle: i < 3 ? (['museum', 'library', 'planetarium.official'][i] ?? '') : `archive_${i}`,
    }),
  ).flat();
const flat = (value: DayValue, days: number) => Array.from({ length: days }, () => value);
const missing = (values: readonly number[], from: number, to: number): DayValue[] =>
  values.map((value, i) => (i >= from && i < to ? null : value));

const ownerDays: Pick<
  Row<'owner_day'>,
  'account_id' | 'day' | 'likes_net' | 'comments_net' | 'shares_net'
>[] = Array.from({ length: 28 }, (_, i) => ({
  account_id: '101',
  day: `2026-02-${String(i + 1).padStart(2, '0')}`,
  likes_net: i === 9 || i === 10 ? null : 900 + ((i * 37) % 190) + (i > 18 ? 800 : 0),
  comments_net: i === 9 || i === 10 ? null : 120 + ((i * 13) % 60),
  shares_net: i === 10 ? null : 40 + ((i * 7) % 25) + (i > 18 ? 60 : 0),
}));

export const samples: Record<string, () => Chart> = {
  'area-empty': () => areaChart([], { y: 'followers' }),
  'area-only-gaps': () => areaChart(makeDaily([null, null]), { y: 'followers' }),
  'area-one-point': () => areaChart(makeDaily([1204]), { y: 'followers' }),
  'area-two-points': () => areaChart(makeDaily([1204, 1198]), { y: 'followers' }),
  'area-year-holes-events': () => areaChart(makeDaily(holey), { y: 'followers', annotations: events }),
  'area-columns': () =>
    areaChart(ownerDays, {
      y: ['likes_net', 'comments_net', 'shares_net'],
      table: 'owner_day',
      zone: 'Europe/Paris',
    }),
  'area-accounts': () => areaChart(accounts(3, 120, 1.6), { y: 'followers' }),
  'area-accounts-year': () => areaChart(accounts(8, 365, 1.3), { y: 'followers' }),
  'area-twenty': () => areaChart(accounts(20, 90, 1.15), { y: 'followers' }),
  'area-gap-at-ends': () =>
    areaChart(
      [
        ...makeDaily([null, 30, 31, null, 33, null, 34, 35, 36]),
        ...makeDaily([20, 20, 21, 22, 22, 23, '~24', 24, null], { account_id: '2', handle: 'zoo' }),
      ],
      { y: 'followers' },
    ),
  'area-equal-and-zero': () =>
    areaChart(
      [
        ...makeDaily(flat(50, 12)),
        ...makeDaily(flat(50, 12), { account_id: '2', handle: 'zoo' }),
        ...makeDaily(flat(0, 12), { account_id: '3', handle: 'archive' }),
      ],
      { y: 'followers' },
    ),
  'area-outlier': () =>
    areaChart(
      [
        ...makeDaily([12, 14, 15, 90_000, 16, 17, 19]),
        ...makeDaily([100, 104, 105, 110, 112, 113, 120], { account_id: '2', handle: 'zoo' }),
      ],
      { y: 'followers' },
    ),
  'area-rounded': () =>
    areaChart(
      [
        ...makeDaily(missing(flat(1_200_000, 60) as number[], 20, 28), {
          step: 100_000,
          rounding: 'nearest',
        }),
        ...makeDaily(flat(800_000, 60), { account_id: '2', handle: 'zoo' }),
      ],
      { y: 'followers' },
    ),
  'area-negative': () =>
    areaChart(
      ownerDays.map((row, i) => ({ ...row, shares_net: i === 3 ? -2 : row.shares_net })),
      { y: ['likes_net', 'shares_net'], table: 'owner_day' },
    ),
  'area-partial': () => areaChart(accounts(3, 30, 1.6), { y: 'followers', asOf: '2026-01-30' }),
  'area-japanese-arabic': () =>
    areaChart(
      [
        ...makeDaily([4100, 4150, 4230], { account_id: '1', handle: '国立科学博物館' }),
        ...makeDaily([3900, 3920, 3921], { account_id: '2', handle: 'المكتبة الوطنية' }),
      ],
      { y: 'followers' },
    ),
  'area-zero': () =>
    areaChart([...makeDaily(flat(0, 5)), ...makeDaily(flat(0, 5), { account_id: '2', handle: 'zoo' })], {
      y: 'followers',
    }),
};
