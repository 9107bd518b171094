import { plural } from '../format.ts';
import type { TableName } from '../schema/index.ts';
import { type Chart, type ChartOptions, type ChartTable, chartId, renderWidths } from './chart.ts';
import { nameOrigin } from './notes.ts';
import { type AnyRow, type ColumnWords, nameRow, readOrigin, wordsOf } from './objects.ts';
import { intervalOf, noteWhiskers } from './row-interval.ts';
import { makeScatterAxis, suitsLogAxis } from './scatter-axis.ts';
import { noteCells } from './scatter-cells.ts';
import { fitCurve } from './scatter-curve.ts';
import { drawScatter } from './scatter-draw.ts';
import { maxDots, maxWhiskers, type ScatterModel, type ScatterPoint } from './scatter-model.ts';
import { describeScatter } from './scatter-words.ts';

export interface ScatterOptions<R extends object = AnyRow> extends ChartOptions {
  /** Columns of numbers. */
  x: keyof R & string;
  y: keyof R & string;
  /** What a point is called: a column, or words made of its row. */
  label: (keyof R & string) | ((row: R) => string);
  /** Table of the ledger that the rows are of: titles and units of the axes. */
  table?: TableName | undefined;
  /** Own words for an axis. */
  xWords?: Partial<ColumnWords> | undefined;
  yWords?: Partial<ColumnWords> | undefined;
  /** What one row is. @default 'row' */
  row?: string | undefined;
  /** Labels of the points that stand out; all others are then context. */
  highlight?: string | readonly string[] | undefined;
  /** @default 'log' where all values lie above 0 and differ at least hundredfold, else 'linear' */
  xScale?: 'linear' | 'log' | undefined;
  yScale?: 'linear' | 'log' | undefined;
  /** A smooth curve through the points (LOWESS) with its 95% band; needs ten of them. @default false */
  curve?: boolean | undefined;
  source?: string | undefined;
  notes?: readonly string[] | undefined;
}

/**
 * Two measures of accounts, posts or anything else against each other, a dot each; the highlighted and the outermost are
 * named. Counts that the source rounds, and values with `_low` and `_high` columns, have whiskers. More than 2,000 points are
 * counted in cells. Rows without one of the values, or at or below 0 on a logarithmic axis, are counted in the notes.
 */
export function scatter<R extends object>(rows: readonly R[], options: ScatterOptions<R>): Chart {
  const { x, y, row: noun = 'row', table } = options;
  const xWords = { ...wordsOf(x, table), ...options.xWords };
  const yWords = { ...wordsOf(y, table), ...options.yWords };
  const all = rows.map((row, at) => readPoint(row as AnyRow, at, options as unknown as ScatterOptions));
  const known = all.filter((point): point is ScatterPoint => point.x !== null && point.y !== null);
  const xLog =
    options.xScale === undefined ? suitsLogAxis(known.map((point) => point.x)) : options.xScale === 'log';
  const yLog =
    options.yScale === undefined ? suitsLogAxis(known.map((point) => point.y)) : options.yScale === 'log';
  const points = known.filter((point) => (!xLog || point.x > 0) && (!yLog || point.y > 0));
  const ordered = [...all].sort((a, b) => compareValues(a.y, b.y));
  const rowOf = new Map(ordered.map((point, i) => [point.at, i]));
  const model: ScatterModel = {
    points: points.map((point) => ({ ...point, row: rowOf.get(point.at) ?? 0 })),
    x: points.length === 0 ? null : makeScatterAxis(points, 'x', xWords, xLog),
    y: points.length === 0 ? null : makeScatterAxis(points, 'y', yWords, yLog),
    curve: options.curve ? fitCurve(points, xLog, yLog) : null,
    alt: describeScatter(points, { x: xWords, y: yWords, noun, all: all.length }),
  };
  const whiskers =
    points.length <= maxWhiskers ? points.flatMap((point) => [point.xInterval, point.yInterval]) : [];
  return {
    id: options.id ?? chartId('scatter', y, x),
    kind: 'scatter',
    title: options.title ?? `${yWords.title} against ${lowerFirst(xWords.title)}`,
    subtitle:
      options.subtitle ??
      (points.length > maxDots
        ? `${plural(points.length, noun)}, counted in cells`
        : `${plural(points.length, noun)}, a dot each`),
    ...renderWidths(options, (width) => drawScatter(model, width)),
    alt: model.alt,
    notes: [
      ...noteAbsent(all.length - known.length, known.length - points.length, noun),
      ...noteLog(xLog, yLog, points.length),
      ...(points.length > maxDots ? [noteCells(points.length, noun)] : noteWhiskers(whiskers)),
      ...(model.curve?.note ? [model.curve.note] : []),
      ...(options.notes ?? []),
    ],
    source: options.source ?? '',
    ...nameOrigin(readOrigin(rows as readonly AnyRow[])),
    table: tabulatePoints(ordered, { x: xWords, y: yWords, keys: [x, y], noun }),
  };
}

