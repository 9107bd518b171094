/** Beyond this the asymptotic series is exact to double precision. */
const seriesFrom = 16;

/** The derivative of ln Γ at x > 0, by recurrence and the asymptotic series (Bernardo 1976, AS 103). */
export function digamma(x: number): number {
  let value = 0;
  let at = x;
  for (; at < seriesFrom; at++) value -= 1 / at;
  const square = 1 / at ** 2;
  const series =
    square *
    (1 / 12 -
      square *
        (1 / 120 - square * (1 / 252 - square * (1 / 240 - square * (1 / 132 - (square * 691) / 32760)))));
  return value + Math.log(at) - 1 / (2 * at) - series;
}

/** The second derivative of ln Γ at x > 0, by recurrence and the asymptotic series (Schneider 1978, AS 121). */
export function trigamma(x: number): number {
  let value = 0;
  let at = x;
  for (; at < seriesFrom; at++) value += 1 / at ** 2;
  const square = 1 / at ** 2;
  const series =
    square * (1 / 6 - square * (1 / 30 - square * (1 / 42 - square * (1 / 30 - (square * 5) / 66))));
  return value + (1 + 1 / (2 * at) + series) / at;
}
