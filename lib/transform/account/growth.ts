import { addDays, dayIn } from '../../calendar.ts';
import { exact, percent } from '../../format.ts';
import { counters } from '../../schema/derived-growth.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import type { AccountContext } from '../context.ts';
import { inputsOf } from '../inputs.ts';
import { type CounterPoint, counterPoints } from './counter-points.ts';
import { growthBetween, growthOver } from './growth-over.ts';

/** Windows that the table has, in days. */
export const growthWindows = [1, 7, 28, 90, 365] as const;

const nouns = { followers: 'follower', likes: 'like', posts: 'post' } as const;

export const windowGrowthMethod: Method = {
  id: 'window-growth',
  version: 1,
  title: 'Growth over a window',
  about:
    'Change of a counter between two days of the grid: net, as a fraction, per day, and as a constant rate per day, each over the time that really passed.',
  formula: [
    'net = to − from',
    'pct = net / from',
    'per day = net / d',
    'compound rate per day = (to / from)^(1/d) − 1',
    'doubling time = ln 2 / ln(1 + compound rate)',
    'interval of net = [to.low − from.high, to.high − from.low]; of pct = [to.low / from.high − 1, to.high / from.low − 1]',
  ],
  variants: [
    'Division by the number of rows in place of elapsed time has no name here: across missing days it is wrong.',
  ],
  edges: [
    'The window ends on the last complete day, or the day before it where no more is known. No other day is taken: otherwise there is no change, and a reason.',
    'From 0 there is a net change and no fraction.',
    'An overflow of the source or another account under the handle within the window: no change, and a reason.',
    'Unknown rounding: no interval. A fall or a standstill: no doubling time.',
  ],
  sources: ['arithmetic; the end of the window and its tolerance of one day are our choice'],
  example: () => {
    const { net, pct, cagr_day } = growthOver(
      [
        { day: '2026-01-01', value: 10_000 },
        { day: '2026-01-31', value: 12_500 },
      ],
      { days: 30 },
    );
    return {
      given: '10,000 followers, and 12,500 some 30 days later',
      result: `net ${exact(net)}, ${percent(pct)}, ${percent(cagr_day)} a day`,
    };
  },
};

/**
 * Table `growth`: each counter over 1, 7, 28, 90 and 365 days. A counter that was never observed has no rows. Followers are
 * those of `account_daily`.
 */
export function makeGrowth({ account, asOf }: AccountContext): Row<'growth'>[] {
  const end = addDays(dayIn(account.zone, asOf), -1);
  return counters.flatMap((counter) => {
    const points = new Map<string, CounterPoint>();
    for (const point of counterPoints(account, counter)) points.set(point.day, point);
    if (points.size === 0) return [];
    return growthWindows.map((window_days): Row<'growth'> => {
      const growth = growthBetween(points, end, window_days, account.zone, nouns[counter]);
      const { from, to, kind_from: _from, kind_to: _to, reason, ...numbers } = growth;
      const known = [points.get(from), points.get(to)].filter((point) => point !== undefined);
      return {
        account_id: account.account_id,
        counter,
        window_days,
        from_day: from,
        to_day: to,
        ...numbers,
        reason,
        n: known.length,
        inputs: inputsOf(known),
        method: methodName(windowGrowthMethod),
        as_of: asOf,
      };
    });
  });
}
