import { columnKey } from './columns.ts';
import { parseDate, platformStartMs } from './date-cell.ts';
import { accountHeadings, postHeadings } from './headings.ts';
import { readHandle } from './identity.ts';
import type { MonthNames } from './month-names.ts';
import { Refusal } from './refusal.ts';

/** A counter of an account or a post, named as its column. */
export type Metric =
  | 'followers'
  | 'following'
  | 'likes'
  | 'posts'
  | 'views'
  | 'comments'
  | 'shares'
  | 'saves';

export const metrics: readonly Metric[] = [
  ...(['followers', 'following', 'likes', 'posts', 'views', 'comments', 'shares', 'saves'] as const),
];

const wordsOf = (metric: Metric): readonly string[] => [
  ...(metric in accountHeadings ? accountHeadings[metric as keyof typeof accountHeadings] : []),
  ...(metric in postHeadings ? postHeadings[metric as keyof typeof postHeadings] : []),
];

const metricByWord: ReadonlyMap<string, Metric> = new Map(
  metrics.flatMap((metric) => wordsOf(metric).map((word) => [word, metric] as const)),
);

/** The counter that a word such as `Follower Count` names; null for none. */
export function metricOf(word: string): Metric | null {
  return metricByWord.get(columnKey(word)) ?? null;
}

/** The one counter that the words of a file's name tell: `tiktok_followers.csv`; null for none or several. */
export function metricOfName(name: string): Metric | null {
  const found = new Set(
    name
      .replace(/\.\w{1,5}$/, '')
      .split(/[^\p{L}\p{M}]+/u)
      .map(metricOf)
      .filter((metric) => metric !== null),
  );
  const [only = null] = found;
  return found.size === 1 ? only : null;
}

/** What the name of a column says that holds one date's numbers: the date as it stands there, and which counter it is. */
export interface DatedName {
  date: string;
  /** Null where the name is the date alone. */
  metric: Metric | null;
}

const datePart =
  /\d{4}([-/._])\d{1,2}\1\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?|\d{1,2}([-/.])\d{1,2}\2\d{4}|(?<!\d)20\d{6}(?!\d)/;

/** Reads the name of such a column: `2026-01-05`, `05/01/2026`, `5 Jan 2026`, `followers_2026-01-05`. Null for any other name. */
export function readDatedName(name: string, names: MonthNames): DatedName | null {
  const text = name.trim();
  if (isDate(text, names)) return { date: text, metric: null };
  const found = datePart.exec(text);
  if (!found) return null;
  const date = found[0].replaceAll('_', '-');
  const rest = text.slice(0, found.index) + text.slice(found.index + found[0].length);
  const metric = metricOf(rest);
  return isDate(date, names) && (metric !== null || columnKey(rest) === '') ? { date, metric } : null;
}

function isDate(text: string, names: MonthNames): boolean {
  if (text.length > 40 || !/\d/.test(text)) return false;
  return (['dmy', 'mdy'] as const).some((order) => {
    const moment = parseDate(text, order, names);
    return !(moment instanceof Refusal) && moment.ms >= platformStartMs && moment.ms < Date.UTC(2100, 0, 1);
  });
}

/** Words that tables have as columns and that are no accounts, though each may be a handle. */
const noAccounts: ReadonlySet<string> = new Set([
  ...[...Object.values(accountHeadings), ...Object.values(postHeadings)].flat(),
  ...[
    'value',
    'count',
    'total',
    'sum',
    'number',
    'amount',
    'n',
    'average',
    'avg',
    'mean',
    'median',
    'min',
    'max',
  ],
  ...[
    'delta',
    'change',
    'diff',
    'difference',
    'new',
    'gained',
    'lost',
    'net',
    'growth',
    'rate',
    'percent',
    'all',
  ],
  ...[
    'week',
    'month',
    'year',
    'hour',
    'weekday',
    'note',
    'notes',
    'remark',
    'source',
    'rank',
    'index',
    'name',
  ],
  ...[
    'status',
    'country',
    'region',
    'language',
    'platform',
    'category',
    'label',
    'group',
    'row',
    'sno',
    'no',
  ],
  ...['instagram', 'youtube', 'twitter', 'facebook', 'tiktok', 'x'],
]);

/** The handle that the name of a column is; null where it is none or a word that tables use for something else. */
export function handleOfName(name: string): string | null {
  const handle = readHandle(name);
  if (handle instanceof Refusal) return null;
  return name.trim().startsWith('@') || !noAccounts.has(columnKey(handle)) ? handle : null;
}
