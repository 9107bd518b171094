import { escapeText } from './svg.ts';

export interface SparklineOptions {
  /** @default 96 */
  width?: number | undefined;
  /** @default 24 */
  height?: number | undefined;
  /** What it shows, in a sentence. Without one it is decoration beside a number, hidden from screen readers. */
  label?: string | undefined;
}

const pad = 3;

/**
 * A line as small as a word, for tables: values at equal distances, null where not observed (a break), a dot at the last
 * value. All equal: a line at half height. Nothing observed: an empty picture of the same size. Written by hand, since
 * a table has hundreds.
 */
export function sparkline(values: readonly (number | null)[], options: SparklineOptions = {}): string {
  const { width = 96, height = 24, label } = options;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value === null) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const name = label === undefined ? 'aria-hidden="true"' : `role="img" aria-label="${escapeText(label)}"`;
  const open = `<svg class="spark-svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" fill="none" stroke="currentColor" ${name}>`;
  if (low > high) return `${open}</svg>`;
  const stepX = values.length > 1 ? (width - 2 * pad) / (values.length - 1) : 0;
  const scaleY = high > low ? (height - 2 * pad) / (high - low) : 0;
  const startX = values.length > 1 ? pad : width / 2;
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
    x = Math.round((startX + i * stepX) * 10) / 10;
    y = Math.round((high > low ? height - pad - (value - low) * scaleY : height / 2) * 10) / 10;
    // Points that fall on one place say nothing new; the dot says where it ends.
    if (!drawing && (values[i + 1] ?? null) === null) dots += `<circle cx="${x}" cy="${y}" r="1.25"/>`;
    else if (!drawing) d += `M${x} ${y}`;
    else if (x !== lastX || y !== lastY) d += `L${x} ${y}`;
    drawing = true;
  }
  return `${open}<path d="${d}"/>${dots}<circle cx="${x}" cy="${y}" r="2"/></svg>`;
}
