import { addDays, msPerHour } from '../calendar.ts';
import { dayLong } from '../format/time.ts';
import { plural } from '../format/words.ts';
import type { WatchEntry } from '../schema/watchlist.ts';
import { medianOf } from '../stats/median.ts';
import { type Finding, finding } from './rules.ts';

/** What the watchlist follows, beside what was observed of it. */

const hoursOf = { h: 1, d: 24, w: 168 } as const;

/** Hours of a cadence such as `3h`, `1d`, `1w`; a day where none is given. */
export function cadenceHours(cadence: string): number {
  const match = /^(\d+)([hdw])$/.exec(cadence);
  return match ? Number(match[1]) * hoursOf[match[2] as keyof typeof hoursOf] : 24;
}

/** What is known of a thing that is followed. */
export interface Sighting {
  /** Its latest observation with a number; null without one. */
  observed_at: string | null;
  /** What it last answered as. */
  status: string;
  /** Of an account: its latest handle and its id. */
  handle?: string;
  account_id?: string;
}

/** Of so many accounts that are all stale the fault is the job’s, and is told once. */
const wholeLedger = 3;

/**
 * What is wrong with the things that are followed: never observed, stale (more than two cadences old, and at least two
 * days), no longer public, renamed. `asOf` counts as now. `sightingOf` tells what is known of an entry, of an account that was
 * renamed too.
 */
export function checkFollowed(
  watchlist: readonly WatchEntry[],
  sightingOf: (entry: WatchEntry) => Sighting | null,
  asOf: Date,
): Finding[] {
  const findings: Finding[] = [];
  const stale: { finding: Finding; observed_at: string }[] = [];
  let accounts = 0;
  for (const entry of watchlist) {
    const subject = nameOf(entry);
    const seen = sightingOf(entry);
    const scope = { account_id: seen?.account_id };
    if (entry.kind === 'account') accounts++;
    if (seen?.handle !== undefined && seen.handle !== entry.key)
      findings.push(finding('renamed', subject, `The account is called @${seen.handle} now.`, scope));
    if (seen !== null && seen.status !== 'ok') {
      const until = seen.observed_at === null ? 'never' : `last on ${dayLong(seen.observed_at.slice(0, 10))}`;
      findings.push(
        finding(
          'not_public',
          subject,
          `It last answered as "${seen.status.replaceAll('_', ' ')}"; its numbers were ${until === 'never' ? 'never observed' : `observed ${until}`}.`,
          scope,
        ),
      );
    } else if (seen?.observed_at == null)
      findings.push(
        finding('never_observed', subject, 'The watchlist asks for it, and nothing is stored yet.', scope),
      );
    else if (isStale(entry, seen.observed_at, asOf))
      stale.push({
        observed_at: seen.observed_at,
        finding: finding(
          'stale',
          subject,
          `Last observed at ${seen.observed_at}, ${plural(daysSince(seen.observed_at, asOf), 'day')} ago; the watchlist asks for it every ${entry.cadence || '1d'}.`,
          { ...scope, last_day: seen.observed_at.slice(0, 10) },
        ),
      });
  }
  const staleAccounts = stale.filter(({ finding: { subject } }) => subject.startsWith('@'));
  const last = stale
    .map(({ observed_at }) => observed_at)
    .sort()
    .at(-1);
  if (last !== undefined && staleAccounts.length >= wholeLedger && staleAccounts.length === accounts)
    findings.push(
      finding(
        'stale',
        'all accounts',
        `None of the ${plural(accounts, 'account')} was observed since ${last}, ${plural(daysSince(last, asOf), 'day')} ago: the job does not run, or is refused.`,
        { last_day: last.slice(0, 10) },
      ),
    );
  else findings.push(...stale.map((each) => each.finding));
  return findings;
}

function daysSince(instant: string, asOf: Date): number {
  return Math.floor((asOf.getTime() - Date.parse(instant)) / (24 * msPerHour));
}

function isStale({ kind, cadence }: WatchEntry, observedAt: string, asOf: Date): boolean {
  // Posts are followed less and less as they age, unless they have a cadence of their own.
  if (kind === 'post' && cadence === '') return false;
  const ageHours = (asOf.getTime() - Date.parse(observedAt)) / msPerHour;
  return ageHours > Math.max(48, 2 * cadenceHours(cadence));
}

function nameOf({ kind, key }: WatchEntry): string {
  return kind === 'account' ? `@${key}` : kind === 'hashtag' ? `#${key}` : `${kind} ${key}`;
}

/** Days that are looked at, and those before each that say what is usual. */
const recentDays = 7;
const usualDays = 14;
const usualNeeded = 7;
/** Fewer accounts than this a day have no usual number. */
const leastUsual = 4;

/**
 * Days of the last week, today left out, on which fewer than half as many accounts were observed as usual. `accounts` has
 * the number of accounts observed on each UTC day that has any.
 */
export function checkVolume(accounts: ReadonlyMap<string, number>, asOf: Date): Finding[] {
  const today = asOf.toISOString().slice(0, 10);
  const findings: Finding[] = [];
  for (let back = recentDays; back >= 1; back--) {
    const day = addDays(today, -back);
    const found = accounts.get(day) ?? 0;
    const before = Array.from({ length: usualDays }, (_, i) => accounts.get(addDays(day, -1 - i)) ?? 0);
    const usual = medianOf(before) ?? 0;
    // A day without any is a gap, and told as one.
    if (found === 0 || usual < leastUsual || before.filter((each) => each > 0).length < usualNeeded) continue;
    if (found < usual / 2)
      findings.push(
        finding(
          'low_volume',
          day,
          `${plural(found, 'account')} ${found === 1 ? 'was' : 'were'} observed on ${dayLong(day)}; ${usual} are usual.`,
          { first_day: day, last_day: day },
        ),
      );
  }
  return findings;
}
