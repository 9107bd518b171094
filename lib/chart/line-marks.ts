import * as Plot from '@observablehq/plot';
import { msPerDay } from '../calendar.ts';
import type { Frame } from './frame.ts';
import { allPoints, findGaps, type Point, type Series } from './series.ts';
import { textWidth } from './text-width.ts';

const at = { x: 'ms', y: 'value' } as const;

/** Below this many known days every observation is a dot: the eye should see how few there are. */
const sparseDays = 32;

/** The days without a value as a quiet band from the last value before to the first after; words where they fit. */
export function drawGaps(
  series: Pick<Series, 'points'>,
  frame: Frame,
  words = 'not observed',
): Plot.Markish[] {
  const gaps = findGaps(series.points).map(({ firstMs, lastMs }) => {
    const [from, to] = frame.x.domain;
    return { x1: Math.max(from, firstMs - msPerDay), x2: Math.min(to, lastMs + msPerDay) };
  });
  if (gaps.length === 0) return [];
  const roomy = gaps
    .map(({ x1, x2 }) => ({ x: (x1 + x2) / 2, width: frame.x.place(x2) - frame.x.place(x1) }))
    .filter(({ width }) => width > textWidth(words) + 12);
  return [
    Plot.rectY(gaps, {
      x1: 'x1',
      x2: 'x2',
      y1: frame.y.domain[0],
      y2: frame.y.domain[1],
      className: 'gap',
    }),
    ...(roomy.length === 0
      ? []
      : [
          Plot.text(roomy, {
            x: 'x',
            text: () => words,
            frameAnchor: 'bottom',
            lineAnchor: 'bottom',
            dy: -7,
            className: 'gap-word',
          }),
        ]),
  ];
}

/** The one line that the chart is about: band, area, observed days solid, interpolated ones dashed. */
export function drawLead(series: Series, filled: boolean): Plot.Markish[] {
  const { points } = series;
  const marks: Plot.Markish[] = [];
  if (filled) marks.push(Plot.areaY(points, { x: 'ms', y1: 0, y2: 'value', className: 'area' }));
  marks.push(
    ...drawBand(allPoints(series)),
    ...drawStrokes(points, 'accent'),
    ...drawToPartial(series, 'accent'),
  );
  const known = points.filter(({ value }) => value !== null);
  const dots =
    known.length < sparseDays ? known.filter(({ interpolated }) => !interpolated) : findLone(points);
  if (dots.length > 0) marks.push(Plot.dot(dots, { ...at, r: 2.5, className: 'dot accent' }));
  return marks;
}

/** A thin line from the last complete day to the one that is not over, where both are known. */
export function drawToPartial(
  { points, partial }: Pick<Series, 'points' | 'partial'>,
  className: string,
): Plot.Markish[] {
  const last = points.at(-1);
  return partial && last && last.value !== null
    ? [Plot.line([last, partial], { ...at, className: `line to-partial ${className}` })]
    : [];
}

/** Where the true value of each day may lie, as its source rounds. */
export function drawBand(points: readonly Point[]): Plot.Markish[] {
  if (!points.some(({ rounded }) => rounded)) return [];
  return [
    Plot.areaY(points, {
      x: 'ms',
      y1: ({ value, rounded }: Point) => rounded?.low ?? value,
      y2: ({ value, rounded }: Point) => rounded?.high ?? value,
      className: 'band',
    }),
  ];
}

/** A line in its own colour, among others. */
export function drawPlain(series: Series, className: string): Plot.Markish[] {
  const lone = findLone(series.points);
  return [
    ...drawStrokes(series.points, className),
    ...drawToPartial(series, className),
    ...(lone.length > 0 ? [Plot.dot(lone, { ...at, r: 2, className: `dot ${className}` })] : []),
  ];
}

/** All context lines in one group. */
export function drawContext(all: readonly Series[]): Plot.Markish[] {
  if (all.length === 0) return [];
  const points = all.flatMap(({ account_id, points }) => points.map((point) => ({ ...point, account_id })));
  return [Plot.line(points, { ...at, z: 'account_id', className: 'line context' })];
}

/** Known days as a solid line, the interpolated ones among them dashed. */
export function drawStrokes(points: readonly Point[], className: string): Plot.Markish[] {
  const solid = points.map(({ ms, value, interpolated }) => ({ ms, value: interpolated ? null : value }));
  const dashed = bridge(points);
  return [
    Plot.line(solid, { ...at, className: `line ${className}` }),
    ...(dashed.length > 0 ? [Plot.line(dashed, { ...at, className: `line dashed ${className}` })] : []),
  ];
}

/** Each run of interpolated days with the known day on either side, and a break between runs. */
function bridge(points: readonly Point[]): { ms: number; value: number | null }[] {
  const path: { ms: number; value: number | null }[] = [];
  points.forEach((point, i) => {
    if (!point.interpolated) return;
    const [before, after] = [points[i - 1], points[i + 1]];
    if (before && !before.interpolated) path.push({ ms: before.ms, value: null }, before);
    path.push(point);
    if (after && !after.interpolated) path.push(after);
  });
  return path;
}

/** Known days with no known neighbour: a line cannot show them. */
export function findLone(points: readonly Point[]): Point[] {
  return points.filter(
    ({ value }, i) =>
      value !== null && (points[i - 1]?.value ?? null) === null && (points[i + 1]?.value ?? null) === null,
  );
}
