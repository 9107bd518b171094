import { exact, type MaybeNumber } from './number.ts';

/** A number and what it counts. */
export class Quantity {
  readonly value: number | null;
  readonly unit: string;
  constructor(value: number | null, unit: string) {
    this.value = value;
    this.unit = unit;
  }

  /** "3.2%", "1,204 followers", "not observed". */
  toString(): string {
    if (this.value === null) return exact(null);
    return this.unit === 'percent' ? `${exact(this.value)}%` : `${exact(this.value)} ${this.unit}`;
  }
}

/**
 * A number with its unit, to be printed by a cell or in prose: `withUnit(3.2, 'percent')` is "3.2%", `withUnit(1204, 'followers')`
 * "1,204 followers". `unit` is any word; `percent` takes hundredths as they are read, 3.2 and not 0.032. Null is "not observed".
 * Throws `TypeError` on NaN and infinities, which have no honest printing.
 */
export function withUnit(value: MaybeNumber, unit: string): Quantity {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new TypeError(`The value is ${value}, which cannot be printed.`);
  return new Quantity(value ?? null, unit);
}
