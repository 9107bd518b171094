import type * as Plot from '@observablehq/plot';
import { drawWords, renderCanvas, type Word } from './canvas.ts';
import type { Drawing, Place } from './chart.ts';
import { drawDots } from './dots.ts';
import { renderEmpty } from './empty.ts';
import { isNarrow, makeAxis } from './frame.ts';
import { placeLabels } from './labels.ts';
import { drawPath } from './path-mark.ts';
import type { Slope, SlopeModel } from './slope-model.ts';
import { changeWriter } from './slope-words.ts';
import { fitText, isolate, textWidth } from './text-width.ts';
import { categoryClass, categoryCount, lineHeight } from './theme.ts';

const top = 2 * lineHeight + 4;
const tickLength = 6;

interface Drawn extends Slope {
  row: number;
  className: string;
}

/** `unlabelled` says how many lines have no label at one end, for want of room. */
export function drawSlopes(model: SlopeModel, width: number): Drawing & { unlabelled: number } {
  const { slopes, axis, from, to, alt } = model;
  if (axis === null) return { ...renderEmpty(width, 'nothing to compare yet', alt), unlabelled: 0 };
  const height = Math.max(isNarrow(width) ? 260 : 300, Math.min(20, slopes.length) * 20 + top);
  const bottom = height - 12;
  const y = makeAxis([axis.ticks[0] ?? 0, axis.ticks.at(-1) ?? 1], [bottom, top], axis.log);
  const hasLead = slopes.some(({ bold }) => bold);
  const drawn = slopes.map(
    (slope, row): Drawn => ({
      ...slope,
      row,
      className: slope.bold
        ? 'accent'
        : hasLead || slopes.length > categoryCount
          ? 'context'
          : categoryClass(row),
    }),
  );
  const texts = drawn.map((each) => writeTexts(each, axis.write, changeWriter(model.unit), width));
  const widest = (side: 'left' | 'right') =>
    Math.max(20, ...texts.map((text) => (text[side] === '' ? 0 : textWidth(text[side], text.bold) + 14)));
  const [left, right] = [Math.ceil(widest('left')), Math.floor(width - widest('right'))];
  const classes = [...new Set(drawn.map(({ className }) => className))].sort(
    (a, b) => Number(a === 'accent') - Number(b === 'accent'),
  );
  const marks: Plot.Markish[] = [
    drawPath(`M${left},${top - 4}L${left},${bottom}M${right},${top - 4}L${right},${bottom}`, 'grid'),
    ...drawHeads([from, to], left, right, width),
  ];
  for (const className of classes) {
    const own = drawn.filter((each) => each.className === className);
    marks.push(...drawOwn(own, className, y, left, right));
  }
  const sides = [
    drawSide(drawn, texts, 'left', y, left, bottom),
    drawSide(drawn, texts, 'right', y, right, bottom),
  ];
  marks.push(...sides.flatMap((side) => side.marks));
  const places = drawn.map(
    ({ row, before, after }): Place =>
      after === null ? { row, x: left, y: y.place(before ?? 0) } : { row, x: right, y: y.place(after) },
  );
  return {
    svg: renderCanvas(marks, { width, height, label: alt }),
    places: places.sort((a, b) => a.y - b.y),
    unlabelled: Math.max(...sides.map((side) => side.left)),
  };
}

/** Lines, whiskers and dots of one class. */
function drawOwn(
  own: readonly Drawn[],
  className: string,
  y: ReturnType<typeof makeAxis>,
  left: number,
  right: number,
): Plot.Markish[] {
  let lines = '';
  let whiskers = '';
  const dots: { x: number; y: number }[] = [];
  for (const { before, after, beforeInterval, afterInterval } of own) {
    if (before !== null && after !== null) lines += `M${left},${y.place(before)}L${right},${y.place(after)}`;
    if (before !== null) dots.push({ x: left, y: y.place(before) });
    if (after !== null) dots.push({ x: right, y: y.place(after) });
    whiskers += writeWhisker(left, beforeInterval, y) + writeWhisker(right, afterInterval, y);
  }
  return [
    ...(lines === '' ? [] : [drawPath(lines, `line ${className}`)]),
    ...(whiskers === '' ? [] : [drawPath(whiskers, 'whisker', 1.5)]),
    drawDots(dots, `dots ${className}`, className === 'context' ? 5 : 7),
  ];
}