interface ReadPoint extends Omit<ScatterPoint, 'x' | 'y'> {
  x: number | null;
  y: number | null;
}

function readPoint(row: AnyRow, at: number, { x, y, label, highlight = [] }: ScatterOptions): ReadPoint {
  const name = nameRow(row, label);
  return {
    at,
    row: 0,
    label: name,
    bold: typeof highlight === 'string' ? highlight === name : highlight.includes(name),
    x: finite(row[x]),
    y: finite(row[y]),
    xInterval: intervalOf(row, x),
    yInterval: intervalOf(row, y),
  };
}

const finite = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null);
const compareValues = (a: number | null, b: number | null) =>
  a === null || b === null ? Number(a === null) - Number(b === null) : b - a;
const lowerFirst = (words: string) => words.slice(0, 1).toLowerCase() + words.slice(1);

function noteAbsent(unknown: number, below: number, noun: string): string[] {
  return [
    ...(unknown > 0 ? [`Not shown: ${plural(unknown, noun)} without one of the two values.`] : []),
    ...(below > 0
      ? [`Not shown: ${plural(below, noun)} at or below 0, which a logarithmic axis has no place for.`]
      : []),
  ];
}

function noteLog(xLog: boolean, yLog: boolean, count: number): string[] {
  if (count === 0 || (!xLog && !yLog)) return [];
  const which =
    xLog && yLog ? 'Both axes are logarithmic' : `The ${xLog ? 'level' : 'upright'} axis is logarithmic`;
  return [`${which}: equal distances are equal ratios.`];
}

interface TableWords {
  x: ColumnWords;
  y: ColumnWords;
  keys: readonly [string, string];
  noun: string;
}

/** The points as a table, by the upright measure from the highest down, with intervals where a point has one. */
function tabulatePoints(points: readonly ReadPoint[], { x, y, keys, noun }: TableWords): ChartTable {
  const xWide = points.some(({ xInterval }) => xInterval);
  const yWide = points.some(({ yInterval }) => yInterval);
  const columns = (key: string, { title, unit }: ColumnWords, wide: boolean) => [
    { key, title, ...(unit === '' ? {} : { unit }), numeric: true },
    ...(wide
      ? [
          { key: `${key}_low`, title: `${title}, at least`, numeric: true },
          { key: `${key}_high`, title: `${title}, at most`, numeric: true },
        ]
      : []),
  ];
  return {
    columns: [
      { key: 'label', title: noun.slice(0, 1).toUpperCase() + noun.slice(1), numeric: false },
      ...columns(keys[1], y, yWide),
      ...columns(keys[0], x, xWide),
    ],
    rows: points.map((point) => [
      point.label,
      point.y,
      ...(yWide ? [point.yInterval?.low ?? point.y, point.yInterval?.high ?? point.y] : []),
      point.x,
      ...(xWide ? [point.xInterval?.low ?? point.x, point.xInterval?.high ?? point.x] : []),
    ]),
  };
}
