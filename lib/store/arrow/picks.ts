import { bucketOf } from './buckets.ts';
import { chunkAt, type MonthMap } from './layout.ts';
import type { PieceReader } from './pieces.ts';

/** Which rows of a month a question is about, and in which order they stand in the answer. */

/** The rows of a bucket that are wanted, and where they go. */
export interface Pick {
  bucket: number;
  /** Rows of the bucket, from the first to before the last; of these only `rows` where given. */
  from: number;
  to: number;
  rows: Uint32Array | null;
  /** Places in the answer, row by row; null where the rows are the whole answer. */
  places: Uint32Array | null;
}

export interface MonthQuery {
  /** First and last day, both included. */
  from?: string | undefined;
  to?: string | undefined;
  accounts?: ReadonlySet<string> | undefined;
}

/** Whether a day is asked for; what has no day, `''`, is where no range is. */
export function isIn({ from, to }: Omit<MonthQuery, 'accounts'>, day: string): boolean {
  return (from === undefined || day >= from) && (to === undefined || day <= to);
}

/** A pick with the place of each row of its bucket in the month; null where there is one bucket. */
type Placed = Pick & { positions: Uint32Array | null };

/** The buckets in which rows of a question can be. */
export function bucketsOf({ buckets }: MonthMap, accounts: ReadonlySet<string> | undefined): number[] {
  const wanted = accounts && new Set([...accounts].map((account) => bucketOf(account, buckets.length)));
  return buckets.flatMap((rows, bucket) => (rows === 0 || (wanted && !wanted.has(bucket)) ? [] : [bucket]));
}

export function pickRows(
  pieces: PieceReader,
  map: MonthMap,
  { from, to, accounts }: MonthQuery,
): { picks: Pick[]; length: number } {
  const [start, end] = rowsOfDays(map, from ?? '', to ?? '9999-99-99');
  const isWhole = start === 0 && end === map.buckets.reduce((sum, rows) => sum + rows, 0);
  const buckets = bucketsOf(map, accounts);
  const picks: Placed[] = [];
  let length = 0;
  for (const bucket of buckets) {
    const size = map.buckets[bucket] as number;
    // A bucket that is wanted whole and alone needs no order.
    const positions =
      map.buckets.length === 1 || (isWhole && buckets.length === 1)
        ? null
        : pieces.rows(chunkAt(map.rows, bucket), size);
    const [first, last] = positions
      ? [below(positions, start), below(positions, end)]
      : [Math.min(start, size), Math.min(end, size)];
    const rows = accounts ? rowsOfAccounts(pieces, map, bucket, first, last, accounts) : null;
    const count = rows ? rows.length : last - first;
    if (count === 0) continue;
    length += count;
    picks.push({ bucket, from: first, to: last, rows, places: null, positions });
  }
  if (picks.length > 1) setPlaces(picks, start, length === end - start ? null : end);
  return { picks, length };
}

/** Puts the rows of several buckets in the order of the month; `end` is null where no row between is left out. */
function setPlaces(picks: readonly Placed[], start: number, end: number | null): void {
  const positionsOf = ({ from, to, rows, positions }: Placed) => {
    const all = positions as Uint32Array;
    return rows ? rows.map((row) => all[row] as number) : all.subarray(from, to);
  };
  if (end === null) {
    for (const pick of picks)
      pick.places = start === 0 ? positionsOf(pick) : positionsOf(pick).map((position) => position - start);
    return;
  }
  const places = new Uint32Array(end - start + 1);
  for (const pick of picks) for (const position of positionsOf(pick)) places[position - start + 1] = 1;
  for (let i = 1; i < places.length; i++) places[i] = (places[i] as number) + (places[i - 1] as number);
  for (const pick of picks)
    pick.places = positionsOf(pick).map((position) => places[position - start] as number);
}

function rowsOfDays({ days }: MonthMap, from: string, to: string): [start: number, end: number] {
  let [start, end] = [0, 0];
  for (const [day, rows] of days) {
    if (day < from) start += rows;
    if (day <= to) end += rows;
  }
  return [start, Math.max(start, end)];
}

/** How many of the ascending numbers are below a limit. */
function below(ascending: Uint32Array, limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rowsOfAccounts(
  pieces: PieceReader,
  map: MonthMap,
  bucket: number,
  first: number,
  last: number,
  accounts: ReadonlySet<string>,
): Uint32Array | null {
  const field = map.fields['account_id'];
  if (!field || field.as === 'same') return field && accounts.has(field.text) ? null : new Uint32Array(0);
  const cells = pieces.cells(field, bucket, map.buckets[bucket] as number);
  const found = new Uint32Array(last - first);
  let count = 0;
  if (cells.is === 'keyed') {
    const { keys, texts } = cells;
    const wanted = new Map<number, boolean>();
    for (let row = first; row < last; row++) {
      const key = keys[row] as number;
      let isWanted = wanted.get(key);
      if (isWanted === undefined) {
        isWanted = accounts.has(texts.at(key) as string);
        wanted.set(key, isWanted);
      }
      if (isWanted) found[count++] = row;
    }
  } else if (cells.is === 'texts') {
    for (let row = first; row < last; row++)
      if (accounts.has(cells.texts.at(row) as string)) found[count++] = row;
  }
  return found.subarray(0, count);
}
