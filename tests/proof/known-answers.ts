import { dayIn, instantOf, msPerDay, msPerHour } from '../../lib/calendar.ts';
import { seededRandom } from '../../lib/effects.ts';
import { trendShapes } from '../../lib/simulate/cast.ts';
import { type FollowerModel, makeFollowerSeries } from '../../lib/simulate/growth.ts';
import { bestTime } from '../../lib/transform/account/best-time.ts';
import { type UnusualDay, unusualDays } from '../../lib/transform/unusual/days.ts';
import { type LevelShift, levelShifts } from '../../lib/transform/unusual/shifts.ts';

/** Series whose truth is known, and what the methods say of them. */

const startMs = Date.parse('2026-01-01T00:00:00Z');
const days = 365;
const dayMs = (day: number) => startMs + day * msPerDay;

export type Trend = FollowerModel['trend'];
/** Trends without a turn of their own: what is found in them is a false alarm. `step` and `waves` do turn, and are no quiet accounts. */
export const quietTrends: readonly Trend[] = trendShapes.filter(
  (trend) => trend !== 'step' && trend !== 'waves',
);

/** What happens to a planted account on day 200. */
export type Planted = 'burst' | 'purge' | 'shift';
export const plantedDay = 200;

/** Followers of account number `index` at 20:00 UTC of each day. */
export function followersOf(index: number, trend: Trend, planted: Planted | null = null) {
  const level = Math.round(1500 * Math.exp(((index * 37) % 100) / 12));
  const frame = { seed: 77, index, level, startMs, days, tailDays: 0 };
  const plain = makeFollowerSeries({ ...frame, trend, lifts: [], purge: null });
  const atMs = dayMs(plantedDay) + 6 * msPerHour;
  const gained = 12 * plain.usual + 3 * Math.sqrt(level);
  const series = makeFollowerSeries({
    ...frame,
    trend,
    lifts:
      planted === 'burst'
        ? [{ followers: gained, shareAt: (ms) => Math.min(1, Math.max(0, (ms - atMs) / (10 * msPerHour))) }]
        : [],
    purge: planted === 'purge' ? { fromMs: atMs, untilMs: atMs + 6 * msPerHour, fraction: 0.02 } : null,
  });
  const extra = 3 * plain.usual + 0.5 * Math.sqrt(level);
  return Array.from({ length: days }, (_, day) => {
    const ms = dayMs(day) + 20 * msPerHour;
    const more =
      planted === 'shift' ? Math.round(Math.max(0, (ms - dayMs(plantedDay)) / msPerDay) * extra) : 0;
    return { day: dayIn('UTC', new Date(ms)), followers: series.at(ms) + more };
  });
}

export interface Alarms {
  days: UnusualDay[];
  shifts: LevelShift[];
}

export function alarmsOf(index: number, trend: Trend, planted: Planted | null = null): Alarms {
  const series = followersOf(index, trend, planted);
  return { days: unusualDays(series), shifts: levelShifts(series) };
}

/** Months of an account with an alarm of either kind. */
export function monthsWithAlarm({ days, shifts }: Alarms): number {
  return new Set([...days, ...shifts].map(({ day }) => day.slice(0, 7))).size;
}

/** Whether the planted event was found: the day itself, or a shift that seems to begin within a week of it. */
export function isFound({ days, shifts }: Alarms, planted: Planted): boolean {
  const truth = dayIn('UTC', new Date(dayMs(plantedDay)));
  if (planted === 'shift')
    return shifts.some(
      ({ changeDay, direction }) =>
        direction === 'up' && Math.abs(Date.parse(changeDay) - Date.parse(truth)) <= 7 * msPerDay,
    );
  const direction = planted === 'burst' ? 'up' : 'down';
  return days.some((each) => each.day === truth && each.direction === direction);
}

/** The verdict on posts of an account for which the time of posting does not matter: heavy-tailed views, any hour. */
export function timelessVerdict(index: number): ReturnType<typeof bestTime>['verdict'] {
  const random = seededRandom(10_000 + index);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const posts = Array.from({ length: 80 + (index % 5) * 40 }, () => {
    const hour = Math.min(23.4, Math.max(0, 16 + 5 * normal()));
    return {
      created_at: instantOf(new Date(dayMs(Math.floor(random() * days)) + hour * msPerHour)),
      views: Math.round(3000 * Math.exp(1.2 * normal() * (random() < 0.05 ? 3 : 1))),
    };
  });
  return bestTime(posts, { zone: 'Europe/Copenhagen' }).verdict;
}
