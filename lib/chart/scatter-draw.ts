import * as Plot from '@observablehq/plot';
import type { Drawing } from './chart.ts';
import { drawDots } from './dots.ts';
import { renderEmpty } from './empty.ts';
import type { Frame } from './frame.ts';
import { drawPath } from './path-mark.ts';
import { drawPlane, makePlane, scalesOf } from './plane.ts';
import { drawCells } from './scatter-cells.ts';
import { drawPointLabels } from './scatter-labels.ts';
import { maxDots, maxWhiskers, type ScatterModel, type ScatterPoint } from './scatter-model.ts';
import { renderPlot } from './svg.ts';

export function drawScatter({ points, x, y, curve, alt }: ScatterModel, width: number): Drawing {
  if (x === null || y === null) return renderEmpty(width, 'nothing to show yet', alt);
  const frame = makePlane({ width, x, y });
  const place = (point: { x: number; y: number }) => ({
    x: frame.x.place(point.x),
    y: frame.y.place(point.y),
  });
  const dense = points.length > maxDots;
  const bold = points.filter((point) => point.bold);
  const others = points.filter((point) => !point.bold);
  const diameter = points.length > 300 ? 4 : 6;
  const dots = others.map(place);
  const marks = [
    ...drawPlane(frame, x, y),
    ...(curve ? [Plot.areaY(curve.points, { x: 'x', y1: 'low', y2: 'high', className: 'band' })] : []),
    ...(points.length <= maxWhiskers ? [drawWhiskers(points, frame)] : []),
    ...(dense
      ? drawCells(others, frame)
      : dots.length === 0
        ? []
        : [
            drawDots(
              dots,
              `dots ${bold.length > 0 ? 'context' : 'accent'}`,
              diameter,
              dots.length > 500 ? 1 : 0.1,
            ),
          ]),
    ...(curve ? [Plot.line(curve.points, { x: 'x', y: 'y', className: 'line curve' })] : []),
    ...(bold.length > 0
      ? [drawDots(bold.map(place), 'stroke-paper', 11), drawDots(bold.map(place), 'dots accent', 8)]
      : []),
    ...drawPointLabels(points, frame, diameter),
  ];
  const svg = renderPlot(
    { ...frame, ...scalesOf(frame), marks },
    { width, height: frame.height, label: alt },
  );
  const places = (dense ? bold : points).map((point) => ({ row: point.row, ...place(point) }));
  return { svg, places: places.sort((a, b) => a.x - b.x || a.row - b.row) };
}

/** What rounding and the like leave open, along both axes; an end beyond a logarithmic axis is cut at its edge. */
function drawWhiskers(points: readonly ScatterPoint[], frame: Frame): Plot.Markish | null {
  const placeOn = (axis: Frame['x'], value: number) => axis.place(Math.max(value, axis.domain[0]));
  let d = '';
  for (const { x, y, xInterval, yInterval } of points) {
    const [px, py] = [frame.x.place(x), frame.y.place(y)];
    if (xInterval) d += `M${placeOn(frame.x, xInterval.low)},${py}L${placeOn(frame.x, xInterval.high)},${py}`;
    if (yInterval) d += `M${px},${placeOn(frame.y, yInterval.low)}L${px},${placeOn(frame.y, yInterval.high)}`;
  }
  return d === '' ? null : drawPath(d, 'whisker', 1.5);
}
