import { exact, listWords, plural, signed, signedPercent } from '../format.ts';
import type { Annotation } from '../schema/watchlist.ts';
import { numberAnnotations } from './annotations.ts';
import { type Chart, type ChartOptions, chartId, renderWidths } from './chart.ts';
import { nameOrigin, nameSources } from './notes.ts';
import { drawPanels } from './panels-draw.ts';
import { binDays, rangeOfPanel } from './panels-paths.ts';
import {
  type DailyRow,
  findGaps,
  hasValue,
  type Measure,
  readChanges,
  readLevels,
  type Series,
  type Span,
  spanOf,
} from './series.ts';
import { columnOf, tabulate } from './tables.ts';
import { isolate } from './text-width.ts';
import { chooseWriter, knownPoints, short, subtitleOf, writeSpan } from './words.ts';

export interface SmallMultiplesOptions extends ChartOptions {
  /** A level, drawn as a line, or a daily change, drawn as bars. @default 'followers' */
  y?: Measure | `${Measure}_net` | undefined;
  /**
   * Whether all panels have one scale, so that heights can be compared, or each its own, so that each can be read.
   * @default 'shared' where the largest is at most twice the smallest (of changes ten times), else 'own'
   */
  scale?: 'shared' | 'own' | undefined;
  annotations?: readonly Annotation[] | undefined;
  /** Zone that the days are cut in. @default the rows' zone */
  zone?: string | undefined;
  notes?: readonly string[] | undefined;
}

const mostPanels = 24;
const mostMarks = 2000;

/**
 * One small chart an account, the largest first, four beside each other or two where it is narrow: lines of a counter or
 * bars of its daily change, over the same days. Of more than 24 accounts the largest are drawn; the table has all. Many
 * days are drawn by week or by 28 days, and the notes say so. Takes `account_daily` rows in any order.
 */
export function smallMultiples(daily: readonly DailyRow[], options: SmallMultiplesOptions = {}): Chart {
  const column = options.y ?? 'followers';
  const measure = column.replace('_net', '') as Measure;
  const isChange = column.endsWith('_net');
  const levels = new Map(readLevels(daily, measure).map((series) => [series.account_id, lastOf(series)]));
  const size = ({ account_id }: Series) => levels.get(account_id) ?? -1;
  const all = (isChange ? readChanges : readLevels)(daily, measure).sort((a, b) => size(b) - size(a));
  const shown = all.slice(0, mostPanels);
  const span = spanOf(shown);
  const step = [1, 7, 28].find((days) => (shown.length * (span?.days ?? 0)) / days <= mostMarks) ?? 28;
  const panels = shown.map((series) => ({ ...series, points: binDays(series.points, step, isChange) }));
  const scale = options.scale ?? suggestScale(panels, isChange ? 10 : 2);
  const events = numberAnnotations(options.annotations ?? [], shown, span);
  const { title, unit } = columnOf(column);
  const alt = describe(all, measure, isChange, span);
  return {
    id: options.id ?? chartId('panels', column, 'all'),
    kind: 'panels',
    title: options.title ?? titlePanels(all, measure, isChange),
    subtitle:
      options.subtitle ??
      subtitleOf(
        `${title}${isChange ? `, ${unit}` : ' at the end of each day'}`,
        span,
        options.zone ? [options.zone] : shown.map(({ zone }) => zone),
      ),
    ...renderWidths(options, (width) =>
      drawPanels({ panels, days: shown, span, isChange, scale, events, alt }, width),
    ),
    alt,
    notes: [
      ...events.map(({ note }) => `Dotted: ${note.replace(/^\(\d+\) /, '')}`),
      ...noteScale(panels, scale, isChange),
      ...(step > 1
        ? [
            `Drawn: ${isChange ? 'the change over' : 'the last value of'} each ${step} days; the table has every day.`,
          ]
        : []),
      ...noteMissing(shown),
      ...(all.length > mostPanels
        ? [`Shown: the ${mostPanels} largest of ${exact(all.length)} accounts; the table has all.`]
        : []),
      ...(options.notes ?? []),
    ],
    source: nameSources(daily),
    ...nameOrigin(daily),
    table: tabulate(all, column, isChange ? 'not known' : 'not observed'),
  };
}

const lastOf = (series: Series) => series.points.findLast(hasValue)?.value ?? -1;

