import type { Annotation } from '../schema/watchlist.ts';
import { numberAnnotations } from './annotations.ts';
import { describeChanges, titleChanges } from './change-words.ts';
import { type Chart, type ChartOptions, chartId, renderWidths } from './chart.ts';
import { drawBars } from './delta-draw.ts';
import { nameOrigin, nameSources, noteChanges, notePartial } from './notes.ts';
import { type DailyRow, joinPartial, type Measure, readChanges, spanOf, splitPartial } from './series.ts';
import { columnOf, tabulate } from './tables.ts';
import { subtitleOf } from './words.ts';

export interface DeltaOptions extends ChartOptions {
  /** @default 'followers' */
  y?: Measure | undefined;
  annotations?: readonly Annotation[] | undefined;
  /** When the numbers were true, an instant or a day: a day that was not over then is hollow, and in no finding. */
  asOf?: string | undefined;
  /** Zone that the days are cut in. @default the rows' zone */
  zone?: string | undefined;
}

/**
 * The net change of each day of one account as signed bars. The first day and the day after a gap have no change and no
 * bar, which is not the same as a change of zero: that is a mark on the zero line. Takes `account_daily` rows of one
 * account in any order; of several, the first account's are drawn.
 */
export function deltaChart(daily: readonly DailyRow[], options: DeltaOptions = {}): Chart {
  const measure = options.y ?? 'followers';
  const [series] = splitPartial(readChanges(daily, measure), options.asOf);
  const all = series ? [series] : [];
  const span = spanOf(joinPartial(all));
  const events = numberAnnotations(options.annotations ?? [], all, span);
  const { title, unit } = columnOf(`${measure}_net`);
  const alt = series ? describeChanges(series, measure) : `There is no change of ${measure} to show yet.`;
  return {
    id: options.id ?? chartId('delta', measure, series?.account_id ?? 'none'),
    kind: 'delta',
    title: options.title ?? (series ? titleChanges(series, measure) : title),
    subtitle:
      options.subtitle ??
      subtitleOf(
        `${title}: change since the day before`,
        span,
        options.zone ? [options.zone] : all.map(({ zone }) => zone),
      ),
    ...renderWidths(options, (width) => drawBars({ series, span, unit, events, alt }, width)),
    alt,
    notes: [...events.map(({ note }) => note), ...(series ? noteChanges(series) : []), ...notePartial(all)],
    source: nameSources(daily),
    ...nameOrigin(daily),
    table: tabulate(all, `${measure}_net`, 'not known'),
  };
}
