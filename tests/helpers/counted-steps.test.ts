import { describe, expect, test } from 'vitest';
import { countSteps, growthOfSteps } from './counted-steps.ts';
import { regexSteps } from './regex-steps.ts';

describe('steps of a pattern', () => {
  test.each([
    // Each of the three places is tried once; at the last one all of "abc" is looked at.
    [/abc/, '__abc', 2, 5],
    // From each place all letters to the end, then back over each but the first: 3 + 2, 2 + 1, 1.
    [/a+b/, 'aaa', -1, 9],
    [/(?:x|ab)c/, 'abc', 0, 4],
    // The letter; twice three digits that are not the last, nor are two of them; three digits and the end.
    [/\d{2,3}$/, 'a12345', 3, 15],
  ])('%s', (pattern, text, index, steps) => expect(regexSteps(pattern, text)).toEqual({ index, steps }));

  test('grow with the square of the text where the pattern goes back and forth, else with its length', () => {
    const read = (pattern: RegExp) => (text: string) => pattern.test(text);
    expect(growthOfSteps(read(/a+b/), 'a', 500)).toBeCloseTo(4, 1);
    expect(growthOfSteps(read(/<[^>]{0,50}b/), '<', 2_000)).toBeCloseTo(2, 1);
    expect(
      growthOfSteps((text) => [...text].filter((_, i) => text.indexOf('b', i) > 0), 'a', 500),
    ).toBeCloseTo(4, 1);
  });

  test('leave the language as it was', () => {
    const { exec } = RegExp.prototype;
    expect(() => countSteps(() => void /(a)\1/.test('aa'))).toThrow('not known in a pattern');
    expect(RegExp.prototype.exec).toBe(exec);
  });
});
