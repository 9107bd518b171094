import type * as Plot from '@observablehq/plot';
import { drawWords, renderCanvas, type Word } from './canvas.ts';
import type { Drawing } from './chart.ts';
import { drawDots } from './dots.ts';
import { renderEmpty } from './empty.ts';
import { isNarrow, makeAxis } from './frame.ts';
import { drawPath } from './path-mark.ts';
import type { RankSeries } from './rank-rows.ts';
import { writeRank } from './rank-words.ts';
import { fitText, isolate, textWidth } from './text-width.ts';
import { categoryClass, categoryCount, lineHeight } from './theme.ts';
import { timeTicks } from './time-ticks.ts';

/** All that the picture of `rankChart` depends on, but its width. */
export interface RankModel {
  days: readonly { day: string; ms: number }[];
  series: readonly RankSeries[];
  lead: RankSeries | undefined;
  alt: string;
}

const pitch = 22;
const top = 12;

export function drawRanks({ days, series, lead, alt }: RankModel, width: number): Drawing {
  const [start, end] = [days[0], days.at(-1)];
  if (!start || !end || series.length === 0) return renderEmpty(width, 'nothing to rank yet', alt);
  const lowest = Math.max(...series.flatMap(({ ranked }) => ranked.map(({ order }) => order ?? 1)));
  const bottom = top + lowest * pitch;
  const height = bottom + 2 * lineHeight + 12;
  const labels = writeLabels(series, lead, width);
  const widest = (side: 'left' | 'right') =>
    Math.max(
      8,
      ...labels.flatMap((label) => (label[side] === '' ? [] : [textWidth(label[side], label.bold) + 12])),
    );
  const [left, right] = [widest('left'), width - widest('right')];
  // A single step stands at the right, beside its names.
  const axis = makeAxis([start === end ? start.ms - 1 : start.ms, end.ms], [left, right], false);
  const yOf = (order: number) => top + (order - 0.5) * pitch;
  const classOf = (each: RankSeries) =>
    each === lead
      ? 'accent'
      : lead || series.length > categoryCount
        ? 'context'
        : categoryClass(series.indexOf(each));
  const classes = [...new Set(series.map(classOf))].sort(
    (a, b) => Number(a === 'accent') - Number(b === 'accent'),
  );
  const marks: Plot.Markish[] = [
    drawPath(
      days.map(({ ms }) => `M${axis.place(ms)},${top}L${axis.place(ms)},${bottom + 5}`).join(''),
      'grid',
    ),
    ...drawDates(start.ms, end.ms, axis, width, bottom),
  ];
  for (const name of classes) {
    const own = series.filter((each) => classOf(each) === name);
    const points = own.map(({ ranked }) =>
      ranked.map(({ order }, i) =>
        order === null ? null : { x: axis.place(days[i]?.ms ?? 0), y: yOf(order) },
      ),
    );
    const d = points.map(writeLine).join('');
    if (d !== '') marks.push(drawPath(d, `line ${name}`));
    marks.push(
      drawDots(
        points.flat().filter((point) => point !== null),
        `dots ${name}`,
        name === 'context' ? 5 : 7,
      ),
    );
  }
  marks.push(...drawLost(series, classOf, (i) => axis.place(days[i]?.ms ?? 0), yOf, [left, right]));
  marks.push(...drawLabels(labels, series, classOf, yOf, left, right));
  return {
    svg: renderCanvas(marks, { width, height, label: alt }),
    places: placeSteps(days, series, lead, axis, yOf),
  };
}

/** Strokes between neighbours that are both known; a gap stays one. */
function writeLine(points: readonly ({ x: number; y: number } | null)[]): string {
  let d = '';
  points.forEach((point, i) => {
    if (point === null) return;
    const begins = (points[i - 1] ?? null) === null;
    if (begins && (points[i + 1] ?? null) === null) return;
    d += `${begins ? 'M' : 'L'}${point.x},${point.y}`;
  });
  return d;
}

interface RankLabel {
  left: string;
  right: string;
  bold: boolean;
}

