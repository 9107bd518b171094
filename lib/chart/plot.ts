import type * as Plot from '@observablehq/plot';
import type { TableName } from '../schema/index.ts';
import { type Chart, type ChartOptions, chartId, renderWidths } from './chart.ts';
import { renderEmpty } from './empty.ts';
import { nameOrigin } from './notes.ts';
import { type AnyRow, readOrigin, tabulateObjects } from './objects.ts';
import { drawPlotChart, listDropped } from './plot-draw.ts';
import { describeTable } from './value-words.ts';

/** Options of Observable Plot, or what they are at a width in user units. */
export type PlotWish = Plot.PlotOptions | ((width: number) => Plot.PlotOptions);

export interface PlotMeta<R extends object = AnyRow> extends ChartOptions {
  /** The finding or the question. */
  title: string;
  /** Rows of the chart's table, as a rule those that the marks draw. */
  rows?: readonly R[] | undefined;
  /** Columns of the table. @default all that the rows have */
  columns?: readonly (keyof R & string)[] | undefined;
  /** Table of the ledger whose titles and units the columns have. */
  table?: TableName | undefined;
  /** The picture in one sentence. Needed where there are no rows to make it from. */
  alt?: string | undefined;
  /** Columns on the axes of the picture: where each row is, for tips. Without them there are none. */
  x?: (keyof R & string) | undefined;
  y?: (keyof R & string) | undefined;
  /** Height in user units. @default what Plot finds for bands, else as other charts */
  height?: number | undefined;
  source?: string | undefined;
  notes?: readonly string[] | undefined;
}

/**
 * Anything else that Observable Plot draws, as a chart: both widths, colours of the theme where the options name none, Plot's own
 * axes, a table and an alternative text from the rows. What a page without script and with a strict policy cannot have
 * is left out and said in the notes: legends, inline styles, tips of Plot. Whatever Plot throws passes through.
 *
 * @throws TypeError where there is neither an alternative text nor rows
 */
export function plot<R extends object = AnyRow>(wish: PlotWish, meta: PlotMeta<R>): Chart {
  const { title, rows, columns, table: of } = meta;
  if (meta.alt === undefined && rows === undefined)
    throw new TypeError(`The chart “${title}” needs rows, or the words for those who cannot see it: alt.`);
  const optionsAt = typeof wish === 'function' ? wish : () => wish;
  const table = tabulateObjects((rows ?? []) as readonly AnyRow[], columns, of);
  const alt = meta.alt ?? describeTable(title, table);
  const places = { rows: (rows ?? []) as readonly AnyRow[], x: meta.x, y: meta.y };
  let timed = false;
  const drawings = renderWidths(meta, (width) => {
    if (rows?.length === 0) return renderEmpty(width, 'nothing to show yet', alt);
    const drawing = drawPlotChart(optionsAt(width), { width, height: meta.height, alt, places });
    timed = drawing.timed;
    return drawing;
  });
  return {
    id: meta.id ?? chartId('plot', title),
    kind: 'plot',
    title,
    subtitle: meta.subtitle ?? '',
    ...drawings,
    alt,
    notes: [
      ...(timed ? ['Times are in UTC.'] : []),
      ...(meta.notes ?? []),
      ...listDropped(optionsAt(meta.width ?? 720)),
    ],
    source: meta.source ?? '',
    ...nameOrigin(readOrigin((rows ?? []) as readonly AnyRow[])),
    table,
  };
}
