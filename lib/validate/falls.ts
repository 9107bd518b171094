import { exact, signedPercent } from '../format/number.ts';
import { dayLong } from '../format/time.ts';
import { plural } from '../format/words.ts';
import { classifyDecrease, type DayChange, daysOfManyFalls, smallFraction } from '../stats/decrease.ts';
import { type Finding, finding } from './rules.ts';
import { type Change, type Counter, changesOf, lastOfDays, type Track } from './series-points.ts';

/** Falls of accounts by the taxonomy of docs/methods.md#falls, judged once all accounts are known. */

/** Two days that are at most this far apart make a fall of one day. */
const adjacentDays = 2;
/** A fall of fewer is small whatever its fraction: accounts of a few hundred followers lose some every week. */
const fewestTold = 10;

interface Fall {
  track: Pick<Track, 'account_id' | 'handle'>;
  counter: Counter;
  change: Change;
  day: DayChange;
}

/** Small falls of a counter, counted. */
interface Small {
  falls: number;
  changes: number;
  largest: Fall | null;
}

/** Gathers the changes of all accounts, and tells of their falls at the end. */
export class Falls {
  readonly #falls: Fall[] = [];
  readonly #small = new Map<Counter, Small>();
  /** Followers by day: how many accounts have a change, and which fell by more than half a percent. */
  readonly #days = new Map<string, { accounts: number; fallen: Fall[] }>();

  /** Takes an account. `told` says of which changes something worse is told. */
  take(track: Track, told: (change: Change) => boolean): void {
    const posts = new Map(
      changesOf(lastOfDays(track.rows, 'posts'), 'posts').map((change) => [
        change.to,
        change.after - change.before,
      ]),
    );
    for (const counter of ['followers', 'likes'] as const)
      for (const change of changesOf(lastOfDays(track.rows, counter), counter)) {
        if (change.days > adjacentDays) continue;
        const net = change.after - change.before;
        const day: DayChange = {
          day: change.to.observed_at.slice(0, 10),
          before: change.before,
          net,
          netHigh: change.interval.high,
          step: change.step,
          postsNet: posts.get(change.to) ?? null,
        };
        const fall: Fall = {
          track: { account_id: track.account_id, handle: track.handle },
          counter,
          change,
          day,
        };
        const marked = -(day.netHigh ?? net) > smallFraction * day.before && -net >= fewestTold;
        if (counter === 'followers') this.#note(fall, marked);
        const small = this.#small.get(counter) ?? { falls: 0, changes: 0, largest: null };
        this.#small.set(counter, small);
        small.changes++;
        if (net >= 0 || told(change)) continue;
        if (marked) this.#falls.push(fall);
        else {
          small.falls++;
          if (net < (small.largest?.day.net ?? 0)) small.largest = fall;
        }
      }
  }

  #note(fall: Fall, marked: boolean): void {
    const day = this.#days.get(fall.day.day) ?? { accounts: 0, fallen: [] };
    this.#days.set(fall.day.day, day);
    day.accounts++;
    if (marked) day.fallen.push(fall);
  }

  /** Everything to tell. `without` names days that were told as a fault of a source. */
  findings(without: ReadonlySet<string>): Finding[] {
    const days = [...this.#days].filter(([day]) => !without.has(day));
    const purged = daysOfManyFalls(
      days.map(([day, { accounts, fallen }]) => [day, { accounts, fell: fallen.length }]),
    );
    const purges = new Map(days.filter(([day]) => purged.has(day)));
    const kinds = Map.groupBy(this.#falls, (fall) => classifyDecrease(fall.day, new Set(purges.keys())));
    return [
      ...this.#byAccount('fall', kinds.get('unexplained') ?? []),
      ...this.#byAccount('content_removed', kinds.get('content_removed') ?? []),
      ...[...purges].map(([day, { accounts, fallen }]) => tellPurge(day, accounts, fallen)),
      ...[...this.#small].flatMap(([counter, small]) => tellSmall(counter, small)),
    ];
  }

  #byAccount(rule: 'fall' | 'content_removed', falls: readonly Fall[]): Finding[] {
    const groups = Map.groupBy(falls, ({ track, counter }) => `${track.account_id} ${counter}`);
    return [...groups.values()].flatMap((own) => {
      const largest = own.reduce((a, b) => (b.day.net < a.day.net ? b : a));
      const { track, counter, day } = largest;
      const days = own.map((each) => each.day.day).sort();
      const posts = rule === 'content_removed' ? `, and its posts by ${exact(-(day.postsNet ?? 0))}` : '';
      const often = own.length === 1 ? '' : ` It fell so on ${plural(own.length, 'day')}.`;
      return finding(
        rule,
        `@${track.handle}`,
        `${capital(counter)} fell by ${exact(-day.net)} (${signedPercent(day.net / day.before)}) to ${exact(day.before + day.net)} on ${dayLong(day.day)}${posts}.${often}`,
        { account_id: track.account_id, counter, first_day: days[0], last_day: days.at(-1) },
      );
    });
  }
}

function tellPurge(day: string, accounts: number, fallen: readonly Fall[]): Finding {
  const worst = fallen.toSorted((a, b) => a.day.net / a.day.before - b.day.net / b.day.before).slice(0, 3);
  const named = worst.map(
    ({ track, day: { net, before } }) => `@${track.handle} ${signedPercent(net / before)}`,
  );
  return finding(
    'purge',
    day,
    `${fallen.length} of ${plural(accounts, 'account')} lost more than half a percent of their followers on ${dayLong(day)}: ${named.join(', ')}${fallen.length > 3 ? ' and others' : ''}.`,
    { counter: 'followers', first_day: day, last_day: day },
  );
}

function tellSmall(counter: Counter, { falls, changes, largest }: Small): Finding[] {
  if (largest === null) return [];
  const { day, track } = largest;
  return [
    finding(
      'small_falls',
      `account ${counter}`,
      `${capital(counter)} fell a little from one day to the next ${plural(falls, 'time')} in ${plural(changes, 'change')}, by ${exact(-day.net)} at most (@${track.handle}, ${signedPercent(day.net / day.before)} on ${dayLong(day.day)}).`,
      { counter },
    ),
  ];
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
