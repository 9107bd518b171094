import { daysFrom, msOf } from '../calendar.ts';
import type { TableName } from '../schema/index.ts';
import {
  type DailyRow,
  hasValue,
  type Point,
  readLevels,
  readSeries,
  type Series,
  spanOf,
} from './series.ts';
import { columnOf } from './tables.ts';
import { boundsOf, type Known } from './words.ts';

/** A day of what is stacked: some columns with numbers, and, as in `account_daily`, whose they are and how they are known. */
export type LayerRow<C extends string> = { day: string } & { [K in C]: number | null } & Partial<
    Pick<
      DailyRow,
      | 'account_id'
      | 'handle'
      | 'zone'
      | 'kind'
      | 'followers_step'
      | 'rounding'
      | 'source'
      | 'method'
      | 'as_of'
    >
  >;

/** One part of a stack: a column of an account. */
export interface Layer extends Series {
  /** Stands at its end: the account, the column, or both where both differ. */
  name: string;
  unit: string;
}

/** Each column of each account as a layer; accounts in the order in which they first appear, columns as given. */
export function readLayers<C extends string>(
  rows: readonly LayerRow<C>[],
  columns: readonly C[],
  table: TableName,
): Layer[] {
  const grid = rows.map((row) => ({ ...row, ...gridOf(row) }));
  const byColumn = columns.map((column) =>
    column === 'followers' && table === 'account_daily'
      ? readLevels(grid as unknown as DailyRow[], 'followers')
      : readSeries(
          grid,
          (row) => row[column] as number | null,
          () => null,
        ),
  );
  const accounts = byColumn[0]?.length ?? 0;
  return Array.from({ length: accounts }, (_, account) =>
    columns.flatMap((column, i) => {
      const series = byColumn[i]?.[account];
      if (!series) return [];
      const { title, unit } = columnOf(column, table);
      const who = series.handle === '' ? series.account_id : `@${series.handle}`;
      const name = columns.length === 1 ? who : accounts === 1 ? title : `${who}, ${title}`;
      return [{ ...series, name, unit }];
    }),
  ).flat();
}

const gridOf = ({ account_id = '', handle = '', zone = '', kind = 'observed' }: Partial<DailyRow>) => ({
  account_id,
  handle,
  zone,
  kind,
});

/**
 * The sum of the layers by day, from the first day of any to the last. A day on which one of them is not known has no
 * sum: one without it would be too low.
 */
export function sumLayers(layers: readonly Layer[]): Point[] {
  const span = spanOf(layers);
  if (!span) return [];
  const known = new Map<string, Known[]>();
  for (const { points } of layers)
    for (const point of points) {
      if (!hasValue(point)) continue;
      const same = known.get(point.day);
      if (same) same.push(point);
      else known.set(point.day, [point]);
    }
  return daysFrom(span.first, span.last).map((day) => sumDay(day, known.get(day) ?? [], layers.length));
}

/** The sum of a day that is not over, where it is the same day for every layer and each has a value. */
export function sumPartial(layers: readonly Layer[]): Point | undefined {
  const parts = layers.flatMap(({ partial }) => (partial && hasValue(partial) ? [partial] : []));
  const [first] = parts;
  if (!first || parts.some(({ day }) => day !== first.day)) return undefined;
  const sum = sumDay(first.day, parts, layers.length);
  return sum.value === null ? undefined : sum;
}

function sumDay(day: string, parts: readonly Known[], layers: number): Point {
  const ms = msOf(day);
  if (parts.length < layers) return { day, ms, value: null, interpolated: false, rounded: null };
  const sum = (read: (point: Known) => number) => parts.reduce((total, point) => total + read(point), 0);
  return {
    day,
    ms,
    value: sum(({ value }) => value),
    interpolated: parts.some(({ interpolated }) => interpolated),
    rounded: parts.some(({ rounded }) => rounded)
      ? { low: sum((point) => boundsOf(point).low), high: sum((point) => boundsOf(point).high) }
      : null,
  };
}
