import { plural } from '../format.ts';
import type { Row } from '../schema/index.ts';
import { type Chart, type ChartOptions, type ChartTable, chartId, renderWidths } from './chart.ts';
import { drawTimes } from './day-hour-draw.ts';
import { describeTimes, titleTimes } from './day-hour-words.ts';
import { nameOrigin } from './notes.ts';

/** The columns of `best_time_cell` that the chart reads. */
export type TimeCellRow = Pick<
  Row<'best_time_cell'>,
  'account_id' | 'weekday' | 'daypart' | 'zone' | 'views_median' | 'effect_shrunk' | 'low' | 'high' | 'n'
> &
  Partial<Pick<Row<'best_time_cell'>, 'method' | 'as_of'>>;

/** The columns of `best_time` that the chart reads. */
export type TimeVerdictRow = Pick<Row<'best_time'>, 'account_id' | 'verdict' | 'evidence'>;

export interface DayHourOptions extends ChartOptions {
  /** What is compared: the effect of the time on views at 7 days, or the median of those views. @default 'effect_shrunk' */
  y?: 'effect_shrunk' | 'views_median' | undefined;
  /** Whether the time matters at all, with the evidence: the title and the first note. */
  verdict?: TimeVerdictRow | undefined;
  /** Fewer posts than this at a time are greyed and not compared. @default 5 */
  leastPosts?: number | undefined;
  source?: string | undefined;
  notes?: readonly string[] | undefined;
}

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'any'] as const;
export const dayparts = ['00-03', '04-07', '08-11', '12-15', '16-19', '20-23', 'any'] as const;

/** A time of posting as it is drawn. */
export interface TimeCell {
  weekday: (typeof weekdays)[number];
  daypart: (typeof dayparts)[number];
  n: number;
  /** What is compared; null where there are too few posts, or no views at 7 days. */
  value: number | null;
  /** Null where the value has no direction: a median. */
  interval: { low: number; high: number } | null;
}

/**
 * When an account posts and what its posts had: a row a weekday, a column a part of the day, both with all together at the end.
 * Each cell has its value and the number of posts; with too few posts it is grey and has no value. Takes `best_time_cell`
 * rows in any order; of several accounts, the first one's are drawn.
 */
export function dayHourHeatmap(rows: readonly TimeCellRow[], options: DayHourOptions = {}): Chart {
  const y = options.y ?? 'effect_shrunk';
  const least = options.leastPosts ?? 5;
  const own = rows.filter(({ account_id }) => account_id === rows[0]?.account_id);
  const cells = weekdays.flatMap((weekday) =>
    dayparts.flatMap((daypart): TimeCell[] => {
      const row = own.find((cell) => cell.weekday === weekday && cell.daypart === daypart);
      if (!row) return [];
      const n = row.n ?? 0;
      const value = n < least ? null : row[y];
      const { low, high } = row;
      const interval =
        y === 'effect_shrunk' && value !== null && low !== null && high !== null ? { low, high } : null;
      return [{ weekday, daypart, n, value, interval }];
    }),
  );
  const zone = own[0]?.zone;
  const alt = describeTimes(cells, y, zone, options.verdict);
  const few = cells.filter(({ n }) => n > 0 && n < least).length;
  return {
    id: options.id ?? chartId('day-hour', y, own[0]?.account_id ?? 'none'),
    kind: 'day-hour',
    title: options.title ?? titleTimes(cells, y, options.verdict),
    subtitle:
      options.subtitle ??
      `${y === 'effect_shrunk' ? 'Views at 7 days over those of all other posts, shrunken towards no difference' : 'Views at 7 days, median'}; n posts${zone === undefined ? '' : `; hours in ${zone}`}`,
    ...renderWidths(options, (width) => drawTimes({ cells, y, alt }, width)),
    alt,
    notes: [
      ...(options.verdict ? [options.verdict.evidence] : []),
      ...(few > 0
        ? [
            `Grey: ${plural(few, 'time')} with fewer than ${least} posts, which ${few === 1 ? 'is' : 'are'} not compared.`,
          ]
        : []),
      ...(cells.some(isApart)
        ? ['Framed: the 95% interval does not hold 1. An association, not a cause.']
        : []),
      ...(options.notes ?? []),
    ],
    source: options.source ?? '',
    ...nameOrigin(own),
    table: tabulate(cells, y),
  };
}

/** True where the interval of an effect leaves out "no difference". */
export const isApart = ({ interval }: TimeCell) =>
  interval !== null && (interval.low > 1 || interval.high < 1);

function tabulate(cells: readonly TimeCell[], y: 'effect_shrunk' | 'views_median'): ChartTable {
  const isEffect = y === 'effect_shrunk';
  return {
    columns: [
      { key: 'time', title: 'Time', numeric: false },
      isEffect
        ? { key: y, title: 'Effect, shrunken', unit: 'times', numeric: true }
        : { key: y, title: 'Views, median', unit: 'views', numeric: true },
      ...(isEffect
        ? [
            { key: 'low', title: 'Lower end', unit: 'times', numeric: true },
            { key: 'high', title: 'Upper end', unit: 'times', numeric: true },
          ]
        : []),
      { key: 'n', title: 'n', unit: 'posts', numeric: true },
    ],
    rows: cells.map((cell) => [
      writeTime(cell),
      rounded(cell.value),
      ...(isEffect ? [rounded(cell.interval?.low ?? null), rounded(cell.interval?.high ?? null)] : []),
      cell.n,
    ]),
  };
}

const rounded = (value: number | null) => (value === null ? null : Number(value.toPrecision(3)));

const dayNames = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
  any: 'any day',
} as const;

/** "Monday, 16–19 h", "any day, 16–19 h", "Monday, whole day". */
export function writeTime({ weekday, daypart }: Pick<TimeCell, 'weekday' | 'daypart'>): string {
  return `${dayNames[weekday]}, ${daypart === 'any' ? 'whole day' : `${daypart.replace('-', '–')} h`}`;
}
