import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { growthSentence } from '../../lib/format.ts';

describe('growthSentence', () => {
  test.each([
    ['a gain', { gain: 1204, pct: 0.004 }, 7, '@nasa gained 1,204 followers in 7 days (+0.4%).'],
    ['a large gain', { gain: 1_243_906, pct: 0.31 }, 28, '@nasa gained 1.24M followers in 28 days (+31%).'],
    ['one follower', { gain: 1, pct: 0.5 }, 1, '@nasa gained 1 follower in one day (+50%).'],
    ['a loss', { gain: -86, pct: -0.001 }, 7, '@nasa lost 86 followers in 7 days (−0.1%).'],
    ['one lost', { gain: -1, pct: -0.1 }, 7, '@nasa lost 1 follower in 7 days (−10%).'],
    ['no change', { gain: 0, pct: 0 }, 7, '@nasa neither gained nor lost followers in 7 days.'],
    ['from zero', { gain: 12, pct: null }, 7, '@nasa gained 12 followers in 7 days.'],
    [
      'an exact gain with its interval',
      { gain: 12, pct: 0.1, gain_low: 12, gain_high: 12 },
      7,
      '@nasa gained 12 followers in 7 days (+10%).',
    ],
    [
      'a rounded gain',
      { gain: 1_200_000, pct: 0.1, gain_low: 1_100_000, gain_high: 1_300_000 },
      7,
      '@nasa gained about 1.2M followers in 7 days (+10%).',
    ],
    [
      'a change that rounding could have made',
      { gain: 100_000, pct: 0.001, gain_low: 0, gain_high: 200_000 },
      7,
      '@nasa changed by less than its source’s rounding shows in 7 days.',
    ],
    [
      'a missing day',
      { gain: null, reason: '1 March 2026 lies in a gap' },
      7,
      'The change of @nasa over 7 days was not observed, because 1 March 2026 lies in a gap.',
    ],
    ['nothing known', { gain: null }, 1, 'The change of @nasa over one day was not observed.'],
  ])('%s', (_, growth, days, sentence) => {
    expect(growthSentence({ handle: 'nasa', ...growth }, days)).toBe(sentence);
  });

  test('never grows by a negative number, never counts one in the plural', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e7, max: 1e7 }), fc.integer({ min: 1, max: 400 }), (gain, days) => {
        const sentence = growthSentence({ handle: 'a', gain, pct: null }, days);
        expect(sentence).not.toMatch(/[-−]\d|\b1 (followers|days)\b|NaN|null/);
        expect(sentence).toMatch(/^@a .*\.$/);
      }),
    );
  });
});
