import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  changedParts,
  describeChanges,
  KeyPart,
  pageKey,
  partByDay,
  partOfChange,
} from '../../../lib/operate/site/page-key.ts';

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

describe('describeChanges', () => {
  const days = (contents: Record<string, string>) => partByDay(Object.entries(contents));
  const told = (before: KeyPart, after: KeyPart) =>
    describeChanges(pageKey({ days: before, bio: 1 }), pageKey({ days: after, bio: 2 }));
  const june = { '2026-06-27': 'a', '2026-06-28': 'b', '2026-06-29': 'c' };

  test('names the days that are new, gone or other', () => {
    expect(told(days(june), days(june))).toEqual(['bio']);
    expect(told(days(june), days({ ...june, '2026-06-28': 'x' }))).toEqual(['days 2026-06-28', 'bio']);
    expect(told(days(june), days({ ...june, '2026-06-30': 'd' }))).toEqual(['days 2026-06-30', 'bio']);
    expect(told(days(june), days({ '2026-06-28': 'b', '2026-06-29': 'x' }))).toEqual([
      'days 2026-06-27 to 2026-06-29',
      'bio',
    ]);
  });

  test('of days more than three months before the last only that they are before', () => {
    const old = { '2025-01-01': 'a', ...june };
    // 29 June less 91 days.
    expect(told(days(old), days({ ...old, '2025-01-01': 'x' }))[0]).toBe('days before 2026-03-30');
  });

  test('names no day of what has none, nor where one key tells none', () => {
    expect(told(days({ '': 'a' }), days({ '': 'b' }))[0]).toBe('days');
    expect(told(days({}), days(june))[0]).toBe('days');
  });

  test('a part of a change says it itself', () => {
    const part = partOfChange(days(june).text, days({ ...june, '2026-06-28': 'x', '2026-06-30': 'd' }).text);
    const after = pageKey({ account_daily: new KeyPart(part) });
    expect(describeChanges(pageKey({ notebook: 'a' }), after)).toEqual([
      'account_daily 2026-06-28 to 2026-06-30',
      'notebook',
    ]);
    expect(part).not.toContain(' ');
    const undated = partOfChange(days({ '': 'a' }).text, days({ '': 'b' }).text);
    expect(describeChanges('', pageKey({ summary: new KeyPart(undated) }))[0]).toBe('summary');
  });
});
