import { bucketOf, type Chunk, type MonthMap } from './layout.ts';
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

/** A pick with the place of each row of its bucket in the month; null where there is one bucket. */
type Placed = Pick & { positions: Uint32Array | null };

export function pickRows(
  pieces: PieceReader,
  map: MonthMap,
  { from, to, accounts }: MonthQuery,
): { picks: Pick[]; length: number } {
  const [start, end] = rowsOfDays(map, from ?? '', to ?? '9999-99-99');
  const buckets = map.buckets.length;
  const only = accounts && map.fields['account_id'] ? accounts : null;
  const wanted = only && new Set([...only].map((account) => bucketOf(account, buckets)));
  const picks: Placed[] = [];
  let length = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    if (wanted && !wanted.has(bucket)) continue;
    const positions =
      buckets > 1
        ? new Uint32Array(pieces.read(map.rows[bucket] as Chunk), 0, map.buckets[bucket] as number)
        : null;
    const [first, last] = positions ? [below(positions, start), below(positions, end)] : [start, end];
    const rows = only && rowsOfAccounts(pieces, map, bucket, first, last, only);
    const count = rows ? rows.length : last - first;
    if (count === 0) continue;
    length += count;
    picks.push({ bucket, from: first, to: last, rows, places: null, positions });
  }
  if (picks.length > 1) setPlaces(picks, start, end);
  return { picks, length };
}

/** Puts the rows of several buckets in the order of the month. */
function setPlaces(picks: readonly Placed[], start: number, end: number): void {
  const places = new Uint32Array(end - start + 1);
  const forEach = ({ from, to, rows, positions }: Placed, act: (position: number, i: number) => void) => {
    const count = rows ? rows.length : to - from;
    for (let i = 0; i < count; i++)
      act((positions?.[rows ? (rows[i] as number) : from + i] as number) - start, i);
  };
  for (const pick of picks)
    forEach(pick, (position) => {
      places[position + 1] = 1;
    });
  for (let i = 1; i < places.length; i++) places[i] = (places[i] as number) + (places[i - 1] as number);
  for (const pick of picks) {
    const own = new Uint32Array(pick.rows ? pick.rows.length : pick.to - pick.from);
    forEach(pick, (position, i) => {
      own[i] = places[position] as number;
    });
    pick.places = own;
  }
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
    const wanted = Uint8Array.from({ length: texts.length }, (_, key) =>
      accounts.has(texts.at(key) as string) ? 1 : 0,
    );
    for (let row = first; row < last; row++) if (wanted[keys[row] as number] === 1) found[count++] = row;
  } else if (cells.is === 'texts') {
    for (let row = first; row < last; row++)
      if (accounts.has(cells.texts.at(row) as string)) found[count++] = row;
  }
  return found.subarray(0, count);
}
