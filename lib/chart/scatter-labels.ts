import * as Plot from '@observablehq/plot';
import type { Frame } from './frame.ts';
import type { ScatterPoint } from './scatter-model.ts';
import { fitText, textWidth } from './text-width.ts';
import { fontSize } from './theme.ts';

/** So few points are all named where there is room. */
const namesAll = 8;

type Anchor = 'start' | 'middle' | 'end';

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Names of the highlighted points and of the outermost, where there is room: beside a dot, above or below it. */
export function drawPointLabels(
  points: readonly ScatterPoint[],
  frame: Frame,
  diameter: number,
): Plot.Markish[] {
  const named = chooseNamed(points);
  const taken: Box[] = named.map((point) => dotBox(point, frame, diameter));
  const placed: { x: number; y: number; text: string; bold: boolean; anchor: Anchor }[] = [];
  for (const point of named) {
    const text = fitText(point.label, 150, point.bold) + countSame(point, points);
    const width = textWidth(text, point.bold);
    const [x, y] = [frame.x.place(point.x), frame.y.place(point.y)];
    const reach = (point.bold ? 8 : diameter) / 2 + 4;
    const spots = [
      [x + reach + width / 2, y, 'start'],
      [x - reach - width / 2, y, 'end'],
      [x, y - reach - fontSize / 2, 'middle'],
      [x, y + reach + fontSize / 2, 'middle'],
      [x + reach + width / 2, y - reach - 3, 'start'],
      [x - reach - width / 2, y - reach - 3, 'end'],
    ] as const;
    const spot = spots.find(([cx, cy]) => {
      const box = boxAround(cx, cy, width / 2, fontSize / 2);
      return isInside(box, frame) && !taken.some((other) => overlap(box, other));
    });
    if (!spot) continue;
    taken.push(boxAround(spot[0], spot[1], width / 2 + 2, fontSize / 2 + 1));
    const [cx, cy, anchor] = spot;
    // Widths are estimates: beside a dot a name begins or ends there, whatever its width is.
    const at = anchor === 'middle' ? cx : anchor === 'start' ? cx - width / 2 : cx + width / 2;
    placed.push({ x: frame.x.invert(at), y: frame.y.invert(cy), text, bold: point.bold, anchor });
  }
  return [true, false].flatMap((bold) =>
    (['start', 'middle', 'end'] as const).flatMap((textAnchor) => {
      const labels = placed.filter((label) => label.bold === bold && label.anchor === textAnchor);
      const className = bold ? 'label strong' : 'label halo';
      return labels.length === 0
        ? []
        : [Plot.text(labels, { x: 'x', y: 'y', text: 'text', textAnchor, className })];
    }),
  );
}

/** Highlighted points first, then the outermost at the four sides; all of few. */
function chooseNamed(points: readonly ScatterPoint[]): ScatterPoint[] {
  const bold = points.filter((point) => point.bold);
  const most = (score: (point: ScatterPoint) => number) =>
    points
      .slice(1)
      .reduce((best, point) => (score(point) > score(best) ? point : best), points[0] as ScatterPoint);
  const outermost =
    points.length <= namesAll
      ? [...points].sort((a, b) => b.y - a.y)
      : [most(({ y }) => y), most(({ x }) => x), most(({ y }) => -y), most(({ x }) => -x)];
  const named = [...new Set([...bold, ...outermost])];
  return named.filter(
    (point, i) => point.bold || named.findIndex(({ x, y }) => x === point.x && y === point.y) === i,
  );
}

/** " +8" where as many other points lie in the same place. */
function countSame(point: ScatterPoint, points: readonly ScatterPoint[]): string {
  const others = points.filter(({ x, y }) => x === point.x && y === point.y).length - 1;
  return others === 0 ? '' : ` +${others}`;
}

function dotBox(point: ScatterPoint, frame: Frame, diameter: number): Box {
  return boxAround(frame.x.place(point.x), frame.y.place(point.y), diameter / 2, diameter / 2);
}

const boxAround = (x: number, y: number, halfWidth: number, halfHeight: number): Box => ({
  left: x - halfWidth,
  right: x + halfWidth,
  top: y - halfHeight,
  bottom: y + halfHeight,
});

const overlap = (a: Box, b: Box) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const isInside = ({ left, right, top, bottom }: Box, frame: Frame) =>
  left >= frame.marginLeft &&
  right <= frame.width &&
  top >= frame.marginTop - 8 &&
  bottom <= frame.height - frame.marginBottom;
