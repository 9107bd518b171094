import { exact, plural } from '../format.ts';
import type { TableName } from '../schema/index.ts';
import { type Chart, type ChartOptions, type ChartTable, chartId, renderWidths } from './chart.ts';
import { type DistributionModel, drawDistribution } from './distribution-draw.ts';
import { type Group, leastForQuantiles, readGroups } from './distribution-groups.ts';
import { makeMeasureAxis, writerOf } from './measure-axis.ts';
import { nameOrigin } from './notes.ts';
import { type AnyRow, type ColumnWords, readOrigin, wordsOf } from './objects.ts';
import { rangeOfValues } from './scatter-axis.ts';

export interface DistributionOptions<R extends object = AnyRow> extends ChartOptions {
  /** Column of numbers. */
  value: keyof R & string;
  /** Column whose values part the rows, or words made of a row. @default all rows are one group */
  group?: (keyof R & string) | ((row: R) => string) | undefined;
  /** Table of the ledger that the rows are of: title and unit of the axis. */
  table?: TableName | undefined;
  valueWords?: Partial<ColumnWords> | undefined;
  /** What one row is. @default 'row' */
  row?: string | undefined;
  /** @default 'log' where no value is below 0 and those above it differ at least hundredfold, else 'linear' */
  scale?: 'linear' | 'log' | undefined;
  /** The group in the accent colour; all others are then context. */
  highlight?: string | undefined;
  /** How many groups are drawn; the table has all. @default 12 */
  limit?: number | undefined;
  source?: string | undefined;
  notes?: readonly string[] | undefined;
}

/**
 * How values are spread in one or several groups: each row a dot, with the 10th, 25th, 50th, 75th and 90th percentile (type 7)
 * beneath and n at each group; the highest median first. A logarithmic axis has a rail for zeros beside it. Where dots would
 * not fit, one stands for several rows, and the picture says so. Quantiles but the median need five values.
 */
export function distribution<R extends object>(rows: readonly R[], options: DistributionOptions<R>): Chart {
  const { value, row: noun = 'row', limit = 12 } = options;
  const words = { ...wordsOf(value, options.table), ...options.valueWords };
  const { groups, unobserved } = readGroups(
    rows as readonly AnyRow[],
    options as unknown as DistributionOptions,
  );
  const log = isLog(groups, options.scale);
  const shown = groups
    .slice(0, limit)
    .map((group) => (log ? { ...group, values: group.values.filter((each) => each >= 0) } : group));
  const [low, high] = rangeOfValues(shown.flatMap(({ values }) => values).filter((each) => !log || each > 0));
  const axis = low > high ? null : makeAxis(low, high, words, log);
  const alt = describeGroups(groups, words, noun, rows.length);
  const model: DistributionModel = {
    groups: shown,
    axis: axis ?? (shown.length > 0 ? makeMeasureAxis(0, 1, words, false) : null),
    log: log && axis !== null,
    write: writerOf(words),
    noun,
    highlight: options.highlight,
    alt,
  };
  return {
    id: options.id ?? chartId('distribution', value, typeof options.group === 'string' ? options.group : ''),
    kind: 'distribution',
    title: options.title ?? `${words.title}, ${noun} by ${noun}`,
    subtitle:
      options.subtitle ??
      `${words.title} of ${plural(rows.length - unobserved, noun)}${groups.length > 1 ? ` in ${groups.length} groups` : ''}`,
    ...renderWidths(options, (width) => drawDistribution(model, width)),
    alt,
    notes: [
      ...(shown.some(({ n }) => n >= leastForQuantiles)
        ? [
            'Beneath the dots: a line from the 10th to the 90th percentile, a bar from the 25th to the 75th, a tick at the median.',
          ]
        : []),
      ...(model.log ? ['Logarithmic axis: equal distances are equal ratios.'] : []),
      ...(log && groups.some(({ values }) => values.some((each) => each < 0))
        ? ['Not shown: values below 0, which a logarithmic axis has no place for.']
        : []),
      ...(unobserved > 0 ? [`Not shown: ${plural(unobserved, noun)} without a value.`] : []),
      ...(groups.length > limit
        ? [`Shown: the first ${limit} of ${exact(groups.length)} groups; the table has all.`]
        : []),
      ...(options.notes ?? []),
    ],
    source: options.source ?? '',
    ...nameOrigin(readOrigin(rows as readonly AnyRow[])),
    table: tabulateGroups(groups, words, noun),
  };
}

