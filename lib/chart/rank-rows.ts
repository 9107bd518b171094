import { addDays, msOf } from '../calendar.ts';
import { type AnyRow, nameRow } from './objects.ts';
import { type CellInterval, intervalOf } from './row-interval.ts';

/** How long one step of the ranking is; its value is the last one observed in it. */
export type RankStep = 'day' | 'week' | 'month' | 'year';

export interface Ranked {
  /** From 1; equal values share the better rank. Null where not observed. */
  rank: number | null;
  /** From 1, without ties, so that lines do not lie on each other. Null where not observed. */
  order: number | null;
  tied: boolean;
  value: number | null;
}

export interface RankSeries {
  name: string;
  /** One a step. */
  ranked: Ranked[];
}

export interface Ranking {
  step: RankStep;
  /** The day of each step that it is named by: its last day that has a row. */
  days: { day: string; ms: number }[];
  /** The best at the end first, those that are not observed there last. */
  series: RankSeries[];
  /** In how many steps not all were observed. */
  partial: number;
  /** True where neighbours in some rank may be the other way round, as their source rounds. */
  uncertain: boolean;
}

export interface RankColumns {
  value: string;
  at: string;
  label: string | ((row: AnyRow) => string);
  every?: RankStep | undefined;
}

/** More steps than this are put together into longer ones. */
const mostSteps = 16;

interface Cell {
  day: string;
  value: number;
  interval: CellInterval | null;
}

/** Ranks the values of each step, the highest first. Rows in any order; of a name's values in a step the last counts. */
export function rankRows(rows: readonly AnyRow[], { value, at, label, every }: RankColumns): Ranking {
  const days = [...new Set(rows.map((row) => String(row[at]).slice(0, 10)))].sort();
  const step = every ?? chooseStep(days);
  const steps = [...new Set(days.map((day) => stepOf(day, step)))];
  const lastDay = new Map(days.map((day) => [stepOf(day, step), day]));
  const cells = new Map<string, Map<string, Cell>>();
  for (const row of rows) {
    const name = nameRow(row, label);
    const known = cells.get(name) ?? new Map<string, Cell>();
    cells.set(name, known);
    const day = String(row[at]).slice(0, 10);
    const each = row[value];
    if (typeof each !== 'number' || !Number.isFinite(each)) continue;
    const before = known.get(stepOf(day, step));
    if (!before || before.day <= day)
      known.set(stepOf(day, step), { day, value: each, interval: intervalOf(row, value) });
  }
  const series = [...cells.keys()].map((name): RankSeries => ({ name, ranked: [] }));
  let partial = 0;
  let uncertain = false;
  for (const key of steps) {
    const known = series
      .flatMap((each) => {
        const cell = cells.get(each.name)?.get(key);
        return cell ? [{ ...cell, series: each, before: each.ranked.at(-1)?.order ?? Infinity }] : [];
      })
      .sort((a, b) => b.value - a.value || a.before - b.before);
    if (known.length < series.length) partial++;
    for (const each of series) each.ranked.push({ rank: null, order: null, tied: false, value: null });
    for (const [i, { value: each, series: own }] of known.entries()) {
      const first = known.findIndex((other) => other.value === each);
      const tied = known[first + 1]?.value === each;
      own.ranked[own.ranked.length - 1] = { rank: first + 1, order: i + 1, tied, value: each };
    }
    uncertain ||= known.some((each, i) => i > 0 && mayBeSwapped(known[i - 1] as Cell, each));
  }
  const lastOf = ({ ranked }: RankSeries) => ranked.at(-1)?.order ?? Infinity;
  return {
    step,
    days: steps.map((key) => ({ day: lastDay.get(key) ?? key, ms: msOf(lastDay.get(key) ?? key) })),
    series: series.sort((a, b) => lastOf(a) - lastOf(b) || 0),
    partial,
    uncertain,
  };
}

/** True where the lower of two may be above the higher. */
function mayBeSwapped(above: Cell, below: Cell): boolean {
  if (above.interval === null && below.interval === null) return false;
  return (below.interval?.high ?? below.value) >= (above.interval?.low ?? above.value);
}

/** The shortest step of which there are few enough. */
function chooseStep(days: readonly string[]): RankStep {
  const steps = ['day', 'week', 'month', 'year'] as const;
  return steps.find((step) => new Set(days.map((day) => stepOf(day, step))).size <= mostSteps) ?? 'year';
}

/** A name for the step that a day is in: weeks begin on Monday. */
function stepOf(day: string, step: RankStep): string {
  if (step === 'year') return day.slice(0, 4);
  if (step === 'month') return day.slice(0, 7);
  if (step === 'day') return day;
  return addDays(day, -((new Date(msOf(day)).getUTCDay() + 6) % 7));
}
