import { meanOf } from '../descriptive/moments.ts';
import { allFinite, requireWhole } from '../finite.ts';

/** A series taken apart by moving averages. */
export interface ClassicalDecomposition {
  /** One value a place of the cycle, beginning with the first place of the series: to add, or to multiply by. */
  figure: number[];
  /** The figure repeated over the series. */
  seasonal: number[];
  /** Null in the half cycle at each end. */
  trend: (number | null)[];
  /** What is left: a difference, or a ratio. Null where the trend is. */
  remainder: (number | null)[];
}

/**
 * Classical decomposition by moving averages (Kendall and Stuart 1983), as R's decompose: the trend is the centred average
 * over one period, the figure the mean of what is left at each place of the cycle, centred so that it adds up to 0
 * (`additive`) or averages 1 (`multiplicative`). One outlier moves all parts; `stl` is the sturdier one. In the unit of the
 * values, ratios without unit. Null where the values are fewer than two periods or one is not finite, and, for
 * `multiplicative`, where one is not above 0.
 *
 * @throws RangeError where `period` is not a whole number of at least 2
 */
export function decompose(
  values: readonly number[],
  period: number,
  type: 'additive' | 'multiplicative' = 'additive',
): ClassicalDecomposition | null {
  requireWhole('period', period, 2);
  if (values.length < 2 * period || !allFinite(values)) return null;
  const ratios = type === 'multiplicative';
  if (ratios && values.some((value) => value <= 0)) return null;
  const without = (value: number, part: number) => (ratios ? value / part : value - part);

  const trend = centredAverages(values, period);
  const left: number[][] = Array.from({ length: period }, () => []);
  values.forEach((value, place) => {
    const level = trend[place] ?? null;
    if (level !== null) left[place % period]?.push(without(value, level));
  });
  const raw = left.map((each) => meanOf(each) as number);
  const centre = meanOf(raw) as number;
  const figure = raw.map((value) => without(value, centre));
  const seasonal = values.map((_, place) => figure[place % period] as number);
  const remainder = values.map((value, place) => {
    const level = trend[place] ?? null;
    return level === null ? null : without(without(value, level), seasonal[place] as number);
  });
  return { figure, seasonal, trend, remainder };
}

/** The mean over one period around each place, the two ends counting half where the period is even; null near the ends. */
function centredAverages(values: readonly number[], period: number): (number | null)[] {
  const half = Math.floor(period / 2);
  const endWeight = period % 2 === 0 ? 0.5 : 1;
  return values.map((_, place) => {
    if (place < half || place + half >= values.length) return null;
    const window = values.slice(place - half, place + half + 1);
    const ends = (endWeight - 1) * ((window[0] as number) + (window.at(-1) as number));
    return (window.reduce((sum, value) => sum + value, 0) + ends) / period;
  });
}
