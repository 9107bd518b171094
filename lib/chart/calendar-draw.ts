import * as Plot from '@observablehq/plot';
import { msPerDay } from '../calendar.ts';
import type { NumberedNote } from './annotations.ts';
import type { Drawing, Place } from './chart.ts';
import { renderEmpty } from './empty.ts';
import type { HeatClass, HeatScale } from './heat.ts';
import { layKey } from './heat-key.ts';
import { drawPath } from './path-mark.ts';
import { hasValue, type Point, type Series, type Span } from './series.ts';
import { renderPlot } from './svg.ts';
import { textWidth } from './text-width.ts';
import { lineHeight } from './theme.ts';

/** All that the picture of `calendarHeatmap` depends on, but its width. */
export interface CalendarModel {
  series: Series | undefined;
  span: Span | null;
  scale: HeatScale;
  events: readonly NumberedNote[];
  alt: string;
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const left = 36;
const head = lineHeight + 4;
/** A cell is never smaller, so that a mark and its minus can be told. */
const leastPitch = 11;
const mostPitch = 24;

export function drawCalendar(model: CalendarModel, width: number): Drawing {
  const { series, span, scale, events, alt } = model;
  const known = series?.points.filter(hasValue) ?? [];
  if (!series || !span || known.length === 0) return renderEmpty(width, 'not observed yet', alt);
  const grid = layGrid(span, width);
  const hasGaps = known.length < series.points.length;
  const used = scale.filter(({ holds }) => known.some(({ value }) => holds(value)));
  const key = layKey(used, hasGaps, { x: 0, y: grid.height + 6, width, cell: Math.max(grid.pitch, 14) });
  const height = Math.ceil(key.height + 4);
  const svg = renderPlot(
    {
      margin: 0,
      x: { type: 'identity', axis: null },
      y: { type: 'identity', axis: null },
      marks: [
        ...drawMonths(span, grid),
        ...drawWeekdays(grid),
        ...drawHatches(series.points, grid),
        ...drawMarks(known, used, grid),
        ...outlineEvents(events, grid),
        ...key.marks,
      ],
    },
    { width, height, label: alt },
  );
  return { svg, places: placeCells(series.points, grid) };
}

interface Grid {
  width: number;
  pitch: number;
  height: number;
  blocks: number;
  blockHeight: number;
  /** Middle of a day's cell. */
  at: (ms: number) => { x: number; y: number; week: number };
}

/** Weeks beside each other, in as many rows of weeks as the width needs. */
function layGrid({ firstMs, lastMs }: Span, width: number): Grid {
  const firstMonday = mondayOf(firstMs);
  const weeks = Math.round((mondayOf(lastMs) - firstMonday) / (7 * msPerDay)) + 1;
  const room = width - left;
  const blocks = Math.ceil(weeks / Math.floor(room / leastPitch));
  const perBlock = Math.ceil(weeks / blocks);
  const pitch = Math.min(mostPitch, Math.floor((room / perBlock) * 10) / 10);
  const blockHeight = head + 7 * pitch + 8;
  return {
    width,
    pitch,
    blocks,
    blockHeight,
    height: blocks * blockHeight - 8,
    at: (ms) => {
      const days = Math.round((ms - firstMonday) / msPerDay);
      const week = Math.floor(days / 7);
      const block = Math.floor(week / perBlock);
      return {
        week,
        x: left + ((week % perBlock) + 0.5) * pitch,
        y: block * blockHeight + head + ((days % 7) + 0.5) * pitch,
      };
    },
  };
}

// 1970-01-05 was a Monday.
const mondayOf = (ms: number) => ms - ((((ms / msPerDay - 4) % 7) + 7) % 7) * msPerDay;

interface PlacedText {
  x: number;
  y: number;
  text: string;
}
const words = (texts: readonly PlacedText[], textAnchor: 'start' | 'end', className: string) =>
  texts.length === 0 ? [] : [Plot.text(texts, { x: 'x', y: 'y', text: 'text', textAnchor, className })];

/** The month above the first week that has its first day, and the year where it is new; those without room left out. */
function drawMonths({ firstMs, lastMs }: Span, grid: Grid): Plot.Markish[] {
  const texts: PlacedText[] = [];
  let year = '';
  let free = Number.NEGATIVE_INFINITY;
  let row = 0;
  for (let ms = firstMs; ms <= lastMs; ms += msPerDay) {
    const date = new Date(ms);
    if (date.getUTCDate() !== 1 && ms !== firstMs) continue;
    const { x, y } = grid.at(ms);
    const block = Math.floor(y / grid.blockHeight);
    if (block !== row) free = Number.NEGATIVE_INFINITY;
    row = block;
    const thisYear = String(date.getUTCFullYear());
    const text = `${months[date.getUTCMonth()]}${thisYear === year ? '' : ` ${thisYear}`}`;
    const start = x - grid.pitch / 2;
    const end = start + textWidth(text);
    if (start < free || end > grid.width) continue;
    free = end + 6;
    year = thisYear;
    texts.push({ x: start, y: block * grid.blockHeight + head / 2 - 1, text });
  }
  return words(texts, 'start', 'tick');
}

function drawWeekdays(grid: Grid): Plot.Markish[] {
  const every = grid.pitch >= lineHeight ? 1 : 2;
  const texts = Array.from({ length: grid.blocks }, (_, block) =>
    weekdays.flatMap((text, day) =>
      day % every === 0
        ? [{ x: left - 6, y: block * grid.blockHeight + head + (day + 0.5) * grid.pitch, text }]
        : [],
    ),
  ).flat();
  return words(texts, 'end', 'tick');
}

/** Days without a known value: a stroke across the cell. */
function drawHatches(points: readonly Point[], grid: Grid): Plot.Markish[] {
  const half = grid.pitch * 0.3;
  const d = points
    .filter(({ value }) => value === null)
    .map(({ ms }) => grid.at(ms))
    .map(({ x, y }) => `M${x - half},${y + half}L${x + half},${y - half}`)
    .join('');
  return d === '' ? [] : [drawPath(d, 'hatch')];
}

/** One path for each class: a square is a stroke as wide as it is long, which is a third of the bytes of an element. */
function drawMarks(
  known: readonly (Point & { value: number })[],
  used: HeatScale,
  grid: Grid,
): Plot.Markish[] {
  return used.flatMap((heat) => {
    const cells = known.filter(({ value }) => heat.holds(value)).map(({ ms }) => grid.at(ms));
    return drawSquares(cells, heat, grid.pitch);
  });
}

/** Squares around places, with a minus in each where the class says so. */
export function drawSquares(
  cells: readonly { x: number; y: number }[],
  { size, className, minus }: HeatClass,
  pitch: number,
): Plot.Markish[] {
  const side = Math.round(pitch * size * 10) / 10;
  const stroke = (half: number) => cells.map(({ x, y }) => `M${x - half},${y}L${x + half},${y}`).join('');
  return [
    drawPath(stroke(side / 2), `heat ${className}`, side),
    ...(minus ? [drawPath(stroke(side * 0.3), 'heat-minus', Math.max(1, Math.round(side * 2) / 10))] : []),
  ];
}

function outlineEvents(events: readonly NumberedNote[], grid: Grid): Plot.Markish[] {
  const half = grid.pitch / 2;
  const d = events
    .map(({ ms }) => grid.at(ms))
    .map(
      ({ x, y }) =>
        `M${x - half},${y - half}L${x + half},${y - half}L${x + half},${y + half}L${x - half},${y + half}Z`,
    )
    .join('');
  return d === '' ? [] : [drawPath(d, 'heat-event', 1.5)];
}

/** The days with a value, in the order of time; the table has the newest first. */
function placeCells(points: readonly Point[], grid: Grid): Place[] {
  return points.flatMap(({ ms, value }, i) => {
    const { x, y } = grid.at(ms);
    return value === null ? [] : [{ row: points.length - 1 - i, x, y }];
  });
}
