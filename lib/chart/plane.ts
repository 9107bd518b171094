import * as Plot from '@observablehq/plot';
import type { ValueAxis } from './axes.ts';
import { type Frame, isNarrow, makeAxis } from './frame.ts';
import { drawPath } from './path-mark.ts';
import { fitText, textWidth } from './text-width.ts';
import { fontSize, lineHeight } from './theme.ts';

/** Room above the plot area for the title of the upright axis, and below it for ticks and the title of the other. */
const marginTop = fontSize + 19;
const marginBottom = 2 * lineHeight + 10;

export interface PlaneWish {
  width: number;
  x: ValueAxis;
  y: ValueAxis;
  marginRight?: number;
  height?: number;
}

/** The plot area of a chart with a measure on both axes. */
export function makePlane({
  width,
  x,
  y,
  marginRight = 16,
  height = isNarrow(width) ? 300 : 380,
}: PlaneWish): Frame {
  const marginLeft = y.margin;
  return {
    width,
    height,
    marginTop,
    marginRight,
    marginBottom,
    marginLeft,
    x: makeAxis(endsOf(x), [marginLeft, width - marginRight], x.log),
    y: makeAxis(endsOf(y), [height - marginBottom, marginTop], y.log),
  };
}

const endsOf = ({ ticks }: ValueAxis): [number, number] => [ticks[0] ?? 0, ticks.at(-1) ?? 1];

/** What Plot needs to know of a plane. */
export function scalesOf({ x, y }: Frame): Pick<Plot.PlotOptions, 'x' | 'y'> {
  const scale = (axis: Frame['x']) => ({
    type: axis.log ? ('log' as const) : ('linear' as const),
    domain: [...axis.domain],
    axis: null,
  });
  return { x: scale(x), y: scale(y) };
}

/** Grid, ticks and titles of both axes; the zero of either, where it has one, is drawn stronger. */
export function drawPlane(frame: Frame, x: ValueAxis, y: ValueAxis): Plot.Markish[] {
  const bottom = frame.height - frame.marginBottom;
  const right = frame.width - frame.marginRight;
  const grid = [
    ...x.ticks.map(
      (tick) => `M${frame.x.place(tick)},${frame.marginTop}L${frame.x.place(tick)},${bottom + 5}`,
    ),
    ...y.ticks.map((tick) => `M${frame.marginLeft},${frame.y.place(tick)}L${right},${frame.y.place(tick)}`),
  ];
  return [
    drawPath(grid.join(''), 'grid'),
    ...(x.ticks.includes(0) && !x.log ? [Plot.ruleX([0], { className: 'zero' })] : []),
    ...(y.ticks.includes(0) && !y.log ? [Plot.ruleY([0], { className: 'zero' })] : []),
    Plot.text(
      y.ticks.map((tick, i) => ({ tick, text: y.texts[i] })),
      { y: 'tick', text: 'text', frameAnchor: 'left', textAnchor: 'end', dx: -7, className: 'tick' },
    ),
    ...drawAxisX(frame, x),
    Plot.text([fitText(`↑ ${y.unit}`, frame.width - 2)], {
      frameAnchor: 'top-left',
      lineAnchor: 'bottom',
      dy: -13,
      dx: -frame.marginLeft,
      className: 'tick',
    }),
  ];
}

/** Ticks of a measure beneath the plot area, those that leave each other room, and its title at the right. */
export function drawAxisX(frame: Frame, { ticks, texts, unit }: ValueAxis): Plot.Markish[] {
  let free = Number.NEGATIVE_INFINITY;
  const labels = ticks.flatMap((tick, i) => {
    const text = texts[i] ?? '';
    const half = textWidth(text) / 2;
    const place = Math.min(Math.max(frame.x.place(tick), half), frame.width - half);
    if (place - half < free) return [];
    free = place + half + 8;
    return [{ at: frame.x.invert(place), text }];
  });
  return [
    Plot.text(labels, {
      x: 'at',
      text: 'text',
      frameAnchor: 'bottom',
      lineAnchor: 'top',
      dy: 9,
      className: 'tick',
    }),
    Plot.text([fitText(unit, frame.width - 2)], {
      frameAnchor: 'bottom-right',
      lineAnchor: 'top',
      dy: 9 + lineHeight,
      dx: frame.marginRight,
      className: 'tick',
    }),
  ];
}
