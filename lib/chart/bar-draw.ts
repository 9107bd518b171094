import * as Plot from '@observablehq/plot';
import { type BarRow, isOpen } from './bar.ts';
import type { Drawing } from './chart.ts';
import { renderEmpty } from './empty.ts';
import { isNarrow } from './frame.ts';
import { renderPlot } from './svg.ts';
import { fitText, textWidth } from './text-width.ts';

/** All that the picture of `barChart` depends on, but its width. */
export interface BarModel {
  rows: readonly BarRow[];
  write: (value: number | null) => string;
  signed: boolean;
  highlight: string | undefined;
  alt: string;
}

const rowHeight = 26;

export function drawRows({ rows, write, signed, highlight, alt }: BarModel, width: number): Drawing {
  if (rows.length === 0) return renderEmpty(width, 'nothing to compare yet', alt);
  const values = rows.map(({ value }) => value ?? 0);
  const ends = rows.flatMap(({ interval }) => (isOpen(interval) ? [interval.low, interval.high] : []));
  const [low, high] = [Math.min(0, ...values, ...ends), Math.max(0, ...values, ...ends)];
  const roomForLabel = isNarrow(width) ? 120 : 220;
  const classOf = ({ value }: BarRow, bold: boolean) => {
    if (value === null) return 'none';
    if (signed || value < 0) return value < 0 ? 'loss' : 'gain';
    return bold || highlight === undefined ? 'accent' : 'context';
  };
  const drawn = rows.map((row, i) => {
    const bold = row.label === highlight;
    const className = classOf(row, bold);
    return {
      ...row,
      i,
      bold,
      className,
      name: fitText(row.label, roomForLabel, bold),
      text: write(row.value),
    };
  });
  const widest = (side: (row: (typeof drawn)[number]) => boolean) =>
    Math.max(0, ...drawn.filter(side).map(({ text, bold }) => textWidth(text, bold) + 8));
  const marginRight = Math.ceil(widest(({ value }) => value === null || value >= 0)) + 2;
  const roomForNegative = Math.ceil(widest(({ value }) => value !== null && value < 0));
  const names = Math.ceil(Math.max(...drawn.map(({ name, bold }) => textWidth(name, bold)))) + 10;
  const height = rows.length * rowHeight + 8;
  const half = 0.36;
  const bars = drawn.filter(({ value }) => value !== null && value !== 0);
  const kinds = [...new Set(bars.map(({ className }) => className))].sort();
  const right = width - marginRight;
  const left = names + roomForNegative;
  const unitsPerOne = (right - left) / ((high === low ? low + 1 : high) - low);
  const places = values.map((value, row) => ({
    row,
    x: left + (value - low) * unitsPerOne,
    y: 4 + (row + 0.5) * ((height - 8) / rows.length),
  }));
  const svg = renderPlot(
    {
      marginTop: 4,
      marginBottom: 4,
      marginLeft: left,
      marginRight,
      x: { domain: [low, high === low ? low + 1 : high], axis: null },
      y: { type: 'linear', domain: [-0.5, rows.length - 0.5], reverse: true, axis: null },
      marks: [
        ...kinds.map((className) =>
          Plot.rectX(
            bars.filter((bar) => bar.className === className),
            {
              x1: 0,
              x2: 'value',
              y1: ({ i }: { i: number }) => i - half,
              y2: ({ i }: { i: number }) => i + half,
              className: `bar ${className}`,
            },
          ),
        ),
        Plot.ruleX([0], { className: 'zero' }),
        ...drawWhiskers(drawn),
        ...labelRows(drawn, left),
      ],
    },
    { width, height, label: alt },
  );
  return { svg, places };
}

interface DrawnRow extends BarRow {
  i: number;
  bold: boolean;
  name: string;
  text: string;
}

/** Where a bar ends with what rounding leaves open: the label stands beyond it. */
function tipOf({ value, interval }: DrawnRow): number {
  if (value === null || !isOpen(interval)) return value ?? 0;
  return value < 0 ? interval.low : interval.high;
}

/** From the lowest to the highest that a value may be, with an end on either side, so that it is seen on the bar. */
function drawWhiskers(drawn: readonly DrawnRow[]): Plot.Markish[] {
  const open = drawn.flatMap(({ i, interval }) => (isOpen(interval) ? [{ i, ...interval }] : []));
  if (open.length === 0) return [];
  const ends = open.flatMap(({ i, low, high }) => [low, high].map((x) => ({ i, x })));
  const line = { x1: 'low', x2: 'high', y1: 'i', y2: 'i' } as const;
  return [
    // Paper around the line keeps it apart from the bar beneath.
    Plot.link(open, { ...line, strokeWidth: 4, className: 'stroke-paper' }),
    Plot.link(open, { ...line, className: 'whisker over' }),
    Plot.ruleX(ends, {
      x: 'x',
      y1: ({ i }: { i: number }) => i - 0.16,
      y2: ({ i }: { i: number }) => i + 0.16,
      className: 'whisker over',
    }),
  ];
}

function labelRows(drawn: readonly DrawnRow[], marginLeft: number): Plot.Markish[] {
  const marks: Plot.Markish[] = [];
  for (const bold of [false, true]) {
    const rows = drawn.filter((row) => row.bold === bold);
    if (rows.length === 0) continue;
    const className = bold ? 'label strong' : 'label';
    const positive = rows.filter(({ value }) => value === null || value >= 0);
    const negative = rows.filter(({ value }) => value !== null && value < 0);
    const value = { x: tipOf, y: 'i', text: 'text', className } as const;
    marks.push(
      Plot.text(rows, {
        y: 'i',
        text: 'name',
        frameAnchor: 'left',
        textAnchor: 'start',
        dx: -marginLeft,
        className,
      }),
      ...(positive.length > 0 ? [Plot.text(positive, { ...value, textAnchor: 'start', dx: 6 })] : []),
      ...(negative.length > 0 ? [Plot.text(negative, { ...value, textAnchor: 'end', dx: -6 })] : []),
    );
  }
  return marks;
}
