import { describe, expect, test } from 'vitest';
import { listWords, plural } from '../../lib/format.ts';

describe('plural', () => {
  test.each([
    [plural(1, 'post'), '1 post'],
    [plural(0, 'post'), '0 posts'],
    [plural(2, 'post'), '2 posts'],
    [plural(1204, 'post'), '1,204 posts'],
    [plural(1, 'reply', 'replies'), '1 reply'],
    [plural(3, 'reply', 'replies'), '3 replies'],
    [plural(null, 'post'), 'posts not observed'],
  ])('%s', (words, expected) => {
    expect(words).toBe(expected);
  });
});

describe('listWords', () => {
  test.each([
    [listWords([]), ''],
    [listWords(['a']), 'a'],
    [listWords(['a', 'b']), 'a and b'],
    [listWords(['a', 'b', 'c']), 'a, b and c'],
    [listWords(['a', 'b', 'c'], 'or'), 'a, b or c'],
  ])('"%s"', (words, expected) => {
    expect(words).toBe(expected);
  });
});
