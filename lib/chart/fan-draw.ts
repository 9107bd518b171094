import * as Plot from '@observablehq/plot';
import { msPerDay } from '../calendar.ts';
import { dayShort } from '../format.ts';
import { annotationLane, drawAnnotations, type NumberedNote } from './annotations.ts';
import { drawAxes, plainMarginTop, type ValueAxis } from './axes.ts';
import type { Drawing } from './chart.ts';
import { renderEmpty } from './empty.ts';
import type { ForecastRow } from './fan.ts';
import { type Frame, isNarrow, makeFrame } from './frame.ts';
import { placeLabels } from './labels.ts';
import { drawGaps, drawLead } from './line-marks.ts';
import { placeDays } from './places.ts';
import type { Series, Span } from './series.ts';
import { renderPlot } from './svg.ts';
import { textWidth } from './text-width.ts';
import { lineHeight } from './theme.ts';

export interface FanDay extends ForecastRow {
  ms: number;
}

/** All that the picture of `fanChart` depends on, but its width. */
export interface FanModel {
  series: Series;
  fan: readonly FanDay[];
  /** Where the bands open; null without a forecast. */
  origin: { day: string; ms: number; value: number | null } | null;
  span: Span | null;
  axis: ValueAxis | null;
  events: readonly NumberedNote[];
  alt: string;
}

export function drawFan({ series, fan, origin, span, axis, events, alt }: FanModel, width: number): Drawing {
  if (!span || !axis) return renderEmpty(width, 'not observed yet', alt);
  const labels = writeLabels(series, fan, axis, isNarrow(width));
  const frame = makeFrame({
    width,
    marginTop: plainMarginTop + (origin || events.length > 0 ? annotationLane : 0),
    marginRight: Math.ceil(Math.max(12, ...labels.map(({ text, bold }) => textWidth(text, bold) + 10))),
    marginLeft: axis.margin,
    x: span.days === 1 ? [span.firstMs - msPerDay, span.lastMs + msPerDay] : [span.firstMs, span.lastMs],
    y: [axis.ticks[0] ?? 0, axis.ticks.at(-1) ?? 1],
  });
  const known = origin && origin.value !== null ? { ms: origin.ms, value: origin.value } : null;
  const from = known
    ? [{ ...known, low80: known.value, high80: known.value, low95: known.value, high95: known.value }]
    : [];
  const opened = [...from, ...fan];
  const marks = [
    ...drawGaps(series, frame),
    ...(fan.length === 0
      ? []
      : [
          Plot.areaY(opened, { x: 'ms', y1: 'low95', y2: 'high95', className: 'fan fan-95' }),
          Plot.areaY(opened, { x: 'ms', y1: 'low80', y2: 'high80', className: 'fan fan-80' }),
        ]),
    ...drawAxes(frame, axis, span, axis.ticks[0] === 0),
    ...(origin ? markOrigin(origin, frame) : []),
    ...drawAnnotations(events, frame),
    ...drawLead(series, false),
    ...(fan.length === 0
      ? []
      : [Plot.line(opened, { x: 'ms', y: 'value', className: 'line dashed accent' })]),
    ...(known ? [Plot.dot([known], { x: 'ms', y: 'value', r: 3.5, className: 'dot accent' })] : []),
    ...drawLabels(labels, frame),
  ];
  const svg = renderPlot(
    {
      ...frame,
      x: { type: 'linear', domain: [...frame.x.domain], axis: null },
      y: { domain: [...frame.y.domain], axis: null },
      marks,
    },
    { width, height: frame.height, label: alt },
  );
  const all = {
    ...series,
    points: [...series.points, ...fan.map((day) => ({ ...day, interpolated: false, rounded: null }))],
  };
  return { svg, places: placeDays([all], all, frame) };
}

/** A line at the last day that the forecast knew, and its date. */
function markOrigin({ day, ms }: { day: string; ms: number }, frame: Frame): Plot.Markish[] {
  const text = `as of ${dayShort(day)}`;
  const room = frame.width - frame.x.place(ms) - 8;
  const fits = textWidth(text) <= room;
  return [
    Plot.ruleX([ms], { className: 'event' }),
    Plot.text([ms], {
      x: (at: number) => at,
      text: () => text,
      frameAnchor: 'top',
      lineAnchor: 'bottom',
      textAnchor: fits ? 'start' : 'end',
      dx: fits ? 8 : -8,
      dy: -4,
      className: 'tick',
    }),
  ];
}

interface FanLabel {
  value: number;
  text: string;
  bold: boolean;
  importance: number;
}

/** At the end of the fan: what is expected, and each band with its ends; without a forecast the last known value. */
function writeLabels(
  { points }: Series,
  fan: readonly FanDay[],
  { write }: ValueAxis,
  narrow: boolean,
): FanLabel[] {
  const last = fan.at(-1);
  if (!last) {
    const value = points.findLast((point) => point.value !== null)?.value;
    return value == null ? [] : [{ value, text: write(value), bold: true, importance: 9 }];
  }
  const band = (level: string, value: number | null, importance: number): FanLabel[] =>
    value === null || value === last.value
      ? []
      : [{ value, text: `${narrow ? level : `${level} band:`} ${write(value)}`, bold: false, importance }];
  return [
    ...(last.value === null
      ? []
      : [
          {
            value: last.value,
            text: `${write(last.value)}${narrow ? '' : ' expected'}`,
            bold: true,
            importance: 9,
          },
        ]),
    ...band('95%', last.high95, 4),
    ...band('80%', last.high80, 6),
    ...band('80%', last.low80, 5),
    ...band('95%', last.low95, 3),
  ];
}

function drawLabels(labels: readonly FanLabel[], frame: Frame): Plot.Markish[] {
  const places = placeLabels(
    labels.map(({ value, importance }) => ({ at: frame.y.place(value), importance })),
    {
      spacing: lineHeight - 1,
      from: frame.marginTop + 4,
      to: frame.height - frame.marginBottom,
      maxMove: 2 * lineHeight,
    },
  );
  const drawn = labels.flatMap((label, i) => {
    const place = places[i];
    return place == null ? [] : [{ ...label, y: frame.y.invert(place) }];
  });
  return [true, false].flatMap((bold) => {
    const group = drawn.filter((label) => label.bold === bold);
    if (group.length === 0) return [];
    return [
      Plot.text(group, {
        frameAnchor: 'right',
        y: 'y',
        text: 'text',
        textAnchor: 'start',
        dx: 8,
        className: `label ${bold ? 'accent' : 'context'}`,
      }),
    ];
  });
}
