import { plural } from '../format.ts';
import { postAges } from '../schema/derived-post.ts';
import type { Row } from '../schema/index.ts';
import { quantilesOf } from '../stats/descriptive/quantile.ts';
import { type Chart, type ChartOptions, type ChartTable, chartId, renderWidths } from './chart.ts';
import { drawCurves } from './growth-draw.ts';
import { describeCurves, knownAges, titleCurves, writeAge } from './growth-words.ts';
import { nameOrigin } from './notes.ts';
import { isolate } from './text-width.ts';

/** The columns of `post_age` that the chart reads. */
export type PostAgeRow = Pick<
  Row<'post_age'>,
  'post_id' | 'age_h' | 'account_id' | 'views' | 'views_low' | 'views_high'
> &
  Partial<Pick<Row<'post_age'>, 'method' | 'as_of'>>;

/** The columns of `post_curve` that the chart reads. */
export type PostCurveRow = Pick<
  Row<'post_curve'>,
  'post_id' | 'views_30d_forecast' | 'views_30d_low' | 'views_30d_high'
>;

/** Views of one post at one of the ages that posts are compared at. */
export interface AgePoint {
  age: number;
  /** Null is "not observed near that age". */
  views: number | null;
  low: number | null;
  high: number | null;
}

export interface Curve {
  id: string;
  /** From the first age to the last that the post has reached. */
  points: AgePoint[];
}

/** The other posts at one age. */
export interface AgeSpread {
  age: number;
  n: number;
  /** 10th, 25th, 50th, 75th and 90th percentile; null below `leastPosts`. */
  quantiles: readonly [number, number, number, number, number] | null;
}

/** What a post is expected to have at 30 days. */
export interface Expected {
  value: number;
  low: number;
  high: number;
}

export interface GrowthCurvesOptions extends ChartOptions {
  /** The post (id) that is drawn in the accent colour; all others are then what it is compared with. */
  highlight?: string | undefined;
  /** What the highlighted post is called. @default 'this post' */
  label?: string | undefined;
  /** Where the highlighted post is younger than 30 days: what it is expected to have then. */
  curves?: readonly PostCurveRow[] | undefined;
  source?: string | undefined;
  notes?: readonly string[] | undefined;
}

/** Fewer posts than this at an age have no median. */
export const leastPosts = 5;

/** More curves than this are drawn as the bands that most of them lie in. */
export const mostCurves = 60;

const expectedAge = 720;

/**
 * Views of posts by their age, from an hour to 90 days on a logarithmic axis, or as much of that as is known, so that posts are
 * compared at equal age: one highlighted, the others grey, and the median of the others. Takes `post_age` rows of one account's posts in any order.
 */
export function growthCurves(rows: readonly PostAgeRow[], options: GrowthCurvesOptions = {}): Chart {
  const all = readCurves(rows);
  const lead = all.find(({ id }) => id === options.highlight);
  const others = all.filter((curve) => curve !== lead);
  const spreads = postAges.map((age) => spreadAt(others, age));
  const label = options.label ?? 'this post';
  const expected = lead ? readExpected(lead, options.curves ?? []) : null;
  const words = { lead, others, spreads, label: isolate(label), expected };
  const ages = agesOf(all, expected);
  const alt = describeCurves(words);
  const account = rows[0]?.account_id ?? 'none';
  const banded = others.length > mostCurves;
  return {
    id: options.id ?? chartId('growth', 'views', lead?.id ?? account),
    kind: 'growth',
    title: options.title ?? titleCurves(words),
    subtitle: options.subtitle ?? subtitleOf(ages),
    ...renderWidths(options, (width) => drawCurves({ ...words, label, ages, banded, alt }, width)),
    alt,
    notes: [
      ...noteOthers(others.length, lead !== undefined, banded),
      ...(spreads.some(({ quantiles }) => quantiles)
        ? [
            `The median is of the posts observed at each age, from ${leastPosts} on; the table says of how many.`,
          ]
        : []),
      ...(expected
        ? [
            'Dashed: what the post is expected to have at 30 days, with the band that held 80% of the account’s finished posts.',
          ]
        : []),
      ...(all.some(({ points }) => points.some(({ views }) => views === 0))
        ? ['No views yet are drawn at the line of 0, below the axis.']
        : []),
      ...(lead?.points.some(({ low, high }) => low !== null && high !== null && low < high)
        ? ['Band: the source rounds, so the views may lie anywhere in it.']
        : []),
      ...(options.notes ?? []),
    ],
    source: options.source ?? '',
    ...nameOrigin(rows),
    table: tabulate(spreads, lead, label),
  };
}

