import * as Plot from '@observablehq/plot';
import type { Drawing, Place } from './chart.ts';
import { renderEmpty } from './empty.ts';
import { type Frame, isNarrow } from './frame.ts';
import { alongOf, makeAgeAxis, makeViewsAxis } from './growth-axis.ts';
import type { Curve } from './growth-curves.ts';
import { type CurveWords, knownAges } from './growth-words.ts';
import { placeLabels } from './labels.ts';
import { drawPlane, makePlane, scalesOf } from './plane.ts';
import { renderPlot } from './svg.ts';
import { fitText, isolate, textWidth } from './text-width.ts';
import { fontSize, lineHeight } from './theme.ts';
import { short } from './words.ts';

/** All that the picture of `growthCurves` depends on, but its width. */
export interface GrowthModel extends CurveWords {
  /** The ages on the axis, at least two. */
  ages: readonly number[];
  /** Bands instead of a line for each of the others. */
  banded: boolean;
  alt: string;
}

export function drawCurves(model: GrowthModel, width: number): Drawing {
  const { lead, others, spreads, expected, ages, banded, alt } = model;
  const y = makeViewsAxis(model);
  if (!y) return renderEmpty(width, 'not observed yet', alt);
  const rail = y.texts[0] === '0' ? (y.ticks[0] ?? 1) : 1;
  const at = (views: number) => (views === 0 ? rail : views);
  const x = makeAgeAxis(ages, isNarrow(width));
  const labels = writeLabels(model, isNarrow(width));
  const frame = makePlane({ width, x, y, marginRight: marginFor(labels, alongOf(ages), width - y.margin) });
  const medians = spreads.flatMap(({ age, quantiles }) =>
    quantiles ? [{ age, q: quantiles.map((value) => at(Math.round(value))) }] : [],
  );
  const marks = [
    ...(banded ? drawSpread(medians) : []),
    ...drawPlane(frame, x, y),
    ...(banded ? [] : drawOthers(others, at)),
    ...(medians.length > 0
      ? [Plot.line(medians, { x: 'age', y: ({ q }: { q: number[] }) => q[2], className: 'line total' })]
      : []),
    ...(lead ? drawPost(lead, expected, at) : []),
    ...drawLabels(labels, at, frame),
  ];
  const svg = renderPlot(
    { ...frame, ...scalesOf(frame), marks },
    { width, height: frame.height, label: alt },
  );
  return { svg, places: placeAges(model, at, frame) };
}

function drawSpread(medians: readonly { age: number; q: number[] }[]): Plot.Markish[] {
  const band = (from: number, to: number, className: string) =>
    Plot.areaY(medians, {
      x: 'age',
      y1: ({ q }: { q: number[] }) => q[from],
      y2: ({ q }: { q: number[] }) => q[to],
      className: `fan ${className}`,
    });
  return medians.length === 0 ? [] : [band(0, 4, 'fan-95'), band(1, 3, 'fan-80')];
}

function drawOthers(others: readonly Curve[], at: (views: number) => number): Plot.Markish[] {
  const points = others.flatMap(({ id, points }) =>
    points.map(({ age, views }) => ({ id, age, views: views === null ? null : at(views) })),
  );
  const lone = others.flatMap(({ points }) => loneAges(points, at));
  return [
    ...(points.length > 0
      ? [Plot.line(points, { x: 'age', y: 'views', z: 'id', className: 'line context' })]
      : []),
    ...(lone.length > 0 ? [Plot.dot(lone, { x: 'age', y: 'views', r: 1.5, className: 'dot context' })] : []),
  ];
}

/** Known ages without a known neighbour: a line cannot show them. */
const loneAges = (points: Curve['points'], at: (views: number) => number) =>
  points.flatMap(({ age, views }, i) =>
    views === null || points[i - 1]?.views != null || points[i + 1]?.views != null
      ? []
      : [{ age, views: at(views) }],
  );

