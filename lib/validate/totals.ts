import { msOf, msPerHour } from '../calendar.ts';
import { exact } from '../format/number.ts';
import { dayLong } from '../format/time.ts';
import { plural } from '../format/words.ts';
import type { Row } from '../schema/index.ts';
import { smallFraction } from '../stats/decrease.ts';
import { roundedInterval } from '../stats/interval.ts';
import type { IdOf, KnownPost } from './posts.ts';
import { type Finding, finding } from './rules.ts';

/** Totals of accounts beside their parts: likes and posts of an account beside its posts. */

/** Posts that were seen so long before their account, or an hour after it, are its parts. */
const beforeHours = 48;
const afterHours = 1;
/** A list of as many of the posts is meant to be whole. */
const wholeFraction = 0.9;
/** Accounts that are named of many. */
const namedAccounts = 3;

/** The latest totals of an account. */
export interface Totals {
  account_id: string;
  handle: string;
  /** The latest row with a number of posts or likes. */
  row: Row<'account'>;
  /** Whether its number of posts fell in the days before: then parts that were seen earlier may be gone. */
  postsFell: boolean;
}

/** The latest totals of an account's rows by time; null without any. */
export function totalsOf(
  account: { account_id: string; handle: string },
  rows: readonly Row<'account'>[],
): Totals | null {
  const row = rows.findLast(({ likes, posts }) => likes !== null || posts !== null);
  if (!row) return null;
  const recent = rows.filter(
    ({ observed_at, posts }) =>
      posts !== null && msOf(observed_at) >= msOf(row.observed_at) - beforeHours * msPerHour,
  );
  const postsFell = recent.some(({ posts }) => (posts ?? 0) > (row.posts ?? 0));
  return { account_id: account.account_id, handle: account.handle, row, postsFell };
}

interface Parts {
  /** Posts that are known and not gone, and those of them that were seen about when the total was. */
  known: number;
  seen: number;
  /** Likes of those that were seen, at the low end of their rounding. */
  likes: number;
}

/** Compares totals with the posts that the ledger knows. */
export function checkTotals(
  totals: readonly Totals[],
  latest: ReadonlyMap<string, Row<'post'>>,
  known: ReadonlyMap<string, KnownPost>,
  idOf: IdOf,
): Finding[] {
  const byId = new Map(totals.map((total) => [total.account_id, total]));
  const parts = new Map<string, Parts>();
  const strangers = { accounts: new Set<string>(), posts: 0 };
  const add = (post: string, accountId: string, observedAt: string) => {
    if ((known.get(post)?.status ?? 'ok') !== 'ok') return;
    const owner = idOf(accountId, observedAt);
    const total = byId.get(owner);
    if (!total) {
      strangers.posts++;
      strangers.accounts.add(owner);
      return;
    }
    const sum = parts.get(owner) ?? { known: 0, seen: 0, likes: 0 };
    parts.set(owner, sum);
    sum.known++;
    const row = latest.get(post);
    if (!row || !isPart(row, total)) return;
    sum.seen++;
    const likes = row.likes ?? 0;
    sum.likes += roundedInterval(likes, row.likes_step, row.rounding)?.low ?? likes;
  };
  for (const [post, row] of latest) add(post, row.account_id, row.observed_at);
  for (const [post, row] of known) if (!latest.has(post)) add(post, row.account_id, row.observed_at);
  return [
    ...[...parts].flatMap(([id, sum]) => tellExcess(byId.get(id) as Totals, sum)),
    ...tellLists(byId, parts),
    ...(strangers.posts === 0
      ? []
      : [
          finding(
            'unknown_account',
            'post',
            `${plural(strangers.posts, 'post')} ${strangers.posts === 1 ? 'belongs' : 'belong'} to ${plural(strangers.accounts.size, 'account')} of which no observation is stored.`,
          ),
        ]),
  ];
}

function isPart({ observed_at }: Row<'post'>, { row }: Totals): boolean {
  const hours = (msOf(observed_at) - msOf(row.observed_at)) / msPerHour;
  return hours >= -beforeHours && hours <= afterHours;
}

function tellExcess({ account_id, handle, row, postsFell }: Totals, parts: Parts): Finding[] {
  if (postsFell) return [];
  const day = row.observed_at.slice(0, 10);
  const found: Finding[] = [];
  const tell = (counter: string, message: string) =>
    found.push(finding('parts_over_total', `@${handle}`, message, { account_id, counter, last_day: day }));
  if (row.likes !== null) {
    const high = roundedInterval(row.likes, row.likes_step, row.rounding)?.high ?? row.likes;
    if (parts.likes - high > smallFraction * high)
      tell(
        'likes',
        `The ${plural(parts.seen, 'post')} seen about ${dayLong(day)} have ${exact(parts.likes)} likes together, and the account has ${exact(row.likes)} in all.`,
      );
  }
  if (row.posts !== null) {
    const high = roundedInterval(row.posts, row.posts_step, row.rounding)?.high ?? row.posts;
    if (parts.seen > high)
      tell(
        'posts',
        `${plural(parts.seen, 'post')} were seen about ${dayLong(day)}, and the account says that it has ${exact(row.posts)}.`,
      );
  }
  return found;
}

interface Short {
  total: Totals;
  known: number;
  count: number;
}

function tellLists(byId: ReadonlyMap<string, Totals>, parts: ReadonlyMap<string, Parts>): Finding[] {
  const short: Short[] = [];
  for (const [id, { known }] of parts) {
    const total = byId.get(id) as Totals;
    const { posts, posts_step, rounding } = total.row;
    if (posts === null) continue;
    const count = roundedInterval(posts, posts_step, rounding)?.low ?? posts;
    if (known < count) short.push({ total, known, count });
  }
  const whole = short.filter(({ known, count }) => known >= wholeFraction * count);
  const selections = short.filter(({ known, count }) => known < wholeFraction * count);
  const found = whole.map(({ total, known, count }) =>
    finding(
      'post_list_short',
      `@${total.handle}`,
      `${exact(known)} of ${plural(count, 'post')} ${known === 1 ? 'is' : 'are'} known: ${count - known} ${count - known === 1 ? 'is' : 'are'} missing.`,
      { account_id: total.account_id, counter: 'posts' },
    ),
  );
  if (selections.length === 0) return found;
  const named = selections
    .toSorted((a, b) => b.count - b.known - (a.count - a.known))
    .slice(0, namedAccounts)
    .map(({ total, known, count }) => `@${total.handle} ${exact(known)} of ${exact(count)}`);
  const more = selections.length - named.length;
  return [
    ...found,
    finding(
      'post_list_short',
      'post',
      `Of ${plural(selections.length, 'account')} a selection of the posts is known: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      { counter: 'posts' },
    ),
  ];
}
