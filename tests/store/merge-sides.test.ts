import { describe, expect, test } from 'vitest';
import { mergeDayTexts, mergeFile, mergeLines, tableOfFile } from '../../lib/store/merge-sides.ts';

/** `owner_day` as its first version wrote it. */
const header =
  'account_id,day,observed_at,video_views,profile_views,likes_net,comments_net,shares_net,followers_net,source,capture_id';
const row = (account: string, views: number, capture = 'c1') =>
  `${account},2026-02-27,2026-02-28T12:00:00Z,${views},,,,,,studio_csv,${capture}`;
const text = (...rows: string[]) => `${[header, ...rows].join('\n')}\n`;

describe('two versions of a day file', () => {
  test('are put together by key, and files of an older version keep their columns', () => {
    const [ours, theirs] = [text(row('1', 10), row('3', 30)), text(row('1', 10), row('2', 20))];
    const both = text(row('1', 10), row('2', 20), row('3', 30));
    expect(mergeDayTexts('owner_day', ours, theirs)).toEqual({ text: both, givenWay: [] });
    expect(mergeFile('clean/v1/owner_day/2026/02/2026-02-27.csv', theirs, ours)).toBe(both);
  });

  test('that disagree keep the row that sorts first, whichever side is ours', () => {
    const [low, high] = [text(row('1', 10)), text(row('1', 20))];
    const expected = { text: low, givenWay: [{ record: row('1', 20), kept: row('1', 10) }] };
    expect(mergeDayTexts('owner_day', low, high)).toEqual(expected);
    expect(mergeDayTexts('owner_day', high, low)).toEqual(expected);
  });

  test('that each know a part of a row are put together, whichever side is ours', () => {
    const part = (views: string, likes: string, source = 'studio_csv') =>
      text(`1,2026-02-27,2026-02-28T12:00:00Z,${views},,${likes},,,,${source},c1`);
    const whole = { text: part('10', '5'), givenWay: [] };
    const sides = [
      [part('10', ''), part('', '5')],
      [part('10', ''), part('10', '5')],
      [part('10', '', 'import'), part('10', '5')],
    ] as const;
    for (const [a, b] of sides) {
      expect(mergeDayTexts('owner_day', a, b)).toEqual(whole);
      expect(mergeDayTexts('owner_day', b, a)).toEqual(whole);
    }
    const [ours, theirs] = [part('10', ''), part('', '5', 'import')];
    expect(mergeDayTexts('owner_day', ours, theirs)).toEqual(mergeDayTexts('owner_day', theirs, ours));
    expect(mergeDayTexts('owner_day', ours, theirs).givenWay).toHaveLength(1);
  });

  test('with the same numbers from two captures are one row, and no disagreement', () => {
    const [a, b] = [text(row('1', 10, 'c1')), text(row('1', 10, 'c2'))];
    expect(mergeDayTexts('owner_day', a, b)).toEqual({ text: a, givenWay: [] });
    expect(mergeDayTexts('owner_day', b, a)).toEqual({ text: a, givenWay: [] });
  });
});

test('lines are each kept once; what can be made again stays ours', () => {
  expect(mergeLines('a\nb\n', 'b\nc\n')).toBe('a\nb\nc\n');
  expect(mergeLines('', '')).toBe('');
  expect(mergeFile('derived/v1/summary/summary.csv', 'ours', 'theirs')).toBe('ours');
  expect(tableOfFile('derived/v1/summary/summary.csv')).toBeNull();
});
