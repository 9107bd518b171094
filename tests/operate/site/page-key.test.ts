import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { changedParts, pageKey } from '../../../lib/operate/site/page-key.ts';

describe('pageKey', () => {
  test('is the hash of each part by its name, in the order given', () => {
    const sha = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 16);
    expect(pageKey({ days: [{ day: '2026-11-21', followers: 3 }], posts: [] })).toBe(
      `days:${sha('[{"day":"2026-11-21","followers":3}]')} posts:${sha('[]')}`,
    );
  });

  test('tells nothing from null and from text', () => {
    const keys = [undefined, null, 'null', 0, '', []].map((value) => pageKey({ value }));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('changedParts', () => {
  test('names what differs, what is new and what is gone', () => {
    const before = pageKey({ days: [1], posts: [], bio: 'a' });
    expect(changedParts(before, before)).toEqual([]);
    expect(changedParts(before, pageKey({ days: [1, 2], posts: [], bio: 'a' }))).toEqual(['days']);
    expect(changedParts(before, pageKey({ warnings: [], days: [1], posts: [] }))).toEqual([
      'warnings',
      'bio',
    ]);
  });

  test('calls a key of another make the content', () => {
    expect(changedParts('abc', 'abd')).toEqual(['content']);
  });
});
