import type { Annotation } from '../schema/watchlist.ts';
import { numberAnnotations } from './annotations.ts';
import { type Chart, type ChartOptions, chartId, renderWidths } from './chart.ts';
import { describeLevels, describeMany, titleLevels, titleMany } from './level-words.ts';
import { drawLines, type LineModel, makeLevelAxis, rangeOf, suitsLog } from './line-draw.ts';
import {
  nameOrigin,
  nameSources,
  noteAxis,
  noteContext,
  noteDays,
  notePartial,
  noteRounding,
} from './notes.ts';
import { type DailyRow, joinPartial, type Measure, readLevels, spanOf, splitPartial } from './series.ts';
import { tabulate } from './tables.ts';
import { nounsOf, subtitleOf } from './words.ts';

export interface LineOptions extends ChartOptions {
  y: Measure;
  /** The account (id) that is drawn in the accent colour; all others are then context. */
  highlight?: string | undefined;
  /** Events; those that concern the accounts and days shown are numbered on the chart and written out in the notes. */
  annotations?: readonly Annotation[] | undefined;
  /** Zone that the days are cut in. @default the rows' zone */
  zone?: string | undefined;
  /** When the numbers were true, an instant or a day: a day that was not over then is hollow, and in no finding. */
  asOf?: string | undefined;
  /** @default 'log' where several accounts differ more than thirtyfold and none is at zero, else 'linear' */
  scale?: 'linear' | 'log' | undefined;
  /** Said after the notes that the chart makes itself. */
  notes?: readonly string[] | undefined;
}

/**
 * A counter by day as a line: one account with its gaps, interpolated days and rounding band, or several accounts with
 * direct labels, one of which may be highlighted. Takes `account_daily` rows in any order; without rows, or without a
 * single observed value, the picture says so.
 */
export function lineChart(daily: readonly DailyRow[], options: LineOptions): Chart {
  const { y: measure } = options;
  const all = splitPartial(readLevels(daily, measure), options.asOf);
  const single = all.length === 1 ? all[0] : undefined;
  const lead = single ?? all.find(({ account_id }) => account_id === options.highlight);
  const span = spanOf(all);
  const drawn = spanOf(joinPartial(all));
  const range = rangeOf(joinPartial(all));
  const log =
    options.scale === undefined
      ? suitsLog(all, range, 30)
      : options.scale === 'log' && suitsLog(all, range, 1);
  const model: LineModel = {
    all,
    lead,
    span: drawn,
    axis: range && makeLevelAxis(range, log, measure),
    events: numberAnnotations(options.annotations ?? [], all, drawn),
    alt: single
      ? describeLevels(single, measure)
      : span
        ? describeMany(all, lead, measure, span)
        : `There is no observation of ${measure} yet.`,
  };
  return {
    id: options.id ?? chartId('line', measure, lead?.account_id ?? 'all'),
    kind: 'line',
    title: options.title ?? (single ? titleLevels(single, measure) : titleMany(all, lead, measure)),
    subtitle:
      options.subtitle ??
      subtitleOf(nounsOf(measure).byDay, span, options.zone ? [options.zone] : all.map(({ zone }) => zone)),
    ...renderWidths(options, (width) => drawLines(model, width)),
    alt: model.alt,
    notes: [
      ...model.events.map(({ note }) => note),
      ...(single ? [...noteDays(single, 'line'), ...noteRounding(single)] : []),
      ...notePartial(all),
      ...noteContext(all, lead),
      ...(model.axis ? noteAxis(model.axis.ticks[0] ?? 0, log, measure) : []),
      ...(options.notes ?? []),
    ],
    source: nameSources(daily),
    ...nameOrigin(daily),
    table: tabulate(all, measure),
  };
}