/** One curve a post, in the order in which posts first appear. */
function readCurves(rows: readonly PostAgeRow[]): Curve[] {
  const byPost = new Map<string, Map<number, PostAgeRow>>();
  for (const row of rows) {
    const ages = byPost.get(row.post_id);
    if (ages) ages.set(row.age_h, row);
    else byPost.set(row.post_id, new Map([[row.age_h, row]]));
  }
  return [...byPost].map(([id, ages]) => ({
    id,
    points: postAges
      .filter((age) => age <= Math.max(...ages.keys()))
      .map((age) => {
        const row = ages.get(age);
        return { age, views: row?.views ?? null, low: row?.views_low ?? null, high: row?.views_high ?? null };
      }),
  }));
}

/** From the first age with known views to the last, what is expected among them; a single one has its neighbours beside it. */
function agesOf(curves: readonly Curve[], expected: Expected | null): readonly number[] {
  const known = new Set(curves.flatMap((curve) => knownAges(curve).map(({ age }) => age)));
  if (expected) known.add(expectedAge);
  const first = postAges.findIndex((age) => known.has(age));
  const last = postAges.findLastIndex((age) => known.has(age));
  if (first === -1) return postAges;
  const beside = first === last ? 1 : 0;
  return postAges.slice(Math.max(0, first - beside), last + 1 + beside);
}

const subtitleOf = (ages: readonly number[]) =>
  `Views by age of the post, from ${writeAge(ages[0] ?? 0)} to ${writeAge(ages.at(-1) ?? 0)}; both axes logarithmic`;

function spreadAt(curves: readonly Curve[], age: number): AgeSpread {
  const views = curves.flatMap(({ points }) => {
    const value = points.find((point) => point.age === age)?.views ?? null;
    return value === null ? [] : [value];
  });
  const quantiles = views.length < leastPosts ? null : quantilesOf(views, [0.1, 0.25, 0.5, 0.75, 0.9]);
  return { age, n: views.length, quantiles: quantiles as AgeSpread['quantiles'] };
}

/** What the post is expected to have at 30 days, where it is younger and something is expected. */
function readExpected({ id, points }: Curve, curves: readonly PostCurveRow[]): Expected | null {
  const row = curves.find(({ post_id }) => post_id === id);
  const reached = points.some(({ age }) => age >= expectedAge);
  const value = row?.views_30d_forecast ?? null;
  if (!row || reached || value === null || !points.some(({ views }) => views !== null)) return null;
  return { value, low: row.views_30d_low ?? value, high: row.views_30d_high ?? value };
}

function noteOthers(others: number, compared: boolean, banded: boolean): string[] {
  if (others === 0) return [];
  const posts = compared ? plural(others, 'other post') : plural(others, 'post');
  return banded
    ? [`Bands: the middle half, and 8 of 10, of ${posts}; too many to draw each.`]
    : [`Grey: ${posts}; the table has their quartiles at each age.`];
}

function tabulate(spreads: readonly AgeSpread[], lead: Curve | undefined, label: string): ChartTable {
  const views = (key: string, title: string) => ({ key, title, unit: 'views', numeric: true });
  const reached = Math.max(
    0,
    ...spreads.filter(({ n }) => n > 0).map(({ age }) => age),
    lead?.points.at(-1)?.age ?? 0,
  );
  return {
    columns: [
      { key: 'age', title: 'Age', numeric: false },
      ...(lead ? [views('views', label), views('low', 'At least'), views('high', 'At most')] : []),
      views('q25', 'Lower quartile'),
      views('median', 'Median'),
      views('q75', 'Upper quartile'),
      { key: 'n', title: 'Posts', unit: 'posts', numeric: true },
    ],
    rows: spreads
      .filter(({ age }) => age <= reached)
      .map(({ age, n, quantiles }) => {
        const own = lead?.points.find((point) => point.age === age);
        const [, q25 = null, q50 = null, q75 = null] = (quantiles ?? []).map(Math.round);
        return [
          writeAge(age),
          ...(lead
            ? [own?.views ?? null, own?.low ?? own?.views ?? null, own?.high ?? own?.views ?? null]
            : []),
          q25,
          q50,
          q75,
          n,
        ];
      }),
  };
}
