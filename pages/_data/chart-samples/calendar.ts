import type { Chart } from '#lib';
import { calendarHeatmap } from '#lib/chart/calendar-heatmap';
import { type DayValue, makeDaily, makeYear } from '../chart-rows.ts';
import { events, holey, year } from '../chart-year.ts';

export const about =
  'A value of each day as a calendar of weeks and weekdays: the change of a day, or a level.';

const net = (values: readonly DayValue[], options = {}) => calendarHeatmap(makeDaily(values), options);
const followers = (values: readonly DayValue[], options = {}) =>
  calendarHeatmap(makeDaily(values), { y: 'followers', ...options });

export const samples: Record<string, () => Chart> = {
  'calendar-empty': () => calendarHeatmap([]),
  'calendar-only-gaps': () => net([null, null, null]),
  'calendar-first-day': () => net([50]),
  'calendar-one-point': () => net([50, 53]),
  'calendar-two-points': () => net([50, 53, 51]),
  'calendar-year': () => net(year),
  'calendar-year-holes-events': () => net(holey, { annotations: events }),
  'calendar-level-year': () => followers(holey),
  'calendar-fortnight': () =>
    net([740, 764, 764, 770, 761, 761, 790, null, null, 830, 829, 840, 846, 845, 851]),
  'calendar-all-equal': () => net(Array.from({ length: 40 }, (_, i) => 100 + 3 * i)),
  'calendar-all-zero': () => net([50, 50, 50, 50, 50]),
  'calendar-level-equal': () => followers(Array.from({ length: 10 }, () => 52_300)),
  'calendar-outlier': () => net(makeYear(8000, 5, 90).map((v, i) => v + (i > 44 ? 250_000 : 0))),
  'calendar-gap-at-ends': () => net([null, null, 510, 514, 520, 519, null, null]),
  'calendar-falling': () => net(makeYear(90_000, 5, 120).map((v) => 200_000 - v)),
  'calendar-fifteen-months': () => net(makeYear(20_000, 9, 456), { y: 'likes_net' }),
};
