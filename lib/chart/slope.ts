import { dayLong, exact, plural } from '../format.ts';
import { differenceInterval } from '../stats/interval.ts';
import { type Chart, type ChartOptions, type ChartTable, chartId, renderWidths } from './chart.ts';
import { drawSlopes } from './slope-draw.ts';
import { makeSlopeAxis, type Slope, type SlopeModel } from './slope-model.ts';
import { describeSlopes, titleSlopes } from './slope-words.ts';

export interface SlopeRow {
  /** What the line stands for: `@nasa`. */
  label: string;
  /** Null is "not observed". */
  before: number | null;
  after: number | null;
  /** Where the source rounds: between what the true values lie. */
  beforeInterval?: { low: number; high: number } | null | undefined;
  afterInterval?: { low: number; high: number } | null | undefined;
}

export interface SlopeOptions extends ChartOptions {
  /** What is measured: "Followers". */
  measure: string;
  /** What one of it is: "followers"; "fraction" is written as percent. */
  unit: string;
  /** The two instants: days, or words such as "before the campaign". */
  from: string;
  to: string;
  /** Zone that the days are cut in, where `from` and `to` are days. @default 'UTC' */
  zone?: string | undefined;
  /** What one row is. @default 'account' */
  row?: string | undefined;
  /** The label that is drawn in the accent colour; all others are then context. */
  highlight?: string | undefined;
  /** @default 'log' where all lie above 0 and differ at least thirtyfold, else 'linear' */
  scale?: 'linear' | 'log' | undefined;
  /** How many lines are drawn, the highest at the end; the table has all. @default 20 */
  limit?: number | undefined;
  source?: string | undefined;
  notes?: readonly string[] | undefined;
}

/**
 * Two instants compared: a line for each row from its value before to its value after, with names, values and the signed
 * change. A row that was observed at one of them only is a dot there. Counts that the source rounds have whiskers. Labels that
 * would collide move apart, and where that is not enough the smallest are left out, which the notes say.
 */
export function slopeChart(rows: readonly SlopeRow[], options: SlopeOptions): Chart {
  const { measure, unit, row: noun = 'account', limit = 20 } = options;
  const observed = rows.filter(({ before, after }) => before !== null || after !== null);
  const sorted = [...observed].sort((a, b) => rankOf(b) - rankOf(a));
  const lead = sorted.find(({ label }) => label === options.highlight);
  const kept = sorted.slice(0, limit);
  if (lead && !kept.includes(lead)) kept.splice(-1, 1, lead);
  const slopes = kept.map((each): Slope => ({ ...each, bold: each === lead }));
  const words = { measure, unit, noun, from: nameInstant(options.from), to: nameInstant(options.to) };
  const alt = describeSlopes(rows, lead, words);
  const model: SlopeModel = {
    slopes,
    axis: makeSlopeAxis(slopes, { title: measure, unit }, options.scale),
    unit,
    from: words.from,
    to: words.to,
    alt,
  };
  let unlabelled = 0;
  const drawn = renderWidths(options, (width) => {
    const drawing = drawSlopes(model, width);
    unlabelled = Math.max(unlabelled, drawing.unlabelled);
    return drawing;
  });
  return {
    id: options.id ?? chartId('slope', measure),
    kind: 'slope',
    title: options.title ?? titleSlopes(rows, lead, words),
    subtitle: options.subtitle ?? `${measure}, ${words.from} and ${words.to}${sayZone(options)}`,
    ...drawn,
    alt,
    notes: [
      ...(kept.length < observed.length
        ? [
            `Shown: ${exact(kept.length)} of ${plural(observed.length, noun)}, the highest at the end; the table has all.`,
          ]
        : []),
      ...noteUnobserved(rows, noun),
      ...(slopes.some(({ beforeInterval, afterInterval }) => isWide(beforeInterval) || isWide(afterInterval))
        ? ['Whiskers: between what the true value lies where the source rounds.']
        : []),
      ...(unlabelled > 0 ? ['Some lines have no room for a label; the table has every value.'] : []),
      ...noteFoot(model),
      ...(model.axis?.log ? ['Logarithmic axis: equal distances are equal ratios.'] : []),
      ...(options.notes ?? []),
    ],
    source: options.source ?? '',
    table: tabulateSlopes(sorted.concat(rows.filter((each) => !observed.includes(each))), words),
  };
}

const rankOf = ({ before, after }: SlopeRow) => after ?? before ?? 0;
const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);
const nameInstant = (text: string) => (isDay(text) ? dayLong(text) : text);
const isWide = (interval: SlopeRow['beforeInterval']) => interval != null && interval.low < interval.high;

function sayZone({ from, to, zone = 'UTC' }: SlopeOptions): string {
  return isDay(from) || isDay(to) ? `; days in ${zone}` : '';
}

/** Says that heights are cut, where they are. */
function noteFoot({ axis }: SlopeModel): string[] {
  const foot = axis?.ticks[0] ?? 0;
  return axis === null || axis.log || foot <= 0
    ? []
    : [`The axis starts at ${axis.write(foot)}, not at zero.`];
}

function noteUnobserved(rows: readonly SlopeRow[], noun: string): string[] {
  const none = rows.filter(({ before, after }) => before === null && after === null).length;
  const one = rows.filter(({ before, after }) => (before === null) !== (after === null)).length;
  return [
    ...(one > 0 ? [`A dot without a line: ${plural(one, noun)} observed at one of the two times only.`] : []),
    ...(none > 0 ? [`Not shown: ${plural(none, noun)} not observed at either time.`] : []),
  ];
}

interface TableWords {
  measure: string;
  unit: string;
  noun: string;
  from: string;
  to: string;
}

/** Highest at the end first; the change with its ends where rounding leaves them open. */
function tabulateSlopes(rows: readonly SlopeRow[], { unit, noun, from, to }: TableWords): ChartTable {
  const changes = rows.map(({ before, after, beforeInterval, afterInterval }) => {
    const change = before === null || after === null ? null : tidy(after - before);
    if (change === null || (!isWide(beforeInterval) && !isWide(afterInterval)))
      return { change, interval: null };
    const point = (value: number) => ({ low: value, high: value });
    return {
      change,
      interval: differenceInterval(beforeInterval ?? point(before ?? 0), afterInterval ?? point(after ?? 0)),
    };
  });
  const wide = changes.some(({ interval }) => interval !== null);
  return {
    columns: [
      { key: 'label', title: noun.slice(0, 1).toUpperCase() + noun.slice(1), numeric: false },
      { key: 'before', title: from, unit, numeric: true },
      { key: 'after', title: to, unit, numeric: true },
      { key: 'change', title: 'Change', unit, numeric: true },
      ...(wide
        ? [
            { key: 'change_low', title: 'Change, at least', unit, numeric: true },
            { key: 'change_high', title: 'Change, at most', unit, numeric: true },
          ]
        : []),
    ],
    rows: rows.map(({ label, before, after }, i) => {
      const { change, interval } = changes[i] ?? { change: null, interval: null };
      return [
        label,
        before,
        after,
        change,
        ...(wide ? [interval?.low ?? change, interval?.high ?? change] : []),
      ];
    }),
  };
}

/** A difference of decimals without the noise of the last digits. */
const tidy = (value: number) => Number(value.toPrecision(12));
