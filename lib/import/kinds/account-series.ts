import { InputError } from '../../errors.ts';
import { openAccountInfo } from '../account-info.ts';
import { openAccountRow } from '../account-row.ts';
import { columnKey, findColumns, mergeColumns, placeOf } from '../columns.ts';
import { openNotations } from '../count-notation.ts';
import { accountHeadings } from '../headings.ts';
import { accountIdOf, openHandles } from '../identity.ts';
import { openIds } from '../ids.ts';
import {
  type Fit,
  type ImportContext,
  type Kind,
  originOf,
  type RowMapper,
  type TableHead,
} from '../kind.ts';
import { openObservedAt } from '../observed-at.ts';
import { Refusal, refuseRow, showCells } from '../refusal.ts';

type Columns = Record<keyof typeof accountHeadings, readonly number[]>;

/** Follower counts and the like of accounts: one row an account and instant. */
export const accountSeries: Kind = {
  id: 'account-series',
  title: 'Account series',
  about:
    'A table with a row for each account and date: a date, the account (handle or id), and followers, likes, posts or following.',
  tables: ['account', 'account_info'],
  rank: 1,
  detect,
  open,
};

function columnsOf({ header, sample }: TableHead): Columns {
  const columns: Columns = findColumns(header, accountHeadings);
  const id = header.findIndex((name) => columnKey(name) === 'id');
  if (id === -1) return columns;
  // A column called `id` holds a handle in some files (with @) and the permanent id in others.
  const digits = sample.every((row) => /^\d*$/.test((row[id] ?? '').trim()));
  return digits
    ? { ...columns, account_id: [...columns.account_id, id] }
    : { ...columns, handle: [...columns.handle, id] };
}

function detect(head: TableHead): Fit {
  const columns = columnsOf(head);
  const has = (field: keyof Columns) => columns[field].length > 0;
  const missing: string[] = [];
  // Videos or likes beside a handle may be anything: what a run has fetched, or the counters of a post.
  if (!has('followers')) missing.push('followers');
  if (!has('observed_at') && !has('handle')) missing.push('a date', 'the account');
  return { missing, found: Object.values(columns).filter((places) => places.length > 0).length };
}

const noAccount = new Refusal('bad_handle', 'the row names no account');

async function open(context: ImportContext): Promise<RowMapper> {
  const { header } = context.records;
  const columns = columnsOf(context.records);
  const named = context.options.account;
  if (columns.handle.length === 0 && !named?.handle)
    throw new InputError(
      'account_needed',
      `${context.file.file} holds a series of one account and does not say of which.`,
      { hint: 'Name it with --account @handle.' },
    );
  // `heartCount` beside `heart` is the same total as an overflowed 32-bit counter.
  const keys = header.map(columnKey);
  const likesWrapped = keys.includes('heart') ? keys.indexOf('heartcount') : -1;
  columns.likes = columns.likes.filter((place) => place !== likesWrapped);
  const { followers, following, likes, posts } = columns;
  const notations = await openNotations(context, { followers, following, likes, posts });
  const merge = mergeColumns([
    ...(['observed_at', 'handle', 'account_id'] as const).map((name) => ({ name, places: columns[name] })),
    ...(['followers', 'following', 'likes', 'posts'] as const).map((name) => ({
      name,
      places: columns[name],
      counts: notations[name],
    })),
  ]);
  const [handleAt, idAt] = [placeOf(columns.handle), placeOf(columns.account_id)];
  const places = {
    followers: placeOf(columns.followers),
    following: placeOf(columns.following),
    likes: placeOf(columns.likes),
    posts: placeOf(columns.posts),
    likesWrapped,
  };
  const readAt = await openObservedAt(context, placeOf(columns.observed_at));
  const readRow = openAccountRow(places, originOf(context), notations);
  const readInfo = openAccountInfo(context);
  const handleOf = openHandles(context.options.accounts);
  const idOf = openIds(context.records.sample.map((row) => row[idAt] ?? ''));
  const refuse = (line: number, refusal: Refusal, cells: readonly string[]) =>
    refuseRow(line, refusal, showCells(header, cells));

  return (cells, line) => {
    const row = merge === null ? cells : merge(cells);
    if (row instanceof Refusal) return refuse(line, row, cells);
    const at = readAt(row);
    if (at instanceof Refusal) return refuse(line, at, cells);
    const handle = handleAt === -1 ? (named?.handle ?? noAccount) : handleOf(row[handleAt] as string);
    if (handle instanceof Refusal) return refuse(line, handle, cells);
    const id = idAt === -1 ? null : idOf(row[idAt] as string);
    // The handle still tells the account where a spreadsheet has rounded its id.
    if (id instanceof Refusal && id.rule !== 'id_destroyed') return refuse(line, id, cells);
    const account_id =
      typeof id === 'string'
        ? id
        : handleAt === -1 && named
          ? accountIdOf(named)
          : accountIdOf({ handle, id: null });
    const draft = readRow(row, account_id, at, handle);
    if (draft instanceof Refusal) return refuse(line, draft, cells);
    const info = readInfo === null ? null : readInfo(row, account_id, handle, at.at);
    return { line, drafts: info === null ? [draft] : [draft, info] };
  };
}