function isLog(groups: readonly Group[], scale: 'linear' | 'log' | undefined): boolean {
  if (scale !== undefined) return scale === 'log';
  const values = groups.flatMap((group) => group.values);
  const [low, high] = rangeOfValues(values.filter((each) => each > 0));
  return values.every((each) => each >= 0) && high / low >= 100;
}

function makeAxis(low: number, high: number, words: ColumnWords, log: boolean) {
  if (!log && low >= 0 && low <= 0.35 * high) return makeMeasureAxis(0, high, words, log);
  if (low === high && !log) return makeMeasureAxis(low - 1, high + 1, words, log);
  return makeMeasureAxis(low, high, words, log);
}

function describeGroups(groups: readonly Group[], words: ColumnWords, noun: string, all: number): string {
  const write = writerOf(words);
  if (all === 0) return `${words.title}: there is nothing to show yet.`;
  if (groups.length === 0) return `${words.title}: not observed for any of ${plural(all, noun)}.`;
  const say = ({ name, n, quantiles, low, high }: Group) => {
    const of = name === '' ? plural(n, noun) : `${name} (${plural(n, noun)})`;
    if (n === 1) return `${write(low)} for ${of}`;
    if (low === high) return `${write(low)} each for ${of}`;
    const [, q1, median = low, q3] = quantiles;
    const half =
      q1 === null || q1 === undefined || q3 === null || q3 === undefined
        ? ''
        : `, the middle half from ${write(q1)} to ${write(q3)}`;
    return `median ${write(median ?? low)} for ${of}, from ${write(low)} to ${write(high)}${half}`;
  };
  const said =
    groups.length <= 4
      ? groups.map(say)
      : [...groups.slice(0, 3).map(say), `last of ${exact(groups.length)} ${say(groups.at(-1) as Group)}`];
  const missing = all - groups.reduce((sum, { n }) => sum + n, 0);
  const zeros = groups.reduce((sum, group) => sum + group.zeros, 0);
  const parts = [
    `${words.title}: ${said.join('; ')}`,
    ...(zeros > 0 && groups.some(({ high }) => high > 0) ? [`${plural(zeros, noun)} at 0`] : []),
    ...(missing > 0 ? [`not observed for ${plural(missing, noun)}`] : []),
  ];
  return `${parts.join('; ')}.`;
}

function tabulateGroups(groups: readonly Group[], { title, unit }: ColumnWords, noun: string): ChartTable {
  const column = (key: string, name: string) => ({
    key,
    title: name,
    ...(unit === '' ? {} : { unit }),
    numeric: true,
  });
  return {
    columns: [
      { key: 'group', title: 'Group', numeric: false },
      { key: 'n', title: 'n', unit: `${noun}s`, numeric: true },
      { key: 'zeros', title: 'At 0', unit: `${noun}s`, numeric: true },
      column('min', 'Lowest'),
      column('p10', '10th percentile'),
      column('p25', '25th percentile'),
      column('median', `${title}, median`),
      column('p75', '75th percentile'),
      column('p90', '90th percentile'),
      column('max', 'Highest'),
    ],
    rows: groups.map(({ name, n, zeros, low, high, quantiles }) => [
      name === '' ? 'all' : name,
      n,
      zeros,
      low,
      ...quantiles,
      high,
    ]),
  };
}
