import { addDays, type Chart } from '#lib';
import { type ActivityRow, hourHeatmap } from '#lib/chart/hour-heatmap';

export const about = 'When an owner’s followers are active, by weekday and hour.';

/** Rows of `owner_activity` from Monday 5 January 2026 on, from what a function says of each hour. */
export function makeActivity(days: number, say: (day: number, hour: number) => number | null): ActivityRow[] {
  return Array.from({ length: days * 24 }, (_, i) => ({
    account_id: '101',
    day: addDays('2026-01-05', Math.floor(i / 24)),
    hour: i % 24,
    observed_at: '2026-03-01T00:00:00Z',
    active_followers: say(Math.floor(i / 24), i % 24),
  }));
}

const usual = (day: number, hour: number) =>
  Math.round(
    900 +
      700 * Math.sin(((hour - 13) / 24) * 2 * Math.PI) +
      (day % 7 > 4 ? 300 : 0) +
      ((day * 31 + hour * 17) % 90),
  );

export const samples: Record<string, () => Chart> = {
  'hours-empty': () => hourHeatmap([]),
  'hours-only-gaps': () => hourHeatmap(makeActivity(2, () => null)),
  'hours-month': () => hourHeatmap(makeActivity(28, usual), { zone: 'Europe/Paris' }),
  'hours-three-days': () =>
    hourHeatmap(makeActivity(3, (day, hour) => (day === 1 && hour < 6 ? null : usual(day, hour)))),
  'hours-one-point': () => hourHeatmap(makeActivity(1, (_, hour) => (hour === 19 ? 1204 : null))),
  'hours-all-equal': () => hourHeatmap(makeActivity(7, () => 500)),
  'hours-all-zero': () => hourHeatmap(makeActivity(7, () => 0)),
  'hours-outlier': () =>
    hourHeatmap(makeActivity(7, (day, hour) => (day === 4 && hour === 20 ? 9_000_000 : 40 + hour))),
  'hours-two-points': () =>
    hourHeatmap(makeActivity(1, (_, hour) => (hour === 8 ? 310 : hour === 19 ? 1204 : null))),
  'hours-gap-at-ends': () =>
    hourHeatmap(makeActivity(7, (day, hour) => (hour < 5 || hour > 20 ? null : usual(day, hour)))),
};
