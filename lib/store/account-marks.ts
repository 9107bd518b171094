import { hash } from 'node:crypto';
import { type TableName, tables } from '../schema/index.ts';
import { columnsOf, type TableSpec } from '../schema/table.ts';
import { parseCells } from './csv.ts';
import type { DayHashes } from './day-hashes.ts';
import { readDay } from './days.ts';

/** What single accounts have of the stored days of a table, so that what is made of one account need not care for the others. */

/** The days of a month, or the one file of a table without days, under the day `''`. */
export interface MonthMarks {
  days: { day: string; sha256: string }[];
  /** By account: the marks of its rows of each of the days, one after the other, each `markLength` long. */
  accounts: Record<string, string>;
}

const markLength = 10;
const noRows = '.'.repeat(markLength);

/** Whether rows of a table belong to accounts. */
export function hasAccounts(table: TableName): boolean {
  return columnsOf(tables[table] as TableSpec).some(({ name }) => name === 'account_id');
}

/** Stored days by month. */
export function monthsOf(days: DayHashes): Map<string, MonthMarks['days']> {
  const all = Object.entries(days).map(([day, { sha256 }]) => ({ day, sha256 }));
  return Map.groupBy(all, ({ day }) => day.slice(0, 7));
}

/** True where these are marks of the days as they are stored now. */
export function areMarksOf(known: MonthMarks | null, days: MonthMarks['days']): known is MonthMarks {
  return (
    known !== null &&
    known.days.length === days.length &&
    days.every(({ day, sha256 }, i) => known.days[i]?.day === day && known.days[i]?.sha256 === sha256)
  );
}

/** The marks of some days. Days that are as `known` marks have them are not read. */
export async function markMonth(
  root: string,
  table: TableName,
  days: MonthMarks['days'],
  known: MonthMarks | null,
): Promise<MonthMarks> {
  const marks = new Map<string, string[]>();
  const put = (account: string, at: number, mark: string) => {
    const own = marks.get(account) ?? Array.from({ length: days.length }, () => noRows);
    marks.set(account, own);
    own[at] = mark;
  };
  const read: MonthMarks['days'] = [];
  for (const [at, { day, sha256 }] of days.entries()) {
    const before = known?.days.findIndex((each) => each.day === day && each.sha256 === sha256) ?? -1;
    if (known !== null && before !== -1) {
      for (const [account, text] of Object.entries(known.accounts)) {
        const mark = markAt(text, before);
        if (mark !== noRows) put(account, at, mark);
      }
      read.push({ day, sha256 });
      continue;
    }
    const text = (await readDay(root, table, day === '' ? null : day)) ?? '';
    for (const [account, rows] of textsOf(text))
      put(account, at, hash('sha256', rows, 'base64url').slice(0, markLength));
    // Of the text that was read, which need no longer be the one that was listed.
    read.push({ day, sha256: hash('sha256', text, 'hex') });
  }
  return {
    days: read,
    accounts: Object.fromEntries([...marks].map(([account, own]) => [account, own.join('')])),
  };
}

/** Marks of an account's rows by day; days without any are left out. */
export function marksOfAccount(
  { days, accounts }: MonthMarks,
  account: string,
): [day: string, mark: string][] {
  const text = Object.hasOwn(accounts, account) ? accounts[account] : undefined;
  if (text === undefined) return [];
  return days.flatMap(({ day }, at): [string, string][] => {
    const mark = markAt(text, at);
    return mark === noRows ? [] : [[day, mark]];
  });
}

function markAt(text: string, at: number): string {
  return text.slice(at * markLength, (at + 1) * markLength);
}

/** The records of each account under the header of their file. Rows without an account are of none. */
function textsOf(text: string): Map<string, string> {
  const texts = new Map<string, string>();
  const { header, records } = recordsOf(text);
  for (const [account, record] of records) {
    if (account !== '') texts.set(account, `${texts.get(account) ?? header}\n${record}`);
  }
  return texts;
}

/** Records as readers take them apart; those of a text without quotes are not cut into all of their cells. */
function recordsOf(text: string): { header: string; records: [account: string, record: string][] } {
  if (text.includes('"')) {
    const { header, lines } = parseCells(text);
    const place = header.indexOf('account_id');
    return {
      header: JSON.stringify(header),
      records: lines.map((cells) => [cells[place] ?? '', JSON.stringify(cells)]),
    };
  }
  const [header = '', ...lines] = text.split('\n');
  const place = header.split(',').indexOf('account_id');
  return { header, records: lines.map((line) => [cellAt(line, place), line]) };
}

function cellAt(line: string, place: number): string {
  let start = 0;
  for (let i = 0; i < place; i++) {
    start = line.indexOf(',', start) + 1;
    if (start === 0) return '';
  }
  const end = line.indexOf(',', start);
  return place === -1 ? '' : line.slice(start, end === -1 ? undefined : end);
}
