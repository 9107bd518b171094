import * as Plot from '@observablehq/plot';
import { dayShort, signed } from '../format.ts';
import type { NumberedNote } from './annotations.ts';
import type { Drawing } from './chart.ts';
import { renderEmpty } from './empty.ts';
import { isNarrow, makeAxis } from './frame.ts';
import {
  baseline,
  dotted,
  drawBandOf,
  lines,
  type Panel,
  rangeOfPanel,
  shadeGaps,
  stems,
} from './panels-paths.ts';
import { drawPath, fillPath } from './path-mark.ts';
import { hasValue, type Point, type Series, type Span } from './series.ts';
import { renderPlot } from './svg.ts';
import { fitText, isolate, textWidth } from './text-width.ts';
import { lineHeight } from './theme.ts';
import { chooseWriter, short } from './words.ts';

/** All that the picture of `smallMultiples` depends on, but its width. */
export interface PanelsModel {
  /** What is drawn, perhaps by week. */
  panels: readonly Series[];
  /** The same by day, as the table has it. */
  days: readonly Series[];
  span: Span | null;
  isChange: boolean;
  scale: 'shared' | 'own';
  events: readonly NumberedNote[];
  alt: string;
}

const plotHeight = 56;
const head = 2 * lineHeight + 4;
const gap = 20;
const foot = lineHeight + 2;
const rowPitch = head + plotHeight + gap;

const columnsAt = (width: number, panels: number) => Math.min(panels, isNarrow(width) ? 2 : 4);

export function drawPanels(model: PanelsModel, width: number): Drawing {
  const { days, span, isChange, events, alt } = model;
  if (!span || model.panels.every(({ points }) => !points.some(hasValue)))
    return renderEmpty(width, 'not observed yet', alt);
  const laid = layPanels(model, span, width);
  const height = Math.ceil(Math.max(...laid.map(({ bottom }) => bottom)) + foot);
  const paths = (draw: (panel: Panel) => string) => laid.map(draw).join('');
  const pitch = (laid[0]?.x.place(span.firstMs + 86_400_000) ?? 1) - (laid[0]?.x.place(span.firstMs) ?? 0);
  const perPoint = Math.max(
    1,
    Math.round(span.days / Math.max(1, ...model.panels.map(({ points }) => points.length))),
  );
  const barWidth = Math.round(Math.min(14, Math.max(0.7, pitch * perPoint * 0.75)) * 10) / 10;
  const marks: Plot.Markish[] = [
    ...stroke(
      paths((panel) => shadeGaps(panel)),
      (d) => fillPath(d, 'gap'),
    ),
    ...stroke(paths(baseline), (d) => drawPath(d, isChange ? 'zero' : 'grid')),
    ...stroke(
      paths((panel) => drawBandOf(panel)),
      (d) => fillPath(d, 'band'),
    ),
    ...(isChange
      ? [
          ...stroke(
            paths((panel) => stems(panel, 1)),
            (d) => drawPath(d, 'stem gain', barWidth),
          ),
          ...stroke(
            paths((panel) => stems(panel, -1)),
            (d) => drawPath(d, 'stem loss', barWidth),
          ),
        ]
      : [
          ...stroke(
            paths((panel) => lines(panel, false)),
            (d) => drawPath(d, 'line accent', 1.75),
          ),
          ...stroke(
            paths((panel) => lines(panel, true)),
            (d) => drawPath(d, 'line dashed accent', 1.75),
          ),
        ]),
    ...stroke(
      paths((panel) => dotted(panel, events)),
      (d) => drawPath(d, 'event'),
    ),
    ...writeHeads(laid, isChange),
    ...writeDates(laid, span),
  ];
  const svg = renderPlot(
    { margin: 0, x: { type: 'identity', axis: null }, y: { type: 'identity', axis: null }, marks },
    { width, height, label: alt },
  );
  const columns = columnsAt(width, laid.length);
  const panels = {
    count: laid.length,
    columns,
    pitch: (width + gap) / columns,
    top: head,
    rowPitch,
    height: plotHeight,
  };
  return { svg, places: placeFirst(laid[0], days, span), panels };
}

const stroke = (d: string, mark: (d: string) => Plot.Markish) => (d === '' ? [] : [mark(d)]);