function drawPost(
  lead: Curve,
  expected: GrowthModel['expected'],
  at: (views: number) => number,
): Plot.Markish[] {
  const points = lead.points.map(({ age, views, low, high }) => ({
    age,
    views: views === null ? null : at(views),
    low: views === null ? null : at(low ?? views),
    high: views === null ? null : at(high ?? views),
  }));
  const known = points.filter(({ views }) => views !== null);
  const last = known.at(-1);
  const ahead =
    expected && last
      ? [
          { age: last.age, views: last.views, low: last.views, high: last.views },
          { age: 720, views: at(expected.value), low: at(expected.low), high: at(expected.high) },
        ]
      : [];
  const x = 'age';
  return [
    ...(ahead.length > 0 ? [Plot.areaY(ahead, { x, y1: 'low', y2: 'high', className: 'fan fan-80' })] : []),
    ...(known.some(({ low, high }) => low !== high)
      ? [Plot.areaY(points, { x, y1: 'low', y2: 'high', className: 'band' })]
      : []),
    Plot.line(points, { x, y: 'views', className: 'line accent' }),
    ...(ahead.length > 0 ? [Plot.line(ahead, { x, y: 'views', className: 'line dashed accent' })] : []),
    ...(known.length > 0 ? [Plot.dot(known, { x, y: 'views', r: 3, className: 'dot accent' })] : []),
  ];
}

interface CurveLabel {
  age: number;
  views: number;
  text: string;
  className: string;
  importance: number;
}

/** At the ends: the highlighted post, what it is expected to have, and the median. */
function writeLabels({ lead, spreads, label, expected }: GrowthModel, narrow: boolean): CurveLabel[] {
  const own = lead ? knownAges(lead).at(-1) : undefined;
  const median = spreads.findLast(({ quantiles }) => quantiles !== null);
  const middle = Math.round(median?.quantiles?.[2] ?? 0);
  const room = narrow ? 124 : 190;
  const post = own ? ` ${short(own.views)}` : '';
  return [
    ...(own
      ? [
          {
            age: own.age,
            views: own.views,
            text: `${isolate(fitText(label, room - textWidth(post, true), true))}${post}`,
            className: 'accent',
            importance: 3,
          },
        ]
      : []),
    ...(expected
      ? [
          {
            age: 720,
            views: expected.value,
            text: `expected ${short(expected.value)}`,
            className: 'accent',
            importance: 2,
          },
        ]
      : []),
    ...(median
      ? [
          {
            age: median.age,
            views: middle,
            text: `median ${short(middle)}`,
            className: 'strong',
            importance: 1,
          },
        ]
      : []),
  ];
}

const gap = 8;

/** Room right of the plot area, so that each label that begins at its age ends inside. */
function marginFor(labels: readonly CurveLabel[], alongAt: (age: number) => number, room: number): number {
  const needs = labels.map(({ age, text }) => {
    const along = alongAt(age);
    const length = textWidth(text, true) + gap + 2;
    return along === 0 ? 0 : (length - (1 - along) * room) / along;
  });
  return Math.ceil(Math.max(16, ...needs));
}

function drawLabels(
  labels: readonly CurveLabel[],
  at: (views: number) => number,
  frame: Frame,
): Plot.Markish[] {
  const places = placeLabels(
    labels.map(({ views, importance }) => ({ at: frame.y.place(at(views)), importance })),
    {
      spacing: lineHeight,
      from: fontSize / 2,
      to: frame.height - frame.marginBottom,
      maxMove: 2 * lineHeight,
    },
  );
  const drawn = labels.flatMap((label, i) => {
    const place = places[i];
    return place == null ? [] : [{ ...label, y: frame.y.invert(place) }];
  });
  return ['accent', 'strong'].flatMap((className) => {
    const group = drawn.filter((label) => label.className === className);
    if (group.length === 0) return [];
    const text = { x: 'age', y: 'y', text: 'text', textAnchor: 'start', dx: gap } as const;
    return [
      Plot.text(group, {
        ...text,
        className: className === 'accent' ? 'label accent strong' : 'label strong',
      }),
    ];
  });
}

/** The ages of the table, at the highlighted post where it is known, else at the median. */
function placeAges({ lead, spreads }: GrowthModel, at: (views: number) => number, frame: Frame): Place[] {
  return spreads.flatMap(({ age, quantiles }, row) => {
    const own = lead?.points.find((point) => point.age === age)?.views ?? null;
    const views = own ?? (quantiles ? Math.round(quantiles[2]) : null);
    return views === null ? [] : [{ row, x: frame.x.place(age), y: frame.y.place(at(views)) }];
  });
}
