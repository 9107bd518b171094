import { isDay } from '../calendar.ts';
import { dayShort, exact, orNotObserved, plural, signed } from '../format.ts';
import type { ChartTable } from './chart.ts';
import { chooseWriter } from './words.ts';

/** A value and what it is of: an account, a post, a day. */
export interface Labelled {
  label: string;
  value: number | null;
}

type LabelledValue = Labelled & { value: number };

const isKnown = (each: Labelled): each is LabelledValue => each.value !== null;

/**
 * Values in words, without a full stop: "Views from 3 (@a) to 9,012 (@b); 2 of 9 were not observed"; where labels are days,
 * the course from the first to the last. `noun` says what one is. The first of equal extremes is named.
 */
export function sayValues(measure: string, values: readonly Labelled[], noun: string): string {
  const known = values.filter(isKnown);
  const [first] = known;
  if (values.length === 0) return `${measure}: there is nothing to show yet`;
  if (!first) return `${measure}: not observed for any of ${plural(values.length, noun)}`;
  const said = values.every(({ label }) => isDay(label))
    ? sayCourse(measure, known)
    : sayRange(measure, known, noun);
  return said + sayMissing(values.length - known.length, values.length);
}

/** "; 2 of 9 were not observed"; empty where none is missing. */
export function sayMissing(missing: number, all: number): string {
  return missing === 0
    ? ''
    : `; ${exact(missing)} of ${exact(all)} ${missing === 1 ? 'was' : 'were'} not observed`;
}

function sayRange(measure: string, known: readonly LabelledValue[], noun: string): string {
  const { highest, lowest } = extremesOf(known);
  const write = chooseWriter([highest.value, lowest.value]);
  if (known.length === 1) return `${measure}: ${write(lowest.value)} (${lowest.label})`;
  if (highest.value === lowest.value)
    return `${measure}: ${write(lowest.value)} for each of ${plural(known.length, noun)}`;
  return `${measure} from ${write(lowest.value)} (${lowest.label}) to ${write(highest.value)} (${highest.label})`;
}

function sayCourse(measure: string, unordered: readonly LabelledValue[]): string {
  const known = [...unordered].sort((a, b) => (a.label < b.label ? -1 : 1));
  const [first, last] = [known[0], known.at(-1)] as [LabelledValue, LabelledValue];
  const { highest, lowest } = extremesOf(known);
  const write = chooseWriter([highest.value, lowest.value]);
  const on = ({ value, label }: LabelledValue) => `${write(value)} on ${dayShort(label, { year: true })}`;
  if (first === last) return `${measure}: ${on(first)}`;
  if (highest.value === lowest.value)
    return `${measure} stayed at ${write(first.value)} from ${dayShort(first.label, { year: true })} to ${dayShort(last.label, { year: true })}`;
  const change = last.value - first.value;
  const course =
    change === 0
      ? `began and ended at ${write(first.value)}, from ${dayShort(first.label, { year: true })} to ${dayShort(last.label, { year: true })}`
      : `${change > 0 ? 'rose' : 'fell'} from ${on(first)} to ${on(last)} (${signed(change, write)})`;
  const high = highest.value > Math.max(first.value, last.value) ? `, highest ${on(highest)}` : '';
  const low = lowest.value < Math.min(first.value, last.value) ? `, lowest ${on(lowest)}` : '';
  return `${measure} ${course}${high}${low}`;
}

/** The highest and the lowest; the first where several are. Needs a value. */
export function extremesOf<T extends { value: number }>(known: readonly T[]): { highest: T; lowest: T } {
  return {
    highest: known.reduce((most, each) => (each.value > most.value ? each : most)),
    lowest: known.reduce((least, each) => (each.value < least.value ? each : least)),
  };
}

/**
 * A table in one sentence: how its columns of numbers go, at most three of them. Rows are called by their columns of words, or
 * by the first column where it has none; `names` is how many of those columns at most.
 */
export function describeTable(title: string, { columns, rows }: ChartTable, noun = 'row', names = 2): string {
  const indices = columns.map((_, i) => i);
  const words = indices.filter((i) => columns[i]?.numeric === false).slice(0, names);
  const numeric = indices.filter((i) => columns[i]?.numeric && (i > 0 || words.length > 0));
  const start = title.slice(0, 1).toUpperCase() + title.slice(1).replace(/[.\s]+$/, '');
  if (rows.length === 0) return `${start}: there is nothing to show yet.`;
  if (numeric.length === 0) return `${start}: ${plural(rows.length, noun)}.`;
  const labels = rows.map((row) =>
    words.length > 0
      ? words.map((i) => row[i] ?? 'not named').join(', ')
      : `${columns[0]?.title} ${orNotObserved(numberOf(row[0]), exact)}`,
  );
  const said = numeric.slice(0, 3).map((i) =>
    sayValues(
      columns[i]?.title ?? '',
      rows.map((row, at) => ({ label: labels[at] ?? '', value: numberOf(row[i]) })),
      noun,
    ),
  );
  return `${start}: ${said.join('; ')}.`;
}

const numberOf = (cell: string | number | null | undefined) => (typeof cell === 'number' ? cell : null);
