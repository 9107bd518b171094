import * as Plot from '@observablehq/plot';
import type { Drawing } from './chart.ts';
import { dayparts, isApart, type TimeCell, weekdays } from './day-hour-heatmap.ts';
import { writeTimeValue } from './day-hour-words.ts';
import { renderEmpty } from './empty.ts';
import { isNarrow } from './frame.ts';
import { drawPath, fillPath } from './path-mark.ts';
import { renderPlot } from './svg.ts';
import { lineHeight } from './theme.ts';

/** All that the picture of `dayHourHeatmap` depends on, but its width. */
export interface TimesModel {
  cells: readonly TimeCell[];
  y: 'effect_shrunk' | 'views_median';
  alt: string;
}

interface Box {
  cell: TimeCell;
  x: number;
  y: number;
  width: number;
  height: number;
}

const rowHeight = 2 * lineHeight + 10;
const head = lineHeight + 6;
const inset = 1;
/** Between the cells and all of them together. */
const apart = 5;

export function drawTimes({ cells, y, alt }: TimesModel, width: number): Drawing {
  if (cells.length === 0) return renderEmpty(width, 'nothing to compare yet', alt);
  const left = isNarrow(width) ? 34 : 44;
  const cellWidth = Math.floor((Math.min(width, 640) - left - apart) / dayparts.length);
  const boxes = cells.map((cell): Box => {
    const [column, row] = [dayparts.indexOf(cell.daypart), weekdays.indexOf(cell.weekday)];
    return {
      cell,
      x: left + column * cellWidth + (cell.daypart === 'any' ? apart : 0),
      y: head + row * rowHeight + (cell.weekday === 'any' ? apart : 0),
      width: cellWidth,
      height: rowHeight,
    };
  });
  const classOf = shadeBy(cells, y);
  const classes = [...new Set(boxes.map(({ cell }) => classOf(cell)))].sort();
  const height = head + weekdays.length * rowHeight + apart + 2;
  const svg = renderPlot(
    {
      margin: 0,
      x: { type: 'identity', axis: null },
      y: { type: 'identity', axis: null },
      marks: [
        ...classes.map((name) =>
          fillPath(
            boxes
              .filter(({ cell }) => classOf(cell) === name)
              .map(outline)
              .join(''),
            `shade ${name}`,
          ),
        ),
        ...frameApart(boxes),
        ...nameAxes(left, cellWidth, isNarrow(width)),
        ...writeCells(boxes, (value) => writeTimeValue(value, y, isNarrow(width) ? 2 : 3), classOf),
      ],
    },
    { width, height, label: alt },
  );
  return {
    svg,
    places: boxes.map(({ x, y, width, height }, row) => ({ row, x: x + width / 2, y: y + height / 2 })),
  };
}

/** Effects by how far they are from none, medians by their rank; cells without a value are plain. */
function shadeBy(cells: readonly TimeCell[], y: TimesModel['y']): (cell: TimeCell) => string {
  if (y === 'effect_shrunk')
    return ({ value }) =>
      value === null
        ? 'few'
        : value >= 1.5
          ? 'div-5'
          : value >= 1.05
            ? 'div-4'
            : value > 1 / 1.05
              ? 'div-3'
              : value > 1 / 1.5
                ? 'div-2'
                : 'div-1';
  const known = cells.flatMap(({ value }) => (value === null ? [] : [value]));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return ({ value }) =>
    value === null
      ? 'few'
      : `seq-${high === low ? 2 : 1 + Math.min(2, Math.floor((3 * (value - low)) / (high - low)))}`;
}

const corners = ({ x, y, width, height }: Box, by: number) =>
  `M${x + by},${y + by}L${x + width - by},${y + by}L${x + width - by},${y + height - by}L${x + by},${y + height - by}Z`;
const outline = (box: Box) => corners(box, inset);

function frameApart(boxes: readonly Box[]): Plot.Markish[] {
  const d = boxes
    .filter(({ cell }) => isApart(cell))
    .map((box) => corners(box, inset + 1))
    .join('');
  return d === '' ? [] : [drawPath(d, 'heat-event', 2)];
}

function nameAxes(left: number, cellWidth: number, narrow: boolean): Plot.Markish[] {
  const columns = dayparts.map((daypart, i) => ({
    x: left + (i + 0.5) * cellWidth + (daypart === 'any' ? apart : 0),
    y: head / 2 - 1,
    text: daypart === 'any' ? 'all' : (narrow ? daypart.replace(/\b0/g, '') : daypart).replace('-', '–'),
  }));
  const rows = weekdays.map((weekday, i) => ({
    x: left - 6,
    y: head + (i + 0.5) * rowHeight + (weekday === 'any' ? apart : 0),
    text: weekday === 'any' ? 'all' : weekday.slice(0, 1).toUpperCase() + weekday.slice(1),
  }));
  const at = { x: 'x', y: 'y', text: 'text', className: 'tick' } as const;
  return [Plot.text(columns, at), Plot.text(rows, { ...at, textAnchor: 'end' })];
}

/** The value, and under it how many posts it is of; where there are too few, only how many. */
function writeCells(
  boxes: readonly Box[],
  write: (value: number) => string,
  classOf: (cell: TimeCell) => string,
): Plot.Markish[] {
  const lines = boxes.flatMap(({ cell, x, y: top, width, height }) => {
    const middle = { x: x + width / 2, on: /div-[15]/.test(classOf(cell)) };
    const [first, second] = [top + height / 2 - lineHeight / 2, top + height / 2 + lineHeight / 2];
    const count = { ...middle, text: `n ${cell.n}`, value: false, few: cell.value === null };
    return cell.value === null
      ? [{ ...count, y: top + height / 2 }]
      : [
          { ...middle, y: first, text: write(cell.value), value: true, few: false },
          { ...count, y: second },
        ];
  });
  const groups = [
    ['label cell-value', lines.filter(({ value, on }) => value && !on)],
    ['label cell-value on-dark', lines.filter(({ value, on }) => value && on)],
    ['label cell-n', lines.filter(({ value, on, few }) => !value && !on && !few)],
    ['label cell-n on-dark', lines.filter(({ value, on }) => !value && on)],
    ['tick', lines.filter(({ few }) => few)],
  ] as const;
  return groups.flatMap(([className, texts]) =>
    texts.length === 0 ? [] : [Plot.text(texts, { x: 'x', y: 'y', text: 'text', className })],
  );
}
