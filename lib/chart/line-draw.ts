import { msPerDay } from '../calendar.ts';
import { annotationLane, drawAnnotations, type NumberedNote } from './annotations.ts';
import { drawAxes, makeValueAxis, plainMarginTop, type ValueAxis } from './axes.ts';
import type { Drawing } from './chart.ts';
import { renderEmpty } from './empty.ts';
import { drawEndLabels, marginOf, writeEndLabels } from './end-labels.ts';
import { makeFrame } from './frame.ts';
import { drawContext, drawGaps, drawLead, drawPlain } from './line-marks.ts';
import { placeDays } from './places.ts';
import type { Measure, Series, Span } from './series.ts';
import { renderPlot } from './svg.ts';
import { categoryClass, categoryCount } from './theme.ts';

/** All that the picture of `lineChart` depends on, but its width. */
export interface LineModel {
  all: readonly Series[];
  lead: Series | undefined;
  span: Span | null;
  /** Null where nothing was observed. */
  axis: ValueAxis | null;
  events: readonly NumberedNote[];
  alt: string;
}

export function drawLines({ all, lead, span, axis, events, alt }: LineModel, width: number): Drawing {
  if (!span || !axis) return renderEmpty(width, 'not observed yet', alt);
  const classOf = (series: Series) =>
    series === lead
      ? 'accent'
      : lead || all.length > categoryCount
        ? 'context'
        : categoryClass(all.indexOf(series));
  const labels = writeEndLabels(all, lead, classOf, axis.write, width);
  const frame = makeFrame({
    width,
    marginTop: plainMarginTop + (events.length > 0 ? annotationLane : 0),
    marginRight: marginOf(labels),
    marginLeft: axis.margin,
    x: span.days === 1 ? [span.firstMs - msPerDay, span.lastMs + msPerDay] : [span.firstMs, span.lastMs],
    y: [axis.ticks[0] ?? 0, axis.ticks.at(-1) ?? 1],
    log: axis.log,
  });
  const fromZero = !axis.log && axis.ticks[0] === 0;
  const others = all.filter((series) => series !== lead);
  const context = others.filter((series) => classOf(series) === 'context');
  const coloured = others.filter((series) => classOf(series) !== 'context');
  const marks = [
    ...(all.length === 1 && lead ? drawGaps(lead, frame) : []),
    ...drawAxes(frame, axis, span, fromZero),
    ...drawAnnotations(events, frame),
    ...drawContext(context),
    ...coloured.flatMap((series) => drawPlain(series, classOf(series))),
    ...(lead ? drawLead(lead, all.length === 1 && fromZero) : []),
    ...drawEndLabels(labels, frame),
  ];
  const svg = renderPlot(
    {
      ...frame,
      x: { type: 'linear', domain: [...frame.x.domain], axis: null },
      y: { type: axis.log ? 'log' : 'linear', domain: [...frame.y.domain], axis: null },
      marks,
    },
    { width, height: frame.height, label: alt },
  );
  return { svg, places: placeDays(all, lead, frame) };
}

/** Lowest and highest value over all series with what rounding hides, or null where nothing was observed. */
export function rangeOf(all: readonly Series[]): readonly [number, number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { points } of all)
    for (const { value, rounded } of points) {
      if (value === null) continue;
      low = Math.min(low, rounded?.low ?? value);
      high = Math.max(high, rounded?.high ?? value);
    }
  return low <= high ? [low, high] : null;
}

/** True where accounts differ at least `ratio`-fold and a logarithm exists for every value. */
export function suitsLog(
  all: readonly Series[],
  range: readonly [number, number] | null,
  ratio: number,
): boolean {
  return range !== null && range[0] > 0 && range[1] / range[0] >= ratio && (ratio === 1 || all.length > 1);
}

/** The value axis of the chart: zero belongs to it where zero is near, else it is cut to the data. */
export function makeLevelAxis(
  [low, high]: readonly [number, number],
  log: boolean,
  measure: Measure,
): ValueAxis {
  if (log) return makeValueAxis(low, high, measure, { log });
  if (low >= 0 && low <= 0.35 * high) return makeValueAxis(0, Math.max(high, 1), measure);
  // A change of less than a hundredth is not blown up to the height of the chart.
  const pad = Math.max(0, (Math.max(high * 0.01, 4) - (high - low)) / 2);
  return makeValueAxis(Math.max(0, low - pad), high + pad, measure);
}
