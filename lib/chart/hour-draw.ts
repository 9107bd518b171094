import * as Plot from '@observablehq/plot';
import { drawSquares } from './calendar-draw.ts';
import type { Drawing } from './chart.ts';
import { renderEmpty } from './empty.ts';
import { isNarrow } from './frame.ts';
import type { HeatScale } from './heat.ts';
import { layKey } from './heat-key.ts';
import type { HourCell } from './hour-heatmap.ts';
import { drawPath } from './path-mark.ts';
import { renderPlot } from './svg.ts';
import { lineHeight } from './theme.ts';

/** All that the picture of `hourHeatmap` depends on, but its width. */
export interface HoursModel {
  /** The 168 hours of the week, from Monday 0 h. */
  cells: readonly HourCell[];
  scale: HeatScale;
  alt: string;
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const left = 36;
const head = lineHeight + 4;

export function drawHours({ cells, scale, alt }: HoursModel, width: number): Drawing {
  if (cells.every(({ value }) => value === null)) return renderEmpty(width, 'not observed yet', alt);
  const pitch = Math.min(24, Math.floor(((width - left) / 24) * 10) / 10);
  const rowHeight = Math.max(pitch, lineHeight);
  const placed = cells.map((cell) => ({
    ...cell,
    x: left + (cell.hour + 0.5) * pitch,
    y: head + (cell.weekday + 0.5) * rowHeight,
  }));
  const known = placed.filter((cell): cell is typeof cell & { value: number } => cell.value !== null);
  const used = scale.filter(({ holds }) => known.some(({ value }) => holds(value)));
  const hasGaps = known.length < cells.length;
  const key = layKey(used, hasGaps, { x: 0, y: head + 7 * rowHeight + 8, width, cell: Math.max(pitch, 14) });
  const half = pitch * 0.3;
  const hatches = placed
    .filter(({ value }) => value === null)
    .map(({ x, y }) => `M${x - half},${y + half}L${x + half},${y - half}`)
    .join('');
  const height = Math.ceil(key.height + 4);
  const svg = renderPlot(
    {
      margin: 0,
      x: { type: 'identity', axis: null },
      y: { type: 'identity', axis: null },
      marks: [
        ...nameAxes(pitch, rowHeight, isNarrow(width) ? 6 : 3),
        ...(hatches === '' ? [] : [drawPath(hatches, 'hatch')]),
        ...used.flatMap((heat) =>
          drawSquares(
            known.filter(({ value }) => heat.holds(value)),
            heat,
            pitch,
          ),
        ),
        ...key.marks,
      ],
    },
    { width, height, label: alt },
  );
  return {
    svg,
    places: placed.map(({ x, y }, row) => ({ row, x, y })),
  };
}

/** Each weekday, and the hour at which every third or sixth cell begins. */
function nameAxes(pitch: number, rowHeight: number, every: number): Plot.Markish[] {
  const days = weekdays.map((text, i) => ({ x: left - 6, y: head + (i + 0.5) * rowHeight, text }));
  const hours = Array.from({ length: 24 / every }, (_, i) => ({
    x: left + i * every * pitch,
    y: head / 2 - 1,
    text: `${i * every} h`,
  }));
  const at = { x: 'x', y: 'y', text: 'text', className: 'tick' } as const;
  return [Plot.text(days, { ...at, textAnchor: 'end' }), Plot.text(hours, { ...at, textAnchor: 'start' })];
}
