import * as Plot from '@observablehq/plot';
import type { Chart } from '#lib';
import { plot } from '#lib/chart/plot';

export const about = 'Anything else that Observable Plot draws, in the colours and both widths of the site.';

const weeks = Array.from({ length: 12 }, (_, i) => ({
  week: new Date(Date.UTC(2026, 0, 5 + 7 * i)),
  views: Math.round(400_000 + 90_000 * Math.sin(i * 1.3) + 12_000 * i),
  posts: (i * 5) % 9,
}));
const formats = ['video', 'photo', 'story', 'live'].flatMap((format, i) =>
  ['Jan', 'Feb', 'Mar'].map((month, j) => ({ format, month, posts: 3 + ((i * 7 + j * 5) % 11) })),
);
const names = [
  { label: '国立科学博物館', views: 4_100 },
  { label: 'المكتبة الوطنية', views: 3_900 },
  { label: '"><script>alert(1)</script>', views: 2_000 },
];
const months = { domain: ['Jan', 'Feb', 'Mar'] };
const at = { x: 'week', y: 'views' } as const;

const curve = (values: readonly (number | null)[]) => {
  const rows = values.map((views, i) => ({ week: i + 1, views }));
  return plot(
    {
      x: { ticks: Math.min(values.length, 6) },
      marks: [
        Plot.lineY(rows, { ...at, className: 'line accent' }),
        Plot.dot(rows, { ...at, r: 2.5, className: 'dot accent' }),
      ],
    },
    { title: 'Views by week', rows, ...at },
  );
};
const twenty = Array.from({ length: 20 }, (_, i) =>
  [1, 2, 3].map((week) => ({
    tag: `tag_${i + 1}`,
    week,
    views: 50 * (i + 1) + (week < 3 ? ((i * 17 + week * 11) % 90) - 40 : 0),
  })),
).flat();

/** Anything of Observable Plot: one picture a kind of scale, and the edges. */
export const samples: Record<string, () => Chart> = {
  'plot-line': () =>
    plot(
      {
        y: { grid: true, zero: true, label: 'views' },
        marks: [
          Plot.ruleY([0]),
          Plot.lineY(weeks, { ...at, className: 'line accent' }),
          Plot.dot(weeks, { ...at, r: 2.5, className: 'dot accent' }),
        ],
      },
      { title: 'Views by week', subtitle: 'Views of all posts by week', rows: weeks, ...at },
    ),
  'plot-categories': () =>
    plot(
      (width) => {
        const stack = { x: 'posts', y: 'month', z: 'format' } as const;
        const name = ({ format, posts }: { format: string; posts: number }) =>
          posts > (width < 480 ? 8 : 3) ? format : '';
        const words = { ...stack, text: name, className: 'label strong' };
        return {
          color: { legend: true },
          y: months,
          marks: [
            Plot.barX(formats, { ...stack, fill: 'format' }),
            Plot.textX(formats, Plot.stackX(words)),
            Plot.ruleX([0]),
          ],
        };
      },
      { title: 'Posts by format', rows: formats },
    ),
  'plot-steps': () =>
    plot(
      (width) => ({
        x: { axis: 'top', label: null, ...months },
        y: { label: null },
        marks: [
          Plot.cell(formats, { x: 'month', y: 'format', fill: 'posts', inset: 1 }),
          Plot.text(formats, {
            x: 'month',
            y: 'format',
            text: 'posts',
            fill: 'white',
            stroke: 'black',
            strokeWidth: width > 400 ? 3 : 2,
          }),
        ],
      }),
      { title: 'Posts by month and format', rows: formats, x: 'month', y: 'format' },
    ),
  'plot-facets': () =>
    plot(
      (width) => {
        const panel = width < 480 ? { fy: 'format' } : { fx: 'format' };
        const bars = { x: 'month', y: 'posts', ...panel, className: 'bar accent' };
        return {
          x: months,
          y: { ticks: 3 },
          height: width < 480 ? 420 : 260,
          marginRight: width < 480 ? 76 : 24,
          marks: [Plot.barY(formats, bars), Plot.ruleY([0])],
        };
      },
      { title: 'Posts by month, one panel a format', rows: formats },
    ),
  'plot-large-numbers': () =>
    plot(
      {
        marks: [
          Plot.dot(
            [
              { a: 1, b: 2_100_000_000 },
              { a: 9, b: -40 },
            ],
            { x: 'a', y: 'b' },
          ),
        ],
      },
      {
        title: 'Two points',
        rows: [
          { a: 1, b: 2_100_000_000 },
          { a: 9, b: -40 },
        ],
        x: 'a',
        y: 'b',
      },
    ),
  'plot-foreign-names': () =>
    plot(
      {
        marginLeft: 190,
        y: { label: null },
        marks: [
          Plot.barX(names, { x: 'views', y: 'label', sort: { y: '-x' }, className: 'bar accent' }),
          Plot.ruleX([0]),
        ],
      },
      { title: 'Views in 7 days', rows: names, x: 'views', y: 'label' },
    ),
  'plot-empty': () => plot({ marks: [] }, { title: 'Nothing yet', rows: [] }),
  'plot-one-point': () => curve([1204]),
  'plot-two-points': () => curve([1204, 90]),
  'plot-equal': () => curve([52, 52, 52, 52]),
  'plot-zero': () => curve([0, 0, 0, 0]),
  'plot-outlier': () => curve([12, 14, 15, 9_000_000, 16, 17]),
  'plot-gap-at-ends': () => curve([null, 51, 54, null, 60, 59, null]),
  'plot-twenty': () =>
    plot(
      (width) => ({
        marginRight: width < 480 ? 70 : 90,
        color: { type: 'categorical' },
        marks: [
          Plot.line(twenty, { ...at, z: 'tag', stroke: 'tag' }),
          Plot.text(twenty, Plot.selectLast({ ...at, z: 'tag', text: 'tag', textAnchor: 'start', dx: 6 })),
        ],
        height: width < 480 ? 400 : 420,
      }),
      { title: 'Views by week, a line a tag', rows: twenty, ...at },
    ),
};
