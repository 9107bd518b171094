import { daysBetween } from '../calendar.ts';
import { plural, signed } from '../format.ts';
import { differenceInterval } from '../stats/interval.ts';
import type { Measure, Series, Span } from './series.ts';
import {
  boundsOf,
  chooseWriter,
  type Known,
  knownPoints,
  nounsOf,
  unitOf,
  writeAmount,
  writeDay,
  writeMissing,
  writePartial,
  writeSpan,
  writeValue,
} from './words.ts';

/** The finding of one account's line: what was gained or lost between its first and last value. */
export function titleLevels(series: Series, measure: Measure): string {
  const known = knownPoints(series);
  const [first, last] = [known[0], known.at(-1)];
  const who = `@${series.handle}`;
  if (!first || !last) return `${who}: ${measure} not observed`;
  if (first === last) return `${who}: ${writeValue(last)} ${unitOf(last.value, measure)}`;
  const change = last.value - first.value;
  const days = plural(daysBetween(first.day, last.day), 'day');
  if (isWithinRounding(first, last))
    return change !== 0 || last.rounded
      ? `${who}: ${writeValue(last)} ${unitOf(last.value, measure)}, no change beyond rounding in ${days}`
      : `${who}: ${writeAmount(last.value, measure)}, as many as ${days} before`;
  const { gained, lost } = nounsOf(measure);
  const about = first.rounded || last.rounded ? 'about ' : '';
  return `${who} ${change > 0 ? gained : lost} ${about}${writeAmount(Math.abs(change), measure)} in ${days}`;
}

/** True where nothing changed, or rounding alone may have made the change. */
function isWithinRounding(first: Known, last: Known): boolean {
  const change = differenceInterval(boundsOf(first), boundsOf(last));
  return change !== null && change.low <= 0 && change.high >= 0;
}

/** The finding of several accounts' lines: the highlighted one's, else how many there are. */
export function titleMany(all: readonly Series[], lead: Series | undefined, measure: Measure): string {
  if (lead) return titleLevels(lead, measure);
  return all.length === 0
    ? `No ${measure} observed yet`
    : `${nounsOf(measure).of} ${plural(all.length, 'account')}`;
}

/** One account's line in a sentence. */
export function describeLevels(series: Series, measure: Measure): string {
  return `${sayLevels(series, measure)}${writePartial(series)}.`;
}

const sayLevels = (series: Series, measure: Measure) =>
  sayPoints(series, `${nounsOf(measure).of} @${series.handle}`);

/** How what the subject (in the plural) names went on, without a full stop: direction, range, extremes, last value, gaps. */
export function sayPoints(series: Pick<Series, 'points'>, subject: string): string {
  const known = knownPoints(series);
  const [first, last] = [known[0], known.at(-1)];
  const [start, end] = [series.points[0], series.points.at(-1)];
  if (!start || !end) return `${subject} were not observed`;
  const span = { first: start.day, last: end.day };
  if (!first || !last)
    return span.first === span.last
      ? `${subject} were not observed on ${writeSpan(span)}`
      : `${subject} were not observed on any of ${plural(series.points.length, 'day')}, ${writeSpan(span)}`;
  if (first === last) {
    const only =
      series.points.length === 1 ? '' : `, the only one of ${plural(series.points.length, 'day')} observed`;
    return `${subject} stood at ${writeValue(first)} on ${writeSpan({ first: first.day, last: first.day })}${only}`;
  }
  const highest = known.reduce((most, point) => (point.value > most.value ? point : most));
  const lowest = known.reduce((least, point) => (point.value < least.value ? point : least));
  const write = chooseWriter([first.value, last.value, highest.value, lowest.value]);
  const change = last.value - first.value;
  const from = `${writeValue(first, write)} on ${writeDay(first.day, span)}`;
  const to = `${writeValue(last, write)} on ${writeSpan({ first: last.day, last: last.day })}`;
  const about = first.rounded || last.rounded ? 'about ' : '';
  const parts = [
    highest.value === lowest.value
      ? `${subject} stayed at ${writeValue(last, write)} from ${writeSpan({ first: first.day, last: last.day })}`
      : change === 0
        ? `${subject} began at ${from} and were back there on ${writeSpan({ first: last.day, last: last.day })}`
        : `${subject} ${change > 0 ? 'rose' : 'fell'} from ${from} to ${to} (${about}${signed(change)})`,
  ];
  if (highest.value > Math.max(first.value, last.value))
    parts.push(`highest at ${writeValue(highest, write)} on ${writeDay(highest.day, span)}`);
  if (lowest.value < Math.min(first.value, last.value))
    parts.push(`lowest at ${writeValue(lowest, write)} on ${writeDay(lowest.day, span)}`);
  const missing = writeMissing(series.points);
  return parts.join(', ') + (missing === '' ? '' : `; ${missing}`);
}

/** Several accounts' lines in a sentence, led by the highlighted one. */
export function describeMany(
  all: readonly Series[],
  lead: Series | undefined,
  measure: Measure,
  span: Span,
): string {
  const others = all.filter((series) => series !== lead);
  const ends = others
    .flatMap((series) =>
      knownPoints(series)
        .slice(-1)
        .map((point) => ({ ...point, handle: series.handle })),
    )
    .sort((a, b) => b.value - a.value);
  const [high, low] = [ends[0], ends.at(-1)];
  const range =
    !high || !low
      ? 'were not observed'
      : high === low
        ? `ended at ${writeValue(high)}`
        : `ended between ${writeValue(low)} (@${low.handle}) and ${writeValue(high)} (@${high.handle})`;
  if (!lead) return `${nounsOf(measure).of} ${plural(all.length, 'account')}, ${writeSpan(span)}, ${range}.`;
  const rest = others.length === 1 ? 'the other account' : `the other ${plural(others.length, 'account')}`;
  return `${sayLevels(lead, measure)}${writePartial(lead)}; ${rest} ${range}.`;
}
