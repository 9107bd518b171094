import { addDays, type Chart } from '#lib';
import { type CoverageRow, type FanOptions, type ForecastRow, fanChart } from '#lib/chart/fan';
import { type DayValue, makeDaily, makeYear } from '../chart-rows.ts';
import { events, holey, year } from '../chart-year.ts';

export const about =
  'How followers went and may go on, with bands, and how often such bands held in the past.';

/** A forecast that goes on by `slope` a day, with bands that open by `spread` of the value a day. */
export function makeForecast(
  last: number,
  lastDay: string,
  {
    slope = 0,
    spread = 0.001,
    days = 28,
    ...more
  }: Partial<ForecastRow> & { slope?: number; spread?: number; days?: number } = {},
): ForecastRow[] {
  return Array.from({ length: days }, (_, i) => {
    const value = Math.max(0, Math.round(last + slope * (i + 1)));
    const half = Math.max(last, 10) * spread * Math.sqrt(i + 1);
    const at = (z: number) => Math.max(0, Math.round(value + z * half));
    return {
      account_id: '101',
      model: 'combination',
      day: addDays(lastDay, i + 1),
      value,
      low80: at(-1.28),
      high80: at(1.28),
      low95: at(-1.96),
      high95: at(1.96),
      is_default: true,
      bands: 'model',
      last_day: lastDay,
      last_value: last,
      ...more,
    };
  });
}

const coverage = (
  horizon_days: number,
  coverage80: number | null,
  more: Partial<CoverageRow> = {},
): CoverageRow => ({
  account_id: '101',
  model: 'combination',
  horizon_days,
  coverage80,
  coverage95: coverage80 === null ? null : 0.946,
  reason: null,
  n: horizon_days * 8,
  origins: 8,
  ...more,
});
const past: FanOptions = {
  backtest: [coverage(28, 0.795), coverage(7, 0.821)],
  scores: [coverage(7, 0.75, { n: 12 })],
};
const fan = (values: readonly DayValue[], forecast: ForecastRow[], options: FanOptions = past) =>
  fanChart(makeDaily(values), forecast, options);
const lastOf = (values: readonly DayValue[]) => Number(values.at(-1));
const flat = Array.from({ length: 40 }, () => 52_300);
const short = makeYear(900, 3, 40);

export const samples: Record<string, () => Chart> = {
  'fan-empty': () => fanChart([], []),
  'fan-only-gaps': () => fan([null, null], []),
  'fan-year': () => fan(year, makeForecast(lastOf(year), '2026-12-31', { slope: 480 })),
  'fan-whole-year-events': () =>
    fan(holey, makeForecast(lastOf(holey), '2026-12-31', { slope: 480, bands: 'past_errors' }), {
      ...past,
      past: 365,
      annotations: events,
    }),
  'fan-no-forecast': () =>
    fan(short.slice(0, 20), [], {
      backtest: [coverage(7, null, { reason: 'only 20 of 28 days are known' })],
    }),
  'fan-not-tested': () =>
    fan(short, makeForecast(lastOf(short), '2026-02-09', { slope: -3, spread: 0.01 }), {}),
  'fan-one-day': () => fan([1204], makeForecast(1204, '2026-01-01', { slope: 2, days: 1 })),
  'fan-two-horizons': () =>
    fan(
      short,
      makeForecast(lastOf(short), '2026-02-09', {
        slope: 3,
        spread: 0.004,
        model: 'theta',
        is_default: false,
      }).filter((_, i) => i === 6 || i === 27),
      {},
    ),
  'fan-all-equal': () => fan(flat, makeForecast(52_300, '2026-02-09', { spread: 0 })),
  'fan-all-zero': () => fan([0, 0, 0, 0], makeForecast(0, '2026-01-04', { days: 7, spread: 0 })),
  'fan-falling-to-zero': () =>
    fan([90, 80, 71, 60, 52, 41, 30], makeForecast(30, '2026-01-07', { slope: -9, days: 7, spread: 0.2 })),
  'fan-outlier': () =>
    fan([12, 14, 15, 90_000, 16, 17, 19], makeForecast(19, '2026-01-07', { slope: 1, days: 7, spread: 0.1 })),
  'fan-gap-at-ends': () =>
    fan(
      [null, null, 510, 514, 520, 531, null, 540, null],
      makeForecast(540, '2026-01-08', { slope: 6, days: 7, spread: 0.005 }),
    ),
  'fan-rounded': () =>
    fanChart(
      makeDaily(
        Array.from({ length: 60 }, (_, i) => 1_200_000 + Math.floor(i / 9) * 100_000),
        { step: 100_000, rounding: 'nearest' },
      ),
      makeForecast(1_800_000, '2026-03-01', { slope: 8_000, spread: 0.006 }),
      past,
    ),
  'fan-two-points': () =>
    fan([1204, 1198], makeForecast(1198, '2026-01-02', { slope: -2, days: 7, spread: 0.002 })),
};
