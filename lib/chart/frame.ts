import { narrowBelow } from './theme.ts';

/** The plot area of one rendering, and where a value falls in it. */
export interface Frame {
  width: number;
  height: number;
  marginTop: number;
  marginRight: number;
  marginBottom: number;
  marginLeft: number;
  /** User units of a value on an axis; the inverse, for labels that had to move. */
  x: Axis;
  y: Axis;
}

export interface Axis {
  domain: readonly [number, number];
  log: boolean;
  place(value: number): number;
  invert(units: number): number;
}

export interface FrameWish {
  width: number;
  marginTop: number;
  marginRight: number;
  marginLeft: number;
  x: readonly [number, number];
  y: readonly [number, number];
  log?: boolean;
}

export const isNarrow = (width: number) => width < narrowBelow;

/** A frame for a chart over time: two lines of dates beneath, and a height that suits the width. */
export function makeFrame({
  width,
  marginTop,
  marginRight,
  marginLeft,
  x,
  y,
  log = false,
}: FrameWish): Frame {
  const marginBottom = 38;
  const height = (isNarrow(width) ? 236 : 300) + (marginTop - 32);
  return {
    width,
    height,
    marginTop,
    marginRight,
    marginBottom,
    marginLeft,
    x: makeAxis(x, [marginLeft, width - marginRight], false),
    y: makeAxis(y, [height - marginBottom, marginTop], log),
  };
}

export function makeAxis(
  domain: readonly [number, number],
  [start, end]: readonly [number, number],
  log: boolean,
): Axis {
  const [from, to] = domain.map((value) => (log ? Math.log10(value) : value)) as [number, number];
  const unitsPerStep = (end - start) / (to - from);
  return {
    domain,
    log,
    place: (value) => start + ((log ? Math.log10(value) : value) - from) * unitsPerStep,
    invert: (units) => {
      const step = from + (units - start) / unitsPerStep;
      return log ? 10 ** step : step;
    },
  };
}
