import gammainc from '@stdlib/math-base-special-gammainc';

/**
 * The probability of a χ² of at least `x` with so many degrees of freedom: the upper tail itself, since 1 less the lower one is 0
 * from about 10⁻¹⁶ on.
 */
export function chiSquaredTail(x: number, degreesOfFreedom: number): number {
  return gammainc(x / 2, degreesOfFreedom / 2, true, true);
}
