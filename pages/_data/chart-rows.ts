import type { Row } from '#lib';
import { addDays } from '#lib/calendar';

type DailyRow = Row<'account_daily'>;

/** What a test says of a day: a count, `null` for a gap, `~1234` for a count that was interpolated. */
export type DayValue = number | null | `~${number}`;

/** Rows of `account_daily` from one value a day; likes are ten times the followers, posts one a day. */
export function makeDaily(
  values: readonly DayValue[],
  options: Partial<Pick<DailyRow, 'account_id' | 'handle' | 'zone' | 'source' | 'rounding'>> & {
    start?: string;
    step?: number;
  } = {},
): DailyRow[] {
  const { start = '2026-01-01', step = 1, account_id = '101', handle = 'observatory' } = options;
  let before: number | null = null;
  return values.map((value, i) => {
    const followers = typeof value === 'string' ? Number(value.slice(1)) : value;
    const net: number | null = followers === null || before === null ? null : followers - before;
    before = followers;
    const day = addDays(start, i);
    const kind = followers === null ? 'gap' : typeof value === 'string' ? 'interpolated' : 'observed';
    return {
      account_id,
      day,
      handle,
      zone: options.zone ?? 'Europe/Paris',
      kind,
      followers,
      followers_step: followers === null ? null : step,
      rounding: options.rounding ?? null,
      followers_net: net,
      followers_net_low: net === null ? null : net - (step > 1 ? step : 0),
      followers_net_high: net === null ? null : net + (step > 1 ? step : 0),
      followers_per_day: net,
      elapsed_h: net === null ? null : 24,
      likes: followers === null ? null : followers * 10,
      likes_net: net === null ? null : net * 10,
      posts: followers === null ? null : i,
      posts_net: net === null ? null : 1,
      decrease: null,
      observed_at: kind === 'observed' ? `${day}T18:00:00Z` : null,
      source: kind === 'observed' ? (options.source ?? 'web_profile_v2') : null,
      n: kind === 'observed' ? 1 : 0,
      method: 'day-grid@1',
      as_of: `${day}T18:00:00Z`,
    };
  });
}

/** A year of a growing account with a weekly season, a burst, a purge and some noise; the same numbers every time. */
export function makeYear(start: number, seed: number, days = 365): number[] {
  let state = seed;
  const noise = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  const values: number[] = [];
  let level = start;
  for (let i = 0; i < days; i++) {
    const season = 1 + 0.4 * Math.sin((2 * Math.PI * i) / 7);
    const burst = i > 200 && i < 212 ? 9 * (212 - i) : 0;
    const purge = i === 300 ? -start * 0.008 : 0;
    level += start * 0.0004 * (season * (0.4 + noise()) + burst * 0.3) + purge;
    values.push(Math.round(level));
  }
  return values;
}
