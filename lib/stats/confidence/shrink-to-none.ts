import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { allFinite, requireFraction, requireSameLength } from '../finite.ts';
import type { ShrunkenEffect } from './random-effects.ts';

/** With fewer estimates than this their spread cannot be told. */
const fewestForSpread = 3;

/**
 * Pulls estimates towards no effect, 0: yᵢ ~ N(θᵢ, vᵢ), θᵢ ~ N(0, A), shrunken A/(A + vᵢ)·yᵢ. The spread A of true effects is the one
 * that maximises A times its likelihood (adjustment for density maximisation; Morris and Tang 2011), which unlike the
 * likelihood is never 0, so that few estimates are not all taken for nothing. Their error is Morris's (1983),
 * (1 − B)·v + 2·B²·y²/(k − 2) with B = v/(A + v): what the data leave open and what is not known of A. Of one or two estimates A is
 * the mean of y² − v, at least that of v: those that chance explains are halved, those far beyond it hardly moved. In the unit of the effects, in their order. Null without estimates, or where
 * a variance is not above 0 or a number is not finite. Unlike `randomEffects`, which pulls towards the mean of the estimates: the
 * effects of a few tags have no mean that would mean anything.
 *
 * @throws RangeError where the two differ in length, or `level` is not between 0 and 1
 */
export function shrinkToNone(
  effects: readonly number[],
  variances: readonly number[],
  level = 0.95,
): ShrunkenEffect[] | null {
  requireSameLength(effects, variances);
  requireFraction('level', level);
  const k = effects.length;
  if (k === 0 || !allFinite(effects) || !allFinite(variances) || variances.some((v) => v <= 0)) return null;
  const spread = k < fewestForSpread ? roughSpread(effects, variances) : spreadOf(effects, variances);
  const z = normalQuantile(0.5 + level / 2, 0, 1);
  return effects.map((y, index) => {
    const v = variances[index] as number;
    const pull = v / (spread + v);
    const effect = (1 - pull) * y;
    const error = Math.sqrt((1 - pull) * v + (2 / Math.max(1, k - 2)) * (pull * y) ** 2);
    return {
      effect,
      standardError: error,
      interval: { low: effect - z * error, high: effect + z * error, level },
    };
  });
}

function roughSpread(effects: readonly number[], variances: readonly number[]): number {
  const variance = variances.reduce((sum, v) => sum + v, 0) / variances.length;
  const square = effects.reduce((sum, y) => sum + y * y, 0) / effects.length;
  return Math.max(variance, square - variance);
}

/** The A with the largest ln A − ½·Σ(ln(A + v) + y²/(A + v)), by golden section over ln A. */
function spreadOf(effects: readonly number[], variances: readonly number[]): number {
  const squares = effects.map((y) => y * y);
  const height = (logSpread: number) => {
    const spread = Math.exp(logSpread);
    let sum = logSpread;
    for (let i = 0; i < squares.length; i++) {
      const total = spread + (variances[i] as number);
      sum -= (Math.log(total) + (squares[i] as number) / total) / 2;
    }
    return sum;
  };
  const golden = (Math.sqrt(5) - 1) / 2;
  let low = Math.log(Math.min(...variances)) - 7;
  let high = Math.log(Math.max(...variances, ...squares)) + 7;
  let left = high - golden * (high - low);
  let right = low + golden * (high - low);
  let atLeft = height(left);
  let atRight = height(right);
  while (high - low > 1e-9) {
    if (atLeft >= atRight) {
      high = right;
      right = left;
      atRight = atLeft;
      left = high - golden * (high - low);
      atLeft = height(left);
    } else {
      low = left;
      left = right;
      atLeft = atRight;
      right = low + golden * (high - low);
      atRight = height(right);
    }
  }
  return Math.exp((low + high) / 2);
}
