import { describe, expect, test } from 'vitest';
import { calendarHeatmap } from '../../lib/chart/calendar-heatmap.ts';
import { scaleChanges, scaleLevels } from '../../lib/chart/heat.ts';
import { type DayValue, makeDaily } from '../../pages/_data/chart-rows.ts';

const texts = (values: number[]) => scaleChanges(values).map(({ text }) => text);

describe('the classes of changes', () => {
  test('are cut at round numbers near the median and the 90th percentile, the same on both sides', () => {
    const values = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? i + 1 : -i));
    // |values| are 1 1 3 3 … 99 99: the median is 50, the 90th percentile 91; down to 50 and, since both are cut to 50, 51.
    expect(texts(values)).toEqual([
      '−51 or below',
      '−50',
      '−1 to −49',
      '±0',
      '+1 to +49',
      '+50',
      '+51 or more',
    ]);
  });

  test('of one size are one class each way', () => {
    // The median, 3, is cut down to 2, and so is the 90th percentile, which is then one more.
    expect(texts([3, 3, -3])).toEqual(['−3', '−2', '−1', '±0', '+1', '+2', '+3']);
    expect(texts([1, -1])).toEqual(['−1', '±0', '+1']);
    expect(texts([])).toEqual(['−1', '±0', '+1']);
  });

  test('hold every value once', () => {
    for (const values of [[0, 1, -1, 7, 120, -4000], [2, 2, 2, 3], [-5], [1e9, 3, 0]])
      for (const value of values)
        expect(
          scaleChanges(values).filter(({ holds }) => holds(value)),
          String(value),
        ).toHaveLength(1);
  });
});

test('levels have at most five classes, which hold every value once', () => {
  for (const values of [[5], [0, 0], [1, 2, 3], [1_243_906, 1_243_910], [10, 90_000, 300_000]]) {
    const scale = scaleLevels(values);
    expect(scale.length).toBeLessThanOrEqual(5);
    expect(new Set(scale.map(({ text }) => text)).size).toBe(scale.length);
    for (const value of values) expect(scale.filter(({ holds }) => holds(value))).toHaveLength(1);
  }
});

const strokes = (svg: string, name: string) => new RegExp(`class="heat ${name}"`, 'g').exec(svg);

test('a loss has a minus in it, a day without a change a dot, a day that is not known a stroke across', () => {
  const { svg } = calendarHeatmap(makeDaily([10, 12, 12, 9, null, 9, 10]));
  expect(strokes(svg, 'loss most')).not.toBeNull();
  expect(svg).toContain('class="heat-minus"');
  expect(strokes(svg, 'none')).not.toBeNull();
  // The day without a count and the one after it, and the one in the key.
  expect(svg.match(/class="hatch" d="([^"]*)"/)?.[1]?.match(/m/g)).toHaveLength(2);
  expect(calendarHeatmap(makeDaily([10, 12])).svg).not.toMatch(/heat-minus|hatch/);
});

test('weeks begin on Monday, each day in the row of its weekday', () => {
  // 1 January 2026 is a Thursday, so that the first change stands in the row of Friday and the fourth in that of Monday.
  const { places } = calendarHeatmap(makeDaily([1, 2, 3, 4, 5]));
  const [friday, saturday, , monday] = places;
  expect(saturday?.y).toBeGreaterThan(friday?.y ?? 0);
  expect(saturday?.x).toBe(friday?.x);
  expect(monday?.y).toBeLessThan(friday?.y ?? 0);
  expect(monday?.x).toBeGreaterThan(friday?.x ?? 0);
});

test('a year is two rows of weeks where it is narrow', () => {
  const { svg, svgNarrow } = calendarHeatmap(makeDaily(Array.from({ length: 365 }, (_, i) => i * 2)));
  expect(svg.match(/>Mon</g)).toHaveLength(1);
  expect(svgNarrow?.match(/>Mon</g)).toHaveLength(2);
});

describe('the sentence under a calendar', () => {
  test.each<[string, DayValue[], string]>([
    ['rising', [5, 6, 8], 'Followers of @observatory rose from 5 on 1 Jan to 8 on 3 Jan 2026 (+3).'],
    ['falling', [5, 3], 'Followers of @observatory fell from 5 on 1 Jan to 3 on 2 Jan 2026 (−2).'],
    ['flat', [5, 5], 'Followers of @observatory stayed at 5 from 1 Jan to 2 Jan 2026.'],
    ['all gaps', [null], 'Followers of @observatory were not observed on 1 Jan 2026.'],
    [
      'a gap at the end',
      [5, 6, null],
      'Followers of @observatory rose from 5 on 1 Jan to 6 on 2 Jan 2026 (+1); 1 of 3 days was not observed, the last day among them.',
    ],
  ])('%s', (_, values, alt) => {
    expect(calendarHeatmap(makeDaily(values), { y: 'followers' }).alt).toBe(alt);
  });

  test('of changes and of nothing', () => {
    expect(calendarHeatmap(makeDaily([5, 6, 4])).alt).toBe(
      'Daily change of followers of @observatory, 2 Jan to 3 Jan 2026: up on 1 day, down on 1 day; largest gain +1 on 2 Jan; largest loss −2 on 3 Jan; last −2 on 3 Jan.',
    );
    expect(calendarHeatmap([]).alt).toBe('There is no change of followers to show yet.');
  });
});

test('of more than five years the last five are drawn, and the table has all', () => {
  const chart = calendarHeatmap(makeDaily(Array.from({ length: 1900 }, (_, i) => i)), { narrowWidth: null });
  expect(chart.places).toHaveLength(1830);
  expect(chart.table.rows).toHaveLength(1899);
  expect(chart.notes).toContain('Shown: the last 1830 days; the table has all.');
});

test('days with an annotation are outlined and written out', () => {
  const annotations = [{ date: '2026-01-02', subject: '*', text: 'A cause', link: '' }];
  const chart = calendarHeatmap(makeDaily([1, 2, 3]), { annotations });
  expect(chart.svg).toContain('class="heat-event"');
  expect(chart.notes).toEqual(['Outlined: 2 January 2026: A cause']);
});
