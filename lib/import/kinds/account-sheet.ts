import { findColumns, placeOf } from '../columns.ts';
import { accountHeadings } from '../headings.ts';
import { readHandle } from '../identity.ts';
import type { Fit, ImportContext, Kind, RowMapper, TableHead } from '../kind.ts';
import type { Records } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { readSheet, type Sheet, unfoldSheet } from '../sheet.ts';
import { accountSeries } from './account-series.ts';
import { postTable } from './post-table.ts';

/** A sheet about one account: names beside their values, and a table of its posts below them. */
export const accountSheet: Kind = {
  id: 'account-sheet',
  title: 'Sheet of one account',
  about:
    'Names beside their values (user name, followers, likes), one below the other, and a table of the account’s posts below. Needs the instant it was taken (--at).',
  tables: ['account', 'account_info', 'post', 'post_info'],
  rank: 0,
  detect,
  reshape: (records) => unfoldSheet(records, sheetOf(records)),
  note: (head) => {
    const others = readSheet(head)?.others ?? [];
    return others.length === 0
      ? null
      : `parts that hold no observation are passed over: ${others.join(', ')}`;
  },
  open,
};

function detect(head: TableHead): Fit {
  const sheet = readSheet(head);
  return sheet === null
    ? { missing: ['the names of an account and two of its counters, each beside its value'], found: 0 }
    : { missing: [], found: sheet.names.length };
}

function sheetOf(head: TableHead): Sheet {
  // `detect` has found it.
  return readSheet(head) as Sheet;
}

async function open(context: ImportContext): Promise<RowMapper> {
  const { records, options } = context;
  const [first = []] = records.sample;
  // The account fills its own columns and the posts have none of them.
  const width = first.findLastIndex((cell) => cell !== '') + 1;
  const account = {
    ...context,
    records: part(
      records,
      (row) => row.slice(0, width),
      (row) => row[0] !== '',
    ),
  };
  const readAccount = await accountSeries.open(account);
  const handle = readHandle(
    first[placeOf(findColumns(account.records.header, accountHeadings).handle)] ?? '',
  );
  const named = options.account ?? (handle instanceof Refusal ? undefined : { handle, id: null });
  const posts = part(
    records,
    (row) => row.slice(width),
    (row) => row[0] === '',
  );
  const readPost =
    posts.header.length === 0
      ? null
      : await postTable.open({
          ...context,
          records: posts,
          options: named === undefined ? options : { ...options, account: named },
        });
  return (row, line) =>
    readPost === null || row[0] !== ''
      ? readAccount(row.slice(0, width), line)
      : readPost(row.slice(width), line);
}

/** Some columns of some of the records. */
function part(
  records: Records,
  cut: (row: readonly string[]) => readonly string[],
  isOne: (row: readonly string[]) => boolean,
): Records {
  return {
    header: cut(records.header),
    sample: records.sample.filter(isOne).map(cut),
    async *batches() {
      for await (const { rows, lines } of records.batches()) {
        const kept = rows.flatMap((row, i) => (isOne(row) ? [i] : []));
        yield {
          rows: kept.map((i) => cut(rows[i] as readonly string[])),
          lines: kept.map((i) => lines[i] as number),
          broken: null,
        };
      }
    },
  };
}
