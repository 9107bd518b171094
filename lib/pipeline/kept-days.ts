import { hash } from 'node:crypto';
import { type Row, tables } from '../schema/index.ts';
import { columnsOf } from '../schema/table.ts';

/**
 * Rows of `account_daily` that are as they were in the last run: they stay in their files. All of them are made each time, as others are made of
 * them; what is saved is writing. They are told by hashes of what they say, a stretch of days at a time, so that no rule is known here.
 */

type Daily = Row<'account_daily'>;

/** Hashes of an account’s rows, by stretch. */
export type DayHashes = Record<string, string>;

/** Rows that stay: of each account and stretch their days. */
export type KeptStretches = [account_id: string, stretch: string, days: string[]][];

/** The stretch that a day belongs to: some ten days of a month. */
export function stretchOf(day: string): string {
  return day.slice(0, '2026-11-2'.length);
}

/** Rows with other columns are other rows. */
const columns = columnsOf(tables.account_daily).map(({ name }) => name);

/** The rows of an account that must be written, of all its rows by day; those that stay; and what tells so in the next run. */
export function splitDays(
  rows: readonly Daily[],
  before: DayHashes,
  altered: ReadonlySet<string>,
): { changed: Daily[]; kept: KeptStretches; hashes: DayHashes } {
  const changed: Daily[] = [];
  const kept: KeptStretches = [];
  const hashes: DayHashes = {};
  for (let start = 0; start < rows.length; ) {
    const { account_id, day } = rows[start] as Daily;
    const stretch = stretchOf(day);
    let end = start + 1;
    while (end < rows.length && stretchOf((rows[end] as Daily).day) === stretch) end++;
    const own = rows.slice(start, end);
    const made = hash('sha256', JSON.stringify([columns, own]), 'base64url').slice(0, 22);
    hashes[stretch] = made;
    if (before[stretch] === made && !altered.has(stretch))
      kept.push([account_id, stretch, own.map((row) => row.day)]);
    else changed.push(...own);
    start = end;
  }
  return { changed, kept, hashes };
}

/** The rows that stay, of all accounts. */
export class KeptDays {
  readonly #stretches = new Set<string>();
  readonly #rows = new Map<string, number>();

  add(kept: KeptStretches): void {
    for (const [account_id, stretch, days] of kept) {
      this.#stretches.add(`${account_id} ${stretch}`);
      for (const day of days) this.#rows.set(day, (this.#rows.get(day) ?? 0) + 1);
    }
  }

  stays(accountId: string, day: string): boolean {
    return this.#stretches.has(`${accountId} ${stretchOf(day)}`);
  }

  /** How many stay on a day. */
  rowsOn(day: string): number {
    return this.#rows.get(day) ?? 0;
  }
}
