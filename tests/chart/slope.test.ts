import { describe, expect, test } from 'vitest';
import { type SlopeRow, slopeChart } from '../../lib/chart/slope.ts';

const words = { measure: 'Followers', unit: 'followers', from: '2026-10-01', to: '2026-10-31' } as const;
const of = (label: string, before: number | null, after: number | null): SlopeRow => ({
  label,
  before,
  after,
});
const within = (label: string, before: number, after: number, half: number): SlopeRow => ({
  ...of(label, before, after),
  beforeInterval: { low: before - half, high: before + half },
  afterInterval: { low: after - half, high: after + half },
});
const subject = 'Followers, 1 October 2026 and 31 October 2026';

describe('the finding and the sentence of two instants', () => {
  test.each<[string, SlopeRow[], string, string]>([
    ['nothing', [], 'Followers: nothing to compare yet', 'there is nothing to compare yet.'],
    ['one rises', [of('@a', 5, 9)], 'Followers rose for 1 of 1 account', '@a from 5 to 9 (+4).'],
    ['one falls', [of('@a', 9, 5)], 'Followers fell for 1 of 1 account', '@a from 9 to 5 (−4).'],
    ['one stays', [of('@a', 9, 9)], 'Followers: no change for 1 account', '@a at 9.'],
    [
      'all rise',
      [of('@a', 5, 9), of('@b', 0, 1)],
      'Followers rose for all 2 accounts',
      '2 rose; most up @a from 5 to 9 (+4).',
    ],
    [
      'up, down and none',
      [of('@a', 5, 9), of('@b', 7, 1), of('@c', 3, 3)],
      'Followers rose for 1 of 3 accounts',
      '1 rose, 1 fell, 1 without a change; most up @a from 5 to 9 (+4); most down @b from 7 to 1 (−6).',
    ],
    [
      'negative',
      [of('@a', -5, -9), of('@b', -7, 2)],
      'Followers rose for 1 of 2 accounts',
      '1 rose, 1 fell; most up @b from −7 to 2 (+9); most down @a from −5 to −9 (−4).',
    ],
    [
      'gaps on either side',
      [of('@a', 5, 9), of('@b', null, 2), of('@c', 2, null), of('@d', null, null)],
      'Followers rose for 1 of 1 account',
      '@a from 5 to 9 (+4); 3 of 4 were not observed at both.',
    ],
    [
      'only gaps',
      [of('@a', null, 2)],
      'Followers: nothing to compare yet',
      'not observed at both times for any of 1 account.',
    ],
    [
      'within rounding and beyond it',
      [within('@a', 1_200, 1_300, 50), within('@b', 1_200, 1_400, 50)],
      'Followers rose for 1 of 2 accounts',
      '1 rose, 1 without a change beyond rounding; most up @b from about 1,200 to about 1,400 (about +200).',
    ],
  ])('%s', (_, rows, title, alt) => {
    const chart = slopeChart(rows, words);
    expect(chart.title).toBe(title);
    expect(chart.alt).toBe(`${subject}: ${alt}`);
  });

  test('with one highlighted', () => {
    const rows = [of('@a', 5, 9), of('@b', 7, 1)];
    expect(slopeChart(rows, { ...words, highlight: '@b' }).title).toBe('@b: followers −6');
    expect(slopeChart([within('@a', 1_200, 1_300, 50)], { ...words, highlight: '@a' }).title).toBe(
      '@a: followers unchanged beyond rounding',
    );
  });

  test('shares change by points', () => {
    const chart = slopeChart([of('@a', 0.04, 0.05)], {
      measure: 'Rate',
      unit: 'fraction',
      from: 'before',
      to: 'after',
    });
    expect(chart.alt).toBe('Rate, before and after: @a from 4% to 5% (+1 point).');
    expect(chart.subtitle).toBe('Rate, before and after');
  });
});

test('the table has the change, with its ends where rounding leaves them open', () => {
  const { table } = slopeChart([of('@b', 7, 1), within('@a', 1_200, 1_400, 50), of('@c', null, 2)], words);
  expect(table.columns.map(({ title }) => title)).toEqual([
    'Account',
    '1 October 2026',
    '31 October 2026',
    'Change',
    'Change, at least',
    'Change, at most',
  ]);
  expect(table.rows).toEqual([
    ['@a', 1_200, 1_400, 200, 100, 300],
    ['@c', null, 2, null, null, null],
    ['@b', 7, 1, -6, -6, -6],
  ]);
});

test('zone, cut axis and what is not drawn are said', () => {
  const chart = slopeChart([of('@a', 1_000, 1_001), of('@b', 1_002, null), of('@c', null, null)], {
    ...words,
    zone: 'Europe/Paris',
  });
  expect(chart.subtitle).toBe(`${subject}; days in Europe/Paris`);
  expect(chart.notes).toEqual([
    'A dot without a line: 1 account observed at one of the two times only.',
    'Not shown: 1 account not observed at either time.',
    'The axis starts at 995, not at zero.',
  ]);
});

test('labels without room are dropped, the highlighted never, and the notes say so', () => {
  const rows = Array.from({ length: 12 }, (_, i) => of(`@a${i}`, 50, 50));
  const chart = slopeChart(rows, { ...words, highlight: '@a11' });
  expect(chart.svg).toContain('50 (±0) @a11<');
  expect(chart.svg).not.toContain('50 (±0) @a10<');
  expect(chart.notes).toContain('Some lines have no room for a label; the table has every value.');
});
