import { describe, expect, test } from 'vitest';
import {
  fillNow,
  markNow,
  type NowWords,
  type SiteFacts,
  settleNow,
  wordsOfNow,
} from '../../../lib/operate/site/now.ts';

const facts: SiteFacts = {
  observed: ['2026-11-21T03:15:00Z', '2026-11-19T03:15:00Z', '2026-11-20T22:00:00Z'],
  accounts: 4,
  simulated: false,
};

describe('wordsOfNow', () => {
  test('gives instants, whose age the reader’s clock tells, and counts those within 36 hours', () => {
    expect(wordsOfNow(facts, '2026-11-22T06:15:00Z')).toEqual({
      strip:
        '<span title="Observed within 36 hours of this build">Observed <time datetime="2026-11-21T03:15:00Z" title="21 November 2026, 03:15 UTC" data-age="2026-11-21T03:15:00Z">21 November 2026, 03:15 UTC</time>, 2 of 4 accounts</span>',
      'as-of': '<time datetime="2026-11-22T06:15:00Z">22 November 2026, 06:15 UTC</time>',
      fresh: '2 of 4',
    });
  });

  test('marks a ledger that nobody filled of late, and gives simulated instants no age', () => {
    const { strip } = wordsOfNow({ ...facts, simulated: true }, '2026-12-24T06:15:00Z');
    expect(strip).toContain('class="stale"');
    expect(strip).toContain('0 of 4 accounts');
    expect(strip).not.toContain('data-age');
  });

  test('an empty ledger has words of its own', () => {
    const words = (accounts: number) =>
      wordsOfNow({ observed: [], accounts, simulated: false }, '2026-11-22T06:15:00Z').strip;
    expect(words(0)).toBe('<span>Nothing is followed yet</span>');
    expect(words(1)).toBe('<span>Nothing observed yet of 1 account</span>');
  });
});

describe('fillNow', () => {
  const [old, now] = ['2026-11-22T06:15:00Z', '2026-11-23T07:00:00Z'].map((asOf) => wordsOfNow(facts, asOf));

  const filled = (page: string) => fillNow(Buffer.from(page), now as NowWords).toString();

  test('renews marked places and touches nothing else', () => {
    if (!old || !now) throw new Error('no words');
    const page = (words: typeof old) =>
      `<p>${markNow('strip', words)}</p>$& $1 <!--now:other-->kept<!--/now--> <p>${markNow('as-of', words)}</p>`;
    expect(filled(page(old))).toBe(page(now));
    expect(filled(page(now))).toBe(page(now));
    expect(filled('<p>no place</p>')).toBe('<p>no place</p>');
    expect(filled('<!--now:strip-->not closed, ü')).toBe('<!--now:strip-->not closed, ü');
  });

  test('finds no place in a page that was settled', () => {
    if (!old || !now) throw new Error('no words');
    const settled = settleNow(`<p>${markNow('as-of', old)}</p>`);
    expect(settled).toBe(`<p>${old['as-of']}</p>`);
    expect(filled(settled)).toBe(settled);
  });
});
