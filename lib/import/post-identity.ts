import { InputError } from '../errors.ts';
import { accountIdOf, openHandles, readPostUrl } from './identity.ts';
import { openIds } from './ids.ts';
import type { ImportContext } from './kind.ts';
import { Refusal } from './refusal.ts';

/** Which post a row is about and whose. */
export interface PostIdentity {
  post_id: string;
  account_id: string;
  /** What the address of the post tells. */
  kind: 'video' | 'photo' | null;
}

interface Places {
  /** Columns that may hold the post's id; -1 where there is none. */
  post_id: number;
  url: number;
  handle: number;
  account_id: number;
}

/**
 * Makes the reader of which post a row is about. An id that a spreadsheet rounded is taken from the post's address; where
 * no address tells it, the row is refused with `id_destroyed`. An id and an address that name different posts are refused too.
 * Throws `InputError` `account_needed` where nothing names the accounts.
 */
export function openPostIdentity(
  context: ImportContext,
  places: Places,
): (row: readonly string[]) => PostIdentity | Refusal {
  const { records, options, file } = context;
  if (places.handle === -1 && places.account_id === -1 && places.url === -1 && !options.account)
    throw new InputError('account_needed', `${file.file} does not say whose posts it holds.`, {
      hint: 'Name the account with --account @handle.',
    });
  const idOf = openIds(records.sample.map((row) => row[places.post_id] ?? ''));
  const handleOf = openHandles(options.accounts);
  const accountOf = openIds(records.sample.map((row) => row[places.account_id] ?? ''));
  return (row) => {
    const url = readPostUrl(row[places.url] ?? '');
    const post_id = postIdOf(idOf(row[places.post_id] ?? ''), url?.id ?? null);
    if (post_id instanceof Refusal) return post_id;
    const id = accountOf(row[places.account_id] ?? '');
    if (id instanceof Refusal && id.rule === 'bad_id') return id;
    if (typeof id === 'string') return { post_id, account_id: id, kind: url?.kind ?? null };
    const named = (row[places.handle] ?? '').trim() || (url?.handle ?? '');
    if (named === '' && options.account)
      return { post_id, account_id: accountIdOf(options.account), kind: url?.kind ?? null };
    const handle = handleOf(named);
    if (handle instanceof Refusal) return handle;
    return { post_id, account_id: accountIdOf({ handle, id: null }), kind: url?.kind ?? null };
  };
}

function postIdOf(id: string | null | Refusal, idInUrl: string | null): string | Refusal {
  if (idInUrl !== null)
    return typeof id === 'string' && id !== idInUrl
      ? new Refusal('conflicting_columns', `the id is ${id}, and the address names ${idInUrl}`)
      : idInUrl;
  return id ?? new Refusal('bad_id', 'the row names no post');
}
