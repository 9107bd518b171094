/**
 * Least-squares line through values at 0, 1, 2 …, missing ones (NaN) left out: `level` at 0 and `slope` per step. The slope of one
 * value is 0; without values both are NaN.
 */
export function lineThrough(values: Float64Array): { level: number; slope: number } {
  let n = 0;
  let sumT = 0;
  let sumV = 0;
  let sumTT = 0;
  let sumTV = 0;
  for (let t = 0; t < values.length; t++) {
    const value = values[t] as number;
    if (Number.isNaN(value)) continue;
    n++;
    sumT += t;
    sumV += value;
    sumTT += t * t;
    sumTV += t * value;
  }
  const slope = n === 1 ? 0 : (n * sumTV - sumT * sumV) / (n * sumTT - sumT * sumT);
  return { level: (sumV - slope * sumT) / n, slope };
}
