import * as Plot from '@observablehq/plot';
import { msPerDay } from '../calendar.ts';
import { annotationLane, drawAnnotations, type NumberedNote } from './annotations.ts';
import { drawAxes, plainMarginTop, type ValueAxis } from './axes.ts';
import type { Drawing, Place } from './chart.ts';
import { renderEmpty } from './empty.ts';
import { type Frame, isNarrow, makeFrame } from './frame.ts';
import { placeLabels } from './labels.ts';
import { drawBand, drawGaps, drawStrokes, drawToPartial } from './line-marks.ts';
import { fillPath } from './path-mark.ts';
import type { Point, Series, Span } from './series.ts';
import { renderPlot } from './svg.ts';
import { fitText, isolate, textWidth } from './text-width.ts';
import { fontSize, lineHeight } from './theme.ts';
import { knownPoints } from './words.ts';

/** What is drawn of a layer: its upper edge by day, null where the sum is not known. */
export interface DrawnLayer {
  name: string;
  className: string;
  tops: { ms: number; top: number | null; value: number | null }[];
}

/** All that the picture of stacked layers depends on, but its width. */
export interface StackModel {
  /** From the lowest to the highest. */
  layers: readonly DrawnLayer[];
  total: Series;
  span: Span | null;
  /** Null where there is nothing to stack. */
  axis: ValueAxis | null;
  events: readonly NumberedNote[];
  /** Said where there is nothing to stack. */
  empty: string;
  alt: string;
}

const textGap = 8;

export function drawStack(model: StackModel, width: number): Drawing {
  const { layers, total, span, axis, events, empty, alt } = model;
  if (!span || !axis) return renderEmpty(width, empty, alt);
  const labels = writeLabels(layers, total, axis.write, isNarrow(width) ? 118 : 190);
  const frame = makeFrame({
    width,
    marginTop: plainMarginTop + (events.length > 0 ? annotationLane : 0),
    marginRight: Math.ceil(
      Math.max(12, ...labels.map(({ text, bold }) => textWidth(text, bold) + textGap + 2)),
    ),
    marginLeft: axis.margin,
    x: span.days === 1 ? [span.firstMs - msPerDay, span.lastMs + msPerDay] : [span.firstMs, span.lastMs],
    y: [axis.ticks[0] ?? 0, axis.ticks.at(-1) ?? 1],
  });
  const svg = renderPlot(
    {
      ...frame,
      x: { type: 'linear', domain: [...frame.x.domain], axis: null },
      y: { domain: [...frame.y.domain], axis: null },
      marks: [
        ...drawGaps(total, frame, layers.length === 1 ? undefined : 'incomplete'),
        ...drawAxes(frame, axis, span, true),
        // The highest first: each covers the lower part of the one before, so that no edge is written twice.
        ...layers
          .toReversed()
          .map(({ tops, className }) =>
            fillPath(outline(tops, frame), layers.length === 1 ? 'area' : `layer ${className}`),
          ),
        ...drawBand(total.points),
        ...drawStrokes(total.points, layers.length === 1 ? 'accent' : 'total'),
        ...drawToPartial(total, layers.length === 1 ? 'accent' : 'total'),
        ...drawPartialSum(total, layers.length === 1 ? 'accent' : 'total'),
        ...drawAnnotations(events, frame),
        ...drawLabels(labels, frame),
      ],
    },
    { width, height: frame.height, label: alt },
  );
  return { svg, places: placeSums(layers, total, frame) };
}

const drawPartialSum = ({ partial }: Series, className: string): Plot.Markish[] =>
  partial ? [Plot.dot([partial], { x: 'ms', y: 'value', r: 3.5, className: `dot hollow ${className}` })] : [];

/** A place for each day of which a part is known, at the sum where it is known too, else on the zero line. */
function placeSums(layers: readonly DrawnLayer[], { points, partial }: Series, frame: Frame): Place[] {
  const days = partial ? [...points, partial] : points;
  return days.flatMap((point, i) => {
    const { ms, value } = point;
    return point === partial || layers.some(({ tops }) => tops[i]?.value != null)
      ? [{ row: days.length - 1 - i, x: frame.x.place(ms), y: frame.y.place(value ?? 0) }]
      : [];
  });
}

