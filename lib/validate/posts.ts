import { msOf, msPerDay } from '../calendar.ts';
import { exact, signedPercent } from '../format/number.ts';
import { dayLong } from '../format/time.ts';
import { plural } from '../format/words.ts';
import type { Row } from '../schema/index.ts';
import { smallFraction } from '../stats/decrease.ts';
import { type Finding, finding } from './rules.ts';

/** Series of posts, one row at a time: only the latest row of each post is kept. */

const counters = ['views', 'likes', 'comments', 'shares', 'saves'] as const;
type Counter = (typeof counters)[number];

/** Likes, shares or saves that fell by this fraction and by as many are told of the post. */
const engagementFraction = 0.05;
const engagementCount = 100;

interface Fall {
  counter: Counter;
  from: Row<'post'>;
  to: Row<'post'>;
  net: number;
}

/** A post that the ledger knows, and what it last answered as. */
export interface KnownPost {
  account_id: string;
  observed_at: string;
  status: string;
}

/** Who a row belongs to, once accounts that were first known by their handle are joined. */
export type IdOf = (accountId: string, observedAt: string) => string;

export class PostWatch {
  /** The latest observation of each post. */
  readonly latest = new Map<string, Row<'post'>>();
  /** Posts by id, from their details. */
  readonly known = new Map<string, KnownPost>();
  readonly #small = new Map<Counter, { falls: number; pairs: number; largest: Fall | null }>();
  readonly #large: Fall[] = [];
  readonly #owners = new Map<string, Row<'post'>[]>();
  readonly #dates = new Map<string, { posts: number; first: Row<'post_info'>; made: string }>();

  /** Takes observations, in the order of time. */
  take(rows: readonly Row<'post'>[]): void {
    for (const row of rows) {
      const before = this.latest.get(row.post_id);
      if (before && before.observed_at > row.observed_at) continue;
      if (before) this.#compare(before, row);
      this.latest.set(row.post_id, row);
    }
  }

  #compare(from: Row<'post'>, to: Row<'post'>): void {
    if (from.account_id !== to.account_id) {
      const owners = this.#owners.get(to.post_id) ?? [from];
      this.#owners.set(to.post_id, [...owners, to]);
    }
    for (const counter of counters) {
      const [before, after] = [from[counter], to[counter]];
      if (before === null || after === null) continue;
      const small = this.#small.get(counter) ?? { falls: 0, pairs: 0, largest: null };
      this.#small.set(counter, small);
      small.pairs++;
      const net = after - before;
      if (net >= 0) continue;
      const fall = { counter, from, to, net };
      if (isLarge(fall, before)) this.#large.push(fall);
      else {
        small.falls++;
        if (net < (small.largest?.net ?? 0)) small.largest = fall;
      }
    }
  }

  /** Takes details. */
  takeInfos(rows: readonly Row<'post_info'>[]): void {
    for (const row of rows) {
      const { post_id, account_id, observed_at, status } = row;
      const known = this.known.get(post_id);
      if (!known || known.observed_at <= observed_at)
        this.known.set(post_id, { account_id, observed_at, status });
      const made = madeAt(row);
      if (made === null) continue;
      const dates = this.#dates.get(row.capture_id);
      if (dates) dates.posts++;
      else this.#dates.set(row.capture_id, { posts: 1, first: row, made });
    }
  }

  findings(idOf: IdOf): Finding[] {
    return [
      ...this.#large.toSorted((a, b) => a.net - b.net).map((fall) => tellFall(fall, idOf)),
      ...[...this.#owners].flatMap(([post, rows]) => tellOwners(post, rows, idOf)),
      ...[...this.#dates].map(([capture, { posts, first, made }]) =>
        finding(
          'id_date_differs',
          `capture ${capture}`,
          `${plural(posts, 'post')} ${posts === 1 ? 'has' : 'have'} a date that the id contradicts; the first, post ${first.post_id}, is said to be of ${dayLong(String(first.created_at).slice(0, 10))}, and its id was made on ${dayLong(made.slice(0, 10))}.`,
        ),
      ),
      ...[...this.#small].flatMap(([counter, { falls, pairs, largest }]) =>
        largest === null
          ? []
          : finding(
              'small_falls',
              `post ${counter}`,
              `${capital(counter)} fell a little between two looks ${plural(falls, 'time')} in ${exact(pairs)}, by ${exact(-largest.net)} at most (post ${largest.to.post_id}, to ${exact(largest.to[counter])} on ${dayLong(largest.to.observed_at.slice(0, 10))}).`,
              { counter },
            ),
      ),
    ];
  }
}

function isLarge({ counter, from, to, net }: Fall, before: number): boolean {
  const [a, b] = [from[`${counter}_step`], to[`${counter}_step`]];
  const step = Math.max(a ?? 1, b ?? 1);
  if (-net <= step) return false;
  // Two sources of which one does not say how it rounds may differ by its rounding.
  if (from.source !== to.source && (a === null || b === null)) return false;
  if (counter === 'views') return -net > smallFraction * before;
  // Comments are deleted, and switched off.
  return counter !== 'comments' && -net >= engagementCount && -net >= engagementFraction * before;
}

function tellFall({ counter, from, to, net }: Fall, idOf: IdOf): Finding {
  const before = from[counter] ?? 0;
  const source = from.source === to.source ? to.source : `${from.source}, then ${to.source}`;
  return finding(
    counter === 'views' ? 'views_fell' : 'engagement_fell',
    `post ${to.post_id}`,
    `${capital(counter)} fell from ${exact(before)} to ${exact(to[counter])} (${signedPercent(net / before)}) between ${from.observed_at} and ${to.observed_at} (source ${source}).`,
    {
      account_id: idOf(to.account_id, to.observed_at),
      counter,
      first_day: from.observed_at.slice(0, 10),
      last_day: to.observed_at.slice(0, 10),
    },
  );
}

function tellOwners(post: string, rows: readonly Row<'post'>[], idOf: IdOf): Finding[] {
  const owners = [...new Set(rows.map((row) => idOf(row.account_id, row.observed_at)))];
  if (owners.length < 2) return [];
  return [
    finding('post_moved', `post ${post}`, `It is stored under the accounts ${owners.join(' and ')}.`, {
      account_id: owners.at(-1),
    }),
  ];
}

/** Ids tell the second in which an upload began since the platform opened; older ones tell something else. */
const firstIdMs = Date.UTC(2016, 8, 1);
/** A scheduled post may come out a month after its upload. */
const leastDays = -1;
const mostDays = 31;

/** When the id of a post was made, where its stated date cannot be true beside it; else null. */
function madeAt({ post_id, created_at, created_from }: Row<'post_info'>): string | null {
  if (created_at === null || created_from !== 'source' || post_id.length < 18) return null;
  const madeMs = Number(BigInt(post_id) >> 32n) * 1000;
  if (madeMs < firstIdMs) return null;
  const days = (msOf(created_at) - madeMs) / msPerDay;
  return days < leastDays || days > mostDays ? new Date(madeMs).toISOString() : null;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
