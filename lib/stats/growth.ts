/**
 * The constant growth per day, as a fraction, that leads from `first` to `last` in `days`: (last/first)^(1/days) − 1.
 * `days` is the time that really passed and need not be whole. Null where it is not above 0, where `first` is
 * not above 0 or where `last` is below 0.
 */
export function compoundPerDay(first: number, last: number, days: number): number | null {
  if (!(days > 0) || !(first > 0) || !(last >= 0)) return null;
  const rate = (last / first) ** (1 / days) - 1;
  return Number.isFinite(rate) ? rate : null;
}

/** Days until a value doubles at a constant growth per day (a fraction); null where it does not grow. */
export function doublingDays(perDay: number | null): number | null {
  return perDay !== null && perDay > 0 ? Math.LN2 / Math.log1p(perDay) : null;
}
