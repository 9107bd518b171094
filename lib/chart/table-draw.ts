import type * as Plot from '@observablehq/plot';
import { drawWords, renderCanvas, type Word } from './canvas.ts';
import { barClass, barRange, placeInRange, type TableCells, writeCell } from './cell-marks.ts';
import type { ChartColumn, Drawing } from './chart.ts';
import { drawDots } from './dots.ts';
import { renderEmpty } from './empty.ts';
import { isNarrow } from './frame.ts';
import { drawPath } from './path-mark.ts';
import { fitText, isolate, textWidth } from './text-width.ts';
import { lineHeight } from './theme.ts';

/** All that the picture of `table` depends on, but its width. */
export interface TableModel {
  columns: readonly ChartColumn[];
  rows: readonly (readonly (string | number | null)[])[];
  /** Of the columns after the first. */
  cells: readonly TableCells[];
  alt: string;
}

const pitch = 24;
const gap = 16;

interface PlacedColumn {
  /** Index of the column, from 0 for the head of a row. */
  at: number;
  left: number;
  /** Where numbers end; a mark begins a little right of it. */
  numbersEnd: number;
  right: number;
}

/** `columns` says how many the width holds. */
export function drawTable(model: TableModel, width: number): Drawing & { columns: number } {
  const { columns, rows, alt } = model;
  if (rows.length === 0) return { ...renderEmpty(width, 'nothing to show yet', alt), columns: 0 };
  const placed = placeColumns(model, width);
  const hasUnits = placed.some(({ at }) => columns[at]?.unit !== undefined);
  const top = (hasUnits ? 2 : 1) * lineHeight + 10;
  const height = top + rows.length * pitch + 4;
  const middleOf = (row: number) => top + (row + 0.5) * pitch;
  const lines = [top, ...rows.map((_, row) => top + (row + 1) * pitch)];
  const marks: Plot.Markish[] = [
    drawPath(
      lines
        .slice(1)
        .map((y) => `M0,${y}L${width},${y}`)
        .join(''),
      'grid',
    ),
    drawPath(`M0,${top}L${width},${top}`, 'zero'),
    ...placed.flatMap((column) => drawHead(columns[column.at], column)),
    ...placed.flatMap((column) => drawCells(model, column, middleOf)),
  ];
  const svg = renderCanvas(marks, { width, height, label: alt });
  const places = rows.map((_, row) => ({ row, x: 2, y: middleOf(row) }));
  return { svg, places, columns: placed.length };
}

const markRoom = (kind: TableCells['kind'], narrow: boolean) =>
  kind === 'bar' ? (narrow ? 48 : 90) : kind === 'line' ? (narrow ? 56 : 96) : 0;

/** From the left: as many columns as the width holds, the first as wide as its names and the last at the edge. */
function placeColumns({ columns, rows, cells }: TableModel, width: number): PlacedColumn[] {
  const narrow = isNarrow(width);
  const textOf = (row: readonly (string | number | null)[], at: number) =>
    writeCell(row[at] ?? null, columns[at]?.signed);
  const widest = (at: number, most: number) =>
    Math.min(most, Math.max(...rows.map((row) => textWidth(textOf(row, at)))));
  const placed: PlacedColumn[] = [];
  let left = 0;
  for (const [at, column] of columns.entries()) {
    const kind = at === 0 ? 'none' : (cells[at - 1]?.kind ?? 'none');
    const content = kind === 'line' ? 0 : widest(at, at === 0 ? (narrow ? 130 : 240) : 200);
    const head = Math.max(textWidth(column.title), textWidth(column.unit ?? '')) + 1;
    const room = markRoom(kind, narrow);
    const own = Math.max(
      content + room + (room > 0 && content > 0 ? 8 : 0),
      Math.min(head, narrow ? 90 : 140),
    );
    if (at > 0 && left + own > width) break;
    placed.push({
      at,
      left,
      numbersEnd: left + own - (room === 0 ? 0 : room + (content > 0 ? 8 : 0)),
      right: left + own,
    });
    left += own + gap;
  }
  // What is left over goes between the columns.
  const spare = placed.length > 1 ? (width - (placed.at(-1)?.right ?? width)) / (placed.length - 1) : 0;
  return placed.map((column, i) => ({
    ...column,
    left: column.left + i * spare,
    numbersEnd: column.numbersEnd + i * spare,
    right: column.right + i * spare,
  }));
}

