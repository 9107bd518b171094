import type { Draft } from '../schema/draft.ts';
import type { Row } from '../schema/index.ts';
import type { Refusal } from '../validate/row.ts';
import { doubtedCounters, type Known, refuseZero, refuseZeros } from '../validate/zeros.ts';

/** A counter as it was believed at an instant. */
interface Sight {
  at: string;
  value: number;
  /** From a list that was read before the page itself, be it in the same second. */
  isListed: boolean;
}

/** Doubts about drafts that follow from what was believed before them. */
export interface Doubts {
  /**
   * Why drafts of one snapshot are not believed; those that are absent may be. Accounts are judged together, posts each
   * by itself. Drafts that may be believed count as known from then on.
   */
  about(drafts: readonly Draft[]): ReadonlyMap<Draft, Refusal>;
  /** What a list of posts showed of them counts as known, though it is not stored. */
  noteListed(drafts: readonly Draft[]): void;
}

/** Doubts on the ground of stored rows, in any order. */
export function createDoubts(accounts: readonly Row<'account'>[], posts: readonly Row<'post'>[]): Doubts {
  const past = new Map<string, Sight[]>();
  const idOf = { account: 'account_id', post: 'post_id' } as const;
  const learn = (table: 'account' | 'post', row: Readonly<Record<string, unknown>>, isListed = false) => {
    for (const counter of doubtedCounters) {
      const value = row[counter];
      // A counter that was not observed hides nothing of what was known before.
      if (typeof value !== 'number') continue;
      const key = `${table} ${row[idOf[table]]} ${counter}`;
      const seen = past.get(key);
      const sight = { at: String(row['observed_at']), value, isListed };
      if (seen) seen.push(sight);
      else past.set(key, [sight]);
    }
  };
  for (const row of accounts) learn('account', row);
  for (const row of posts) learn('post', row);

  /** What was known last of each counter before a draft; its own row, where it is stored already, is not before it. */
  const before = (table: 'account' | 'post', id: unknown, at: unknown): Known | null => {
    const known: Known = {};
    for (const counter of doubtedCounters) {
      let last: Sight | null = null;
      for (const sight of past.get(`${table} ${id} ${counter}`) ?? [])
        if (
          (sight.at < String(at) || (sight.isListed && sight.at === at)) &&
          (last === null || sight.at >= last.at)
        )
          last = sight;
      if (last !== null) known[counter] = last.value;
    }
    return Object.keys(known).length === 0 ? null : known;
  };

  return {
    noteListed(drafts) {
      for (const draft of drafts) if (draft.table === 'post') learn('post', draft.row, true);
    },
    about(drafts) {
      const doubts = new Map<Draft, Refusal>();
      const accountDrafts = drafts
        .filter((draft) => draft.table === 'account')
        .map((draft) => ({ draft, before: before('account', draft.row.account_id, draft.row.observed_at) }));
      const refusals = refuseZeros(accountDrafts);
      for (const [index, { draft }] of accountDrafts.entries()) {
        const refusal = refusals[index];
        if (refusal) doubts.set(draft, refusal);
      }
      const createdAt = new Map(
        drafts.flatMap((draft) =>
          draft.table === 'post_info' ? [[draft.row.post_id, draft.row.created_at] as const] : [],
        ),
      );
      for (const draft of drafts) {
        if (draft.table !== 'post') continue;
        const created = createdAt.get(draft.row.post_id);
        const refusal = refuseZero({
          draft,
          before: before('post', draft.row.post_id, draft.row.observed_at),
          createdAt: typeof created === 'string' ? created : null,
        });
        if (refusal) doubts.set(draft, refusal);
      }
      for (const draft of drafts)
        if ((draft.table === 'account' || draft.table === 'post') && !doubts.has(draft))
          learn(draft.table, draft.row);
      return doubts;
    },
  };
}
