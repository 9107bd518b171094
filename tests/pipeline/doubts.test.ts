import { describe, expect, test } from 'vitest';
import { createDoubts } from '../../lib/pipeline/doubts.ts';
import type { Draft } from '../../lib/schema/draft.ts';
import { accountRow } from '../helpers/ledger.ts';

const account = (observed_at: string, followers: number) =>
  ({ table: 'account', row: accountRow({ observed_at, followers }) }) as Draft;
const post = (observed_at: string, views: number) =>
  ({ table: 'post', row: { post_id: '1', account_id: '2', observed_at, views } }) as Draft;
const rulesOf = (doubts: ReturnType<typeof createDoubts>, drafts: Draft[]) => {
  const found = doubts.about(drafts);
  return drafts.map((draft) => found.get(draft)?.rule ?? null);
};

describe('doubts', () => {
  test('rest on what was believed before, not on the row itself and not on what came later', () => {
    const stored = [
      accountRow({ observed_at: '2026-03-01T00:00:00Z', followers: 5_000 }),
      accountRow({ observed_at: '2026-03-03T00:00:00Z', followers: 0 }),
    ];
    expect(rulesOf(createDoubts(stored, []), [account('2026-03-02T00:00:00Z', 0)])).toEqual([
      'zero_after_positive',
    ]);
    expect(rulesOf(createDoubts(stored, []), [account('2026-03-01T00:00:00Z', 0)])).toEqual([null]);
    // A zero that was believed once is what is known from then on.
    expect(rulesOf(createDoubts(stored, []), [account('2026-03-04T00:00:00Z', 0)])).toEqual([null]);
  });

  test('remember what they let pass, and not what they did not', () => {
    const doubts = createDoubts([], []);
    expect(rulesOf(doubts, [account('2026-03-01T00:00:00Z', 5_000)])).toEqual([null]);
    expect(rulesOf(doubts, [account('2026-03-02T00:00:00Z', 0)])).toEqual(['zero_after_positive']);
    expect(rulesOf(doubts, [account('2026-03-03T00:00:00Z', 0)])).toEqual(['zero_after_positive']);
  });

  test('know the views that a list showed, in the same second too', () => {
    const doubts = createDoubts([], []);
    doubts.noteListed([post('2026-03-01T00:00:00Z', 7)]);
    expect(rulesOf(doubts, [post('2026-03-01T00:00:00Z', 0)])).toEqual(['zero_after_positive']);
    expect(rulesOf(createDoubts([], []), [post('2026-03-01T00:00:00Z', 0)])).toEqual([null]);
  });
});
