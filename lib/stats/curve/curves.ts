import type { Curve } from './fit.ts';

/** Curves in the usual parameters, for `fitCurve`. */

const of = (parameters: ArrayLike<number>, i: number) => parameters[i] as number;

/** Michaelis and Menten (1913): A·x/(K + x), [A, K]. Half of A is reached at K. R's SSmicmen. */
export const michaelisMenten: Curve = {
  name: 'michaelisMenten',
  value: (x, p) => (of(p, 0) * x) / (of(p, 1) + x),
};

/** Rise to a ceiling at a constant rate: A(1 − exp(−exp(r)·x)), [A, r], r the logarithm of the rate. R's SSasympOrig. */
export const exponentialRise: Curve = {
  name: 'exponentialRise',
  value: (x, p) => -of(p, 0) * Math.expm1(-Math.exp(of(p, 1)) * x),
};

/** Logistic growth: A/(1 + exp((m − x)/c)), [A, m, c]. Half of A is reached at m. R's SSlogis. */
export const logistic: Curve = {
  name: 'logistic',
  value: (x, p) => of(p, 0) / (1 + Math.exp((of(p, 1) - x) / of(p, 2))),
};

/** Weibull growth: A(1 − exp(−(x/s)ᵏ)), [A, s, k]. With k below 1 fast at first and long in the tail. */
export const weibull: Curve = {
  name: 'weibull',
  value: (x, p) => -of(p, 0) * Math.expm1(-((x / of(p, 1)) ** of(p, 2))),
};
