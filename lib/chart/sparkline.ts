import type { Interval } from '../stats/interval.ts';
import { escapeText } from './escape.ts';

export interface SparklineOptions {
  /** @default 96 */
  width?: number | undefined;
  /** @default 24 */
  height?: number | undefined;
  /** What it shows, in a sentence. Without one it is decoration beside a number, hidden from screen readers. */
  label?: string | undefined;
  /** Where the true value of each may lie, as its source rounds: a band behind the line. Null where it is exact. */
  bounds?: readonly (Interval | null)[] | undefined;
}

const pad = 3;

/**
 * A line as small as a word, for tables: values at equal distances, null where not observed (a break), a dot at the last
 * value. All equal: a line at half height. Nothing observed: an empty picture of the same size. Written by hand, since
 * a table has hundreds.
 */
export function sparkline(values: readonly (number | null)[], options: SparklineOptions = {}): string {
  const { width = 96, height = 24, label, bounds = [] } = options;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const [i, value] of values.entries()) {
    if (value === null) continue;
    low = Math.min(low, bounds[i]?.low ?? value);
    high = Math.max(high, bounds[i]?.high ?? value);
  }
  const name = label === undefined ? 'aria-hidden="true"' : `role="img" aria-label="${escapeText(label)}"`;
  const open = `<svg class="spark-svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" fill="none" stroke="currentColor" ${name}>`;
  if (low > high) return `${open}</svg>`;
  const stepX = values.length > 1 ? (width - 2 * pad) / (values.length - 1) : 0;
  const scaleY = high > low ? (height - 2 * pad) / (high - low) : 0;
  const startX = values.length > 1 ? pad : width / 2;
  const placeX = (i: number) => Math.round((startX + i * stepX) * 10) / 10;
  const placeY = (value: number) =>
    Math.round((high > low ? height - pad - (value - low) * scaleY : height / 2) * 10) / 10;
  let d = '';
  let dots = '';
  let drawing = false;
  let x = 0;
  let y = 0;
  for (const [i, value] of values.entries()) {
    if (value === null) {
      drawing = false;
      continue;
    }
    const [lastX, lastY] = [x, y];
    x = placeX(i);
    y = placeY(value);
    // Points that fall on one place say nothing new; the dot says where it ends.
    if (!drawing && (values[i + 1] ?? null) === null) dots += `<circle cx="${x}" cy="${y}" r="1.25"/>`;
    else if (!drawing) d += `M${x} ${y}`;
    else if (x !== lastX || y !== lastY) d += `L${x} ${y}`;
    drawing = true;
  }
  const band = bounds.some((bound) => bound !== null) ? drawBand(values, bounds, placeX, placeY) : '';
  return `${open}${band}<path d="${d}"/>${dots}<circle cx="${x}" cy="${y}" r="2"/></svg>`;
}

/** A closed shape over each run of values next to each other; exact ones among them are where it is as thin as the line. */
function drawBand(
  values: readonly (number | null)[],
  bounds: readonly (Interval | null)[],
  placeX: (i: number) => number,
  placeY: (value: number) => number,
): string {
  let d = '';
  for (let from = 0; from < values.length; from++) {
    if (values[from] == null) continue;
    let to = from;
    while (values[to + 1] != null) to++;
    const edge = (end: 'low' | 'high') =>
      values.slice(from, to + 1).map((value, i) => {
        const at = bounds[from + i]?.[end] ?? value ?? 0;
        return `${placeX(from + i)} ${placeY(at)}`;
      });
    d += `M${[...edge('high'), ...edge('low').reverse()].join('L')}Z`;
    from = to;
  }
  return `<path class="band" d="${d}"/>`;
}
