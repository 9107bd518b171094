import { addDays, utcDayOf } from '../calendar.ts';
import type { SourceRow } from '../schema/draft.ts';
import { type CountCell, readCountCell } from './count-cell.ts';
import { type DatedCell, dateReader, parseDate, platformStartMs } from './date-cell.ts';
import { Refusal, refuseRow } from './refusal.ts';

/** Whose data it is, and when it was given out. */
export interface Owner {
  handle: string;
  account_id: string;
  at: DatedCell;
  capture_id: string;
}

type Part = Readonly<Record<string, unknown>>;

const source = 'user_data';
const empty = /^(?:n\/a|none|null|undefined)?$/i;

/** A value by its key in either spelling (`Date`, `date`), as text; null where it is empty in any of the ways it can be. */
export function cellOf(part: Part, key: string): string | null {
  const lower = key.charAt(0).toLowerCase() + key.slice(1);
  const value = Object.hasOwn(part, key) ? part[key] : Object.hasOwn(part, lower) ? part[lower] : null;
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  return empty.test(text) ? null : text;
}

/** The UTC day on which a follower joined; null where the entry has none that can be. */
export function dayOfFollower(part: Part): string | null {
  const found = parseDate(cellOf(part, 'Date') ?? '', null, new Map());
  if (found instanceof Refusal || found.ms < platformStartMs) return null;
  return utcDayOf(new Date(found.ms).toISOString());
}

/** The counts of the profile as one observation of the account. */
export function profileRow(owner: Owner, profile: Part, line: number): SourceRow {
  const keys = { followers: 'followerCount', following: 'followingCount', likes: 'likesReceived' } as const;
  const counts: Record<keyof typeof keys, number | null> = { followers: null, following: null, likes: null };
  for (const name of Object.keys(keys) as (keyof typeof keys)[]) {
    const count = countOf(profile, keys[name]);
    if (count instanceof Refusal)
      return refuseRow(line, count, { [keys[name]]: cellOf(profile, keys[name]) });
    counts[name] = count;
  }
  if (Object.values(counts).every((count) => count === null))
    return refuseRow(line, new Refusal('not_observed', 'the profile holds no count'), {});
  const stepOf = (count: number | null) => (count === null ? null : 1);
  return {
    line,
    drafts: [
      {
        table: 'account',
        row: {
          account_id: owner.account_id,
          observed_at: owner.at.at,
          handle: owner.handle,
          ...counts,
          followers_step: stepOf(counts.followers),
          following_step: stepOf(counts.following),
          likes_step: stepOf(counts.likes),
          rounding: 'exact',
          time_precision: owner.at.precision,
          source,
          capture_id: owner.capture_id,
        },
      },
    ],
  };
}

/** A whole count from 0, or null where there is none. */
function countOf(part: Part, key: string): number | null | Refusal {
  const text = cellOf(part, key);
  const cell: CountCell = readCountCell(text ?? '');
  if (cell instanceof Refusal || cell === null) return cell;
  if (typeof cell === 'object')
    return new Refusal('not_a_count', `"${text}" is rounded, and this file gives whole counts`);
  return cell < 0
    ? new Refusal('negative_count', `${key} is ${cell}, and a counter cannot be below zero`)
    : cell;
}

const answers: Readonly<Record<string, boolean>> = { yes: true, no: false, true: true, false: false };

/** Makes the reader of the list of posts; it counts posts of the same second, since the list has no ids. */
export function openPostMapper(owner: Owner, now: Date): (post: Part, line: number) => SourceRow {
  const readDate = dateReader(null, now.getTime(), new Map());
  const seen = new Map<string, number>();
  return (post, line) => {
    const date = readDate(cellOf(post, 'Date') ?? '');
    const likes = countOf(post, 'Likes');
    const refusal = date instanceof Refusal ? date : likes instanceof Refusal ? likes : null;
    if (refusal !== null || date instanceof Refusal)
      return refuseRow(line, refusal as Refusal, {
        Date: cellOf(post, 'Date'),
        Likes: cellOf(post, 'Likes'),
      });
    const ordinal = (seen.get(date.at) ?? 0) + 1;
    seen.set(date.at, ordinal);
    return {
      line,
      drafts: [
        {
          table: 'owner_post',
          row: {
            account_id: owner.account_id,
            created_at: date.at,
            ordinal,
            observed_at: owner.at.at,
            likes,
            title: cellOf(post, 'Title'),
            sound: cellOf(post, 'Sound'),
            visibility: cellOf(post, 'WhoCanView'),
            ai_generated: answers[(cellOf(post, 'AIGeneratedContent') ?? '').toLowerCase()] ?? null,
            source,
            capture_id: owner.capture_id,
          },
        },
      ],
    };
  };
}

/**
 * A row a day on which followers joined, oldest first, on lines 1, 2, 3 … of a list that is ours; entries without a date are one
 * refused row.
 */
export function joinRows(owner: Owner, joins: ReadonlyMap<string, number>, undated: number): SourceRow[] {
  const latest = addDays(utcDayOf(owner.at.at), 1);
  const rows = [...joins]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([day, followers], i): SourceRow => {
      if (day > latest)
        return refuseRow(
          i + 1,
          new Refusal('date_out_of_range', `followers joined on ${day}, after the data was given out`),
          { day, followers },
        );
      return {
        line: i + 1,
        drafts: [
          {
            table: 'owner_follower_joins',
            row: {
              account_id: owner.account_id,
              observed_at: owner.at.at,
              day,
              followers,
              source,
              capture_id: owner.capture_id,
            },
          },
        ],
      };
    });
  if (undated > 0)
    rows.push(
      refuseRow(
        rows.length + 1,
        new Refusal('impossible_date', `${undated} followers have no date of joining that can be`),
        { followers: undated },
      ),
    );
  return rows;
}
