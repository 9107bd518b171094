import type { SquaredResiduals } from '../curve/levenberg-marquardt.ts';
import { gainAfter } from './recursion.ts';

/** How fast the gain after `missing` values answers to α. */
function gainSlopeAfter(alpha: number, missing: number): number {
  const rest = 1 - alpha;
  const uncertainty = alpha + ((missing + 1) * alpha * alpha) / rest;
  const slope = 1 + ((missing + 1) * alpha * (2 - alpha)) / (rest * rest);
  return slope / (1 + uncertainty) ** 2;
}

/**
 * The squared one-step errors of simple smoothing as a function of α and the initial level, with their normal equations,
 * by the derivatives of the recursion (`recursion.ts`).
 */
export function levelSquares(values: Float64Array): SquaredResiduals {
  return (at, normal, gradient) => {
    const alpha = at[0] as number;
    let level = at[1] as number;
    // Derivatives of the expected value by α and by the initial level.
    let [byA, byL] = [0, 1];
    let [ee, ae, le, aa, al, ll] = [0, 0, 0, 0, 0, 0];
    let missing = 0;
    for (let t = 0; t < values.length; t++) {
      const value = values[t] as number;
      if (Number.isNaN(value)) {
        missing++;
        continue;
      }
      let gain = alpha;
      let gainSlope = 1;
      let weight = 1;
      if (missing > 0) {
        gain = gainAfter(alpha, missing);
        gainSlope = gainSlopeAfter(alpha, missing);
        weight = 1 / (missing + 1);
        missing = 0;
      }
      const error = value - level;
      ee += weight * error * error;
      ae += weight * error * byA;
      le += weight * error * byL;
      aa += weight * byA * byA;
      al += weight * byA * byL;
      ll += weight * byL * byL;
      level += gain * error;
      byA += gainSlope * error - gain * byA;
      byL -= gain * byL;
    }
    gradient[0] = ae;
    gradient[1] = le;
    normal[0] = aa;
    normal[1] = normal[2] = al;
    normal[3] = ll;
    return ee;
  };
}

/** The same for a trend: α, β*, φ, initial level and initial slope. */
export function trendSquares(values: Float64Array): SquaredResiduals {
  return (at, normal, gradient) => {
    const [alpha, beta, phi] = [at[0] as number, at[1] as number, at[2] as number];
    let [level, slope] = [at[3] as number, at[4] as number];
    // Derivatives of level (first letter l) and slope (s) by each parameter: α, β, φ, level, slope.
    let [lA, lB, lP, lL, lS] = [0, 0, 0, 1, 0];
    let [sA, sB, sP, sL, sS] = [0, 0, 0, 0, 1];
    let [ee, eA, eB, eP, eL, eS] = [0, 0, 0, 0, 0, 0];
    let [aa, ab, ap, al, as] = [0, 0, 0, 0, 0];
    let [bb, bp, bl, bs, pp, pl, ps, ll, ls, ss] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let missing = 0;
    for (let t = 0; t < values.length; t++) {
      const value = values[t] as number;
      sA *= phi;
      sB *= phi;
      sP = sP * phi + slope;
      sL *= phi;
      sS *= phi;
      slope *= phi;
      level += slope;
      lA += sA;
      lB += sB;
      lP += sP;
      lL += sL;
      lS += sS;
      if (Number.isNaN(value)) {
        missing++;
        continue;
      }
      let gain = alpha;
      let gainSlope = 1;
      let weight = 1;
      if (missing > 0) {
        gain = gainAfter(alpha, missing);
        gainSlope = gainSlopeAfter(alpha, missing);
        weight = 1 / (missing + 1);
        missing = 0;
      }
      const error = value - level;
      const weighted = weight * error;
      ee += weighted * error;
      eA += weighted * lA;
      eB += weighted * lB;
      eP += weighted * lP;
      eL += weighted * lL;
      eS += weighted * lS;
      const wA = weight * lA;
      const wB = weight * lB;
      const wP = weight * lP;
      const wL = weight * lL;
      aa += wA * lA;
      ab += wA * lB;
      ap += wA * lP;
      al += wA * lL;
      as += wA * lS;
      bb += wB * lB;
      bp += wB * lP;
      bl += wB * lL;
      bs += wB * lS;
      pp += wP * lP;
      pl += wP * lL;
      ps += wP * lS;
      ll += wL * lL;
      ls += wL * lS;
      ss += weight * lS * lS;
      const share = beta * weight;
      const slopeGain = gain * share;
      sA += gainSlope * share * error - slopeGain * lA;
      sB += gain * weighted - slopeGain * lB;
      sP -= slopeGain * lP;
      sL -= slopeGain * lL;
      sS -= slopeGain * lS;
      lA += gainSlope * error - gain * lA;
      lB -= gain * lB;
      lP -= gain * lP;
      lL -= gain * lL;
      lS -= gain * lS;
      level += gain * error;
      slope += slopeGain * error;
    }
    gradient.set([eA, eB, eP, eL, eS]);
    normal.set([
      aa,
      ab,
      ap,
      al,
      as,
      ab,
      bb,
      bp,
      bl,
      bs,
      ap,
      bp,
      pp,
      pl,
      ps,
      al,
      bl,
      pl,
      ll,
      ls,
      as,
      bs,
      ps,
      ls,
      ss,
    ]);
    return ee;
  };
}
