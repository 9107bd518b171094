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
  for (let from = 1; from < d.length; ) {
    const next = d.indexOf('M', from);
    const end = next === -1 ? d.length : next;
    const closed = d.endsWith('Z', end);
    const count = readPoints(d, from, closed ? end - 1 : end);
    simplify(count, tolerance);
    const [startX, startY] = [tenths(xs[0]), tenths(ys[0])];
    let letter = 'm';
    for (let i = 0; i < count; i++) {
      if (kept[i] === 0) continue;
      const nextX = tenths(xs[i]);
      const nextY = tenths(ys[i]);
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
    from = end + 1;
  }
  return text;
}

/** Every number with more than two decimals rounded to two. */
export function roundNumbers(text: string): string {
  return text.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) =>
    String(Math.round(Number(number) * 100) / 100 + 0),
  );
}

// The points of the subpath at hand. A site's charts have millions of points: arrays of pairs would be most of what a
// build throws away.
let xs = new Float64Array(1024);
let ys = new Float64Array(1024);
let kept = new Uint8Array(1024);

/** Reads `x,yLx,y…` between two places of a path and says how many points there were. */
function readPoints(d: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; ) {
    const comma = d.indexOf(',', at);
    const line = d.indexOf('L', comma);
    const end = line === -1 || line > to ? to : line;
    if (count === xs.length) makeRoom();
    xs[count] = Number(d.slice(at, comma));
    ys[count] = Number(d.slice(comma + 1, end));
    count++;
    at = end + 1;
  }
  return count;
}

function makeRoom(): void {
  const [oldXs, oldYs] = [xs, ys];
  xs = new Float64Array(2 * oldXs.length);
  ys = new Float64Array(2 * oldXs.length);
  kept = new Uint8Array(2 * oldXs.length);
  xs.set(oldXs);
  ys.set(oldYs);
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

/** Marks the points to keep: Douglas–Peucker (1973), without recursion. The first and last point always stay. */
function simplify(count: number, tolerance: number): void {
  kept.fill(count < 3 ? 1 : 0, 0, count);
  if (count < 3) return;
  kept[0] = kept[count - 1] = 1;
  const open = [0, count - 1];
  while (open.length > 0) {
    const to = open.pop() as number;
    const from = open.pop() as number;
    const [ax, ay] = [xs[from] as number, ys[from] as number];
    const [bx, by] = [xs[to] as number, ys[to] as number];
    const length = Math.hypot(bx - ax, by - ay);
    let worst = tolerance;
    let at = -1;
    for (let i = from + 1; i < to; i++) {
      const px = xs[i] as number;
      const py = ys[i] as number;
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
      open.push(from, at, at, to);
    }
  }
}
