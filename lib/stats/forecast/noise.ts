import type { Noise } from './types.ts';

/** A noise without memory: each member not given is one that has no effect. */
export function noiseOf(noise: Partial<Noise> & { sigma: number }): Noise {
  return { alpha: 0, beta: 0, phi: 1, gamma: 0, period: 1, slopeError: 0, lag: 0, ...noise };
}

/**
 * Standard deviations of the forecast errors at steps 1 … horizon that a noise leads to: σ²(1 + Σ c(j)²) for j below the steps
 * since the last observation, and the slope's own error. With several noises those of the mean of forecasts that meet
 * the same surprises, which is never more than the mean of their deviations.
 */
export function sigmaOf(noises: readonly Noise[], horizon: number): number[] {
  const steps = horizon + Math.max(0, ...noises.map(({ lag }) => lag));
  // Effect of one standard surprise j steps later, averaged over the noises.
  const effects = new Float64Array(steps);
  let slopeError = 0;
  for (const { sigma, alpha, beta, phi, gamma, period, slopeError: own } of noises) {
    let damped = 0;
    let power = 1;
    for (let j = 0; j < steps; j++) {
      const effect = j === 0 ? 1 : alpha + beta * damped + (gamma !== 0 && j % period === 0 ? gamma : 0);
      effects[j] = (effects[j] as number) + (sigma * effect) / noises.length;
      power *= phi;
      damped += power;
    }
    slopeError += own / noises.length;
  }
  const lag = steps - horizon;
  const sigmas: number[] = [];
  let variance = 0;
  for (let j = 0; j < steps; j++) {
    variance += (effects[j] as number) ** 2;
    if (j >= lag) sigmas.push(Math.sqrt(variance + ((j + 1) * slopeError) ** 2));
  }
  return sigmas;
}
