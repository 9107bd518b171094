/** The number itself where it is finite, else null: what has no answer is null everywhere, never NaN. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** True for what can be a count: a finite number from 0. Anything else in its place says nothing. */
export function isCount(value: number | null | undefined): value is number {
  return value != null && value >= 0 && value < Number.POSITIVE_INFINITY;
}

/** True where every value is a finite number; true of no values. */
export function allFinite(values: readonly number[]): boolean {
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    // Only a finite number less itself is 0, and this is twice as quick as asking.
    if (value - value !== 0) return false;
  }
  return true;
}

/** True where two of the values differ. Asked of the values themselves: the mean of equal ones may be off in its last digit. */
export function varies(values: ArrayLike<number>): boolean {
  for (let index = 1; index < values.length; index++) if (values[index] !== values[0]) return true;
  return false;
}

/**
 * Stops a call that pairs values with something else of another length.
 *
 * @throws RangeError
 */
export function requireSameLength(first: ArrayLike<unknown>, second: ArrayLike<unknown>): void {
  if (first.length !== second.length)
    throw new RangeError(`Pairs are needed, but there are ${first.length} values beside ${second.length}.`);
}

/**
 * Stops a call whose parameter is not strictly between 0 and 1.
 *
 * @throws RangeError
 */
export function requireFraction(name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw new RangeError(`${name} must lie between 0 and 1, but is ${value}.`);
}

/**
 * Stops a call whose parameter is not a whole number of at least `least`.
 *
 * @throws RangeError
 */
export function requireWhole(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw new RangeError(`${name} must be a whole number of at least ${least}, but is ${value}.`);
}
