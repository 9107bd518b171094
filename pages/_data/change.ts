import { format } from '#lib';
import type { AccountLine, ChangeDays } from './accounts.ts';

type Changing = Pick<AccountLine, 'change'>;

/** Why the change over `days` days is not known, as words that stand alone. */
export function whyNoChange(account: Changing, days: ChangeDays): string {
  return account.change[days]?.reason ?? 'there is no complete day yet';
}

/** True where rounding at the source could have made the whole change. */
export function isWithinRounding({ change }: Changing, days: ChangeDays): boolean {
  const { gain_low: low = null, gain_high: high = null } = change[days] ?? {};
  return low !== null && high !== null && low < high && low <= 0 && high >= 0;
}

/** What stands under a change: its base and what rounding leaves open, or why there is none. */
export function describeChange(account: Changing, days: ChangeDays): string {
  const growth = account.change[days];
  if (!growth || growth.gain === null) return whyNoChange(account, days);
  if (isWithinRounding(account, days)) return 'less than the rounding at the source';
  const { gain_low, gain_high, pct, followers_from } = growth;
  const base = `${pct === null ? '' : `${format.signedPercent(pct)} `}of ${format.compact(followers_from)}`;
  if (gain_low === null || gain_high === null || gain_low === gain_high) return base;
  return `${base}; ${format.rangeOf(gain_low, gain_high, format.signed)}, as rounded`;
}

export interface Week {
  /** Fastest first. */
  gained: AccountLine[];
  /** Fastest first. */
  lost: AccountLine[];
  unchanged: AccountLine[];
  /** Accounts whose change is not known, or is less than the rounding of its source. */
  unknown: AccountLine[];
}

/** Accounts by the sign of their change over 7 days; gains and losses by their size relative to the start. */
export function sortByWeek(accounts: readonly AccountLine[]): Week {
  const week: Week = { gained: [], lost: [], unchanged: [], unknown: [] };
  for (const account of accounts) {
    const gain = account.change[7]?.gain ?? null;
    if (gain === null || isWithinRounding(account, 7)) week.unknown.push(account);
    else if (gain === 0) week.unchanged.push(account);
    else week[gain > 0 ? 'gained' : 'lost'].push(account);
  }
  const size = ({ change }: AccountLine) => Math.abs(change[7]?.pct ?? 0);
  week.gained.sort((a, b) => size(b) - size(a));
  week.lost.sort((a, b) => size(b) - size(a));
  return week;
}

export interface Together {
  followers: number;
  accounts: number;
  net: number | null;
  /** Net divided by the followers at the start, of the accounts whose change is known. */
  fraction: number | null;
  netAccounts: number;
}

/** Latest followers of all accounts added up, and their change over 7 or 28 days where it is known. */
export function addUp(accounts: readonly AccountLine[], days: ChangeDays): Together {
  const observed = accounts.filter(({ summary }) => summary.followers !== null);
  let net = 0;
  let base = 0;
  let netAccounts = 0;
  for (const { change } of observed) {
    const growth = change[days];
    if (!growth || growth.gain === null) continue;
    net += growth.gain;
    base += growth.followers_from ?? 0;
    netAccounts += 1;
  }
  return {
    followers: observed.reduce((sum, { summary }) => sum + (summary.followers ?? 0), 0),
    accounts: observed.length,
    net: netAccounts === 0 ? null : net,
    fraction: base === 0 ? null : net / base,
    netAccounts,
  };
}