function drawHead(column: ChartColumn | undefined, { left, right }: PlacedColumn): Plot.Markish[] {
  if (!column) return [];
  const side = column.numeric ? 'end' : 'start';
  const x = column.numeric ? right : left;
  const lines = [column.title, ...(column.unit === undefined ? [] : [column.unit])].map((text, i) => ({
    x,
    y: lineHeight * (i + 0.5) + 2,
    text: fitText(text, right - left),
  }));
  return drawWords(lines, 'tick', side);
}

function drawCells(
  { columns, rows, cells }: TableModel,
  column: PlacedColumn,
  middleOf: (row: number) => number,
): Plot.Markish[] {
  const { at, left, numbersEnd, right } = column;
  const own = at === 0 ? undefined : cells[at - 1];
  const numeric = columns[at]?.numeric ?? false;
  const words: Word[] = rows.map((row, i) => {
    const text = writeCell(row[at] ?? null, columns[at]?.signed);
    return {
      x: numeric ? numbersEnd : left,
      y: middleOf(i),
      text: numeric ? text : isolate(fitText(text, right - left)),
    };
  });
  if (own?.kind === 'line')
    return drawLines(
      own.series.slice(0, rows.length),
      [right - (right - left > 96 ? 96 : right - left), right],
      middleOf,
    );
  const texts = drawWords(words, 'label', numeric ? 'end' : 'start');
  return own?.kind === 'bar'
    ? [...texts, ...drawBars(own, rows.length, [numbersEnd + 8, right], middleOf)]
    : texts;
}

function drawBars(
  { values }: TableCells,
  count: number,
  [from, to]: readonly [number, number],
  middleOf: (row: number) => number,
): Plot.Markish[] {
  const range = barRange(values);
  const zero = from + placeInRange(0, range) * (to - from);
  const paths = new Map<string, string>();
  values.slice(0, count).forEach((value, row) => {
    if (typeof value !== 'number' || value === 0) return;
    const end = from + placeInRange(value, range) * (to - from);
    const name = barClass(value, range);
    paths.set(name, `${paths.get(name) ?? ''}M${zero},${middleOf(row)}L${end},${middleOf(row)}`);
  });
  return [...paths].sort().map(([name, d]) => drawPath(d, `stem ${name}`, 11));
}

/** Lines through the numbers of each row, on the row’s own scale, with a dot at the last; gaps are breaks. */
function drawLines(
  series: TableCells['series'],
  [from, to]: readonly [number, number],
  middleOf: (row: number) => number,
): Plot.Markish[] {
  let d = '';
  const dots: { x: number; y: number }[] = [];
  series.forEach((list, row) => {
    const known = list.filter((value) => value !== null);
    const [low, high] = [Math.min(...known), Math.max(...known)];
    const xOf = (i: number) =>
      list.length === 1 ? to - 3 : from + (i / (list.length - 1)) * (to - from - 3);
    const yOf = (value: number) => middleOf(row) + (high > low ? 7 - ((value - low) / (high - low)) * 14 : 0);
    let last: { x: number; y: number } | null = null;
    list.forEach((value, i) => {
      if (value === null) return;
      const point = { x: xOf(i), y: yOf(value) };
      d += `${(list[i - 1] ?? null) === null ? 'M' : 'L'}${point.x},${point.y}`;
      last = point;
    });
    if (last) dots.push(last);
  });
  return [
    ...(d === '' ? [] : [drawPath(d, 'line accent')]),
    ...(dots.length > 0 ? [drawDots(dots, 'dots accent', 4)] : []),
  ];
}
