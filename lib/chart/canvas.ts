import * as Plot from '@observablehq/plot';
import type { ValueAxis } from './axes.ts';
import { drawPath } from './path-mark.ts';
import { type RenderSize, renderPlot } from './svg.ts';
import { fitText, textWidth } from './text-width.ts';
import { lineHeight } from './theme.ts';

/** A piece of text at a place in user units. */
export interface Word {
  x: number;
  y: number;
  text: string;
}

/** A picture whose marks are placed in user units, for charts whose layout is not that of two axes. */
export function renderCanvas(marks: readonly Plot.Markish[], size: RenderSize): string {
  const scale = (length: number) => ({
    type: 'linear' as const,
    domain: [0, length],
    range: [0, length],
    axis: null,
  });
  return renderPlot({ margin: 0, x: scale(size.width), y: scale(size.height), marks: [...marks] }, size);
}

/** Texts in the middle of their place, or from it on, or up to it. */
export function drawWords(
  words: readonly Word[],
  className: string,
  textAnchor: 'start' | 'middle' | 'end' = 'middle',
): Plot.Markish[] {
  if (words.length === 0) return [];
  return [Plot.text(words, { x: 'x', y: 'y', text: 'text', textAnchor, className })];
}

/** Room beneath a plot area for the ticks of a measure and its title. */
export const measureAxisHeight = 2 * lineHeight + 12;

/**
 * Upright grid lines, the ticks of a measure beneath them that leave each other room, and its title at the right. `first` is a
 * tick that stands before the others, whatever they are.
 */
export function drawMeasureTicks(
  { ticks, texts, unit }: ValueAxis,
  place: (value: number) => number,
  { top, bottom, width }: { top: number; bottom: number; width: number },
  first?: Word,
): Plot.Markish[] {
  const labels: Word[] = first ? [first] : [];
  let free = first ? first.x + textWidth(first.text) / 2 + 8 : Number.NEGATIVE_INFINITY;
  for (const [i, tick] of ticks.entries()) {
    const text = texts[i] ?? '';
    const half = textWidth(text) / 2;
    const x = Math.min(Math.max(place(tick), half), width - half);
    if (x - half < free) continue;
    free = x + half + 8;
    labels.push({ x, y: bottom + 14, text });
  }
  return [
    drawPath(ticks.map((tick) => `M${place(tick)},${top}L${place(tick)},${bottom + 5}`).join(''), 'grid'),
    ...drawWords(labels, 'tick'),
    ...drawWords([{ x: width, y: bottom + 14 + lineHeight, text: fitText(unit, width - 2) }], 'tick', 'end'),
  ];
}