/** The area from zero to the upper edge, broken at gaps; a day between two gaps is a bar. */
function outline(tops: DrawnLayer['tops'], frame: Frame): string {
  const zero = frame.y.place(0);
  const half = Math.min(14, Math.max(0.5, (frame.x.place(msPerDay) - frame.x.place(0)) * 0.4));
  let d = '';
  for (let from = 0; from < tops.length; from++) {
    if (tops[from]?.top == null) continue;
    let to = from;
    while (tops[to + 1]?.top != null) to++;
    const edge = tops
      .slice(from, to + 1)
      .map(({ ms, top }) => [frame.x.place(ms), frame.y.place(top ?? 0)] as const);
    const [first, last] = [edge[0], edge.at(-1)];
    if (first && last) {
      const [startX, endX] = from === to ? [first[0] - half, last[0] + half] : [first[0], last[0]];
      const along = from === to ? [[startX, first[1]] as const, [endX, first[1]] as const] : edge;
      d += `M${startX},${zero}L${along.map(([x, y]) => `${x},${y}`).join('L')}L${endX},${zero}Z`;
    }
    from = to;
  }
  return d;
}

interface StackLabel {
  at: number;
  text: string;
  bold: boolean;
  className: string;
  importance: number;
}

/** Name and value of each layer on the last day with a sum, and the sum above them. */
function writeLabels(
  layers: readonly DrawnLayer[],
  total: Series,
  write: (value: number) => string,
  room: number,
): StackLabel[] {
  const last = knownPoints(total).at(-1);
  if (!last) return [];
  if (layers.length === 1)
    return [{ at: last.value, text: write(last.value), bold: true, className: 'accent', importance: 1 }];
  let base = 0;
  const labels = layers.map(({ name, className, tops }): StackLabel => {
    const value = tops.find(({ ms }) => ms === last.ms)?.value ?? 0;
    const written = write(value);
    const at = base + value / 2;
    base += value;
    return {
      at,
      text: `${isolate(fitText(name, room - textWidth(` ${written}`)))} ${written}`,
      bold: false,
      className,
      importance: value,
    };
  });
  const text = `${write(last.value)} together`;
  return [
    ...labels,
    { at: last.value, text, bold: true, className: 'strong', importance: Number.POSITIVE_INFINITY },
  ];
}

function drawLabels(labels: readonly StackLabel[], frame: Frame): Plot.Markish[] {
  const places = placeLabels(
    labels.map(({ at, bold, importance }) => ({
      at: frame.y.place(at) - (bold ? fontSize / 2 : 0),
      importance,
    })),
    {
      spacing: lineHeight - 1,
      from: fontSize / 2,
      to: frame.height - frame.marginBottom,
      maxMove: lineHeight - 1,
    },
  );
  const drawn = labels.flatMap((label, i) => {
    const place = places[i];
    return place == null ? [] : [{ ...label, y: frame.y.invert(place) }];
  });
  return [...new Set(drawn.map(({ className }) => className))].map((className) =>
    Plot.text(
      drawn.filter((label) => label.className === className),
      {
        frameAnchor: 'right',
        y: 'y',
        text: 'text',
        textAnchor: 'start',
        dx: textGap,
        className: `label ${className}`,
      },
    ),
  );
}

/** Upper edges of the layers, one on the other, on the days on which the sum is known. */
export function stackLayers(
  layers: readonly { name: string; className: string; points: readonly Point[] }[],
  total: readonly Point[],
): DrawnLayer[] {
  const tops = new Map<number, number>();
  return layers.map(({ name, className, points }) => {
    const values = new Map(points.map(({ ms, value }) => [ms, value]));
    return {
      name,
      className,
      tops: total.map(({ ms, value: sum }) => {
        const value = values.get(ms) ?? null;
        const top = (tops.get(ms) ?? 0) + (value ?? 0);
        tops.set(ms, top);
        return { ms, top: sum === null ? null : top, value };
      }),
    };
  });
}
