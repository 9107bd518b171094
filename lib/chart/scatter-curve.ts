import { seededRandom } from '../effects.ts';
import { lowess } from '../stats/regression/lowess.ts';
import { lowessBand } from '../stats/regression/lowess-band.ts';
import type { ScatterPoint } from './scatter-model.ts';

export interface ScatterCurve {
  /** From the lowest x to the highest; ends of the band are null where it has none. */
  points: { x: number; y: number; low: number | null; high: number | null }[];
  note: string;
}

/** A curve through fewer points than this would say more than they do. */
const leastPoints = 10;
/** The band is drawn again and again, which many points make slow; the curve alone of them is sure enough. */
const mostForBand = 500;
const resamples = 200;

/** LOWESS on the scales of the axes, with a band that is the same in every build; null below ten points. */
export function fitCurve(points: readonly ScatterPoint[], xLog: boolean, yLog: boolean): ScatterCurve | null {
  if (points.length < leastPoints) return null;
  const xs = points.map(({ x }) => (xLog ? Math.log(x) : x));
  const ys = points.map(({ y }) => (yLog ? Math.log(y) : y));
  const back = (value: number | null, log: boolean) => (value === null || !log ? value : Math.exp(value));
  const banded = points.length <= mostForBand ? lowessBand(xs, ys, seededRandom(1), { resamples }) : null;
  const curve = banded ?? lowess(xs, ys);
  if (curve === null) return null;
  return {
    points: curve.x.map((x, i) => ({
      x: back(x, xLog) as number,
      y: back(curve.y[i] ?? null, yLog) as number,
      low: back(banded?.low[i] ?? null, yLog),
      high: back(banded?.high[i] ?? null, yLog),
    })),
    note: `Curve: smoothed by LOWESS${banded ? `; band: where it would lie, 95%, had other points been drawn (${resamples} resamples)` : ''}.`,
  };
}
