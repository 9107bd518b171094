/**
 * The probability of at least `successes` in `trials` that succeed with probability `p` each: the upper tail of the binomial distribution,
 * as R's `pbinom(successes - 1, trials, p, lower.tail = FALSE)`. 1 for no success, 0 for more than there are trials. Throws RangeError
 * where the counts are no whole numbers from 0, or p is no probability.
 */
export function binomialTail(successes: number, trials: number, p: number): number {
  if (!Number.isInteger(successes) || !Number.isInteger(trials) || successes < 0 || trials < 0)
    throw new RangeError(`Counts are whole numbers from 0; these are ${successes} of ${trials}.`);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`A probability lies between 0 and 1; this is ${p}.`);
  if (successes === 0) return 1;
  if (successes > trials || p === 0) return 0;
  if (p === 1) return 1;
  // The first term by logarithms, since it may be far below what a double holds; the rest by their ratios.
  let logTerm = successes * Math.log(p) + (trials - successes) * Math.log1p(-p);
  for (let i = 1; i <= successes; i++) logTerm += Math.log((trials - successes + i) / i);
  let ratio = 1;
  let sum = 1;
  for (let k = successes; k < trials; k++) {
    ratio *= (((trials - k) / (k + 1)) * p) / (1 - p);
    sum += ratio;
    if (ratio < sum * 1e-17) break;
  }
  return Math.min(1, Math.exp(logTerm) * sum);
}
