import { describe, expect, test } from 'vitest';
import { findHashtags, hashtagId, writeCaption } from '../../lib/simulate/caption.ts';
import { chanceOf } from '../../lib/simulate/chance.ts';
import { hostileCaptions } from '../../lib/simulate/phrases.ts';

const author = { language: 'en', tags: ['birds', 'été', '雲'] } as const;
const friend = { id: '77', nickname: 'Two Words (simulated)' };
const captions = Array.from({ length: 400 }, (_, order) =>
  writeCaption(author, order, 0, friend, chanceOf('test', order)),
);

describe('captions', () => {
  test('mark hashtags and mentions by UTF-16 offsets', () => {
    for (const { text, spans } of captions)
      for (const span of spans) {
        const marked = text.slice(span.start, span.end);
        if ('hashtag' in span) expect(marked.toLowerCase()).toBe(`#${span.hashtag}`);
        else expect([marked, span.mention]).toEqual(['@Two Words (simulated)', '77']);
      }
    expect(captions.some(({ spans }) => spans.some((span) => 'mention' in span))).toBe(true);
    expect(
      captions.some(({ spans }) => spans.some((span) => 'hashtag' in span && span.hashtag === 'été')),
    ).toBe(true);
  });

  test('count an emoji outside the basic plane as two units', () => {
    // 👀 is two units and the space one, so the mark stands at 3.
    expect(findHashtags('👀 #Birds #雲')).toEqual([
      { start: 3, end: 9, hashtag: 'birds' },
      { start: 10, end: 12, hashtag: '雲' },
    ]);
  });

  test('take "#3" in prose for a hashtag, and keep every occurrence', () => {
    expect(findHashtags('We came #3 again, #3').map((span) => span.start)).toEqual([8, 18]);
  });

  test('show every hostile text once in a while', () => {
    const texts = new Set(captions.map(({ text }) => text));
    expect(hostileCaptions.filter((text) => !texts.has(text))).toEqual([]);
  });

  test('are the same for the same post', () => {
    expect(writeCaption(author, 7, 0, friend, chanceOf('test', 7))).toEqual(captions[7]);
  });
});

describe('hashtag ids', () => {
  test('are 4 to 19 digits, stable, and fit 64 bits', () => {
    const ids = ['birds', 'été', '雲', 'fyp', 'music', 'DIY', 'coast', 'fog', 'soup'].map(hashtagId);
    for (const id of ids) {
      expect(id).toMatch(/^\d{4,19}$/);
      expect(BigInt(id)).toBeLessThan(2n ** 63n);
    }
    expect(new Set(ids.map((id) => id.length)).size).toBeGreaterThan(1);
    expect(hashtagId('birds')).toBe(ids[0]);
  });
});
