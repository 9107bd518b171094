import { msOf, msPerHour } from '../calendar.ts';
import type { Draft } from '../schema/draft.ts';
import type { Refusal } from './row.ts';

/**
 * Zeros that cannot be believed, because of what was seen before. TikTok and those who scrape it answer 0 where they
 * failed to read a counter; a zero is a fact only where it is one step away from what was known.
 */

/** The counters of an account or a post as they were last believed; null where one was not observed. */
export type Known = Partial<Record<Counter, number | null>>;

/** The counters whose zeros are doubted. Comments are not among them: an author may switch them off. */
export const doubtedCounters = ['followers', 'likes', 'views', 'shares', 'saves'] as const;
type Counter = (typeof doubtedCounters)[number];

/** A draft and what was known of its account or post before it. */
export interface Sighted {
  draft: Draft;
  before: Known | null;
  /** When the post was published, where the same page tells it. */
  createdAt?: string | null;
}

/** From here on a counter does not fall to 0 between two looks. */
const firmly = 100;
/** A post this old was seen by somebody. */
const unseenMs = msPerHour;
/** Fewer accounts than this are no snapshot. */
const leastAccounts = 3;

/** The counter that fell to 0 although it was not small, in words; null where none did. */
function droppedCounter({ draft, before }: Sighted): string | null {
  if (before === null) return null;
  const row = draft.row as Readonly<Record<string, unknown>>;
  const dropped = (counter: Counter, from: number) =>
    row[counter] === 0 && (before[counter] ?? 0) >= from ? `${counter} is 0 after ${before[counter]}` : null;
  if (draft.table === 'account')
    return (
      dropped('followers', firmly) ??
      // An account that removed all its posts has no likes to show.
      (row['posts'] === 0 ? null : dropped('likes', firmly))
    );
  if (draft.table !== 'post') return null;
  // Views never fall (docs/surfaces.md#how-counters-move), so no zero follows a view.
  return (
    dropped('views', 1) ?? dropped('likes', firmly) ?? dropped('shares', firmly) ?? dropped('saves', firmly)
  );
}

/** Why the zeros of a draft are not believed; null where they may be. */
export function refuseZero(sighted: Sighted): Refusal | null {
  const dropped = droppedCounter(sighted);
  if (dropped !== null) return { rule: 'zero_after_positive', message: dropped };
  return isUnseen(sighted)
    ? { rule: 'all_zero', message: `no view of a post of ${sighted.createdAt}` }
    : null;
}

/** True for a post without a single view, a good while after it was published: its counters were not read. */
function isUnseen({ draft, createdAt }: Sighted): boolean {
  if (draft.table !== 'post' || !createdAt || draft.row.views !== 0) return false;
  return msOf(String(draft.row.observed_at)) - msOf(createdAt) > unseenMs;
}

/**
 * Judges the account drafts of one snapshot together. Where more than half of those of which something was known, and
 * three at least, fell to 0 at once, the source had failed, and none of its rows is believed (`glitch_batch`). Else each
 * is judged by itself. Returns one refusal or null for each, in their order.
 */
export function refuseZeros(snapshot: readonly Sighted[]): (Refusal | null)[] {
  const comparable = snapshot.filter(({ before }) => before !== null);
  const dropped = comparable.filter((sighted) => droppedCounter(sighted) !== null);
  if (dropped.length < leastAccounts || dropped.length * 2 <= comparable.length)
    return snapshot.map(refuseZero);
  const message = `${dropped.length} of ${comparable.length} accounts fell to 0 at once`;
  return snapshot.map(() => ({ rule: 'glitch_batch', message }));
}
