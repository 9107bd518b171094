import { describe, expect, test } from 'vitest';
import { unusualFrom, unusualness } from '../../lib/stats/robust-z.ts';

/** The 54 values of Rosner (1983), as in the NIST/SEMATECH handbook, 1.3.5.17.3. */
const rosner = [
  -0.25, 0.68, 0.94, 1.15, 1.2, 1.26, 1.26, 1.34, 1.38, 1.43, 1.49, 1.49, 1.55, 1.56, 1.58, 1.65, 1.69, 1.7,
  1.76, 1.77, 1.81, 1.91, 1.94, 1.96, 1.99, 2.06, 2.09, 2.1, 2.14, 2.15, 2.23, 2.24, 2.26, 2.35, 2.37, 2.4,
  2.47, 2.54, 2.62, 2.64, 2.9, 2.92, 2.92, 2.93, 3.21, 3.26, 3.3, 3.59, 3.68, 4.3, 4.64, 5.34, 5.42, 6.01,
];

describe('unusualness', () => {
  test('is the modified z-score of Iglewicz and Hoaglin', () => {
    // Recomputed in R: 4.845261468, 4.115068807, 4.016059633, then 3.149729358.
    const z = (value: number) => unusualness(value, rosner)?.z;
    expect(z(6.01)).toBeCloseTo(4.845261468, 8);
    expect(z(5.42)).toBeCloseTo(4.115068807, 8);
    expect(z(5.34)).toBeCloseTo(4.016059633, 8);
    expect(rosner.filter((value) => unusualness(value, rosner)?.unusual)).toEqual([5.34, 5.42, 6.01]);
    expect(unusualFrom).toBe(3.5);
  });

  test('where most are alike only a value outside the range of all is unusual', () => {
    const alike = [5, 5, 5, 5, 9];
    expect(unusualness(9, alike)).toEqual({ z: null, unusual: false });
    expect(unusualness(10, alike)).toEqual({ z: null, unusual: true });
    expect(unusualness(4, alike)).toEqual({ z: null, unusual: true });
  });

  test('says nothing without a reference', () => {
    expect(unusualness(1, [])).toBeNull();
  });
});
