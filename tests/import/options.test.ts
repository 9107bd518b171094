import { describe, expect, test } from 'vitest';
import { simulatedEffects } from '../../lib/effects.ts';
import { type RawImportOptions, readImportOptions } from '../../lib/import/options.ts';
import { now } from './import-text.ts';

const read = (raw: RawImportOptions) => readImportOptions(raw, simulatedEffects(now));

test('options are read once, and what is not given is not there', () => {
  expect(read({})).toEqual({});
  expect(
    read({
      as: 'account-series',
      account: '@Nasa',
      year: '2026',
      at: '2026-02-28',
      rounding: 'web',
      dayOrder: 'dmy',
    }),
  ).toEqual({
    as: 'account-series',
    account: { handle: 'nasa', id: null },
    year: 2026,
    at: { at: '2026-02-28T12:00:00Z', precision: 'day' },
    rounding: 'web',
    dayOrder: 'dmy',
  });
  expect(read({ at: '2026-03-30T21:35:50+02:00' }).at).toEqual({
    at: '2026-03-30T19:35:50Z',
    precision: 'instant',
  });
});

test('a post is named by its id, or by its address, which names the account too', () => {
  expect(read({ post: ' 7240000000000000001 ' })).toEqual({ post: '7240000000000000001' });
  const address = 'https://www.tiktok.com/@Clay.Workshop/photo/7240000000000000001?lang=en';
  expect(read({ post: address })).toEqual({
    post: '7240000000000000001',
    account: { handle: 'clay.workshop', id: null },
  });
  expect(read({ post: address, account: '@renamed:7100000000000000001' }).account).toEqual({
    handle: 'renamed',
    id: '7100000000000000001',
  });
});

test('--at mtime is no instant yet: each file has its own', () => {
  expect(read({ at: 'mtime' })).toEqual({ atModified: true });
});

describe('wrong options', () => {
  test.each([
    [{ as: 'xlsx' }, 'bad_kind'],
    [{ account: 'a/b' }, 'bad_handle'],
    [{ year: '26' }, 'bad_year'],
    [{ year: '2028' }, 'bad_year'],
    [{ at: 'soon' }, 'bad_instant'],
    [{ at: '2026-02-30' }, 'bad_instant'],
    [{ at: '03/04/2026' }, 'bad_instant'],
    [{ at: '1970-01-01' }, 'bad_instant'],
    [{ at: '2026-12-24' }, 'bad_instant'],
    [{ post: 'nasa' }, 'bad_post'],
    [{ post: 'https://www.tiktok.com/@nasa' }, 'bad_post'],
    [{ rounding: 'yes' }, 'bad_rounding'],
    [{ dayOrder: 'ymd' }, 'bad_day_order'],
  ])('%j is %s', (raw, code) => {
    expect(() => read(raw)).toThrow(
      expect.objectContaining({ code, exitCode: 2, hint: expect.stringMatching(/\w/) }),
    );
  });
});
