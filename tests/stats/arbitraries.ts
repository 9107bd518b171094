import fc from 'fast-check';

/** Whole numbers, of which sums and differences are exact; perhaps none. */
export const numbers = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }));
/** The same, but at least one. */
export const someNumbers = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1 });
/** Counts, of which at least one is not 0. */
export const counts = fc
  .array(fc.nat(1_000_000), { minLength: 1 })
  .filter((values) => values.some((value) => value > 0));
/** p values. */
export const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }));
