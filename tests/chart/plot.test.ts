import * as Plot from '@observablehq/plot';
import { describe, expect, test } from 'vitest';
import { plot } from '../../lib/chart/plot.ts';

const rows = [
  { label: 'a', views: 3, kind: 'x' },
  { label: 'b', views: 9_012, kind: 'y' },
  { label: 'c', views: null, kind: 'x' },
];
const dots = { marks: [Plot.dot(rows, { x: 'label', y: 'views', fill: 'kind' })] };

test('colours that the options leave open are classes of the theme, others stay', () => {
  const chart = plot(dots, { title: 'Views', rows });
  expect(chart.svg).toMatch(/<circle class="fill-1"/);
  expect(chart.svg).toMatch(/<circle class="fill-2"/);
  expect(chart.svg).not.toMatch(/fill="(?:theme|#)/);
  const own = plot({ ...dots, color: { range: ['#123456', 'red'] } }, { title: 'Views', rows });
  expect(own.svg).toMatch(/fill="#123456"/);
});

test.each([
  ['linear', 'fill-seq-1', 'fill-seq-5'],
  ['diverging', 'fill-div-1', 'fill-div-5'],
] as const)('a %s scale of numbers has five steps', (type, least, most) => {
  const values = [-4, -1, 0, 1, 4];
  const cells = { marks: [Plot.cellX(values, { fill: (value: number) => value })], color: { type } };
  const { svg } = plot(cells, { title: 'Change', alt: 'Change.' });
  for (const name of [least, most]) expect(svg).toContain(`class="${name}"`);
});

test('thresholds have a step each', () => {
  const cells = {
    marks: [Plot.cellX([1, 5, 50], { fill: (value: number) => value })],
    color: { type: 'threshold' as const, domain: [3, 10] },
  };
  const { svg } = plot(cells, { title: 'Posts', alt: 'Posts.' });
  expect(svg.match(/fill-seq-\d/g)).toEqual(['fill-seq-1', 'fill-seq-3', 'fill-seq-5']);
});

test('what a page without script cannot have is left out and said', () => {
  const chart = plot(
    {
      ...dots,
      style: 'color: red',
      title: 'Ignored',
      color: { legend: true },
      marks: [dots.marks, Plot.tip(rows, { x: 'label', y: 'views' }), null],
    },
    { title: 'Views', rows },
  );
  expect(chart.notes).toEqual([
    'Not drawn: the legend of color (label the marks instead), the inline style (use classes) and tips of Plot.',
  ]);
  expect(chart.svg).not.toMatch(/style=|tip|Ignored|hidden/);
});

describe('marks that need more of a document', () => {
  const points = [1, 2, 3, 4].map((x) => ({ x, low: 3 - x, high: x, date: new Date(Date.UTC(2026, 0, x)) }));
  test.each<[string, () => Plot.PlotOptions, RegExp]>([
    ['pointers', () => ({ marks: [Plot.dot(points, Plot.pointer({ x: 'x', y: 'low' }))] }), /axis-words/],
    ['tips of a mark', () => ({ marks: [Plot.dot(points, { x: 'x', y: 'low', tip: true })] }), /<circle/],
    ['crosshairs', () => ({ marks: [Plot.crosshair(points, { x: 'x', y: 'low' })] }), /axis-words/],
    [
      'waffles',
      () => ({ marks: [Plot.waffleY(points, { x: 'x', y: 'high' })] }),
      /<pattern[^>]* id="c\w{8}-0-0"/,
    ],
    [
      'differences',
      () => ({ marks: [Plot.differenceY(points, { x: 'date', y1: 'low', y2: 'high' })] }),
      /<clipPath/,
    ],
    [
      'densities',
      () => ({ marks: [Plot.density(points, { x: 'x', y: 'low', fill: 'density' })] }),
      /fill-seq-\d/,
    ],
  ])('%s', (_, options, drawn) => {
    const { svg } = plot(options, { title: 'All', alt: 'All.' });
    expect(svg).toMatch(drawn);
    expect(svg).not.toMatch(/plot-(?:clip|pattern|marker)-\d|theme:|var\(/);
  });
});

test('links run nothing', () => {
  const links = [
    'https://example.org/',
    '/posts/1',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
  ];
  const { svg } = plot(
    { marks: [Plot.dot(links, { x: (_: string, i: number) => i, y: 1, href: (link: string) => link })] },
    { title: 'Links', alt: 'Links.' },
  );
  expect([...svg.matchAll(/href="([^"]*)"/g)].map(([, link]) => link)).toEqual(links.slice(0, 2));
});

test('there are words for those who cannot see it', () => {
  expect(() => plot(dots, { title: 'Views' })).toThrow(TypeError);
  expect(plot(dots, { title: 'Views', alt: 'Own words.' }).alt).toBe('Own words.');
  expect(plot(dots, { title: 'Views.', rows, columns: ['label', 'views'] }).alt).toBe(
    'Views: Views from 3 (a) to 9,012 (b); 1 of 3 was not observed.',
  );
});

test('columns of a table of the ledger have its titles and units', () => {
  const daily = [{ day: '2026-03-01', followers: 9, followers_net: -2 }];
  const { table } = plot({ marks: [] }, { title: 'Followers', rows: daily, table: 'account_daily' });
  expect(table.columns).toEqual([
    { key: 'day', title: 'Day', numeric: false },
    { key: 'followers', title: 'Followers', unit: 'followers', numeric: true },
    { key: 'followers_net', title: 'Followers, net', unit: 'followers per day', numeric: true },
  ]);
});

test('rows have places by their columns, at both widths', () => {
  const chart = plot(dots, { title: 'Views', rows, x: 'label', y: 'views' });
  expect(chart.places.map(({ row }) => row)).toEqual([0, 1]);
  expect(chart.placesNarrow.map(({ row }) => row)).toEqual([0, 1]);
  const [a, b] = chart.places;
  expect(chart.svg).toContain(`cx="${Math.round((b?.x ?? 0) * 100) / 100}"`);
  expect(a?.y).toBeGreaterThan(b?.y ?? 0);
});

test('times are said to be in UTC, and a midnight is a day', () => {
  const days = [1, 2].map((day) => ({ at: new Date(Date.UTC(2026, 0, day)), n: day }));
  const chart = plot(
    { marks: [Plot.lineY(days, { x: 'at', y: 'n' })] },
    { title: 'N', rows: days, x: 'at', y: 'n' },
  );
  expect(chart.notes).toEqual(['Times are in UTC.']);
  expect(chart.table.rows).toEqual([
    ['2026-01-01', 1],
    ['2026-01-02', 2],
  ]);
  expect(chart.places).toHaveLength(2);
});

test('options may depend on the width', () => {
  const widths: number[] = [];
  plot(
    (width) => {
      widths.push(width);
      return dots;
    },
    { title: 'Views', rows, width: 600, narrowWidth: 300 },
  );
  expect(new Set(widths)).toEqual(new Set([600, 300]));
});
