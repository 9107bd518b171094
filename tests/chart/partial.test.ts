import { describe, expect, test } from 'vitest';
import { areaChart } from '../../lib/chart/area.ts';
import { deltaChart } from '../../lib/chart/delta.ts';
import { lineChart } from '../../lib/chart/line.ts';
import { readLevels, splitPartial } from '../../lib/chart/series.ts';
import { makeDaily } from '../../pages/_data/chart-rows.ts';

const split = (asOf: string | undefined, zone: string) => {
  const [series] = splitPartial(readLevels(makeDaily([10, 12, 15], { zone }), 'followers'), asOf);
  return [series?.points.length, series?.partial?.day];
};

describe('a day is over when its clock says so', () => {
  test.each<[string, string | undefined, string, [number, string | undefined]]>([
    ['without asOf every day is', undefined, 'UTC', [3, undefined]],
    ['the last second of the day', '2026-01-03T23:59:59Z', 'UTC', [2, '2026-01-03']],
    ['its end', '2026-01-04T00:00:00Z', 'UTC', [3, undefined]],
    ['Tokyo’s day ends nine hours before', '2026-01-03T15:00:00Z', 'Asia/Tokyo', [3, undefined]],
    [
      'Los Angeles’ day ends eight hours after',
      '2026-01-04T07:59:59Z',
      'America/Los_Angeles',
      [2, '2026-01-03'],
    ],
    ['a day is not over on that day', '2026-01-03', 'Asia/Tokyo', [2, '2026-01-03']],
    ['and is on the next', '2026-01-04', 'America/Los_Angeles', [3, undefined]],
    ['days after it do not count', '2026-01-02', 'UTC', [1, '2026-01-02']],
    ['nor before any', '2025-12-31', 'UTC', [0, '2026-01-01']],
  ])('%s', (_, asOf, zone, expected) => {
    expect(split(asOf, zone)).toEqual(expected);
  });
});

test('a day that is not over and has no value leaves nothing behind', () => {
  const chart = lineChart(makeDaily([10, 12, null]), { y: 'followers', asOf: '2026-01-03' });
  expect(chart).toEqual({ ...lineChart(makeDaily([10, 12]), { y: 'followers' }), asOf: chart.asOf });
});

test('of a line it is hollow, said so, and in no finding', () => {
  const chart = lineChart(makeDaily([10, 12, 90]), { y: 'followers', asOf: '2026-01-03' });
  expect(chart.title).toBe('@observatory gained 2 followers in 1 day');
  expect(chart.alt).toBe(
    'Followers of @observatory rose from 10 on 1 Jan to 12 on 2 Jan 2026 (+2); 3 Jan is not over: 90 so far.',
  );
  expect(chart.svg).toContain('class="dot hollow accent"');
  expect(chart.svg).toContain('>90 so far<');
  expect(chart.notes[0]).toBe('Hollow: still counting, 3 Jan 2026 is not over.');
  expect(chart.table.rows[0]).toEqual(['2026-01-03', 90, 'still counting']);
  expect(chart.places.map(({ row }) => row)).toEqual([2, 1, 0]);
});

test('of several lines it is hollow for those whose day is not over', () => {
  const rows = [
    ...makeDaily([10, 12], { account_id: '1', handle: 'tokyo', zone: 'Asia/Tokyo' }),
    ...makeDaily([20, 22], { account_id: '2', handle: 'paris', zone: 'Europe/Paris' }),
  ];
  const chart = lineChart(rows, { y: 'followers', asOf: '2026-01-02T16:00:00Z' });
  expect(chart.svg.match(/class="dot hollow [^"]*"/g)).toEqual(['class="dot hollow c2"']);
  expect(chart.table.rows[0]).toEqual(['2026-01-02', 12, 22]);
});

test('of daily changes it is an outline, and neither the largest gain nor counted', () => {
  const chart = deltaChart(makeDaily([10, 12, 11, 90]), { asOf: '2026-01-04' });
  expect(chart.title).toBe('@observatory gained followers on 1 of 2 days');
  expect(chart.alt).toBe(
    'Daily change of followers of @observatory, 2 Jan to 3 Jan 2026: up on 1 day, down on 1 day; largest gain +2 on 2 Jan; largest loss −1 on 3 Jan; last −1 on 3 Jan; 4 Jan is not over: +79 so far.',
  );
  expect(chart.svg).toContain('class="stem hollow gain"');
  expect(chart.svg).not.toContain('>+79<');
  expect(chart.table.rows[0]).toEqual(['2026-01-04', 79, 'still counting']);
});

test('of a stack it is the sum alone, and only where every part has that day', () => {
  const rows = (second: number | null) => [
    ...makeDaily([10, 12, 13], { account_id: '1', handle: 'a' }),
    ...makeDaily([1, 2, second], { account_id: '2', handle: 'b' }),
  ];
  const chart = areaChart(rows(3), { y: 'followers', asOf: '2026-01-03' });
  expect(chart.title).toBe('Followers of 2 accounts: 14 together on 2 Jan 2026');
  expect(chart.alt).toMatch(/; 3 Jan is not over: 16 so far\.$/);
  expect(chart.svg).toContain('class="dot hollow total"');
  expect(chart.table.rows[0]).toEqual(['2026-01-03', 16, 13, 3]);
  const without = areaChart(rows(null), { y: 'followers', asOf: '2026-01-03' });
  expect(without.svg).not.toContain('hollow');
  expect(without.alt).not.toContain('not over');
});

test('where only the day that is not over is known it is drawn, and nothing else is said to be', () => {
  const line = lineChart(makeDaily([7]), { y: 'followers', asOf: '2026-01-01' });
  expect(line.svg).toContain('>7 so far<');
  expect(line.title).toBe('@observatory: followers not observed');
  const delta = deltaChart(makeDaily([7, 9]), { asOf: '2026-01-02' });
  expect(delta.svg).toContain('class="stem hollow gain"');
  expect(delta.title).toBe('@observatory: no daily change of followers known yet');
});
