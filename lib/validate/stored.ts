import { plural } from '../format/words.ts';
import type { Draft } from '../schema/draft.ts';
import { type TableName, tables } from '../schema/index.ts';
import { columnsOf, type TableSpec } from '../schema/table.ts';
import { type RoundingMode, roundedInterval } from '../stats/interval.ts';
import { refusalOf } from './row.ts';
import { type Finding, type FindingRuleId, finding } from './rules.ts';

/** A stored file as its reader found it; see `store/inspect.ts`. Rows count from 0. */
export interface FileOfRows {
  table: TableName;
  file: string;
  /** The day that names the file; null for a table of one file. */
  day: string | null;
  header: readonly string[];
  rows: readonly Readonly<Record<string, unknown>>[];
  /** Rows with more or fewer cells than the header. */
  ragged?: readonly number[];
  /** The first row that belongs before its neighbour; null where they are sorted. */
  unsorted?: number | null;
  /** Rows with a cell that is written otherwise than Clipbook writes it, and that cell. */
  odd?: readonly { row: number; cell: string }[];
  /** The line on which a row begins. @default row + 2 */
  lineOf?(row: number): number;
}

/**
 * Checks a stored file: columns, cells, schema, row rules, unique keys, and that each row lies in the file of its day.
 * One finding a rule, with the first case written out. Of a file with other columns only that is said.
 */
export function checkStoredRows(stored: FileOfRows, now: Date): Finding[] {
  const { table, file, day, rows, ragged = [], odd = [], unsorted = null } = stored;
  const header = checkHeader(table, file, stored.header);
  if (header) return [header];
  const lineOf = stored.lineOf ?? ((row: number) => row + 2);
  const found = new Map<FindingRuleId, { rows: number; first: string }>();
  const note = (rule: FindingRuleId, row: number, what: string) => {
    const known = found.get(rule);
    if (known) known.rows++;
    else found.set(rule, { rows: 1, first: `line ${lineOf(row)}: ${what}` });
  };
  const spec = tables[table] as TableSpec;
  const broken = new Set(ragged);
  for (const row of ragged) note('invalid_row', row, 'it has more or fewer cells than the header');
  const keys = new Set<string>();
  let lastKey = '';
  for (const [i, row] of rows.entries()) {
    if (broken.has(i)) continue;
    const refusal = refusalOf({ table, row } as Draft, now);
    if (refusal) {
      broken.add(i);
      note('invalid_row', i, refusal.message);
    }
    const key = spec.key.map((column) => String(row[column])).join(',');
    // In a sorted file equal keys are neighbours; only another needs all of them at hand.
    if (unsorted === null ? key === lastKey : keys.has(key)) note('duplicate_key', i, key);
    if (unsorted !== null) keys.add(key);
    lastKey = key;
    if (spec.partition !== null && String(row[spec.partition]).slice(0, 10) !== day)
      note('wrong_day', i, `${spec.partition} is ${String(row[spec.partition])}`);
    if (table === 'post') notePost(row, (rule, what) => note(rule, i, what));
  }
  for (const { row, cell } of odd) if (!broken.has(row)) note('odd_cell', row, cell);
  if (unsorted !== null) note('unsorted_rows', unsorted, 'belongs before the line above it');
  return [...found].map(([rule, { rows: count, first }]) =>
    finding(rule, file, count === 1 ? sentence(first) : `${plural(count, 'row')}; the first, ${first}.`),
  );
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

const engagements = ['likes', 'comments', 'shares', 'saves'] as const;

/** What the counters of a post say of each other, at the ends of what rounding leaves open that are kindest to them. */
function notePost(
  row: Readonly<Record<string, unknown>>,
  note: (rule: 'likes_over_views' | 'engagements_over_views', what: string) => void,
): void {
  const ends = (counter: string) => {
    const value = row[counter];
    if (typeof value !== 'number') return null;
    const step = (row[`${counter}_step`] ?? null) as number | null;
    return (
      roundedInterval(value, step, (row['rounding'] ?? null) as RoundingMode) ?? { low: value, high: value }
    );
  };
  const views = ends('views');
  if (views === null) return;
  const parts = engagements.map((counter) => ends(counter)?.low ?? 0);
  const told = `post ${String(row['post_id'])} has ${String(row['views'])} views`;
  if ((parts[0] ?? 0) > views.high) note('likes_over_views', `${told} and ${String(row['likes'])} likes`);
  else if (parts.reduce((sum, part) => sum + part, 0) > views.high)
    note(
      'engagements_over_views',
      `${told} and ${engagements.map((counter) => `${String(row[counter] ?? 'no')} ${counter}`).join(', ')}`,
    );
}

/** Compares a file's header with the schema's columns; null where they agree. */
export function checkHeader(table: TableName, file: string, header: readonly string[]): Finding | null {
  const expected = columnsOf(tables[table] as TableSpec).map((column) => column.name);
  if (expected.join(',') === header.join(',')) return null;
  const missing = expected.filter((name) => !header.includes(name));
  const extra = header.filter((name) => !expected.includes(name));
  const differences = [
    ...(missing.length > 0 ? [`missing ${missing.join(', ')}`] : []),
    ...(extra.length > 0 ? [`unknown ${extra.join(', ')}`] : []),
  ];
  const what =
    header.length === 0
      ? 'The file is empty: it has no header.'
      : `The columns are not those of the table: ${differences.length === 0 ? 'their order differs' : differences.join('; ')}.`;
  return finding('wrong_columns', file, what);
}
