import { addDays } from '../../lib/calendar.ts';
import type { Row } from '../../lib/schema/index.ts';
import type { Finding } from '../../lib/validate/rules.ts';
import type { Track } from '../../lib/validate/series-points.ts';
import { accountRow } from '../helpers/ledger.ts';

/** Series for the rules of series: one observation a day at 03:00 UTC, exact unless said otherwise. */

export const firstDay = '2026-10-01';

/** A row a day: what `each` gives, or null for a day without any. */
export function rowsOf(
  days: number,
  each: (day: number) => Partial<Row<'account'>> | null,
): Row<'account'>[] {
  return Array.from({ length: days }, (_, i) => {
    const row = each(i);
    return row === null
      ? []
      : accountRow({
          observed_at: `${addDays(firstDay, i)}T03:00:00Z`,
          followers_step: 1,
          likes_step: 1,
          posts_step: 1,
          rounding: 'exact',
          source: 'web',
          ...row,
        });
  }).flat();
}

export function track(rows: readonly Row<'account'>[], id = '1'): Track {
  return {
    account_id: id,
    handle: `a${id}`,
    rows: rows.map((row) => ({ ...row, account_id: id, handle: `a${id}` })),
  };
}

/** Followers one day after the other; null is a day without an observation. */
export function followersOf(
  values: readonly (number | null)[],
  id = '1',
  rest: Partial<Row<'account'>> = {},
): Track {
  return track(
    rowsOf(values.length, (i) => (values[i] === null ? null : { ...rest, followers: values[i] as number })),
    id,
  );
}

/** `days` values that move by a few a day, as accounts do, from `start` on. */
export function calm(days: number, start = 10_000): number[] {
  return Array.from({ length: days }, (_, i) => start + 20 * i + ((7 * i) % 13));
}

export const told = (findings: readonly Finding[]) =>
  findings.map(({ rule, subject }) => `${rule} ${subject}`);
