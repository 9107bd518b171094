import * as Plot from '@observablehq/plot';
import { compact } from '../format.ts';
import type { Frame } from './frame.ts';
import { drawPath } from './path-mark.ts';
import type { Span } from './series.ts';
import { textWidth } from './text-width.ts';
import { fontSize, lineHeight } from './theme.ts';
import { decadeTicks, roundTicks, writeTicks } from './ticks.ts';
import { timeTicks } from './time-ticks.ts';
import { short } from './words.ts';

export interface ValueAxis {
  ticks: number[];
  texts: string[];
  /** `followers, thousand`: stands once, at the top tick. */
  unit: string;
  log: boolean;
  /** Writes a value for a label in the chart. */
  write: (value: number) => string;
  /** Room that the widest tick needs left of the plot area. */
  margin: number;
}

/** The same at every width, so that what a note says of the axis holds for each rendering. */
const maxSteps = 5;

/** A value axis that covers `low`…`high` with few round ticks. */
export function makeValueAxis(
  low: number,
  high: number,
  unit: string,
  { signed = false, log = false }: { signed?: boolean; log?: boolean } = {},
): ValueAxis {
  const ticks = log ? decadeTicks(low, high) : roundTicks(low, high, maxSteps);
  const { word, texts, write } = log
    ? { word: 'logarithmic', texts: ticks.map(compact), write: short }
    : writeTicks(ticks, signed);
  const margin = Math.max(24, Math.ceil(Math.max(...texts.map((text) => textWidth(text))) + 8));
  return { ticks, texts, unit: word === '' ? unit : `${unit}, ${word}`, log, write, margin };
}

/** Grid, ticks, the unit at the top tick, and dates beneath. `zero` draws the line at 0 stronger. */
export function drawAxes(
  frame: Frame,
  axis: ValueAxis,
  { firstMs, lastMs }: Pick<Span, 'firstMs' | 'lastMs'>,
  zero: boolean,
): Plot.Markish[] {
  const { ticks, texts, unit } = axis;
  const dates = timeTicks(firstMs, lastMs, frame.width - frame.marginLeft - frame.marginRight).map((tick) => {
    const half = Math.max(textWidth(tick.text), textWidth(tick.year)) / 2;
    const place = Math.min(Math.max(frame.x.place(tick.ms), half), frame.width - half);
    return { ...tick, at: frame.x.invert(place) };
  });
  const bottom = frame.height - frame.marginBottom;
  const right = frame.width - frame.marginRight;
  const grid = zero ? ticks.filter((tick) => tick !== 0) : ticks;
  const marks: Plot.Markish[] = [
    drawPath(
      [
        ...grid.map((tick) => `M${frame.marginLeft},${frame.y.place(tick)}L${right},${frame.y.place(tick)}`),
        ...dates.map(({ ms }) => `M${frame.x.place(ms)},${bottom}L${frame.x.place(ms)},${bottom + 5}`),
      ].join(''),
      'grid',
    ),
    Plot.text(
      ticks.map((tick, i) => ({ tick, text: texts[i] })),
      { y: 'tick', text: 'text', frameAnchor: 'left', textAnchor: 'end', dx: -7, className: 'tick' },
    ),
    Plot.text([unit], {
      text: (text: string) => text,
      frameAnchor: 'top-left',
      lineAnchor: 'bottom',
      dy: -13 - (frame.marginTop - plainMarginTop),
      dx: -axis.margin,
      className: 'tick',
    }),
    Plot.text(dates, {
      x: 'at',
      text: 'text',
      frameAnchor: 'bottom',
      lineAnchor: 'top',
      dy: 9,
      className: 'tick',
    }),
    Plot.text(
      dates.filter((tick) => tick.year !== ''),
      {
        x: 'at',
        text: 'year',
        frameAnchor: 'bottom',
        lineAnchor: 'top',
        dy: 9 + lineHeight - 1,
        className: 'tick',
      },
    ),
  ];
  if (zero) marks.push(Plot.ruleY([0], { className: 'zero' }));
  return marks;
}

/** Room above the plot area for the unit. */
export const plainMarginTop = fontSize + 19;