/** An upright line with an end on either side, so that it is seen on the axis. */
function writeWhisker(x: number, interval: Slope['beforeInterval'], y: ReturnType<typeof makeAxis>): string {
  if (interval == null || interval.low >= interval.high) return '';
  const [low, high] = [y.place(Math.max(interval.low, y.domain[0])), y.place(interval.high)];
  const end = (at: number) => `M${x - tickLength / 2},${at}L${x + tickLength / 2},${at}`;
  return `M${x},${low}L${x},${high}${end(low)}${end(high)}`;
}

interface Texts {
  left: string;
  right: string;
  bold: boolean;
}

/** Before: name and value, on phones the value alone where the name stands at the right. After: value, change, name. */
function writeTexts(
  { label, before, after, bold, beforeInterval, afterInterval }: Drawn,
  write: (value: number) => string,
  writeChange: (change: number) => string,
  width: number,
): Texts {
  const narrow = isNarrow(width);
  const about = (interval: Slope['beforeInterval']) =>
    interval != null && interval.low < interval.high ? '~' : '';
  const first = before === null ? '' : `${about(beforeInterval)}${write(before)}`;
  const last = after === null ? '' : `${about(afterInterval)}${write(after)}`;
  const change = before === null || after === null ? '' : ` (${writeChange(after - before)})`;
  // On phones the name gives way, so that the lines have some room left.
  const room = narrow ? Math.min(92, width - 140 - textWidth(`${last}${change} `, bold)) : 130;
  const name = isolate(fitText(label, room, bold));
  return {
    bold,
    left: before === null ? '' : narrow && after !== null ? first : `${name} ${first}`,
    right: after === null ? '' : `${last}${change} ${name}`,
  };
}

/** The labels at one side, moved apart; the highlighted and the highest stay where not all fit. */
function drawSide(
  drawn: readonly Drawn[],
  texts: readonly Texts[],
  side: 'left' | 'right',
  y: ReturnType<typeof makeAxis>,
  x: number,
  bottom: number,
): { marks: Plot.Markish[]; left: number } {
  const column = side === 'left' ? 'before' : 'after';
  const wishes = drawn.flatMap((each, i) => {
    const value = each[column];
    const text = texts[i]?.[side] ?? '';
    return value === null || text === ''
      ? []
      : [{ each, text, at: y.place(value), importance: each.bold ? Infinity : -i }];
  });
  const places = placeLabels(wishes, {
    spacing: lineHeight - 1,
    from: top,
    to: bottom,
    maxMove: 2 * lineHeight,
  });
  const groups = new Map<string, Word[]>();
  wishes.forEach(({ each, text }, i) => {
    const place = places[i];
    if (place == null) return;
    const words = groups.get(each.className) ?? [];
    groups.set(each.className, words);
    words.push({ x: side === 'left' ? x - 9 : x + 9, y: place, text });
  });
  return {
    marks: [...groups].flatMap(([className, words]) =>
      drawWords(words, `label ${className}`, side === 'left' ? 'end' : 'start'),
    ),
    left: places.filter((place) => place === null).length,
  };
}

/** The two instants above their axes, each within its half of the picture. */
function drawHeads(
  names: readonly [string, string],
  left: number,
  right: number,
  width: number,
): Plot.Markish[] {
  return names.flatMap((name, i) => {
    const text = fitText(name, width / 2 - 8, true);
    const half = textWidth(text, true) / 2;
    const [from, to] = i === 0 ? [0, width / 2 - 4] : [width / 2 + 4, width];
    const x = Math.min(Math.max(i === 0 ? left : right, from + half), to - half);
    return drawWords([{ x, y: lineHeight / 2 + 4, text }], 'label strong');
  });
}
