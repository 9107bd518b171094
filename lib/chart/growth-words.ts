import { exact, listWords, plural } from '../format.ts';
import type { AgePoint, AgeSpread, Curve, Expected } from './growth-curves.ts';
import { chooseWriter, short } from './words.ts';

export interface CurveWords {
  lead: Curve | undefined;
  others: readonly Curve[];
  spreads: readonly AgeSpread[];
  label: string;
  expected: Expected | null;
}

/** "1 hour", "6 hours", "1 day", "30 days". */
export const writeAge = (hours: number) => (hours < 24 ? plural(hours, 'hour') : plural(hours / 24, 'day'));

type KnownAge = AgePoint & { views: number };

export const knownAges = ({ points }: Curve): KnownAge[] =>
  points.filter((point): point is KnownAge => point.views !== null);

const views = (value: number, write = short) => `${write(value)} ${value === 1 ? 'view' : 'views'}`;

/** What the highlighted post had at its greatest known age, against the median; else the median of all at the greatest age. */
export function titleCurves({ lead, others, spreads, label }: CurveWords): string {
  const last = lead ? knownAges(lead).at(-1) : undefined;
  if (lead && !last) return `${capitalise(label)}: views not observed near any age`;
  if (last) {
    const against = sayRatio(last, spreads);
    return `${capitalise(label)}: ${views(last.views)} at ${writeAge(last.age)}${against === '' ? '' : `, ${against}`}`;
  }
  if (others.length === 0) return 'No views of posts by age yet';
  const { age, quantiles, n } = spreads.findLast((spread) => spread.quantiles !== null) ?? {};
  return quantiles && age !== undefined
    ? `Half of ${n} posts had ${views(Math.round(quantiles[2]))} or more at ${writeAge(age)}`
    : `Views of ${plural(others.length, 'post')} by age`;
}

/** "2.4 times the median of 33 others"; empty where there is none at that age, or it is zero. */
function sayRatio({ age, views }: KnownAge, spreads: readonly AgeSpread[]): string {
  const { quantiles, n = 0 } = spreads.find((spread) => spread.age === age) ?? {};
  const median = quantiles?.[2] ?? 0;
  if (median === 0) return '';
  const ratio = views / median;
  const times = exact(Number(ratio.toPrecision(ratio < 1 ? 1 : 2)));
  return times === '1' ? `about the median of ${n} others` : `${times} times the median of ${n} others`;
}

/** The highlighted post and the median of the others in a sentence. */
export function describeCurves({ lead, others, spreads, label, expected }: CurveWords): string {
  const parts = [
    ...(lead ? [describePost(lead, spreads, label)] : []),
    ...(expected
      ? [
          `expected at 30 days: ${short(expected.value)}${expected.low < expected.high ? `, 80% band from ${short(expected.low)} to ${short(expected.high)}` : ''}`,
        ]
      : []),
    ...describeOthers(others, spreads, lead !== undefined),
  ];
  return parts.length === 0 ? 'There are no views of posts by age yet.' : `${capitalise(parts.join('; '))}.`;
}

function describePost(lead: Curve, spreads: readonly AgeSpread[], label: string): string {
  const known = knownAges(lead);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last)
    return `views of ${label} were not observed near any of ${plural(lead.points.length, 'age')}`;
  const missing = lead.points.filter((point) => point.views === null).map(({ age }) => writeAge(age));
  const gaps = missing.length === 0 ? '' : `, not observed near ${listWords(missing)}`;
  const ratio = sayRatio(last, spreads);
  const against = ratio === '' ? '' : `, ${ratio}`;
  if (first === last) return `${label} had ${views(last.views)} at ${writeAge(last.age)}${against}${gaps}`;
  const write = chooseWriter(known.map((point) => point.views));
  const from = `${write(first.views)} at ${writeAge(first.age)}`;
  const to = `${write(last.views)} at ${writeAge(last.age)}`;
  const how =
    first.views === last.views
      ? `stayed at ${write(last.views)} from ${writeAge(first.age)} to ${writeAge(last.age)}`
      : `${last.views > first.views ? 'rose' : 'fell'} from ${from} to ${to}`;
  return `views of ${label} ${how}${against}${gaps}`;
}

function describeOthers(
  others: readonly Curve[],
  spreads: readonly AgeSpread[],
  compared: boolean,
): string[] {
  if (others.length === 0) return [];
  const posts = compared ? plural(others.length, 'other post') : plural(others.length, 'post');
  const known = spreads.flatMap(({ age, quantiles }) =>
    quantiles ? [{ age, median: Math.round(quantiles[2]) }] : [],
  );
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return [`${posts}, too few at any age for a median`];
  const say = ({ age, median }: { age: number; median: number }) => `${short(median)} at ${writeAge(age)}`;
  return [`median of ${posts}: ${first === last ? say(first) : `from ${say(first)} to ${say(last)}`}`];
}

const capitalise = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
