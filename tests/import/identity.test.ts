import { describe, expect, test } from 'vitest';
import {
  readAccountOption,
  readHandle,
  readId,
  readPostUrl,
  remember,
  secondsOfPostId,
} from '../../lib/import/identity.ts';

describe('readHandle', () => {
  test.each([
    ['@Khaby.Lame', 'khaby.lame'],
    [' nasa ', 'nasa'],
    ['https://www.tiktok.com/@nasa?lang=en', 'nasa'],
    ['_a.b_1', '_a.b_1'],
  ])('%j is %s', (text, handle) => {
    expect(readHandle(text)).toBe(handle);
  });
  test.each([
    '',
    '@',
    '../etc/passwd',
    'a/b',
    'two words',
    'é',
    '..',
    'a'.repeat(33),
    'https://example.org/@nasa',
  ])('%j is none', (text) => {
    expect(readHandle(text)).toMatchObject({ rule: 'bad_handle' });
  });
});

test('ids are text; those a spreadsheet rounded are known as such', () => {
  expect(readId('6747935906352907269')).toBe('6747935906352907269');
  expect(readId("'107955")).toBe('107955');
  expect([readId(''), readId('None')]).toEqual([null, null]);
  expect(readId('7.49534E+18')).toMatchObject({ rule: 'id_destroyed' });
  expect(readId('7,49534E+18')).toMatchObject({ rule: 'id_destroyed' });
  expect(readId('MS4wLjABAAAA')).toMatchObject({ rule: 'bad_id' });
  expect(readId('-5')).toMatchObject({ rule: 'bad_id' });
});

test('the address of a post names it', () => {
  expect(readPostUrl('https://www.tiktok.com/@NASA/video/7665075736742530317?lang=en')).toEqual({
    handle: 'nasa',
    id: '7665075736742530317',
    kind: 'video',
  });
  expect(readPostUrl('https://www.tiktok.com/@/photo/7681723633164717325')).toMatchObject({
    handle: null,
    kind: 'photo',
  });
  expect(readPostUrl('https://www.tiktok.com/@nasa')).toBeNull();
  expect(readPostUrl('https://www.tiktok.com/@nasa/video/123456789012345678901')).toBeNull();
});

test('the option for an account', () => {
  expect(readAccountOption('@Nasa')).toEqual({ handle: 'nasa', id: null });
  expect(readAccountOption('7664638705177150477')).toEqual({ handle: null, id: '7664638705177150477' });
  expect(readAccountOption('@nasa:7664638705177150477')).toEqual({
    handle: 'nasa',
    id: '7664638705177150477',
  });
  expect(readAccountOption('@123456')).toEqual({ handle: '123456', id: null });
  expect(() => readAccountOption('../x')).toThrow(
    expect.objectContaining({ code: 'bad_handle', exitCode: 2 }),
  );
});

test('the time in the id of a post', () => {
  // docs/surfaces.md#post-page: the scheduled post 7686893699099413773 was uploaded 2,793 s before 16:00:00Z of its day.
  expect((secondsOfPostId('7686893699099413773') as number) % 86_400).toBe(16 * 3600 - 2793);
  expect(secondsOfPostId('107955')).toBeNull();
});

test('what was read once is not read again', () => {
  const seen: string[] = [];
  const read = remember((text) => {
    seen.push(text);
    return text.length > 1 ? null : text;
  });
  expect(['a', 'bb', 'a', 'a', 'bb'].map(read)).toEqual(['a', null, 'a', 'a', null]);
  expect(seen).toEqual(['a', 'bb']);
});

test('beyond what is remembered texts are read each time, and those that are remembered are not', () => {
  const seen: string[] = [];
  const read = remember((text) => {
    seen.push(text);
    return text.toUpperCase();
  }, 2);
  const asked = ['a', 'b', 'c', 'c', 'd', 'a', 'b', 'c', 'd'];
  expect(asked.map(read)).toEqual(['A', 'B', 'C', 'C', 'D', 'A', 'B', 'C', 'D']);
  expect(seen).toEqual(['a', 'b', 'c', 'd', 'c', 'd']);
});
