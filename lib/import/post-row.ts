import type { Notation } from '../counts/notation.ts';
import type { Draft } from '../schema/draft.ts';
import {
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

const counters = ['views', 'likes', 'comments', 'shares', 'saves'] as const;

/** Where the counts of a post stand in a row; -1 where the file has no such column. */
export type PostPlaces = Readonly<Record<(typeof counters)[number], number>>;

/** Makes the reader of a post's counts in a row. */
export function openPostRow(
  places: PostPlaces,
  { rounding, source, capture_id }: RowOrigin,
  notations: Readonly<Partial<Record<keyof PostPlaces, Notation>>> = {},
): (row: readonly string[], post_id: string, account_id: string, at: DatedCell) => Draft | Refusal {
  return (row, post_id, account_id, at) => {
    const counts: (number | SteppedCount | null)[] = [];
    for (const name of counters) {
      const cell = places[name] === -1 ? null : readCountCell(row[places[name]] as string, notations[name]);
      if (cell instanceof Refusal) return cell;
      const negative = refuseNegative(name, cell);
      if (negative !== null) return negative;
      counts.push(cell);
    }
    if (counts.every((cell) => cell === null)) return new Refusal('not_observed', 'the row holds no count');
    const [views = null, likes = null, comments = null, shares = null, saves = null] = counts;
    const steps = counts.map((cell) => stepOf(cell, rounding));
    const [views_step, likes_step, comments_step, shares_step, saves_step] = steps;
    return {
      table: 'post',
      row: {
        post_id,
        observed_at: at.at,
        account_id,
        views: countOf(views),
        likes: countOf(likes),
        comments: countOf(comments),
        shares: countOf(shares),
        saves: countOf(saves),
        views_step,
        likes_step,
        comments_step,
        shares_step,
        saves_step,
        rounding: hasUnknownStep(counts, steps) ? 'unknown' : roundingOfRow(rounding, ...steps),
        time_precision: at.precision,
        source,
        capture_id,
      },
    };
  };
}
