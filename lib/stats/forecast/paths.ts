import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { requireWhole } from '../finite.ts';
import { noiseOf, sigmaOf } from './noise.ts';
import type { Forecast, Noise } from './types.ts';

/** Standard normal surprises that simulated paths are made of, the same for every series, so that each build draws alike. */
export interface Shocks {
  paths: number;
  steps: number;
  /** Path by path, one more than its steps: the last is for the slope. */
  values: Float64Array;
}

/**
 * Draws the surprises of `paths` paths of `steps` steps from uniforms in [0, 1). Paths come in pairs of opposite sign, so that their
 * mean is 0. Make it once and use it for all series: it is most of the work. Throws RangeError where a number is not
 * whole and at least 1.
 */
export function drawShocks(steps: number, random: () => number, paths = 1000): Shocks {
  requireWhole('steps', steps, 1);
  requireWhole('paths', paths, 1);
  const width = steps + 1;
  const values = new Float64Array(paths * width);
  for (let path = 0; path < paths; path++)
    for (let i = 0; i < width; i++)
      values[path * width + i] =
        path % 2 === 1
          ? -(values[(path - 1) * width + i] as number)
          : // A uniform of 0 would be infinitely far out.
            normalQuantile(Math.max(random(), 2 ** -33), 0, 1);
  return { paths, steps, values };
}

/**
 * Calls `each` with every simulated path of a forecast: `horizon` values in the unit of the series, in an array that the next path
 * overwrites. The surprises of one path add up as the forecast's noise says,
 * so that a level once gained stays, and are scaled to meet σ(h) at every step, also where that was widened
 * (`sigma` may come from past errors). Throws RangeError where the shocks have fewer steps than the forecast.
 */
export function simulatePaths(forecast: Forecast, shocks: Shocks, each: (path: Float64Array) => void): void {
  const { point, scale } = forecast;
  const path = new Float64Array(point.length);
  simulateErrors(forecast, shocks, (errors) => {
    for (let h = 0; h < path.length; h++) {
      const value = point[h] as number;
      const error = errors[h] as number;
      path[h] = scale === 'log' ? value * Math.exp(error) : value + error;
    }
    each(path);
  });
}

/** What each path of `simulatePaths` lies off the point forecast, on the scale of the forecast; otherwise as that. */
export function simulateErrors(
  forecast: Forecast,
  shocks: Shocks,
  each: (errors: Float64Array) => void,
): void {
  const { point, sigma, noise } = forecast;
  const horizon = point.length;
  if (horizon > shocks.steps)
    throw new RangeError(`Shocks of ${shocks.steps} steps do not reach over a horizon of ${horizon}.`);
  // Values missing at the end are in σ(h): the dynamics start with the first step, and the scale makes up for it.
  const members = noise.map((member) => memberOf({ ...member, lag: 0 }));
  const own = sigmaOf(
    members.map(({ noise: each }) => each),
    horizon,
  );
  const factors = Float64Array.from(sigma, (wanted, h) => (own[h] === 0 ? 0 : wanted / (own[h] as number)));
  const errors = new Float64Array(horizon);
  for (let p = 0; p < shocks.paths; p++) {
    const from = p * (shocks.steps + 1);
    errors.fill(0);
    for (const member of members) addErrors(member, shocks, from, errors, members.length);
    for (let h = 0; h < horizon; h++) errors[h] = (errors[h] as number) * (factors[h] as number);
    each(errors);
  }
}

interface Member {
  noise: Noise;
  /** What surprises have added to each place of the season. */
  season: Float64Array;
}

function memberOf(noise: Noise): Member {
  return { noise: noiseOf(noise), season: new Float64Array(noise.gamma === 0 ? 0 : noise.period) };
}

function addErrors(
  { noise, season }: Member,
  { steps, values }: Shocks,
  from: number,
  errors: Float64Array,
  members: number,
): void {
  const { alpha, beta, phi, gamma, period } = noise;
  const share = noise.sigma / members;
  const drift = ((values[from + steps] as number) * noise.slopeError) / members;
  let level = 0;
  let slope = 0;
  season.fill(0);
  for (let h = 0; h < errors.length; h++) {
    const surprise = share * (values[from + h] as number);
    slope *= phi;
    level += slope;
    let error = level + surprise + drift * (h + 1);
    level += alpha * surprise;
    slope += beta * surprise;
    if (gamma !== 0) {
      const place = h % period;
      error += season[place] as number;
      season[place] = (season[place] as number) + gamma * surprise;
    }
    errors[h] = (errors[h] as number) + error;
  }
}
