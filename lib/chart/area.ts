import { listWords, percent, plural } from '../format.ts';
import type { TableName } from '../schema/index.ts';
import type { Annotation } from '../schema/watchlist.ts';
import { numberAnnotations } from './annotations.ts';
import { drawStack, stackLayers } from './area-draw.ts';
import { makeValueAxis } from './axes.ts';
import { type Chart, type ChartOptions, type ChartTable, chartId, renderWidths } from './chart.ts';
import { type Layer, type LayerRow, readLayers, sumLayers, sumPartial } from './layers.ts';
import { sayPoints } from './level-words.ts';
import { nameOrigin, nameSources, noteGaps, noteInterpolated, notePartial, noteRounding } from './notes.ts';
import { allPoints, hasValue, joinPartial, type Series, spanOf, splitPartial } from './series.ts';
import { columnOf } from './tables.ts';
import { isolate } from './text-width.ts';
import { categoryClass, categoryCount } from './theme.ts';
import {
  chooseWriter,
  knownPoints,
  subtitleOf,
  writeDay,
  writePartial,
  writeSpan,
  writeValue,
} from './words.ts';

export interface AreaOptions<C extends string> extends ChartOptions {
  /** What is stacked: one column, of one or several accounts, or several columns of the same unit. */
  y: C | readonly C[];
  /** The table that the columns are of, for their titles and units. @default 'account_daily' */
  table?: TableName | undefined;
  annotations?: readonly Annotation[] | undefined;
  /** When the numbers were true, an instant or a day: the sum of a day that was not over then is hollow, and in no finding. */
  asOf?: string | undefined;
  /** Zone that the days are cut in. @default the rows' zone */
  zone?: string | undefined;
  /** Said after the notes that the chart makes itself. */
  notes?: readonly string[] | undefined;
}

/**
 * Amounts by day that add up, as areas one on the other with their sum: an account's columns, or a column of several
 * accounts, the largest lowest. A day on which one part is not known is a gap, for a sum without it would be too low.
 * Of more than eight parts the smallest are drawn as one; the table has all. Values below zero cannot be stacked: the
 * picture says so. Takes rows of any table by day, in any order.
 */
export function areaChart<C extends string>(rows: readonly LayerRow<C>[], options: AreaOptions<C>): Chart {
  const { y, table = 'account_daily' } = options;
  const columns: readonly C[] = typeof y === 'string' ? [y] : y;
  const read = splitPartial(readLayers(rows, columns, table), options.asOf);
  const layers = columns.length > 1 ? read : [...read].sort((a, b) => lastOf(b) - lastOf(a));
  const total: Series = {
    account_id: '',
    handle: '',
    zone: '',
    points: sumLayers(layers),
    partial: sumPartial(layers),
  };
  const span = spanOf(joinPartial(layers));
  const accounts = [...new Set(layers.map(({ account_id }) => account_id))];
  const words = wordsFor(columns, layers, table);
  const known = knownPoints(total);
  const stackable = layers.every(({ points }) => points.every(({ value }) => value === null || value >= 0));
  const events = numberAnnotations(options.annotations ?? [], layers, span);
  const most = Math.max(
    0,
    total.partial?.value ?? 0,
    ...known.map(({ value, rounded }) => rounded?.high ?? value),
  );
  const alt = describe(total, layers, words, stackable);
  const model = {
    layers: stackLayers(mergeSmall(layers), total.points),
    total,
    span,
    axis: stackable && known.length > 0 ? makeValueAxis(0, Math.max(most, 1), words.unit) : null,
    events,
    empty: stackable ? 'not observed yet' : 'values below zero cannot be stacked',
    alt,
  };
  const last = known.at(-1);
  return {
    id: options.id ?? chartId('area', ...columns, ...(accounts.length === 1 ? accounts : [])),
    kind: 'area',
    title:
      options.title ??
      (last
        ? `${words.subject}: ${writeValue(last)}${layers.length > 1 ? ' together' : ''} on ${writeSpan({ first: last.day, last: last.day })}`
        : `${words.subject}: not observed${layers.length > 1 ? ' together' : ''}`),
    subtitle:
      options.subtitle ??
      subtitleOf(words.measure, span, options.zone ? [options.zone] : layers.map(({ zone }) => zone)),
    ...renderWidths(options, (width) => drawStack(model, width)),
    alt,
    notes: [
      ...events.map(({ note }) => note),
      ...(model.axis === null
        ? []
        : noteGaps(total, layers.length > 1 ? 'Not every part observed' : 'Not observed')),
      ...noteInterpolated(total),
      ...noteRounding(total),
      ...notePartial([total]),
      ...(layers.length > categoryCount
        ? [`Grey: the ${layers.length - categoryCount + 1} smallest together; the table has each.`]
        : []),
      ...(options.notes ?? []),
    ],
    source: nameSources(rows),
    ...nameOrigin(rows),
    table: tabulate(layers, total),
  };
}

