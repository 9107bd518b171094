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
    let byA = 0;
    let byL = 1;
    let ee = 0;
    let ae = 0;
    let le = 0;
    let aa = 0;
    let al = 0;
    let ll = 0;
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
    const alpha = at[0] as number;
    const beta = at[1] as number;
    const phi = at[2] as number;
    let level = at[3] as number;
    let slope = at[4] as number;
    // Derivatives of level (first letter l) and slope (s) by each parameter: α, β, φ, level, slope.
    let lA = 0;
    let lB = 0;
    let lP = 0;
    let lL = 1;
    let lS = 0;
    let sA = 0;
    let sB = 0;
    let sP = 0;
    let sL = 0;
    let sS = 1;
    // Sums of products: of the error (e) and of derivatives of the level.
    let ee = 0;
    let eA = 0;
    let eB = 0;
    let eP = 0;
    let eL = 0;
    let eS = 0;
    let aa = 0;
    let ab = 0;
    let ap = 0;
    let al = 0;
    let as = 0;
    let bb = 0;
    let bp = 0;
    let bl = 0;
    let bs = 0;
    let pp = 0;
    let pl = 0;
    let ps = 0;
    let ll = 0;
    let ls = 0;
    let ss = 0;
    let gain = alpha;
    let gainSlope = 1;
    let weight = 1;
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
        gain = gainAfter(alpha, missing);
        gainSlope = gainSlopeAfter(alpha, missing);
        weight = 1 / (missing + 1);
        continue;
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
      if (missing > 0) {
        missing = 0;
        gain = alpha;
        gainSlope = 1;
        weight = 1;
      }
    }
    fillRow(gradient, 0, eA, eB, eP, eL, eS);
    fillRow(normal, 0, aa, ab, ap, al, as);
    fillRow(normal, 1, ab, bb, bp, bl, bs);
    fillRow(normal, 2, ap, bp, pp, pl, ps);
    fillRow(normal, 3, al, bl, pl, ll, ls);
    fillRow(normal, 4, as, bs, ps, ls, ss);
    return ee;
  };
}

function fillRow(
  matrix: Float64Array,
  row: number,
  a: number,
  b: number,
  p: number,
  l: number,
  s: number,
): void {
  matrix[5 * row] = a;
  matrix[5 * row + 1] = b;
  matrix[5 * row + 2] = p;
  matrix[5 * row + 3] = l;
  matrix[5 * row + 4] = s;
}
