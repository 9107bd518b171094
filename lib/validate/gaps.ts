import { addDays, daysBetween } from '../calendar.ts';
import { dayLong } from '../format/time.ts';
import { plural } from '../format/words.ts';
import type { Row } from '../schema/index.ts';
import { type Finding, finding } from './rules.ts';
import type { Track } from './series-points.ts';

/** Days that are not known, of each account and of all at once. */

/** Days on which nothing was observed are told for the ledger where as many accounts at least had one. */
const leastAccounts = 3;

type Day = Pick<Row<'account_daily'>, 'day' | 'kind'>;

export class Gaps {
  readonly #accounts: { track: Pick<Track, 'account_id' | 'handle'>; days: number; gaps: string[] }[] = [];
  /** Accounts with a row for a day, and those that have a gap there. */
  readonly #days = new Map<string, { rows: number; gaps: number }>();

  /** Takes an account's grid of days. */
  take({ account_id, handle }: Pick<Track, 'account_id' | 'handle'>, daily: readonly Day[]): void {
    const gaps = daily.filter(({ kind }) => kind === 'gap').map(({ day }) => day);
    for (const { day, kind } of daily) {
      const seen = this.#days.get(day) ?? { rows: 0, gaps: 0 };
      this.#days.set(day, seen);
      seen.rows++;
      if (kind === 'gap') seen.gaps++;
    }
    if (gaps.length > 0) this.#accounts.push({ track: { account_id, handle }, days: daily.length, gaps });
  }

  findings(): Finding[] {
    const empty = new Set(
      [...this.#days]
        .filter(([, { rows, gaps }]) => gaps === rows && rows >= leastAccounts)
        .map(([day]) => day),
    );
    const found: Finding[] = [];
    if (empty.size > 0)
      found.push(
        finding(
          'gap',
          'all accounts',
          `Nothing at all was observed on ${plural(empty.size, 'day')}. ${longest([...empty].sort())}`,
          rangeOf([...empty].sort()),
        ),
      );
    for (const { track, days, gaps } of this.#accounts) {
      const own = gaps.filter((day) => !empty.has(day));
      if (own.length === 0) continue;
      found.push(
        finding(
          'gap',
          `@${track.handle}`,
          `${own.length} of ${plural(days, 'day')} ${own.length === 1 ? 'is' : 'are'} not known. ${longest(own)}`,
          { account_id: track.account_id, ...rangeOf(own) },
        ),
      );
    }
    return found;
  }
}

function rangeOf(days: readonly string[]): { first_day: string | undefined; last_day: string | undefined } {
  return { first_day: days[0], last_day: days.at(-1) };
}

/** The longest run of days, in a sentence. */
function longest(days: readonly string[]): string {
  let best = { from: days[0] ?? '', days: 1 };
  let run = best;
  for (const day of days.slice(1)) {
    run = daysBetween(run.from, day) === run.days ? { ...run, days: run.days + 1 } : { from: day, days: 1 };
    if (run.days > best.days) best = run;
  }
  if (best.days === 1)
    return days.length === 1
      ? `It is ${dayLong(best.from)}.`
      : `The latest is ${dayLong(days.at(-1) ?? null)}.`;
  return `The longest stretch: ${dayLong(best.from)} to ${dayLong(addDays(best.from, best.days - 1))}, ${best.days} days.`;
}
