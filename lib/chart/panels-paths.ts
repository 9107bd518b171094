import type { NumberedNote } from './annotations.ts';
import type { Axis } from './frame.ts';
import { findGaps, hasValue, type Point, type Series } from './series.ts';

/** One small chart and where it is. */
export interface Panel extends Series {
  x: Axis;
  y: Axis;
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** True where no panel stands beneath. */
  isLast: boolean;
}

/** Lowest and highest value, with what rounding hides; null where nothing is known. */
export function rangeOfPanel(points: readonly Point[]): [number, number] | null {
  const known = points.filter(hasValue);
  if (known.length === 0) return null;
  return [
    Math.min(...known.map(({ value, rounded }) => rounded?.low ?? value)),
    Math.max(...known.map(({ value, rounded }) => rounded?.high ?? value)),
  ];
}

/**
 * So many days as one point: of a level its last known value, of a change their sum, which is not known where one of them is
 * not. The last point may stand for fewer days.
 */
export function binDays(points: readonly Point[], step: number, isChange: boolean): Point[] {
  if (step === 1) return [...points];
  const binned: Point[] = [];
  for (let from = 0; from < points.length; from += step) {
    const bin = points.slice(from, from + step);
    const known = bin.filter(hasValue);
    const last = bin.at(-1) as Point;
    if (!isChange) binned.push(known.at(-1) ?? last);
    else if (known.length < bin.length) binned.push({ ...last, value: null, rounded: null });
    else binned.push({ ...last, value: known.reduce((sum, { value }) => sum + value, 0), rounded: null });
  }
  return binned;
}

export function shadeGaps({ points, x, left, right, top, bottom }: Panel): string {
  const half = points.length > 1 ? (x.place(points[1]?.ms ?? 0) - x.place(points[0]?.ms ?? 0)) / 2 : 4;
  return findGaps(points)
    .map(({ firstMs, lastMs }) => {
      const from = Math.max(left, x.place(firstMs) - half);
      const to = Math.min(right, x.place(lastMs) + half);
      return `M${from},${top}L${to},${top}L${to},${bottom}L${from},${bottom}Z`;
    })
    .join('');
}

export function baseline({ left, right, bottom, y }: Panel): string {
  const at = y.domain[0] <= 0 && y.domain[1] >= 0 ? y.place(0) : bottom;
  return `M${left},${at}L${right},${at}`;
}

export function drawBandOf({ points, x, y }: Panel): string {
  let d = '';
  for (let from = 0; from < points.length; from++) {
    if (!points[from]?.rounded) continue;
    let to = from;
    while (points[to + 1]?.rounded) to++;
    const run = points.slice(from, to + 1);
    const edge = (end: 'low' | 'high') =>
      run.map(({ ms, rounded }) => `${x.place(ms)},${y.place(rounded?.[end] ?? 0)}`);
    d += `M${[...edge('high'), ...edge('low').reverse()].join('L')}Z`;
    from = to;
  }
  return d;
}

/** Solid through the observed days, dashed through the interpolated ones; a day alone is a short stroke. */
export function lines({ points, x, y }: Panel, dashed: boolean): string {
  let d = '';
  points.forEach((point, i) => {
    if (!hasValue(point)) return;
    const [px, py] = [x.place(point.ms), y.place(point.value)];
    const next = points[i + 1];
    if (next && hasValue(next)) {
      if ((point.interpolated || next.interpolated) === dashed) {
        const joined = d.endsWith(`L${px},${py}`);
        d += `${joined ? '' : `M${px},${py}`}L${x.place(next.ms)},${y.place(next.value)}`;
      }
    } else if (!dashed && points[i - 1]?.value == null) d += `M${px - 1.5},${py}L${px + 1.5},${py}`;
  });
  return d;
}

export function stems({ points, x, y }: Panel, sign: 1 | -1): string {
  const zero = y.place(0);
  return points
    .filter(hasValue)
    .filter(({ value }) => value * sign > 0)
    .map(({ ms, value }) => {
      const end = y.place(value);
      const least = zero - sign * 1.2;
      return `M${x.place(ms)},${zero}L${x.place(ms)},${sign > 0 ? Math.min(end, least) : Math.max(end, least)}`;
    })
    .join('');
}

export function dotted({ handle, x, top, bottom }: Panel, events: readonly NumberedNote[]): string {
  return events
    .filter(({ note }) => !/: @[^ ]+: /.test(note) || note.includes(`: @${handle}: `))
    .map(({ ms }) => `M${x.place(ms)},${top}L${x.place(ms)},${bottom}`)
    .join('');
}
