import { drift, seasonalNaive } from './naive.ts';
import { sigmaOf } from './noise.ts';
import { dampedHolt, holt, ses } from './smoothing.ts';
import { theta } from './theta.ts';
import type { Forecast, Method, Withheld } from './types.ts';

/** How members are put together: their mean, or the median, which one stray member does not move. */
export type Together = 'mean' | 'median';

/**
 * One forecast of several for the same series and horizon, step by step the mean or the median of the members that were made. Of
 * the mean the band takes it that the members meet the same surprises: σ is never more than the mean of theirs; of the
 * median σ is the median of theirs. Fitted values where all members have one. Withheld where no member was made, with the
 * reason of the first. Throws RangeError without members, or where they differ in horizon or scale.
 */
export function combineForecasts(
  method: string,
  members: readonly (Forecast | Withheld)[],
  together: Together,
): Forecast | Withheld {
  const made = members.filter((member) => member.point !== null);
  const [first] = made;
  if (!first) {
    const [withheld] = members;
    if (withheld?.point !== null) throw new RangeError('A combination takes at least one forecast.');
    return { method, point: null, reason: withheld.reason };
  }
  for (const { point, scale, fitted } of made)
    if (point.length !== first.point.length || scale !== first.scale || fitted.length !== first.fitted.length)
      throw new RangeError('Forecasts that are combined have one series, one horizon and one scale.');
  const middle = together === 'mean' ? meanOf : medianOf;
  const noise = made.flatMap((member) => member.noise);
  const point = middlesOf(
    made.map((member) => member.point),
    middle,
  );
  const sigmas = made.map(({ sigma }) => sigma);
  const fitted = first.fitted.map((_, t) => {
    const values = made.map((member) => member.fitted[t] as number | null);
    return values.every((value) => value !== null) ? middle(values) : null;
  });
  return {
    method,
    point,
    sigma: together === 'mean' ? sigmaOf(noise, point.length) : middlesOf(sigmas, middle),
    scale: first.scale,
    fitted,
    residuals: fitted.map((value, t) => {
      const [residual, own] = [first.residuals[t], first.fitted[t]];
      if (value === null || typeof residual !== 'number' || typeof own !== 'number') return null;
      return residual + own - value;
    }),
    parameters: { members: made.map(({ parameters }) => parameters) },
    noise,
    reason: null,
  };
}

/** A method that combines what several methods say of a series, see `combineForecasts`. */
export function combine(method: string, members: readonly Method[], together: Together): Method {
  return (series, horizon, options = {}) => {
    const { start, ...rest } = options;
    // Members that were withheld have no parameters, so that places fit only where every member was made.
    const starts = start?.members?.length === members.length ? start.members : undefined;
    const forecasts = members.map((member, i) => {
      const own = starts?.[i];
      return member(series, horizon, { ...rest, ...(own && { start: own }) });
    });
    return combineForecasts(method, forecasts, together);
  };
}

/**
 * The mean of simple smoothing, Holt and damped Holt: "Comb", the best simple benchmark of the M4 competition.
 * Makridakis, Spiliotis and Assimakopoulos (2020).
 */
export const comb: Method = combine('comb', [ses, holt, dampedHolt], 'mean');

/**
 * The median of naive with drift, seasonal naive, damped Holt and theta. The median, because the seasonal naive of a series that
 * grows lies a season's growth behind. After Petropoulos and Svetunkov (2020), who take the median of four other methods.
 */
export const combination: Method = combine(
  'combination',
  [drift, seasonalNaive, dampedHolt, theta],
  'median',
);

/** The middle of several lists of one length, place by place. */
function middlesOf(lists: readonly (readonly number[])[], middle: (values: number[]) => number): number[] {
  const values = new Array<number>(lists.length);
  return (lists[0] ?? []).map((_, place) => {
    for (let i = 0; i < lists.length; i++) values[i] = lists[i]?.[place] as number;
    return middle(values);
  });
}

function meanOf(values: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
}

/** Sorts the values: there are a handful, each pushed down to its place. */
function medianOf(values: number[]): number {
  for (let i = 1; i < values.length; i++) {
    const value = values[i] as number;
    let place = i;
    for (; place > 0 && (values[place - 1] as number) > value; place--)
      values[place] = values[place - 1] as number;
    values[place] = value;
  }
  return ((values[(values.length - 1) >> 1] as number) + (values[values.length >> 1] as number)) / 2;
}
