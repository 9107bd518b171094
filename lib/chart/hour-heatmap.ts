import { msOf, msPerDay } from '../calendar.ts';
import { plural } from '../format.ts';
import type { Row } from '../schema/index.ts';
import { medianOf } from '../stats/median.ts';
import { type Chart, type ChartOptions, chartId, renderWidths } from './chart.ts';
import { scaleLevels } from './heat.ts';
import { drawHours } from './hour-draw.ts';
import { chooseWriter, writeSpan } from './words.ts';

/** The columns of `owner_activity` that the chart reads. */
export type ActivityRow = Pick<
  Row<'owner_activity'>,
  'account_id' | 'day' | 'hour' | 'observed_at' | 'active_followers'
>;

export interface HourOptions extends ChartOptions {
  /** Zone of the owner's analytics, which the export does not tell. */
  zone?: string | undefined;
  source?: string | undefined;
  notes?: readonly string[] | undefined;
}

/** An hour of the week. */
export interface HourCell {
  /** 0 is Monday. */
  weekday: number;
  hour: number;
  /** Median over the days with that weekday; null where none was observed. */
  value: number | null;
  /** How many days it is the median of. */
  n: number;
}

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/**
 * When an owner's followers are active: a row a weekday, a column an hour, the size of a mark the median of the days with that
 * weekday. Takes `owner_activity` rows in any order; of several accounts the first one's are drawn, of an hour that was
 * exported more than once what was exported last.
 */
export function hourHeatmap(rows: readonly ActivityRow[], options: HourOptions = {}): Chart {
  const own = latest(rows.filter(({ account_id }) => account_id === rows[0]?.account_id));
  const days = [...new Set(own.map(({ day }) => day))].sort();
  const cells = readHours(own);
  const known = cells
    .filter((cell): cell is KnownHour => cell.value !== null)
    .sort((a, b) => b.value - a.value);
  const [first, last] = [days[0], days.at(-1)];
  const span = first !== undefined && last !== undefined ? writeSpan({ first, last }) : '';
  const alt = describe(known, days.length, span);
  const scale = scaleLevels(known.map(({ value }) => value));
  const missing = cells.length - known.length;
  return {
    id: options.id ?? chartId('hours', 'active-followers', own[0]?.account_id ?? 'none'),
    kind: 'hours',
    title: options.title ?? title(known),
    subtitle:
      options.subtitle ??
      `Active followers by weekday and hour, median${span === '' ? '' : `, ${span}`}; hours in ${options.zone ?? 'the zone of the owner’s analytics'}`,
    ...renderWidths(options, (width) => drawHours({ cells, scale, alt }, width)),
    alt,
    notes: [
      ...(known.length > 0
        ? [
            `Each mark is the median of ${sayRange(known.map(({ n }) => n))} with that weekday; the table says of how many.`,
          ]
        : []),
      ...(missing > 0 && known.length > 0
        ? [`Hatched: ${plural(missing, 'hour')} of the week not observed.`]
        : []),
      ...(options.notes ?? []),
    ],
    source: options.source ?? '',
    table: {
      columns: [
        { key: 'time', title: 'Time', numeric: false },
        { key: 'active_followers', title: 'Active followers, median', unit: 'followers', numeric: true },
        { key: 'n', title: 'n', unit: 'days', numeric: true },
      ],
      rows: own.length === 0 ? [] : cells.map((cell) => [writeHour(cell), cell.value, cell.n]),
    },
  };
}

type KnownHour = HourCell & { value: number };

/** Of each hour what was exported last. */
function latest(rows: readonly ActivityRow[]): ActivityRow[] {
  const byHour = new Map<string, ActivityRow>();
  for (const row of rows) {
    const key = `${row.day} ${row.hour}`;
    const before = byHour.get(key);
    if (!before || before.observed_at < row.observed_at) byHour.set(key, row);
  }
  return [...byHour.values()];
}

function readHours(rows: readonly ActivityRow[]): HourCell[] {
  const values = new Map<number, number[]>();
  for (const { day, hour, active_followers: value } of rows) {
    if (value === null || hour === null) continue;
    // 1970-01-05 was a Monday.
    const weekday = (((msOf(day) / msPerDay - 4) % 7) + 7) % 7;
    const place = weekday * 24 + hour;
    const same = values.get(place);
    if (same) same.push(value);
    else values.set(place, [value]);
  }
  return Array.from({ length: 7 * 24 }, (_, place) => {
    const same = values.get(place) ?? [];
    const median = medianOf(same);
    return {
      weekday: Math.floor(place / 24),
      hour: place % 24,
      value: median === null ? null : Math.round(median),
      n: same.length,
    };
  });
}

/** "Friday, 19–20 h". */
const writeHour = ({ weekday, hour }: HourCell) => `${dayNames[weekday]}, ${hour}–${hour + 1} h`;

function title(known: readonly KnownHour[]): string {
  const [most] = known;
  if (!most) return 'No activity of followers by hour yet';
  return most.value === known.at(-1)?.value
    ? 'Active followers by weekday and hour'
    : `Most followers are active on ${dayNames[most.weekday]}s, ${most.hour}–${most.hour + 1} h`;
}

function describe(known: readonly KnownHour[], days: number, span: string): string {
  const [most, least] = [known[0], known.at(-1)];
  if (!most || !least) return 'There is no activity of followers by hour to show yet.';
  const write = chooseWriter([most.value, least.value]);
  const say = (cell: KnownHour) => `${writeHour(cell)} (${write(cell.value)})`;
  const missing = 168 - known.length;
  const extremes =
    known.length === 1
      ? say(most)
      : most.value === least.value
        ? `${write(most.value)} in each of ${plural(known.length, 'hour')}`
        : `most ${say(most)}, fewest ${say(least)}`;
  return `Active followers by weekday and hour, median over ${plural(days, 'day')}, ${span}: ${extremes}${missing === 0 ? '' : `; ${missing} of 168 hours of the week were not observed`}.`;
}

function sayRange(counts: readonly number[]): string {
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  return low === high ? plural(low, 'day') : `${low} to ${plural(high, 'day')}`;
}
