import { addDays, daysBetween } from '../../calendar.ts';
import { dayLong, exact } from '../../format.ts';
import type { Row } from '../../schema/index.ts';
import { type Method, methodName } from '../../schema/method.ts';
import { roundedInterval } from '../../stats/interval.ts';
import type { KnownDay, SetContext } from '../context.ts';
import { inputsOf } from '../inputs.ts';

export const compareMethod: Method = {
  id: 'compare',
  version: 1,
  title: 'Accounts compared',
  about:
    'Accounts of any size beside each other: followers indexed to 100 on one day that they share, so that lines show growth and not size.',
  formula: [
    'index = followers / followers on the common day · 100',
    'common day = the one with the largest product of accounts known on it and days from it to the last day of any account; the earliest of equal ones',
  ],
  edges: [
    'An account that is not known on the common day has no index, and a reason; no other day is taken for it.',
    'From 0 followers there is no index.',
    'Rounded counts leave an interval.',
  ],
  sources: ['index numbers are arithmetic; the choice of the day is ours'],
  example: () => ({
    given: '200 followers on the common day, 230 now',
    result: `index ${exact(indexOf(200, 230))}`,
  }),
};

/** A value as an index to a base; null where the base is 0. */
function indexOf(base: number, value: number): number | null {
  return base > 0 ? (value / base) * 100 : null;
}

/** Table `compare`: every seventh day from the common day on, and each account’s last known day; none below two accounts. */
export function makeCompare({ accounts, asOf }: SetContext): Row<'compare'>[] {
  const known = accounts.filter(({ days }) => days.length > 0);
  if (known.length < 2) return [];
  const base_day = commonDay(known.map(({ days }) => days));
  return known.flatMap(({ account_id, days }) => {
    const base = days.find(({ day }) => day === base_day);
    const last = days.at(-1);
    return days
      .filter((row) => row.day >= base_day && (row === last || daysBetween(base_day, row.day) % 7 === 0))
      .map((row): Row<'compare'> => {
        const index = base ? indexOf(base.followers ?? 0, row.followers ?? 0) : null;
        return {
          account_id,
          day: row.day,
          base_day,
          followers: row.followers,
          index,
          ...boundsOf(base, row),
          pct: index === null ? null : index / 100 - 1,
          reason: index === null ? reasonOf(base, base_day) : null,
          n: base === undefined ? 1 : base === row ? 1 : 2,
          inputs: inputsOf(
            [base, row].flatMap((each) => (each ? [{ ...each, step: each.followers_step }] : [])),
          ),
          method: methodName(compareMethod),
          as_of: asOf,
        };
      });
  });
}

function boundsOf(
  base: KnownDay | undefined,
  row: KnownDay,
): Pick<Row<'compare'>, 'index_low' | 'index_high'> {
  // A rounded count is as large as itself on the day it is the base of.
  if (base === row) return { index_low: 100, index_high: 100 };
  const [from, to] = [base && intervalOf(base), intervalOf(row)];
  if (!from || !to || from.low <= 0) return { index_low: null, index_high: null };
  return { index_low: indexOf(from.high, to.low), index_high: indexOf(from.low, to.high) };
}

function intervalOf({ followers, followers_step, rounding }: KnownDay) {
  return followers === null ? null : roundedInterval(followers, followers_step, rounding ?? 'unknown');
}

function reasonOf(base: KnownDay | undefined, day: string): string {
  return base
    ? `it had no followers on ${dayLong(day)}`
    : `it is not known on ${dayLong(day)}, the common day`;
}

function commonDay(accounts: readonly (readonly KnownDay[])[]): string {
  const counts = new Map<string, number>();
  let end = '';
  for (const days of accounts)
    for (const { day } of days) {
      counts.set(day, (counts.get(day) ?? 0) + 1);
      if (day > end) end = day;
    }
  let best = { day: end, size: 0 };
  for (const day of [...counts.keys()].sort()) {
    const size = (counts.get(day) ?? 0) * daysBetween(day, addDays(end, 1));
    if (size > best.size) best = { day, size };
  }
  return best.day;
}
