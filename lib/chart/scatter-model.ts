import type { ValueAxis } from './axes.ts';
import type { CellInterval } from './row-interval.ts';
import type { ScatterCurve } from './scatter-curve.ts';

export interface ScatterPoint {
  /** Index of the row among those given. */
  at: number;
  /** Index of its row in the chart's table. */
  row: number;
  label: string;
  bold: boolean;
  x: number;
  y: number;
  xInterval: CellInterval | null;
  yInterval: CellInterval | null;
}

/** All that the picture of `scatter` depends on, but its width. */
export interface ScatterModel {
  points: readonly ScatterPoint[];
  /** Null where there is no point. */
  x: ValueAxis | null;
  y: ValueAxis | null;
  curve: ScatterCurve | null;
  alt: string;
}

/** More points than this are counted in cells. */
export const maxDots = 2000;

/** More points than this have no whiskers, which would be all that one sees. */
export const maxWhiskers = 300;
