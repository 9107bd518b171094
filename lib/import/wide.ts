import { InputError } from '../errors.ts';
import { columnKey } from './columns.ts';
import { readCountCell } from './count-cell.ts';
import { parseDate } from './date-cell.ts';
import { accountHeadings, postHeadings } from './headings.ts';
import type { ImportContext } from './kind.ts';
import { chooseNames } from './month-names.ts';
import type { Records } from './records.ts';
import { Refusal } from './refusal.ts';
import { unpivot } from './unpivot.ts';
import { handleOfName, type Metric, metricOfName, readDatedName } from './wide-names.ts';

/** A table whose columns were accounts or dates, as one with a row for each observation. */
export interface Unfolded {
  records: Records;
  /** True where its rows are sure to be accounts, whichever of their counters they hold. */
  ofAccounts: boolean;
  /** What the person should know of how it was unfolded, in a sentence. */
  note: string;
}

interface Told extends Pick<ImportContext, 'options'> {
  file: Pick<ImportContext['file'], 'file'>;
}

/**
 * A table with a column for each date, each of whose rows is one account's or post's, as a table of observations: the names of the columns
 * are when they were seen. Null where fewer than two columns are dates, or none names an account, a post or a topic. Throws `InputError` `metric_needed` where nothing tells
 * what the numbers count.
 */
export function unfoldDates(records: Records, told: Told): Unfolded | null {
  const { header } = records;
  const months = chooseNames(header.filter((name) => /\d/.test(name) && /\p{L}{3}/u.test(name))).names;
  const dated = header.flatMap((name, place) => {
    const read = readDatedName(name, months);
    return read === null ? [] : [{ place, ...read }];
  });
  const kept = header.flatMap((_, place) => (dated.some((each) => each.place === place) ? [] : [place]));
  if (dated.length < 2 || !kept.some((place) => isIdentity(header[place] as string))) return null;
  const metric = dated.every((each) => each.metric !== null) ? null : requireMetric(told);
  const parts = dated.map((each) => ({
    place: each.place,
    name: each.date,
    metric: each.metric ?? (metric as Metric),
  }));
  const dates = new Set(dated.map(({ date }) => date));
  const counters = [...new Set(parts.map((part) => part.metric))];
  const ofAccounts =
    counters.every((metric) => metric in accountHeadings) &&
    kept.every((place) => !otherIdentities.has(columnKey(header[place] as string)));
  return {
    ofAccounts,
    records: unpivot(records, { kept, named: 'observed_at', parts }),
    note: `a column for each date, ${dates.size} of them, as rows; the numbers are ${counters.join(', ')}`,
  };
}

/**
 * A table with a row for each date and a column for each account, as a table of observations. Null where it is none: the first column
 * that may be a date holds dates, and every other column counts. Throws `InputError`: `account_needed` where columns are no handles,
 * `metric_needed`.
 */
export function unfoldAccounts(records: Records, told: Told): Unfolded | null {
  const { header, sample } = records;
  const dateAt = header.findIndex((name) => isDateHeading(name));
  if (dateAt === -1 || header.length < 2 || sample.length === 0) return null;
  const places = header.flatMap((_, place) => (place === dateAt ? [] : [place]));
  const filled = places.filter((place) => sample.some((row) => (row[place] ?? '').trim() !== ''));
  const months = chooseNames(sample.map((row) => row[dateAt] ?? '').filter((text) => /\p{L}{3}/u.test(text)));
  if (!sample.some((row) => isDate(row[dateAt] ?? '', months.names)) || filled.length === 0) return null;
  if (!filled.every((place) => holdsCounts(sample, place))) return null;
  const { accounts = {} } = told.options;
  const handles = places.map((place) => {
    const name = (header[place] as string).trim();
    return Object.hasOwn(accounts, name) ? (accounts[name] as string) : handleOfName(name);
  });
  const some = handles.filter((handle) => handle !== null).length;
  const hasMark = places.some((place) => (header[place] as string).trim().startsWith('@'));
  const isNamed = Object.keys(accounts).length > 0 || hasMark;
  // One more column beside the date is as often a counter under a name of its own.
  if (some < places.length / 2 || (places.length === 1 && !isNamed)) return null;
  const unnamed = places.filter((_, i) => handles[i] === null).map((place) => `"${header[place]}"`);
  if (unnamed.length > 0)
    throw new InputError(
      'account_needed',
      `${told.file.file} has a column for each account, and ${unnamed.slice(0, 5).join(', ')} cannot be a handle.`,
      {
        hint: 'Say in a mapping file (--map) which account each column is: "accounts": {"Column": "handle"}.',
      },
    );
  const metric = requireMetric(told);
  const parts = places.map((place, i) => ({ place, name: handles[i] as string, metric }));
  if (!(metric in accountHeadings)) return null;
  const shown = handles.slice(0, 4).map((handle) => `@${handle}`);
  return {
    records: unpivot(records, { kept: [dateAt], named: 'handle', parts }),
    ofAccounts: true,
    note: `a column for each account, ${places.length} of them (${shown.join(', ')}${places.length > 4 ? ' …' : ''}), as rows; the numbers are ${metric}`,
  };
}

const accountIdentities: ReadonlySet<string> = new Set<string>([
  ...accountHeadings.handle,
  ...accountHeadings.account_id,
]);
const otherIdentities: ReadonlySet<string> = new Set<string>([
  ...[...postHeadings.post_id, ...postHeadings.url],
  ...['challengeid', 'hashtagid', 'tagid', 'musicid', 'soundid'],
]);

/** Whether a column names what the rows are about. */
function isIdentity(name: string): boolean {
  return accountIdentities.has(columnKey(name)) || otherIdentities.has(columnKey(name));
}

function isDateHeading(name: string): boolean {
  const key = columnKey(name);
  return key === '' || (accountHeadings.observed_at as readonly string[]).includes(key);
}

function isDate(text: string, names: Parameters<typeof parseDate>[2]): boolean {
  return (['dmy', 'mdy'] as const).some(
    (order) => !(parseDate(text.trim(), order, names) instanceof Refusal),
  );
}

/** Whether the cells of a column are counts, but for a few. */
function holdsCounts(sample: Records['sample'], place: number): boolean {
  const cells = sample.map((row) => (row[place] ?? '').trim()).filter((text) => text !== '');
  const counts = cells.filter((text) => {
    const cell = readCountCell(text);
    return !(cell instanceof Refusal) || cell.rule === 'ambiguous_count';
  });
  return counts.length >= cells.length * 0.8;
}

function requireMetric({ file, options }: Told): Metric {
  const parts = file.file.split('/').reverse();
  const metric = options.metric ?? parts.map(metricOfName).find((each) => each !== null);
  if (metric !== undefined && metric !== null) return metric;
  throw new InputError('metric_needed', `${file.file} does not say what its numbers count.`, {
    hint: 'Say it with --metric followers (or following, likes, posts, views, comments, shares, saves).',
  });
}
