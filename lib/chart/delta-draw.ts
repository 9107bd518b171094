import * as Plot from '@observablehq/plot';
import { msPerDay } from '../calendar.ts';
import { signed } from '../format.ts';
import { annotationLane, drawAnnotations, type NumberedNote } from './annotations.ts';
import { drawAxes, makeValueAxis, plainMarginTop } from './axes.ts';
import { findExtremes } from './change-words.ts';
import type { Drawing } from './chart.ts';
import { renderEmpty } from './empty.ts';
import { type Frame, makeFrame } from './frame.ts';
import { drawPath } from './path-mark.ts';
import { placeDays } from './places.ts';
import { findGaps, hasValue, type Series, type Span } from './series.ts';
import { renderPlot } from './svg.ts';
import { textWidth } from './text-width.ts';
import { fontSize } from './theme.ts';
import { type Known, knownPoints, short } from './words.ts';

/** All that the picture of `deltaChart` depends on, but its width. */
export interface DeltaModel {
  series: Series | undefined;
  span: Span | null;
  unit: string;
  events: readonly NumberedNote[];
  alt: string;
}

export function drawBars({ series, span, unit, events, alt }: DeltaModel, width: number): Drawing {
  const known = series ? knownPoints(series) : [];
  const partial = series?.partial && hasValue(series.partial) ? series.partial : null;
  const drawn = partial ? [...known, partial] : known;
  if (!series || !span || drawn.length === 0) return renderEmpty(width, 'no change known yet', alt);
  const { most, least } = findExtremes(drawn);
  // A bar's label stands beyond its end: a tenth of the height is kept for it.
  const headroom = Math.max(1, (Math.max(most.value, 0) - Math.min(least.value, 0)) * 0.1);
  const axis = makeValueAxis(
    least.value < 0 ? least.value - headroom : 0,
    most.value > 0 ? most.value + headroom : least.value < 0 ? 0 : 1,
    unit,
    { signed: true },
  );
  const half = msPerDay / 2;
  const frame = makeFrame({
    width,
    marginTop: plainMarginTop + (events.length > 0 ? annotationLane : 0),
    marginRight: 12,
    marginLeft: axis.margin,
    x: [span.firstMs - half, span.lastMs + half],
    y: [axis.ticks[0] ?? 0, axis.ticks.at(-1) ?? 1],
  });
  const pitch = frame.x.place(msPerDay) - frame.x.place(0);
  const barWidth = Math.round(Math.min(28, pitch > 4 ? pitch * 0.72 : Math.max(pitch * 0.86, 0.7)) * 10) / 10;
  const svg = renderPlot(
    {
      ...frame,
      x: { type: 'linear', domain: [...frame.x.domain], axis: null },
      y: { domain: [...frame.y.domain], axis: null },
      marks: [
        ...drawUnknown(series, frame),
        ...drawAxes(frame, axis, span, true),
        ...drawAnnotations(events, frame),
        ...drawStems(known, frame, barWidth),
        ...(partial ? drawHollow(partial, frame, barWidth) : []),
        ...(known.length > 0 ? labelExtremes(findExtremes(known), frame) : []),
      ],
    },
    { width, height: frame.height, label: alt },
  );
  return { svg, places: placeDays([series], series, frame) };
}

/** Days without a change, shaded: an empty place alone would read as zero. */
function drawUnknown(series: Series, frame: Frame): Plot.Markish[] {
  const half = msPerDay / 2;
  const gaps = findGaps(series.points).map(({ firstMs, lastMs }) => ({
    x1: firstMs - half,
    x2: lastMs + half,
  }));
  if (gaps.length === 0) return [];
  const [y1, y2] = frame.y.domain;
  return [Plot.rectY(gaps, { x1: 'x1', x2: 'x2', y1, y2, className: 'gap' })];
}

/**
 * One path for all gains, one for all losses, one for days without change: 365 rectangles would be five times the bytes.
 * A change beside a much larger one is still one unit high, so that it does not pass for none, and a change of zero is
 * a mark on the zero line.
 */
function drawStems(known: readonly Known[], frame: Frame, barWidth: number): Plot.Markish[] {
  const zero = frame.y.place(0);
  const paths = { gain: '', loss: '', none: '' };
  for (const { ms, value } of known) {
    const x = frame.x.place(ms);
    if (value === 0) paths.none += `M${x - barWidth / 2},${zero}L${x + barWidth / 2},${zero}`;
    else {
      const end = frame.y.place(value);
      const least = zero - Math.sign(value) * 1.2;
      paths[value > 0 ? 'gain' : 'loss'] +=
        `M${x},${zero}L${x},${value > 0 ? Math.min(end, least) : Math.max(end, least)}`;
    }
  }
  return (['gain', 'loss', 'none'] as const).flatMap((name) =>
    paths[name] === '' ? [] : [drawPath(paths[name], `stem ${name}`, name === 'none' ? 3 : barWidth)],
  );
}

/** The bar of a day that is not over: its outline alone. */
function drawHollow({ ms, value }: Known, frame: Frame, barWidth: number): Plot.Markish[] {
  const [x, zero, end] = [frame.x.place(ms), frame.y.place(0), frame.y.place(value)];
  const half = Math.max(1.5, barWidth / 2);
  const top = value < 0 ? Math.max(end, zero + 2) : Math.min(end, zero - 2);
  const name = value === 0 ? 'none' : value > 0 ? 'gain' : 'loss';
  return [
    drawPath(
      `M${x - half},${zero}L${x - half},${top}L${x + half},${top}L${x + half},${zero}Z`,
      `stem hollow ${name}`,
      1.25,
    ),
  ];
}

/** The largest gain above its bar and the largest loss beneath its own. */
function labelExtremes({ most, least }: { most: Known; least: Known }, frame: Frame): Plot.Markish[] {
  const points = [...(most.value > 0 ? [most] : []), ...(least.value < 0 ? [least] : [])];
  if (points.length === 0) return [];
  const labels = points.map(({ ms, value }) => {
    const text = signed(value, short);
    const half = textWidth(text, true) / 2;
    const place = Math.min(Math.max(frame.x.place(ms), frame.marginLeft + half), frame.width - half);
    const y = frame.y.place(value) + (value > 0 ? -1 : 1) * (fontSize / 2 + 3);
    return { x: frame.x.invert(place), y: frame.y.invert(y), text };
  });
  return [Plot.text(labels, { x: 'x', y: 'y', text: 'text', className: 'label strong' })];
}
