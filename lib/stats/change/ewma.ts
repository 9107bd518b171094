import { allFinite } from '../finite.ts';

/** What the chart is drawn by. */
export interface EwmaOptions {
  /** The level without a change; 0 unless given, for standardised values. */
  target?: number;
  /** The standard deviation without a change; 1 unless given, for standardised values. */
  sigma?: number;
  /** The weight of the newest value, above 0 and at most 1; 0.2 unless given. Smaller sees smaller shifts, later. */
  lambda?: number;
  /** How many standard deviations of the average are usual; 3 unless given. */
  width?: number;
}

/** An exponentially weighted moving average and its limits. */
export interface EwmaChart {
  /** The average after each value, in the unit of the values. */
  averages: number[];
  low: number;
  high: number;
  /** Places whose average lies outside the limits, from 0. */
  alarms: number[];
}

/**
 * The control chart of exponentially weighted moving averages (Roberts 1959; NIST e-Handbook 6.3.2.4), with the asymptotic
 * limits target ± width·σ·√(λ/(2 − λ)). It sees shifts that last, of a size that single values would hide. Without values all
 * is empty but the limits. Null where a value is not finite.
 *
 * @throws RangeError where `lambda` is not above 0 and at most 1, or `sigma` or `width` is not above 0
 */
export function ewmaChart(
  values: readonly number[],
  { target = 0, sigma = 1, lambda = 0.2, width = 3 }: EwmaOptions = {},
): EwmaChart | null {
  if (!(lambda > 0 && lambda <= 1))
    throw new RangeError(`lambda must be above 0 and at most 1, but is ${lambda}.`);
  if (!(sigma > 0 && width > 0))
    throw new RangeError(`sigma and width must be above 0, but are ${sigma} and ${width}.`);
  if (!allFinite(values)) return null;
  let average = target;
  const averages = values.map((value) => {
    average = lambda * value + (1 - lambda) * average;
    return average;
  });
  const reach = width * sigma * Math.sqrt(lambda / (2 - lambda));
  const [low, high] = [target - reach, target + reach];
  const alarms = averages.flatMap((each, place) => (each < low || each > high ? [place] : []));
  return { averages, low, high, alarms };
}
