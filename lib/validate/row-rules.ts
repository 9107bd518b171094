import { instantOf, msPerDay } from '../calendar.ts';
import type { TableName } from '../schema/index.ts';
import type { Refusal } from './row.ts';
import type { RuleId } from './rules.ts';

/** What a row of a table can be, beyond the types of its columns. A column may be left out: it is empty then. */

/** Musical.ly's Chinese forerunner opened in September 2016; no counter is older. */
const platformStart = '2016-09-01T00:00:00Z';
/** A counter this far from zero does not share a row with a true zero. */
const farFromZero = 1000;

type Values = Readonly<Record<string, unknown>>;
type RowRule = (row: Values) => Refusal | null;

/** The rule that a row of valid columns breaks, or null. */
export function ruleOfRow(table: TableName, row: Values, now: Date): Refusal | null {
  const at = row['observed_at'];
  if (typeof at === 'string') {
    // Instants of one form compare as text.
    if (at < platformStart)
      return refuse('date_out_of_range', `observed_at ${at} lies before the platform existed`);
    if (at > latestInstant(now)) return refuse('date_out_of_range', `observed_at ${at} lies in the future`);
  }
  return rowRules[table]?.(row) ?? null;
}

const rowRules: Partial<Record<TableName, RowRule>> = {
  account(row) {
    const followers = row['followers'] ?? null;
    const following = row['following'] ?? null;
    const likes = row['likes'] ?? null;
    const posts = row['posts'] ?? null;
    if ((row['likes_wrapped'] ?? null) === null) {
      const known =
        Number(followers !== null) +
        Number(following !== null) +
        Number(likes !== null) +
        Number(posts !== null);
      if (known === 0) return refuse('not_observed', 'no counter in the row');
      if (known > 1 && !followers && !following && !likes && !posts)
        return refuse('all_zero', 'every counter is 0');
    }
    if (followers === 0 && Number(likes) >= farFromZero)
      return refuse('zero_glitch', `followers is 0 although likes is ${likes}`);
    // An account without posts has no likes to show, however many follow it.
    if (likes === 0 && Number(followers) >= farFromZero && posts !== 0)
      return refuse('zero_glitch', `likes is 0 although followers is ${followers}`);
    return null;
  },
  post(row) {
    if (allEmpty(row, ['views', 'likes', 'comments', 'shares', 'saves']))
      return refuse('not_observed', 'no counter in the row');
    // Nobody likes, shares or saves what nobody saw; that somebody commented before the views were counted may be.
    for (const counter of ['likes', 'shares', 'saves'])
      if (row['views'] === 0 && Number(row[counter] ?? 0) > 0)
        return refuse('zero_glitch', `views is 0 although ${counter} is ${row[counter]}`);
    return null;
  },
  post_info(row) {
    const [created, observed] = [row['created_at'], row['observed_at']];
    // By UTC days: clocks differ by minutes, and an observation dated to a day stands at its noon.
    if (typeof created === 'string' && created.slice(0, 10) > String(observed).slice(0, 10))
      return refuse('posted_after_observed', `posted at ${created}, observed at ${observed}`);
    return null;
  },
  owner_day(row) {
    return allEmpty(row, [
      'video_views',
      'profile_views',
      'likes_net',
      'comments_net',
      'shares_net',
      'followers_net',
      'followers_gained',
      'followers_lost',
      'reached_audience',
    ])
      ? refuse('not_observed', 'no amount in the row')
      : null;
  },
  owner_viewers(row) {
    return allEmpty(row, ['viewers', 'new_viewers', 'returning_viewers'])
      ? refuse('not_observed', 'no amount in the row')
      : null;
  },
  owner_activity(row) {
    const hour = Number(row['hour'] ?? -1);
    if (hour < 0 || hour > 23)
      return refuse('schema', `hour: ${row['hour'] ?? 'nothing'} – not from 0 to 23`);
    return allEmpty(row, ['active_followers']) ? refuse('not_observed', 'no amount in the row') : null;
  },
  owner_audience(row) {
    if (allEmpty(row, ['share'])) return refuse('not_observed', 'no share in the row');
    const share = Number(row['share']);
    return share < 0 || share > 1 ? refuse('schema', `share: ${share} – not from 0 to 1`) : null;
  },
  owner_post(row) {
    // By UTC days, as for the details of a post.
    const [created, observed] = [row['created_at'], row['observed_at']];
    if (typeof created === 'string' && created.slice(0, 10) > String(observed).slice(0, 10))
      return refuse('posted_after_observed', `posted at ${created}, observed at ${observed}`);
    return null;
  },
};

function allEmpty(row: Values, columns: readonly string[]): boolean {
  return columns.every((column) => (row[column] ?? null) === null);
}

function refuse(rule: RuleId, message: string): Refusal {
  return { rule, message };
}

let latestFor = { nowMs: Number.NaN, instant: '' };

/** The latest instant an observation can have, with a day's grace for clocks. */
function latestInstant(now: Date): string {
  const nowMs = now.getTime();
  if (latestFor.nowMs !== nowMs) latestFor = { nowMs, instant: instantOf(new Date(nowMs + msPerDay)) };
  return latestFor.instant;
}
