import { msOf, msPerHour } from '../calendar.ts';
import { exact } from '../format/number.ts';
import { dayLong } from '../format/time.ts';
import { listWords, plural } from '../format/words.ts';
import type { Row } from '../schema/index.ts';
import { type Finding, finding } from './rules.ts';
import { changesOf, leastMove, type Track } from './series-points.ts';

/** Sources that disagree, grow coarse, change accounts, or say the same of different ones. */

/** Observations this close in time should agree. */
const togetherHours = 1;
/** Sources that differ by more than this beyond their rounding disagree. */
const disagreeFraction = 0.01;
const disagreeCount = 10;

/** Two sources that saw an account within an hour and differ; one finding, with the latest case. */
export function checkDisagreement({ account_id, handle, rows }: Track): Finding | null {
  const cases = (['followers', 'likes', 'posts'] as const).flatMap((counter) =>
    changesOf(rows, counter).filter(({ from, to, before, interval }) => {
      const close = msOf(to.observed_at) - msOf(from.observed_at) <= togetherHours * msPerHour;
      // A date without a time may be any hour of its day.
      const timed = from.time_precision === 'instant' && to.time_precision === 'instant';
      if (!close || !timed || from.source === to.source) return false;
      const least = Math.abs(leastMove(interval));
      return least >= disagreeCount && least > disagreeFraction * before;
    }),
  );
  const latest = cases.reduce<(typeof cases)[number] | null>(
    (a, b) => (a === null || b.to.observed_at > a.to.observed_at ? b : a),
    null,
  );
  if (latest === null) return null;
  const { from, to, counter, before, after } = latest;
  const more = cases.length - 1;
  return finding(
    'sources_disagree',
    `@${handle}`,
    `${from.source} says ${exact(before)} ${counter} and ${to.source} ${exact(after)} at nearly the same time, on ${dayLong(to.observed_at.slice(0, 10))}.${more > 0 ? ` There are ${plural(more, 'other case')}.` : ''}`,
    { account_id, counter, last_day: to.observed_at.slice(0, 10) },
  );
}

/** As many exact observations before, and as many rounded ones after, make a change of precision. */
const exactNeeded = 5;
const coarseNeeded = 2;

/** An account whose latest followers are rounded although they were exact before. */
export function checkPrecision({ account_id, handle, rows }: Track): Finding | null {
  const known = rows.filter((row) => row.followers !== null && row.followers_step !== null);
  const since = known.findLastIndex((row) => row.followers_step === 1) + 1;
  const coarse = known.slice(since);
  const before = known.slice(Math.max(0, since - exactNeeded), since);
  const [first, last] = [coarse[0], coarse.at(-1)];
  if (!first || !last || coarse.length < coarseNeeded) return null;
  if (before.length < exactNeeded || before.some((row) => row.followers_step !== 1)) return null;
  const from = before.at(-1)?.source ?? '';
  const source = from === last.source ? last.source : `${last.source} instead of ${from}`;
  return finding(
    'coarser',
    `@${handle}`,
    `Followers are rounded to ${exact(last.followers_step)} since ${dayLong(first.observed_at.slice(0, 10))} (source ${source}); before, they were exact.`,
    { account_id, counter: 'followers', first_day: first.observed_at.slice(0, 10) },
  );
}

/** As many digits without trailing zeros are no coincidence. */
const digitsNeeded = 5;

/** Accounts that are said to have the same numbers on the same day. */
export class SameNumbers {
  readonly #pairs = new Map<string, { rows: Row<'account'>[]; days: number }>();

  /** Takes the account rows of one day. */
  take(rows: readonly Row<'account'>[]): void {
    const seen = new Map<string, Row<'account'>>();
    for (const row of rows) {
      if (!isTelling(row.followers) || !isTelling(row.likes)) continue;
      const numbers = `${row.followers} ${row.likes}`;
      const other = seen.get(numbers);
      if (!other) seen.set(numbers, row);
      else if (other.account_id !== row.account_id && other.handle !== row.handle) {
        const key = [other.handle, row.handle].sort().join(' ');
        const pair = this.#pairs.get(key);
        if (pair) pair.days++;
        else this.#pairs.set(key, { rows: [other, row], days: 1 });
      }
    }
  }

  /** Findings; `idOf` joins accounts that were first known by their handle alone. */
  findings(idOf: (row: Row<'account'>) => string): Finding[] {
    return [...this.#pairs.values()].flatMap(({ rows, days }) => {
      if (new Set(rows.map(idOf)).size < 2) return [];
      const [first] = rows;
      const day = first?.observed_at.slice(0, 10) ?? '';
      return finding(
        'same_numbers',
        rows.map(({ handle }) => `@${handle}`).join(' '),
        `Both are said to have ${exact(first?.followers)} followers and ${exact(first?.likes)} likes on ${dayLong(day)}${days > 1 ? `, and the same numbers on ${plural(days - 1, 'other day')}` : ''}.`,
        { first_day: day },
      );
    });
  }
}

function isTelling(count: number | null): boolean {
  return count !== null && String(count).replace(/0+$/, '').length >= digitsNeeded;
}

/** Handles that belonged to several accounts, by the ids seen under them. */
export class Handles {
  readonly #ids = new Map<string, Map<string, { first: string; last: string }>>();

  take({
    account_id,
    handle,
    observed_at,
  }: {
    account_id: string;
    handle: string;
    observed_at: string;
  }): void {
    if (account_id.startsWith('handle:')) return;
    let ids = this.#ids.get(handle);
    if (!ids) {
      ids = new Map();
      this.#ids.set(handle, ids);
    }
    const seen = ids.get(account_id);
    if (!seen) ids.set(account_id, { first: observed_at, last: observed_at });
    else if (observed_at > seen.last) seen.last = observed_at;
    else if (observed_at < seen.first) seen.first = observed_at;
  }

  /** The account that was seen under a handle last. */
  idOf(handle: string): string | undefined {
    return [...(this.#ids.get(handle) ?? [])].toSorted(([, a], [, b]) => (a.last < b.last ? 1 : -1))[0]?.[0];
  }

  findings(): Finding[] {
    return [...this.#ids].flatMap(([handle, ids]) => {
      if (ids.size < 2) return [];
      const owners = [...ids].toSorted(([, a], [, b]) => (a.first < b.first ? -1 : 1));
      const [newest = '', seen] = owners.at(-1) ?? [];
      const said = owners.map(([id, { first }]) => `${id} since ${dayLong(first.slice(0, 10))}`);
      return finding('identity_change', `@${handle}`, `The handle belonged to ${listWords(said)}.`, {
        account_id: newest,
        first_day: seen?.first.slice(0, 10),
      });
    });
  }
}
