import type { Annotation } from '../schema/watchlist.ts';
import { numberAnnotations } from './annotations.ts';
import { drawCalendar } from './calendar-draw.ts';
import { describeChanges, titleChanges } from './change-words.ts';
import { type Chart, type ChartOptions, chartId, renderWidths } from './chart.ts';
import { scaleChanges, scaleLevels } from './heat.ts';
import { describeLevels, titleLevels } from './level-words.ts';
import { nameOrigin, nameSources, noteChanges, noteInterpolated, noteRounding } from './notes.ts';
import { type DailyRow, hasValue, type Measure, readChanges, readLevels, spanOf } from './series.ts';
import { columnOf, tabulate } from './tables.ts';
import { subtitleOf } from './words.ts';

export interface CalendarOptions extends ChartOptions {
  /** A daily change, with its sign, or a level. @default 'followers_net' */
  y?: Measure | `${Measure}_net` | undefined;
  /** Days with one are outlined. */
  annotations?: readonly Annotation[] | undefined;
  /** Zone that the days are cut in. @default the rows' zone */
  zone?: string | undefined;
  notes?: readonly string[] | undefined;
}

/** More days than this would be more marks than a picture bears. */
const mostDays = 1830;

/**
 * A value of each day as a calendar: a column a week, a row a weekday, from Monday. The size of a mark says how much; a
 * change below zero has a minus in its mark besides its colour, and a day without a known value is hatched. Takes
 * `account_daily` rows of one account in any order; of several, the first account's are drawn. Beyond five years the
 * last five are drawn, and the notes say so.
 */
export function calendarHeatmap(daily: readonly DailyRow[], options: CalendarOptions = {}): Chart {
  const column = options.y ?? 'followers_net';
  const measure = column.replace('_net', '') as Measure;
  const isChange = column.endsWith('_net');
  const [series] = isChange ? readChanges(daily, measure) : readLevels(daily, measure);
  const all = series ? [series] : [];
  const shown = series ? { ...series, points: series.points.slice(-mostDays) } : undefined;
  const span = spanOf(shown ? [shown] : []);
  const values = (shown?.points ?? []).filter(hasValue).map(({ value }) => value);
  const events = numberAnnotations(options.annotations ?? [], all, span);
  const { title, unit } = columnOf(column);
  const nothing = `There is no ${isChange ? 'change' : 'observation'} of ${measure} to show yet.`;
  const alt = series ? (isChange ? describeChanges : describeLevels)(series, measure) : nothing;
  const scale = (isChange ? scaleChanges : scaleLevels)(values);
  const hidden = (series?.points.length ?? 0) - (shown?.points.length ?? 0);
  return {
    id: options.id ?? chartId('calendar', column, series?.account_id ?? 'none'),
    kind: 'calendar',
    title: options.title ?? (series ? (isChange ? titleChanges : titleLevels)(series, measure) : title),
    subtitle:
      options.subtitle ??
      subtitleOf(
        `${title}${title.toLowerCase() === unit ? '' : `, ${unit}`}, by week and weekday`,
        span,
        options.zone ? [options.zone] : all.map(({ zone }) => zone),
      ),
    ...renderWidths(options, (width) => drawCalendar({ series: shown, span, scale, events, alt }, width)),
    alt,
    notes: [
      ...events.map(({ note }) => `Outlined: ${note.replace(/^\(\d+\) /, '')}`),
      ...(series
        ? isChange
          ? noteChanges(series).map((note) => note.replace('Shaded:', 'Hatched:'))
          : [
              ...noteInterpolated(series).map((note) => note.replace('Dashed: ', '')),
              ...noteRounding(series).map((note) => note.replace('Band: the', 'The')),
            ]
        : []),
      ...(hidden > 0 ? [`Shown: the last ${mostDays} days; the table has all.`] : []),
      ...(options.notes ?? []),
    ],
    source: nameSources(daily),
    ...nameOrigin(daily),
    table: tabulate(all, column, isChange ? 'not known' : 'not observed'),
  };
}