/** At the left rank and name, on phones the rank alone; at the right both. Empty where not observed at that end. */
function writeLabels(
  series: readonly RankSeries[],
  lead: RankSeries | undefined,
  width: number,
): RankLabel[] {
  const room = isNarrow(width) ? 118 : 150;
  return series.map((each) => {
    const bold = each === lead;
    const name = isolate(fitText(each.name, room, bold));
    const [first, last] = [each.ranked[0], each.ranked.at(-1)];
    const isSingle = each.ranked.length === 1;
    return {
      bold,
      left:
        !first || first.rank === null || isSingle
          ? ''
          : isNarrow(width)
            ? writeRank(first)
            : `${name} ${writeRank(first)}`,
      right: !last || last.rank === null ? '' : `${writeRank(last)} ${name}`,
    };
  });
}

function drawLabels(
  labels: readonly RankLabel[],
  series: readonly RankSeries[],
  classOf: (each: RankSeries) => string,
  yOf: (order: number) => number,
  left: number,
  right: number,
): Plot.Markish[] {
  const groups = new Map<string, { lefts: Word[]; rights: Word[] }>();
  series.forEach((each, i) => {
    const label = labels[i];
    const group = groups.get(classOf(each)) ?? { lefts: [], rights: [] };
    groups.set(classOf(each), group);
    const [first, last] = [each.ranked[0], each.ranked.at(-1)];
    if (label?.left && first?.order) group.lefts.push({ x: left - 9, y: yOf(first.order), text: label.left });
    if (label?.right && last?.order)
      group.rights.push({ x: right + 9, y: yOf(last.order), text: label.right });
  });
  return [...groups].flatMap(([name, { lefts, rights }]) => [
    ...drawWords(lefts, `label ${name}`, 'end'),
    ...drawWords(rights, `label ${name}`, 'start'),
  ]);
}

/** The names of those that are not observed at the end, above where they were last, inside the plot area. */
function drawLost(
  series: readonly RankSeries[],
  classOf: (each: RankSeries) => string,
  xOf: (i: number) => number,
  yOf: (order: number) => number,
  [left, right]: readonly [number, number],
): Plot.Markish[] {
  return series.flatMap((each) => {
    const i = each.ranked.findLastIndex(({ order }) => order !== null);
    const order = each.ranked[i]?.order ?? null;
    if (order === null || i === each.ranked.length - 1) return [];
    const text = isolate(fitText(each.name, 118));
    const half = textWidth(text) / 2;
    const x = Math.max(left + half, Math.min(right - half, xOf(i)));
    return drawWords([{ x, y: yOf(order) - pitch / 2, text }], `label halo ${classOf(each)}`);
  });
}

/** Dates beneath, with the year under the first and where it changes. */
function drawDates(
  firstMs: number,
  lastMs: number,
  axis: ReturnType<typeof makeAxis>,
  width: number,
  bottom: number,
): Plot.Markish[] {
  const span = axis.place(lastMs) - axis.place(firstMs);
  const ticks = timeTicks(firstMs, lastMs, Math.max(span, 60)).map((tick) => {
    const half = Math.max(textWidth(tick.text), textWidth(tick.year)) / 2;
    return { ...tick, x: Math.min(Math.max(axis.place(tick.ms), half), width - half) };
  });
  return [
    ...drawWords(
      ticks.map(({ x, text }) => ({ x, y: bottom + 14, text })),
      'tick',
    ),
    ...drawWords(
      ticks
        .filter(({ year }) => year !== '')
        .map(({ x, year }) => ({ x, y: bottom + 13 + lineHeight, text: year })),
      'tick',
    ),
  ];
}

/** Each step where the highlighted one is, else where the first is that was observed; the table is newest first. */
function placeSteps(
  days: RankModel['days'],
  series: readonly RankSeries[],
  lead: RankSeries | undefined,
  axis: ReturnType<typeof makeAxis>,
  yOf: (order: number) => number,
) {
  return days.flatMap(({ ms }, i) => {
    const order = [...(lead ? [lead] : []), ...series]
      .map(({ ranked }) => ranked[i]?.order ?? null)
      .find((each) => each !== null);
    return order == null ? [] : [{ row: days.length - 1 - i, x: axis.place(ms), y: yOf(order) }];
  });
}