function layPanels({ panels, isChange, scale }: PanelsModel, span: Span, width: number): Panel[] {
  const columns = columnsAt(width, panels.length);
  const panelWidth = (width - (columns - 1) * gap) / columns;
  const inset = isChange ? 8 : 4;
  const together = rangeOfPanel(panels.flatMap(({ points }) => points));
  return panels.map((series, i) => {
    const left = (i % columns) * (panelWidth + gap);
    const top = Math.floor(i / columns) * rowPitch + head;
    const [low, high] = (scale === 'shared' ? together : rangeOfPanel(series.points)) ?? [0, 1];
    // Changes stand on zero; levels of one value are a line at half height.
    const [from, to] = isChange ? [Math.min(0, low), Math.max(0, high)] : [low, high];
    const domain: [number, number] = from === to ? [from - 1, to + 1] : [from, to];
    const days: [number, number] =
      span.days === 1 ? [span.firstMs - 1, span.lastMs + 1] : [span.firstMs, span.lastMs];
    return {
      ...series,
      left,
      right: left + panelWidth,
      top,
      bottom: top + plotHeight,
      isLast: i + columns >= panels.length,
      x: makeAxis(days, [left + inset, left + panelWidth - inset], false),
      y: makeAxis(domain, [top + plotHeight - 2, top + 2], false),
    };
  });
}

/** The account, and under it its last value and what it gained over the days shown. */
function writeHeads(laid: readonly Panel[], isChange: boolean): Plot.Markish[] {
  const at = { x: 'x', y: 'y', text: 'text', textAnchor: 'start' } as const;
  const names = laid.map(({ handle, left, right, top }) => ({
    x: left,
    y: top - head + lineHeight / 2,
    text: isolate(fitText(`@${handle}`, right - left, true)),
  }));
  const values = laid.map(({ points, left, right, top }) => ({
    x: left,
    y: top - head + 1.5 * lineHeight,
    text: fitText(sayPanel(points, isChange), right - left),
  }));
  return [
    Plot.text(names, { ...at, className: 'label strong' }),
    Plot.text(values, { ...at, className: 'tick' }),
  ];
}

function sayPanel(points: readonly Point[], isChange: boolean): string {
  const known = points.filter(hasValue);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return isChange ? 'not known' : 'not observed';
  if (isChange)
    return `${signed(
      known.reduce((sum, { value }) => sum + value, 0),
      short,
    )} in all`;
  const about = last.rounded ? 'about ' : '';
  const value = `${about}${chooseWriter([first.value, last.value])(last.value)}`;
  return first === last ? value : `${value} (${signed(last.value - first.value, short)})`;
}

/** The first and the last day beneath the lowest panel of each column, where both fit. */
function writeDates(laid: readonly Panel[], { first, last }: Span): Plot.Markish[] {
  const [from, to] = [dayShort(first), dayShort(last)];
  const lowest = laid.filter(({ isLast }) => isLast);
  const y = ({ bottom }: Panel) => bottom + lineHeight / 2 + 1;
  const at = { x: 'x', y: 'y', text: 'text', className: 'tick' } as const;
  const fits = lowest.every(({ left, right }) => textWidth(from) + textWidth(to) + 8 <= right - left);
  return [
    Plot.text(
      lowest.map((panel) => ({ x: panel.left, y: y(panel), text: from })),
      { ...at, textAnchor: 'start' },
    ),
    ...(fits && first !== last
      ? [
          Plot.text(
            lowest.map((panel) => ({ x: panel.right, y: y(panel), text: to })),
            { ...at, textAnchor: 'end' },
          ),
        ]
      : []),
  ];
}

/** The days of the table, newest first, along the first panel. */
function placeFirst(panel: Panel | undefined, days: readonly Series[], span: Span): Drawing['places'] {
  if (!panel) return [];
  const values = new Map<number, number | null>();
  for (const { points } of days) for (const { ms, value } of points) values.set(ms, values.get(ms) ?? value);
  const own = new Map(days[0]?.points.map(({ ms, value }) => [ms, value]));
  const inOrder = [...values].sort(([a], [b]) => a - b);
  const base = panel.y.domain[0] <= 0 && panel.y.domain[1] >= 0 ? panel.y.place(0) : panel.bottom;
  return inOrder.flatMap(([ms, value], i) => {
    const first = own.get(ms) ?? null;
    const y = first === null ? base : Math.min(panel.bottom, Math.max(panel.top, panel.y.place(first)));
    return value === null || ms < span.firstMs
      ? []
      : [{ row: inOrder.length - 1 - i, x: panel.x.place(ms), y }];
  });
}