const lastOf = (layer: Layer) => layer.points.findLast(hasValue)?.value ?? -1;

interface Words {
  /** What is stacked, in the plural: "Followers of 3 accounts". */
  subject: string;
  measure: string;
  unit: string;
}

function wordsFor(columns: readonly string[], layers: readonly Layer[], table: TableName): Words {
  const titles = columns.map((column) => columnOf(column, table).title);
  const isNet = titles.length > 1 && titles.every((title) => title.endsWith(net));
  const short = titles.map((title) => (isNet ? title.slice(0, -net.length) : title));
  const measure = `${listWords(short.map((title, i) => (i === 0 ? title : lowerFirst(title))))}${isNet ? net : ''}`;
  const accounts = new Set(layers.map(({ account_id }) => account_id));
  const handle = layers[0]?.handle ?? '';
  const whose =
    accounts.size > 1 ? ` of ${plural(accounts.size, 'account')}` : handle === '' ? '' : ` of @${handle}`;
  const units = [...new Set(columns.map((column) => columnOf(column, table).unit))];
  return { subject: measure + whose, measure: `${measure}, by day`, unit: listWords(units) };
}

const net = ', net';
const lowerFirst = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);

/** The layers with their colours; of more than there are colours the smallest as one grey layer on top. */
function mergeSmall(layers: readonly Layer[]) {
  const coloured = layers.length > categoryCount ? categoryCount - 1 : layers.length;
  const drawn = layers.slice(0, coloured).map(({ name, points }, i) => ({
    name,
    points,
    className: layers.length === 1 ? 'accent' : categoryClass(i),
  }));
  const rest = layers.slice(coloured);
  return rest.length === 0
    ? drawn
    : [...drawn, { name: plural(rest.length, 'other'), points: sumLayers(rest), className: 'context' }];
}

function describe(total: Series, layers: readonly Layer[], words: Words, stackable: boolean): string {
  if (layers.length === 0) return `${words.subject}: there is no observation yet.`;
  if (!stackable)
    return `${words.subject}: some values are below zero, so that they do not add up to an area.`;
  const last = knownPoints(total).at(-1);
  const together = layers.length > 1 ? ' together' : '';
  const said = sayPoints(total, words.subject + together);
  if (!last || layers.length === 1) return `${said}${writePartial(total)}.`;
  const parts = layers
    .flatMap(({ name, points }) => {
      const value = points.find(({ ms }) => ms === last.ms)?.value ?? null;
      return value === null ? [] : [{ name, value }];
    })
    .sort((a, b) => b.value - a.value);
  const write = chooseWriter(parts.map(({ value }) => value));
  const listed = parts
    .slice(0, 3)
    .map(
      ({ name, value }) =>
        `${isolate(name)} ${write(value)}${last.value > 0 ? ` (${percent(value / last.value)})` : ''}`,
    );
  const more = parts.length > 3 ? [plural(parts.length - 3, 'other')] : [];
  const span = { first: total.points[0]?.day ?? last.day, last: total.points.at(-1)?.day ?? last.day };
  return `${said}; on ${writeDay(last.day, span)} ${listWords([...listed, ...more])}${writePartial(total)}.`;
}

/** The days, newest first, with the sum and every part. */
function tabulate(layers: readonly Layer[], total: Series): ChartTable {
  const unit = layers[0]?.unit ?? '';
  const values = layers.map((layer) => new Map(allPoints(layer).map(({ day, value }) => [day, value])));
  const parts = layers.map(({ name, unit }, i) => ({
    key: `part_${i + 1}`,
    title: name,
    unit,
    numeric: true,
  }));
  const sum = layers.length > 1 ? [{ key: 'sum', title: 'Together', unit, numeric: true }] : [];
  return {
    columns: [{ key: 'day', title: 'Day', numeric: false }, ...sum, ...parts],
    rows: allPoints(total)
      .map(({ day, value }) => [
        day,
        ...(layers.length > 1 ? [value] : []),
        ...values.map((byDay) => byDay.get(day) ?? null),
      ])
      .reverse(),
  };
}
