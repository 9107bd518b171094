import { plural, signed } from '../format.ts';
import type { Measure, Series } from './series.ts';
import {
  type Known,
  knownPoints,
  nounsOf,
  short,
  writeDay,
  writeMissing,
  writePartial,
  writeSpan,
} from './words.ts';

/** The finding of daily changes: on how many days the account gained, or lost where that was more often. */
export function titleChanges(series: Series, measure: Measure): string {
  const known = knownPoints(series);
  const who = `@${series.handle}`;
  if (known.length === 0) return `${who}: no daily change of ${measure} known yet`;
  const { gains, losses } = countSigns(known);
  const days = plural(known.length, 'day');
  if (gains === 0 && losses === 0)
    return `${who}: ${measure} unchanged on ${known.length === 1 ? days : `all ${days}`}`;
  const { gained, lost } = nounsOf(measure);
  return gains >= losses
    ? `${who} ${gained} ${measure} on ${gains} of ${days}`
    : `${who} ${lost} ${measure} on ${losses} of ${days}`;
}

/** Daily changes in a sentence: how often up and down, the extremes, the last, and what is missing. */
export function describeChanges(series: Series, measure: Measure): string {
  const known = knownPoints(series);
  const [start, end, last] = [series.points[0], series.points.at(-1), known.at(-1)];
  if (!start || !end) return `There is no change of ${measure} to show yet.`;
  const span = { first: start.day, last: end.day };
  const subject = `Daily change of ${measure} of @${series.handle}, ${writeSpan(span)}`;
  if (!last) return `${subject}: not known on any day${sayPartial(series)}.`;
  const { gains, losses } = countSigns(known);
  const same = known.length - gains - losses;
  const counts = [
    gains > 0 ? `up on ${plural(gains, 'day')}` : '',
    losses > 0 ? `down on ${plural(losses, 'day')}` : '',
    same > 0 ? `unchanged on ${plural(same, 'day')}` : '',
  ].filter((part) => part !== '');
  const { most, least } = findExtremes(known);
  const say = (point: Known) => `${signed(point.value, short)} on ${writeDay(point.day, span)}`;
  const parts = [`${subject}: ${known.length === 1 ? say(last) : counts.join(', ')}`];
  if (known.length > 1 && most.value > 0) parts.push(`largest gain ${say(most)}`);
  if (known.length > 1 && least.value < 0) parts.push(`largest loss ${say(least)}`);
  if (known.length > 1 && same < known.length) parts.push(`last ${say(last)}`);
  const missing = writeMissing(series.points).replace('observed', 'known');
  if (missing !== '') parts.push(missing);
  return `${parts.join('; ')}${sayPartial(series)}.`;
}

const sayPartial = (series: Series) => writePartial(series, (value) => signed(value, short));

/** The highest and the lowest change; the earlier day where two are equal. */
export function findExtremes(known: readonly Known[]): { most: Known; least: Known } {
  const [first] = known as [Known, ...Known[]];
  return known.reduce(
    ({ most, least }, point) => ({
      most: point.value > most.value ? point : most,
      least: point.value < least.value ? point : least,
    }),
    { most: first, least: first },
  );
}

function countSigns(known: readonly Known[]): { gains: number; losses: number } {
  return {
    gains: known.filter(({ value }) => value > 0).length,
    losses: known.filter(({ value }) => value < 0).length,
  };
}
