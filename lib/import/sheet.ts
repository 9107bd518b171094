import { columnKey } from './columns.ts';
import { parseDate } from './date-cell.ts';
import { accountHeadings, infoHeadings, postHeadings } from './headings.ts';
import type { TableHead } from './kind.ts';
import { englishNames } from './month-names.ts';
import type { RecordBatch, Records } from './records.ts';
import { Refusal, showCells, whyUnread } from './refusal.ts';

/** What stands in a sheet that is about one account: names beside their values, and a table of its posts below. */
export interface Sheet {
  /** Names and values of the account, with the place of the first in the file. */
  names: readonly string[];
  values: readonly string[];
  /** Place of the first value and of the heading of the posts among the rows, the header included; -1 for no table. */
  valuesAt: number;
  postsAt: number;
  posts: readonly string[];
  /** Headings of parts that hold neither. */
  others: readonly string[];
}

type Fields = Readonly<Record<string, readonly string[]>>;
/** Fields by what their columns are called; the first of those that share a name. */
const byName = (fields: Fields) =>
  new Map(
    Object.entries(fields)
      .flatMap(([field, names]) => names.map((name) => [name, field] as const))
      .reverse(),
  );

const { observed_at: _when, ...ofAccount } = accountHeadings;
const accountFields = byName({ ...ofAccount, ...infoHeadings });
const postFields = byName(postHeadings);
const counters = ['followers', 'following', 'likes', 'posts'];
/** Values stand at the top. */
const maxRowsOfValues = 60;
/** The account and two of its counters. */
const fewestValues = 3;

const filledOf = (row: readonly string[]) => row.filter((cell) => cell.trim() !== '');

/** Reads the plan of such a sheet; null for any other table: it names the account and two of its counters, one below the other. */
export function readSheet({ header, sample }: TableHead): Sheet | null {
  const rows = [header, ...sample];
  const names: string[] = [];
  const values: string[] = [];
  let valuesAt = -1;
  let postsAt = -1;
  const others: string[] = [];
  for (const [i, row] of rows.entries()) {
    // Most tables are something else, which need not be found out row by row.
    if (i > maxRowsOfValues && names.length < fewestValues) return null;
    const filled = filledOf(row);
    if (postsAt === -1 && filled.length > 2 && isPostHeading(row)) postsAt = i;
    else if (filled.length === 1 && postsAt !== -1 && i > postsAt + 1) others.push(filled[0] as string);
    if (postsAt !== -1 || i > maxRowsOfValues || filled.length !== 2) continue;
    const [name = '', value = ''] = row.map((cell) => cell.trim()).filter((cell) => cell !== '');
    if (!accountFields.has(columnKey(name)) || names.includes(name)) continue;
    if (valuesAt === -1) valuesAt = i;
    names.push(name);
    values.push(value);
  }
  const fields = new Set(names.map((name) => accountFields.get(columnKey(name))));
  if (!fields.has('handle') || counters.filter((field) => fields.has(field)).length < 2) return null;
  const posts = postsAt === -1 ? [] : (rows[postsAt] as readonly string[]).map((name) => name.trim());
  return { names, values, valuesAt, postsAt, posts, others };
}

function isPostHeading(row: readonly string[]): boolean {
  const fields = new Set(row.map((name) => postFields.get(columnKey(name))));
  return ['views', 'likes', 'comments', 'shares', 'saves'].filter((field) => fields.has(field)).length >= 2;
}

/**
 * The sheet as records: the account first, then its posts, each with the other's columns empty. The values of the account are one
 * source row, on the line of the first.
 */
export function unfoldSheet(records: Records, sheet: Sheet): Records {
  const { names, values, posts, postsAt } = sheet;
  const account = [...values, ...posts.map(() => '')];
  const postRow = (cells: readonly string[]) => [...names.map(() => ''), ...cells];
  const sample = postsAt === -1 ? [] : postsOf(records.sample.slice(postsAt), posts.length);
  return {
    header: [...names, ...posts],
    sample: [account, ...sample.map((row) => postRow(joinTime(row, posts.length)))],
    batches: () => sheetBatches(records, sheet, account, postRow),
  };
}

/** The rows of the table of posts, which ends where a row is empty or has one cell. */
function postsOf(rows: readonly (readonly string[])[], width: number): readonly (readonly string[])[] {
  const end = rows.findIndex((row) => endsTable(row, width));
  return end === -1 ? rows : rows.slice(0, end);
}

function endsTable(row: readonly string[], width: number): boolean {
  const filled = filledOf(row).length;
  return filled === 0 || (filled === 1 && width > 2);
}

/** A row whose date was cut in two by the comma before its time, in one piece again. */
function joinTime(row: readonly string[], width: number): readonly string[] {
  if (row.length !== width + 1) return row;
  const at = row.findIndex(
    (cell, i) =>
      /^\s*\d{1,2}:\d{2}/.test(row[i + 1] ?? '') &&
      !(parseDate(cell.trim(), 'mdy', englishNames()) instanceof Refusal),
  );
  return at === -1 ? row : [...row.slice(0, at), `${row[at]}, ${row[at + 1]?.trim()}`, ...row.slice(at + 2)];
}

async function* sheetBatches(
  records: Records,
  { names, posts, valuesAt, postsAt }: Sheet,
  account: readonly string[],
  postRow: (cells: readonly string[]) => string[],
): AsyncGenerator<RecordBatch, void> {
  // The header is the first row of the sheet.
  let place = 0;
  let ended = postsAt === -1;
  for await (const batch of records.batches()) {
    const rows: (readonly string[])[] = [];
    const lines: number[] = [];
    const broken = new Map<number, Refusal>();
    batch.rows.forEach((row, i) => {
      place++;
      const line = batch.lines[i] as number;
      if (place === Math.max(valuesAt, 1)) {
        rows.push(account);
        lines.push(valuesAt === 0 ? 1 : line);
      }
      if (ended || place <= postsAt) return;
      ended = endsTable(row, posts.length);
      if (ended) return;
      const cells = joinTime(row, posts.length);
      const why = batch.broken?.get(i) ?? whyUnread(cells, posts.length);
      if (why !== null) broken.set(rows.length, why.with(showCells(posts, row)));
      rows.push(why === null ? postRow(cells) : names);
      lines.push(line);
    });
    if (rows.length > 0) yield { rows, lines, broken: broken.size > 0 ? broken : null };
  }
}
