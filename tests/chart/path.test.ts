import { expect, test } from 'vitest';
import { compactPath, roundNumbers } from '../../lib/chart/path.ts';

test('coordinates become relative and have tenths at most', () => {
  expect(compactPath('M10,20L12.04,19.96L14,30')).toBe('m10 20 2 0 2 10');
  expect(compactPath('M0.5,0.5L1.2,0.1L3,9')).toBe('m.5 .5 .7-.4 1.8 8.9');
});

test('rounding does not add up along the path', () => {
  const points = Array.from({ length: 100 }, (_, i) => `${i * 0.949},${(i % 2) * 5}`);
  const numbers = compactPath(`M${points.join('L')}`).match(/-?\d*\.?\d+/g) ?? [];
  const x = numbers.filter((_, i) => i % 2 === 0).reduce((sum, dx) => sum + Number(dx), 0);
  expect(x).toBeCloseTo(99 * 0.949, 1);
});

test('points on a straight line are left out, others stay', () => {
  expect(compactPath('M0,0L1,1L2,2L3,3')).toBe('m0 0 3 3');
  expect(compactPath('M0,0L1,1L2,3L3,3')).toBe('m0 0 1 1 1 2 1 0');
});

test('breaks and closed parts are kept', () => {
  expect(compactPath('M0,0L1,5M3,3L4,9')).toBe('m0 0 1 5m2-2 1 6');
  expect(compactPath('M0,0L5,0L5,5ZM10,10L11,20')).toBe('m0 0 5 0 0 5zm10 10 1 10');
  expect(compactPath('M7,8Z')).toBe('m7 8z');
});

test('curves are only rounded', () => {
  expect(compactPath('M0,0C1.23456,2,3,4,5,6')).toBe('M0,0C1.23,2,3,4,5,6');
  expect(roundNumbers('translate(0.12345,-7.005e-7) 3.14')).toBe('translate(0.12,0) 3.14');
});
