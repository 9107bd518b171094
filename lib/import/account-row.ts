import type { Notation } from '../counts/notation.ts';
import { unwrapLikes } from '../counts.ts';
import type { Draft } from '../schema/draft.ts';
import {
  type CountCell,
  countOf,
  hasUnknownStep,
  type RowOrigin,
  readCountCell,
  refuseNegative,
  roundingOfRow,
  type SteppedCount,
  stepOf,
} from './count-cell.ts';
import type { DatedCell } from './date-cell.ts';
import { Refusal } from './refusal.ts';

/** Where the counts of an account stand in a row; -1 where the file has no such column. */
export interface AccountPlaces {
  followers: number;
  following: number;
  likes: number;
  posts: number;
  /** The total likes a second time, as a 32-bit counter that overflows. */
  likesWrapped: number;
}

/** Lowest value of a 32-bit counter that overflowed. */
const lowestInt32 = -(2 ** 31);

/**
 * Makes the reader of an account's counts in a row. Likes below zero are an overflowed 32-bit counter: they go to
 * `likes_wrapped`, unless the row also holds the total that tells how often it overflowed.
 */
export function openAccountRow(
  places: AccountPlaces,
  { rounding, source, capture_id }: RowOrigin,
  notations: Readonly<Partial<Record<keyof AccountPlaces, Notation>>> = {},
): (row: readonly string[], account_id: string, at: DatedCell, handle: string) => Draft | Refusal {
  const cellAt = (row: readonly string[], place: number, notation?: Notation): CountCell =>
    place === -1 ? null : readCountCell(row[place] as string, notation);
  return (row, account_id, at, handle) => {
    const followers = cellAt(row, places.followers, notations.followers);
    if (followers instanceof Refusal) return followers;
    const following = cellAt(row, places.following, notations.following);
    if (following instanceof Refusal) return following;
    const likes = cellAt(row, places.likes, notations.likes);
    if (likes instanceof Refusal) return likes;
    const posts = cellAt(row, places.posts, notations.posts);
    if (posts instanceof Refusal) return posts;
    if (followers === null && following === null && likes === null && posts === null)
      return new Refusal('not_observed', 'the row holds no count');
    const wrapped = isWrapped(likes);
    const negative =
      refuseNegative('followers', followers) ??
      refuseNegative('following', following) ??
      refuseNegative('posts', posts) ??
      (wrapped ? null : refuseNegative('likes', likes));
    if (negative !== null) return negative;
    const exact = places.likesWrapped === -1 ? null : exactLikes(cellAt(row, places.likesWrapped), likes);
    const followers_step = stepOf(followers, rounding);
    const following_step = stepOf(following, rounding);
    const likes_step = wrapped ? null : exact !== null ? 1 : stepOf(likes, rounding);
    const posts_step = stepOf(posts, rounding);
    return {
      table: 'account',
      row: {
        account_id,
        observed_at: at.at,
        handle,
        followers: countOf(followers),
        following: countOf(following),
        likes: wrapped ? null : (exact ?? countOf(likes)),
        posts: countOf(posts),
        followers_step,
        following_step,
        likes_step,
        posts_step,
        likes_wrapped: wrapped ? countOf(likes) : null,
        rounding:
          rounding === undefined ||
          (rounding === 'seen' &&
            hasUnknownStep(
              [followers, following, wrapped ? null : likes, posts],
              [followers_step, following_step, likes_step, posts_step],
            ))
            ? 'unknown'
            : roundingOfRow(rounding, followers_step, following_step, likes_step, posts_step),
        time_precision: at.precision,
        source,
        capture_id,
      },
    };
  };
}

function isWrapped(likes: number | SteppedCount | null): boolean {
  return typeof likes === 'number' && likes < 0 && likes >= lowestInt32;
}

/** The exact total from the overflowed counter and its rounded neighbour; null where they do not give one. */
function exactLikes(wrapped: CountCell, likes: number | SteppedCount | null): number | null {
  if (wrapped === null || wrapped instanceof Refusal) return null;
  const [low, whole] = [countOf(wrapped), countOf(likes)];
  if (low === null || whole === null || low === whole) return null;
  return unwrapLikes(low, whole);
}
