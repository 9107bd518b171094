import type { Row } from '../schema/index.ts';
import { medianOf } from '../stats/median.ts';
import { unusualness } from '../stats/robust-z.ts';

/** How a week's change compares with the weeks before it. */
export interface WeekCheck {
  net: number;
  /** Changes of earlier whole weeks, back to back before this one, newest first; weeks with an unknown end left out. */
  before: number[];
  median: number;
  /** Robust z: 0.6745 · (net − median) / MAD; null where the MAD is 0. */
  z: number | null;
  /** |z| above 3.5; where most weeks are alike and there is no z, a change outside the range of all weeks before. */
  unusual: boolean;
}

/** As many earlier weeks must be known before anything is said. */
export const usualWeeksNeeded = 8;

/**
 * Compares the change over the seven days to `to` (the last day where not given) with the whole weeks before, back to
 * back, by the robust z-score of Iglewicz and Hoaglin (1993), made of the median and the median absolute deviation (MAD).
 * Null where that change is not known or fewer than 8 earlier weeks are. `daily` is one account's grid of days without
 * holes, oldest first, as `accountDaily` gives it.
 */
export function checkWeek(
  daily: readonly Pick<Row<'account_daily'>, 'day' | 'followers'>[],
  to = daily.at(-1)?.day,
): WeekCheck | null {
  const last = daily.findLastIndex(({ day }) => day === to);
  const nets: (number | null)[] = [];
  for (let end = last; end >= 7; end -= 7) {
    const now = daily[end]?.followers ?? null;
    const then = daily[end - 7]?.followers ?? null;
    nets.push(now === null || then === null ? null : now - then);
  }
  const [net = null, ...rest] = nets;
  const before = rest.filter((value) => value !== null);
  const median = medianOf(before);
  if (net === null || median === null || before.length < usualWeeksNeeded) return null;
  const { z, unusual } = unusualness(net, before) ?? { z: null, unusual: false };
  return { net, before, median, z, unusual };
}
