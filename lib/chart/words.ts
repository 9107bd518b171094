import { compact, dayShort, exact, listWords, plural } from '../format.ts';
import type { Interval } from '../stats/interval.ts';
import { findGaps, hasValue, type Measure, type Point, type Series, type Span } from './series.ts';

/** A known point of a series. */
export type Known = Point & { value: number };

/** The points with a value, in order. */
export const knownPoints = (series: Pick<Series, 'points'>): Known[] => series.points.filter(hasValue);

/** "1 Jan to 31 Dec 2026", "1 Dec 2025 to 3 Jan 2026", "3 Jan 2026". */
export function writeSpan({ first, last }: Pick<Span, 'first' | 'last'>): string {
  if (first === last) return dayShort(first, { year: true });
  return `${writeDay(first, { first, last })} to ${dayShort(last, { year: true })}`;
}

/** A day as short as the span allows: with its year only where the span has more than one. */
export function writeDay(day: string, span: Pick<Span, 'first' | 'last'>): string {
  return dayShort(day, { year: span.first.slice(0, 4) !== span.last.slice(0, 4) });
}

/** A count for running text and labels: every digit under 10,000, three from there. */
export const short = (value: number): string => (Math.abs(value) < 10_000 ? exact(value) : compact(value));

/** `short`, or every digit where three would hide a good part of how far the counts lie apart. */
export function chooseWriter(values: readonly number[]): (value: number) => string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const roundedOff = high < 10_000 ? 0 : 10 ** (Math.floor(Math.log10(high)) - 2) / 2;
  return low < high && roundedOff > (high - low) / 4 ? exact : short;
}

/** Where the true value of a known point lies: one value where nothing is rounded. */
export const boundsOf = ({ value, rounded }: Known): Interval => rounded ?? { low: value, high: value };

/** A known value with "about" where its source rounds. */
export function writeValue({ value, rounded }: Known, write: (value: number) => string = short): string {
  return `${rounded ? 'about ' : ''}${write(value)}`;
}

/** "3 of 30 days were not observed, the last 2 among them"; empty where all were. */
export function writeMissing(points: readonly Point[]): string {
  const gaps = findGaps(points);
  const days = gaps.reduce((sum, gap) => sum + gap.days, 0);
  if (days === 0) return '';
  const ends = [
    ...gaps.filter(({ first }) => first === points[0]?.day).map((gap) => `the first ${length(gap)}`),
    ...gaps.filter(({ last }) => last === points.at(-1)?.day).map((gap) => `the last ${length(gap)}`),
  ];
  const among = ends.length === 0 ? '' : `, ${listWords(ends)} among them`;
  return `${days} of ${plural(points.length, 'day')} ${days === 1 ? 'was' : 'were'} not observed${among}`;
}

const length = ({ days }: Span) => (days === 1 ? 'day' : String(days));

/** "; 6 Jan is not over: 1,204 so far", for the end of a sentence; empty where every day shown is over. */
export function writePartial(
  { partial, points }: Pick<Series, 'partial' | 'points'>,
  write: (value: number) => string = short,
): string {
  if (!partial || partial.value === null) return '';
  const span = { first: points[0]?.day ?? '', last: partial.day };
  return `; ${writeDay(partial.day, span)} is not over: ${write(partial.value)} so far`;
}

interface Nouns {
  one: string;
  gained: string;
  lost: string;
  of: string;
  byDay: string;
}

const nouns: Record<Measure, Nouns> = {
  followers: {
    one: 'follower',
    gained: 'gained',
    lost: 'lost',
    of: 'Followers of',
    byDay: 'Followers at the end of each day',
  },
  likes: {
    one: 'like',
    gained: 'gained',
    lost: 'lost',
    of: 'Likes of',
    byDay: 'Likes in all at the end of each day',
  },
  posts: {
    one: 'post',
    gained: 'added',
    lost: 'removed',
    of: 'Posts of',
    byDay: 'Public posts at the end of each day',
  },
};

export const nounsOf = (measure: Measure) => nouns[measure];

/** "1 follower", "2,400 followers", "12.4K followers". */
export function writeAmount(
  value: number,
  measure: Measure,
  write: (value: number) => string = short,
): string {
  return `${write(value)} ${unitOf(value, measure)}`;
}

export const unitOf = (value: number, measure: Measure) => `${nouns[measure].one}${value === 1 ? '' : 's'}`;

/** "Followers at the end of each day, 1 Jan to 31 Dec 2026; days in Europe/Paris". */
export function subtitleOf(what: string, span: Span | null, zones: readonly string[]): string {
  if (span === null) return what;
  const [zone] = zones;
  const same = zones.every((other) => other === zone);
  return `${what}, ${writeSpan(span)}; days in ${same && zone !== undefined ? zone : 'each account’s own zone'}`;
}
