import type * as Plot from '@observablehq/plot';
import { plural } from '../format.ts';
import type { Frame } from './frame.ts';
import { drawPath } from './path-mark.ts';
import type { ScatterPoint } from './scatter-model.ts';

const size = 10;
const steps = 5;

/** What cells mean, in a sentence. */
export const noteCells = (count: number, noun: string) =>
  `${plural(count, noun)} are too many for a dot each: the stronger the colour of a cell, the more are in it, on a logarithmic scale.`;

/** Points counted in squares: one path a step from few to many, on a logarithmic scale of counts. */
export function drawCells(points: readonly ScatterPoint[], frame: Frame): Plot.Markish[] {
  const columns = Math.ceil(frame.width / size);
  const counts = new Map<number, number>();
  for (const { x, y } of points) {
    const cell = Math.floor(frame.y.place(y) / size) * columns + Math.floor(frame.x.place(x) / size);
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  const stepOf = (count: number) =>
    most === 1 ? steps : 1 + Math.min(steps - 1, Math.floor((steps * Math.log(count)) / Math.log(most)));
  const paths = Array.from({ length: steps }, () => '');
  const cells = [...counts].sort(([a], [b]) => a - b);
  for (let i = 0; i < cells.length; ) {
    const [cell, count] = cells[i] as [number, number];
    const step = stepOf(count);
    let end = i + 1;
    // Neighbours of one step are one stroke.
    while (end < cells.length && cells[end]?.[0] === cell + end - i && stepOf(cells[end]?.[1] ?? 0) === step)
      end++;
    const [x, y] = [(cell % columns) * size, (Math.floor(cell / columns) + 0.5) * size];
    paths[step - 1] += `M${x},${y}L${x + (end - i) * size},${y}`;
    i = end;
  }
  return paths.flatMap((d, i) => (d === '' ? [] : [drawPath(d, `stroke-seq-${i + 1}`, size)]));
}