function suggestScale(panels: readonly Series[], ratio: number): 'shared' | 'own' {
  const sizes = panels.flatMap((panel) => {
    const range = rangeOfPanel(panel.points);
    return range ? [Math.max(Math.abs(range[0]), Math.abs(range[1]))] : [];
  });
  return sizes.length === 0 || Math.max(...sizes) <= ratio * Math.max(1, Math.min(...sizes))
    ? 'shared'
    : 'own';
}

function noteScale(panels: readonly Series[], scale: 'shared' | 'own', isChange: boolean): string[] {
  const range = rangeOfPanel(panels.flatMap(({ points }) => points));
  if (panels.length < 2 || !range) return [];
  if (scale === 'own')
    return [
      'Each panel has its own scale, from its lowest to its highest value: heights cannot be compared between accounts.',
    ];
  const [low, high] = isChange ? [Math.min(0, range[0]), Math.max(0, range[1])] : range;
  const write = isChange ? (value: number) => signed(value, short) : chooseWriter([low, high]);
  return [`All panels have one scale, from ${write(low)} to ${write(high)}: heights can be compared.`];
}

function noteMissing(shown: readonly Series[]): string[] {
  const days = shown.reduce(
    (sum, { points }) => sum + findGaps(points).reduce((gap, { days }) => gap + days, 0),
    0,
  );
  return days === 0 ? [] : [`Shaded: not known, ${plural(days, 'day')} over all accounts.`];
}

interface Change {
  handle: string;
  change: number;
  /** What it began with; null where only changes are known. */
  from: number | null;
}

/** What each account gained from its first to its last known day; none where fewer than two are known. */
function findChanges(all: readonly Series[], isChange: boolean): Change[] {
  return all.flatMap((series): Change[] => {
    const known = knownPoints(series);
    const [first, last] = [known[0], known.at(-1)];
    if (!first || !last || (!isChange && first === last)) return [];
    const { handle } = series;
    return isChange
      ? [{ handle, change: known.reduce((sum, { value }) => sum + value, 0), from: null }]
      : [{ handle, change: last.value - first.value, from: first.value }];
  });
}

const nameOf: Record<Measure, string> = { followers: 'Followers', likes: 'Likes', posts: 'Posts' };

function titlePanels(all: readonly Series[], measure: Measure, isChange: boolean): string {
  const changes = findChanges(all, isChange);
  const of = `${exact(all.length)} ${all.length === 1 ? 'account' : 'accounts'}`;
  if (all.length === 0) return `No ${measure} observed yet`;
  if (changes.length === 0) return `${nameOf[measure]} of ${of}`;
  const rose = changes.filter(({ change }) => change > 0).length;
  const fell = changes.filter(({ change }) => change < 0).length;
  return rose >= fell
    ? `${nameOf[measure]} rose for ${rose} of ${of}`
    : `${nameOf[measure]} fell for ${fell} of ${of}`;
}

function describe(all: readonly Series[], measure: Measure, isChange: boolean, span: Span | null): string {
  if (!span) return `There is no ${isChange ? 'change' : 'observation'} of ${measure} to show yet.`;
  const changes = findChanges(all, isChange).sort((a, b) => b.change - a.change);
  const count = (test: (change: number) => boolean) => changes.filter(({ change }) => test(change)).length;
  const [rose, fell, same] = [count((n) => n > 0), count((n) => n < 0), count((n) => n === 0)];
  const unknown = all.length - changes.length;
  const counts = [
    rose > 0 ? `rose for ${rose}` : '',
    fell > 0 ? `fell for ${fell}` : '',
    same > 0 ? `did not change for ${same}` : '',
    unknown > 0 ? `not known for ${unknown}` : '',
  ].filter((part) => part !== '');
  const say = ({ handle, change, from }: Change) =>
    `${isolate(`@${handle}`)} (${signed(change, short)}${from === null || from === 0 ? '' : `, ${signedPercent(change / from)}`})`;
  const [most, least] = [changes[0], changes.at(-1)];
  const extremes = [
    most && most.change > 0 ? `; most gained by ${say(most)}` : '',
    least && least.change < 0 ? `; most lost by ${say(least)}` : '',
  ].join('');
  const gaps = all.filter(({ points }) => points.some(({ value }) => value === null)).length;
  const missing = gaps === 0 ? '' : `; days are missing for ${plural(gaps, 'account')}`;
  return `${nameOf[measure]} of ${plural(all.length, 'account')}, ${writeSpan(span)}: ${listWords(counts)}${extremes}${missing}.`;
}
