import { describe, expect, test } from 'vitest';
import { expect as say } from '#lib/notebook/expect';

describe('expect of a notebook’s tests', () => {
  test('holds where it holds', () => {
    say(3).toBe(3);
    say(Number.NaN).toBe(Number.NaN);
    say([{ a: new Map([[1, 2]]) }]).toEqual([{ a: new Map([[1, 2]]) }]);
    say(0.1 + 0.2).toBeCloseTo(0.3, 10);
    say(2).toBeGreaterThan(1);
    say(1).toBeLessThan(2);
    say(1).toBeBetween(1, 2);
    say('a long text').toContain('long');
    say([{ a: 1 }]).toContain({ a: 1 });
    say(new Set([1])).toContain(1);
    say('x7').toMatch(/\d$/);
    say([1, 2]).toHaveLength(2);
    say(0).toBeKnown();
    say(null).not.toBeKnown();
    say(0.305).not.toBeCloseTo(0.3);
    say(Number.NaN).not.toBeGreaterThan(0);
    say('1').not.toBe(1);
  });

  test.each([
    [() => say(3).toBe(4), 'Expected 3 to be 4.'],
    [() => say({ a: 1 }).toEqual({ a: 2 }), 'Expected { a: 1 } to equal { a: 2 }.'],
    [() => say(Number.NaN).toBeCloseTo(0), 'Expected NaN to be close to 0 (2 decimals).'],
    [() => say('5').toBeGreaterThan(1), "Expected '5' to be greater than 1."],
    [() => say(3).toBeBetween(1, 2), 'Expected 3 to be between 1 and 2.'],
    [() => say(null).toContain(1), 'Expected null to contain 1.'],
    [() => say(undefined).toBeKnown(), 'Expected undefined to be known.'],
    [() => say([1]).not.toContain(1), 'Expected [ 1 ] not to contain 1.'],
  ])('says what was found: %#', (sentence, message) => {
    expect(sentence).toThrow(new Error(message));
  });
});
