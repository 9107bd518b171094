import { InputError } from '../errors.ts';
import { accountIdOf, openHandles, readId, readPostUrl, remember } from './identity.ts';
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
  const roundedIds = areRounded(records.sample.map((row) => row[places.post_id] ?? ''));
  const handleOf = openHandles(options.accounts);
  const accountOf = remember(readId);
  return (row) => {
    const url = readPostUrl(row[places.url] ?? '');
    const post_id = postIdOf(row[places.post_id] ?? '', url?.id ?? null, roundedIds);
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

function postIdOf(cell: string, idInUrl: string | null, roundedIds: boolean): string | Refusal {
  const id = readId(cell);
  const destroyed =
    id instanceof Refusal ? id.rule === 'id_destroyed' : roundedIds && id?.endsWith('00') === true;
  if (idInUrl !== null) {
    if (typeof id === 'string' && !destroyed && id !== idInUrl)
      return new Refusal('conflicting_columns', `the id is ${id}, and the address names ${idInUrl}`);
    return idInUrl;
  }
  if (id instanceof Refusal) return id;
  if (id === null) return new Refusal('bad_id', 'the row names no post');
  return destroyed ? new Refusal('id_destroyed', `the last digits of the id ${id} were rounded away`) : id;
}

/**
 * True where ids of 19 digits all end in zeros: a program has read them as doubles. One true id in a hundred ends so, and
 * five in a row do in none of ten thousand million files.
 */
function areRounded(ids: readonly string[]): boolean {
  const long = ids.filter((id) => /^\d{18,20}$/.test(id));
  return long.length >= 5 && long.every((id) => id.endsWith('00'));
}
