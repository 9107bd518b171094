import { describe, expect, test } from 'vitest';
import { distribution } from '../../lib/chart/distribution.ts';

const options = { value: 'views', group: 'format', row: 'post' } as const;
const of = (values: readonly (number | null)[], format = 'video') =>
  values.map((views) => ({ views, format }));

describe('the sentence under a distribution', () => {
  test.each<[string, ReturnType<typeof of>, string]>([
    ['nothing', [], 'Views: there is nothing to show yet.'],
    ['one value', of([7]), 'Views: 7 for video (1 post).'],
    ['two values', of([7, 9]), 'Views: median 8 for video (2 posts), from 7 to 9.'],
    ['all equal', of([5, 5, 5]), 'Views: 5 each for video (3 posts).'],
    ['all zero', of([0, 0]), 'Views: 0 each for video (2 posts).'],
    [
      // Type 7 at 25 and 75% of 1, 2, 3, 4, 100: positions 1 and 3.
      'a spike',
      of([1, 2, 3, 4, 100]),
      'Views: median 3 for video (5 posts), from 1 to 100, the middle half from 2 to 4.',
    ],
    ['negative', of([-3, -9]), 'Views: median −6 for video (2 posts), from −9 to −3.'],
    [
      'zeros among others, and gaps',
      of([0, 2, null]),
      'Views: median 1 for video (2 posts), from 0 to 2; 1 post at 0; not observed for 1 post.',
    ],
    [
      'two groups, the highest median first',
      [...of([1, 3], 'photo'), ...of([9], 'live')],
      'Views: 9 for live (1 post); median 2 for photo (2 posts), from 1 to 3.',
    ],
    [
      'more than four groups',
      ['a', 'b', 'c', 'd', 'e'].flatMap((name, i) => of([i], name)),
      'Views: 4 for e (1 post); 3 for d (1 post); 2 for c (1 post); last of 5 0 for a (1 post); 1 post at 0.',
    ],
    ['only gaps', of([null, null]), 'Views: not observed for any of 2 posts.'],
  ])('%s', (_, rows, alt) => {
    expect(distribution(rows, options).alt).toBe(alt);
  });
});

test('the table has n, zeros and quantiles; below five values only the median', () => {
  const { table } = distribution([...of([1, 2, 3, 4, 100]), ...of([0, 0, 4, 4], 'photo')], options);
  expect(table.columns.map(({ key }) => key)).toEqual([
    'group',
    'n',
    'zeros',
    'min',
    'p10',
    'p25',
    'median',
    'p75',
    'p90',
    'max',
  ]);
  // Type 7 at 10 and 90%: 1 + 0.4, and 4 + 0.6·96.
  expect(table.rows).toEqual([
    ['video', 5, 0, 1, 1.4, 2, 3, 4, 61.6, 100],
    ['photo', 4, 2, 0, null, null, 2, null, null, 4],
  ]);
});

test('zeros have a rail beside a logarithmic axis', () => {
  const { svg, notes } = distribution(of([0, 0, 10, 1000]), options);
  expect(svg).toMatch(/class="zero"/);
  expect(svg).toMatch(/<text [^>]*>0<\/text>/);
  expect(notes).toContain('Logarithmic axis: equal distances are equal ratios.');
  expect(distribution(of([10, 1000]), options).svg).not.toMatch(/class="zero"/);
  expect(distribution(of([0, 10, 1000]), { ...options, scale: 'linear' }).notes).not.toContain(
    'Logarithmic axis: equal distances are equal ratios.',
  );
});

test('a dot is a row until they would stand too high; then the picture says what one is', () => {
  const dots = (svg: string) =>
    [...svg.matchAll(/class="dots accent" d="([^"]*)"/g)].flatMap(([, d = '']) => d.match(/m/g) ?? []).length;
  expect(distribution(of(Array.from({ length: 11 }, () => 5)), options).svg).not.toContain('each dot');
  const { svg } = distribution(of(Array.from({ length: 12 }, () => 5)), options);
  expect(svg).toContain('each dot up to 2 posts');
  expect(dots(svg)).toBe(1);
});

test('a long list of groups is cut in the picture, not in the table', () => {
  const rows = Array.from({ length: 15 }, (_, i) => of([i], `tag ${i}`)).flat();
  const chart = distribution(rows, { ...options, limit: 3 });
  expect(chart.places).toHaveLength(3);
  expect(chart.table.rows).toHaveLength(15);
  expect(chart.notes).toEqual(['Shown: the first 3 of 15 groups; the table has all.']);
});

test('without groups all rows are one; values below 0 have no place on a logarithmic axis', () => {
  const chart = distribution(of([-1, 5, 500]), { value: 'views', scale: 'log' });
  expect(chart.table.rows).toEqual([['all', 3, 0, -1, null, null, 5, null, null, 500]]);
  expect(chart.notes).toContain('Not shown: values below 0, which a logarithmic axis has no place for.');
});
