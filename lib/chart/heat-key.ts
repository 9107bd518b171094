import * as Plot from '@observablehq/plot';
import { drawSquares } from './calendar-draw.ts';
import type { HeatScale } from './heat.ts';
import { drawPath } from './path-mark.ts';
import { textWidth } from './text-width.ts';
import { lineHeight } from './theme.ts';

export interface KeyPlace {
  x: number;
  y: number;
  width: number;
  /** Side of a cell in the key. */
  cell: number;
}

/** What each mark means, in as many lines as the width needs, and how far down it reaches. */
export function layKey(
  scale: HeatScale,
  hasGaps: boolean,
  { x: startX, y: startY, width, cell }: KeyPlace,
): { marks: Plot.Markish[]; height: number } {
  const row = Math.max(cell, lineHeight) + 3;
  let x = startX;
  let y = startY + row / 2;
  const place = (text: string) => {
    const length = cell + 4 + textWidth(text);
    if (x > startX && x + length > width) {
      x = startX;
      y += row;
    }
    const at = { x: x + cell / 2, y, textX: x + cell + 4, text };
    x += length + 14;
    return at;
  };
  const items = scale.map((heat) => ({ heat, ...place(heat.text) }));
  const gap = hasGaps ? place('not known') : null;
  const half = cell * 0.3;
  const marks: Plot.Markish[] = items.flatMap(({ heat, x, y }) => drawSquares([{ x, y }], heat, cell));
  if (gap) marks.push(drawPath(`M${gap.x - half},${gap.y + half}L${gap.x + half},${gap.y - half}`, 'hatch'));
  const texts = [...items, ...(gap ? [gap] : [])];
  marks.push(Plot.text(texts, { x: 'textX', y: 'y', text: 'text', textAnchor: 'start', className: 'tick' }));
  return { marks, height: y + row / 2 };
}
