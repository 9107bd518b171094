/**
 * Short path data. Points nearer than `tolerance` to the line through their neighbours are left out, coordinates are
 * rounded to tenths of a unit and written relative to each other, which is a third of what Plot writes. A path with
 * curves is only rounded.
 */
export function compactPath(d: string, tolerance = 0.15): string {
  if (/[^MLZ\d.,\-e]/.test(d)) return roundNumbers(d);
  let text = '';
  let x = 0;
  let y = 0;
  for (const subpath of d.split('M').slice(1)) {
    const closed = subpath.endsWith('Z');
    const points = simplify(parsePoints(closed ? subpath.slice(0, -1) : subpath), tolerance);
    const [startX, startY] = [tenths(points[0]?.[0]), tenths(points[0]?.[1])];
    let letter = 'm';
    for (const point of points) {
      const [nextX, nextY] = [tenths(point[0]), tenths(point[1])];
      if (letter === '' && nextX === x && nextY === y) continue;
      text += letter + pair(nextX - x, nextY - y, letter === '' && !text.endsWith('z'));
      letter = '';
      x = nextX;
      y = nextY;
    }
    if (closed) {
      text += 'z';
      x = startX;
      y = startY;
    }
  }
  return text;
}

/** Every number with more than two decimals rounded to two. */
export function roundNumbers(text: string): string {
  return text.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) =>
    String(Math.round(Number(number) * 100) / 100 + 0),
  );
}

type Point = readonly [x: number, y: number];

function parsePoints(text: string): Point[] {
  const points: Point[] = [];
  for (let from = 0; from < text.length; ) {
    const comma = text.indexOf(',', from);
    const end = text.indexOf('L', comma);
    const to = end === -1 ? text.length : end;
    points.push([Number(text.slice(from, comma)), Number(text.slice(comma + 1, to))]);
    from = to + 1;
  }
  return points;
}

const tenths = (value = 0) => Math.round(value * 10);

/** Two numbers in tenths, with a separator only where one is needed. */
function pair(dx: number, dy: number, separate: boolean): string {
  const a = short(dx);
  const b = short(dy);
  return (separate && dx >= 0 ? ' ' : '') + a + (dy < 0 ? '' : ' ') + b;
}

function short(value: number): string {
  if (value % 10 === 0) return String(value / 10);
  const sign = value < 0 ? '-' : '';
  const size = Math.abs(value);
  const whole = Math.floor(size / 10);
  return `${sign}${whole === 0 ? '' : whole}.${size % 10}`;
}

/** Douglas–Peucker (1973), without recursion. The first and last point always stay. */
function simplify(points: readonly Point[], tolerance: number): readonly Point[] {
  if (points.length < 3) return points;
  const kept = new Uint8Array(points.length);
  kept[0] = kept[points.length - 1] = 1;
  const open: [number, number][] = [[0, points.length - 1]];
  for (let range = open.pop(); range; range = open.pop()) {
    const [from, to] = range;
    const [ax, ay] = points[from] as Point;
    const [bx, by] = points[to] as Point;
    const length = Math.hypot(bx - ax, by - ay);
    let worst = tolerance;
    let at = -1;
    for (let i = from + 1; i < to; i++) {
      const [px, py] = points[i] as Point;
      const off =
        length === 0
          ? Math.hypot(px - ax, py - ay)
          : Math.abs((bx - ax) * (py - ay) - (by - ay) * (px - ax)) / length;
      if (off > worst) {
        worst = off;
        at = i;
      }
    }
    if (at !== -1) {
      kept[at] = 1;
      open.push([from, at], [at, to]);
    }
  }
  return points.filter((_, i) => kept[i] === 1);
}
