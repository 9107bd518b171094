import { exact, plural } from '../format.ts';
import type { TableName } from '../schema/index.ts';
import { type Chart, type ChartOptions, type ChartTable, chartId, renderWidths } from './chart.ts';
import { nameOrigin } from './notes.ts';
import { type AnyRow, readOrigin, wordsOf } from './objects.ts';
import { drawRanks } from './rank-draw.ts';
import { type Ranking, type RankStep, rankRows } from './rank-rows.ts';
import { describeRanks, titleRanks } from './rank-words.ts';
import { subtitleOf } from './words.ts';

export interface RankOptions<R extends object = AnyRow> extends ChartOptions {
  /** Column of numbers, the highest of which is first. */
  value: keyof R & string;
  /** Column of days, or of instants, which count by their UTC day. @default 'day' */
  at?: (keyof R & string) | undefined;
  /** What is ranked: a column, or words made of a row. */
  label: (keyof R & string) | ((row: R) => string);
  table?: TableName | undefined;
  /** What it is ranked by, inside a sentence. @default the title of the column */
  measure?: string | undefined;
  /** What is ranked, one of it. @default 'account' */
  row?: string | undefined;
  /** The name that is drawn in the accent colour; all others are then context. */
  highlight?: string | undefined;
  /** @default the shortest of which there are at most 16 */
  every?: RankStep | undefined;
  /** Zone that the days are cut in. @default the rows' zone */
  zone?: string | undefined;
  /** How many are drawn, the best at the end; the table has all. @default 20 */
  limit?: number | undefined;
  source?: string | undefined;
  notes?: readonly string[] | undefined;
}

/**
 * Who is first, second … over time: a line each, a gap where one was not observed, names at both ends. Ranks count those
 * that were observed at the time; equal values share the better rank (=3). Of many days the last observation of each week,
 * month or year counts. Rows in any order; without a value the picture says so.
 */
export function rankChart<R extends object>(rows: readonly R[], options: RankOptions<R>): Chart {
  const { value, row: noun = 'account', limit = 20 } = options;
  const columns = { ...options, at: options.at ?? 'day' } as unknown as Parameters<typeof rankRows>[1];
  const ranking = rankRows(rows as readonly AnyRow[], columns);
  const measure = options.measure ?? lowerFirst(wordsOf(value, options.table).title);
  const lead = ranking.series.find(({ name }) => name === options.highlight);
  const words = { measure, noun, lead };
  const shown = chooseShown(ranking, lead, limit);
  const alt = describeRanks(ranking, words);
  return {
    id: options.id ?? chartId('rank', value),
    kind: 'rank',
    title: options.title ?? titleRanks(ranking, words),
    subtitle: options.subtitle ?? subtitleRanks(ranking, rows as readonly AnyRow[], measure, options.zone),
    ...renderWidths(options, (width) => drawRanks({ days: ranking.days, series: shown, lead, alt }, width)),
    alt,
    notes: [
      ...(shown.length < ranking.series.length
        ? [
            `Shown: ${exact(shown.length)} of ${plural(ranking.series.length, noun)}, the best at the end; the table has all.`,
          ]
        : []),
      ...notePartial(ranking),
      ...(ranking.uncertain ? ['The source rounds: neighbours in rank may be the other way round.'] : []),
      ...(options.notes ?? []),
    ],
    source: options.source ?? '',
    ...nameOrigin(readOrigin(rows as readonly AnyRow[])),
    table: tabulateRanks(ranking),
  };
}

const lowerFirst = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);

function chooseShown({ series }: Ranking, lead: Ranking['series'][number] | undefined, limit: number) {
  const ranked = series.filter((each) => each.ranked.some(({ rank }) => rank !== null));
  const best = ranked.slice(0, limit);
  if (!lead || best.includes(lead) || !ranked.includes(lead)) return best;
  return [...best.slice(0, -1), lead];
}

function subtitleRanks(
  { days, step }: Ranking,
  rows: readonly AnyRow[],
  measure: string,
  zone: string | undefined,
): string {
  const [first, last] = [days[0], days.at(-1)];
  const what = `Rank by ${measure}${step === 'day' ? '' : `, last observation of each ${step}`}`;
  const zones = new Set(rows.flatMap((row) => (typeof row['zone'] === 'string' ? [row['zone']] : [])));
  const span =
    first && last
      ? { first: first.day, last: last.day, firstMs: first.ms, lastMs: last.ms, days: days.length }
      : null;
  return subtitleOf(what, span, zone === undefined ? (zones.size > 0 ? [...zones] : ['UTC']) : [zone]);
}

function notePartial({ partial, days, step }: Ranking): string[] {
  if (partial === 0) return [];
  const when = `${exact(partial)} of ${plural(days.length, step)}`;
  return [`In ${when} not all were observed; ranks there are among those that were.`];
}

/** Newest first, a column of ranks for each. */
function tabulateRanks({ days, series }: Ranking): ChartTable {
  return {
    columns: [
      { key: 'day', title: 'Day', numeric: false },
      ...series.map(({ name }) => ({ key: name, title: name, unit: 'rank', numeric: true })),
    ],
    rows: days.map(({ day }, i) => [day, ...series.map(({ ranked }) => ranked[i]?.rank ?? null)]).reverse(),
  };
}
