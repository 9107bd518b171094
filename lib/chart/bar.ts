import { exact, listWords, orNotObserved, plural, signed } from '../format.ts';
import { drawRows } from './bar-draw.ts';
import { type Chart, type ChartOptions, type ChartTable, chartId, renderWidths } from './chart.ts';
import { short } from './words.ts';

export interface BarRow {
  /** What the bar stands for: `@nasa`. */
  label: string;
  /** Null is "not observed": a row without a bar, at the end. */
  value: number | null;
  /** Where the source rounds: between what the true value lies. Drawn as a whisker. */
  interval?: { low: number; high: number } | null | undefined;
}

/** True where an interval leaves something open. */
export const isOpen = (interval: BarRow['interval']): interval is { low: number; high: number } =>
  interval != null && interval.low < interval.high;

export interface BarOptions extends ChartOptions {
  /** What is measured, over which window: "Followers gained in 7 days". */
  measure: string;
  /** What one of it is: "followers". */
  unit: string;
  /** What one row is. @default 'account' */
  row?: string | undefined;
  /** Writes + before what is above zero. @default false */
  signed?: boolean | undefined;
  /** Label of the row that is set in bold, and, where values are not signed, in the accent colour among grey. */
  highlight?: string | undefined;
  /** How many rows are drawn; the table has all. @default 12 */
  limit?: number | undefined;
  source?: string | undefined;
  notes?: readonly string[] | undefined;
}

/**
 * A leaderboard: horizontal bars from the highest value to the lowest, each with its value; rows without a value come
 * last and say so. Equal values keep the order given. Without rows the picture says so.
 */
export function barChart(rows: readonly BarRow[], options: BarOptions): Chart {
  const sorted = [
    ...rows.filter(({ value }) => value !== null).sort((a, b) => (b.value ?? 0) - (a.value ?? 0)),
    ...rows.filter(({ value }) => value === null),
  ];
  const limit = options.limit ?? 12;
  const shown = sorted.slice(0, limit);
  const write = (value: number | null) =>
    orNotObserved(value, (known) => (options.signed ? signed(known, short) : short(known)));
  const alt = describeRows(sorted, options, write);
  const hidden = sorted.length - shown.length;
  return {
    id: options.id ?? chartId('bar', options.measure),
    kind: 'bar',
    title: options.title ?? options.measure,
    subtitle: options.subtitle ?? `${options.measure}, by ${options.row ?? 'account'}`,
    ...renderWidths(options, (width) =>
      drawRows(
        { rows: shown, write, signed: options.signed ?? false, highlight: options.highlight, alt },
        width,
      ),
    ),
    alt,
    notes: [
      ...(hidden > 0 ? [`Shown: the first ${limit} of ${exact(sorted.length)}; the table has all.`] : []),
      ...(shown.some(({ interval }) => isOpen(interval))
        ? ['Whiskers: between what the true value lies where the source rounds.']
        : []),
      ...(options.notes ?? []),
    ],
    source: options.source ?? '',
    table: tabulateRows(sorted, options),
  };
}

function describeRows(
  rows: readonly BarRow[],
  { measure, row = 'account' }: BarOptions,
  write: (value: number | null) => string,
): string {
  const known = rows.filter(({ value }) => value !== null);
  const say = ({ label, value, interval }: BarRow) =>
    `${label} with ${isOpen(interval) ? 'about ' : ''}${write(value)}`;
  const [first, last] = [known[0], known.at(-1)];
  if (rows.length === 0) return `${measure}: there is nothing to compare yet.`;
  if (!first || !last) return `${measure}: not observed for any of ${plural(rows.length, row)}.`;
  const missing = rows.length - known.length;
  const absent = missing > 0 ? `; not observed for ${missing} of ${rows.length}` : '';
  if (known.length > 1 && first.value === last.value)
    return `${measure}: ${write(first.value)} for each of ${plural(known.length, row)}${absent}.`;
  const leaders = listWords(known.slice(0, 3).map(say));
  const tail = known.length > 3 ? `; last is ${say(last)}` : '';
  return `${measure}${known.length > 1 ? ', highest first' : ''}: ${leaders}${tail}${absent}.`;
}

function tabulateRows(rows: readonly BarRow[], { measure, unit, row = 'account' }: BarOptions): ChartTable {
  const open = rows.some(({ interval }) => isOpen(interval));
  const ends = ({ value, interval }: BarRow) =>
    open ? [interval?.low ?? value, interval?.high ?? value] : [];
  return {
    columns: [
      { key: 'label', title: capitalise(row), numeric: false },
      { key: 'value', title: measure, unit, numeric: true },
      ...(open
        ? [
            { key: 'low', title: 'At least', unit, numeric: true },
            { key: 'high', title: 'At most', unit, numeric: true },
          ]
        : []),
    ],
    rows: rows.map((each) => [each.label, each.value, ...ends(each)]),
  };
}

const capitalise = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);
