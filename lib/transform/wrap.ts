import { plural } from '../format.ts';
import type { Row } from '../schema/index.ts';
import type { TransformFinding } from './finding.ts';

const wheel = 2 ** 32;

/**
 * Resolves likes that were recorded as an overflowed 32-bit counter (`likes` null, `likes_wrapped` set):
 * true = wrapped + k · 2^32, with the k ≥ 0 that comes nearest to a neighbour in time whose likes are known. The
 * nearest neighbours are resolved first and serve their own neighbours, so the longest stretch without an observation
 * between two anchors is never crossed. An anchor is a positive `likes` with a known step. The resolved value is exact
 * (step 1).
 *
 * `rows` are of one account, sorted by time. Gives the rows in the same order, untouched ones as they are, and null or
 * the finding `wrap_unresolved`: without any anchor the likes stay null. Nothing is guessed.
 */
export function unwrapLikesOf(
  rows: readonly Row<'account'>[],
  subject: string,
): { rows: readonly Row<'account'>[]; finding: TransformFinding | null } {
  if (!rows.some(isWrapped)) return { rows, finding: null };
  const chain = rows.filter((row) => isWrapped(row) || isAnchor(row));
  const solved = new Map<Row<'account'>, Row<'account'>>();
  let from = 0;
  for (let at = 0; at <= chain.length; at++) {
    const row = chain[at];
    if (row && isWrapped(row)) continue;
    solveBetween(chain.slice(from, at), from > 0 ? chain[from - 1] : undefined, row, solved);
    from = at + 1;
  }
  const open = chain.filter((row) => isWrapped(row) && !solved.has(row));
  const [first, last] = [open[0], open.at(-1)];
  return {
    rows: rows.map((row) => solved.get(row) ?? row),
    finding: first && last ? unresolved(open.length, first, last, subject) : null,
  };
}

function isWrapped(row: Row<'account'>): boolean {
  return row.likes === null && row.likes_wrapped !== null;
}

function isAnchor(row: Row<'account'>): boolean {
  return row.likes !== null && row.likes > 0 && row.likes_step !== null && row.likes_step < wheel / 2;
}

/** Solves a run of wrapped rows from the anchors on its two sides, each side up to the longest stretch. */
function solveBetween(
  run: readonly Row<'account'>[],
  left: Row<'account'> | undefined,
  right: Row<'account'> | undefined,
  solved: Map<Row<'account'>, Row<'account'>>,
): void {
  const cut = left && right ? longestStretch([left, ...run, right]) : left ? run.length : 0;
  let known = left?.likes ?? null;
  for (const row of run.slice(0, cut)) known = solve(row, known, solved);
  known = right?.likes ?? null;
  for (const row of run.slice(cut).reverse()) known = solve(row, known, solved);
}

/** Index of the row before the longest stretch between two neighbours; the first of equals. */
function longestStretch(rows: readonly Row<'account'>[]): number {
  let longest = -1;
  let at = 0;
  for (let index = 0; index + 1 < rows.length; index++) {
    const stretch =
      Date.parse(rows[index + 1]?.observed_at ?? '') - Date.parse(rows[index]?.observed_at ?? '');
    if (stretch > longest) [longest, at] = [stretch, index];
  }
  return at;
}

function solve(
  row: Row<'account'>,
  anchor: number | null,
  solved: Map<Row<'account'>, Row<'account'>>,
): number | null {
  if (anchor === null || row.likes_wrapped === null) return null;
  const k = Math.max(row.likes_wrapped < 0 ? 1 : 0, Math.round((anchor - row.likes_wrapped) / wheel));
  const likes = row.likes_wrapped + k * wheel;
  solved.set(row, { ...row, likes, likes_step: 1 });
  return likes;
}

function unresolved(
  rows: number,
  first: Row<'account'>,
  last: Row<'account'>,
  subject: string,
): TransformFinding {
  return {
    rule: 'wrap_unresolved',
    account_id: first.account_id,
    subject,
    rows,
    first: first.observed_at,
    last: last.observed_at,
    message: `${plural(rows, 'observation')} of likes overflowed 32 bits, and no known total of the account says how often. They stay empty until one is stored.`,
  };
}
