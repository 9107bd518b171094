import { InputError } from '../errors.ts';
import { handlePattern } from '../schema/column.ts';
import { Refusal } from './refusal.ts';

/** An account as a person or a row names it: at least one of the two. */
export interface AccountName {
  handle: string | null;
  id: string | null;
}

/** Cells that repeat are read once; the memory of them is bounded, since a file may hold any number. */
const maxRemembered = 50_000;

interface Remembered<T> {
  text: string;
  result: T;
  /** What was asked for after this the last time. */
  next: Remembered<T> | null;
}

/**
 * A reader that remembers what it read. Cells that a parser cuts out of a large text keep the whole of it alive, so both
 * the text and the result are kept as copies of their own. Series repeat their accounts in the same order day by day, and
 * comparing a text with the expected one is several times cheaper than looking it up. Beyond `most` texts the others are read each time.
 */
export function remember<T>(read: (text: string) => T, most = maxRemembered): (text: string) => T {
  const known = new Map<string, Remembered<T>>();
  let last: Remembered<T> | null = null;
  return (text) => {
    if (last !== null) {
      if (last.text === text) return last.result;
      if (last.next?.text === text) {
        last = last.next;
        return last.result;
      }
    }
    let found = known.get(text);
    if (found === undefined && known.size >= most) {
      // Forgetting all would be worse: a file that goes round among more of them would never find one again.
      last = { text, result: read(text), next: null };
      return last.result;
    }
    if (found === undefined) {
      const own = ownText(text);
      found = { text: own, result: read(own), next: null };
      known.set(own, found);
    }
    if (last !== null) last.next = found;
    last = found;
    return found.result;
  };
}

/** The same text with memory of its own: an engine keeps slices as views of the text they were cut from. */
export function ownText(text: string): string {
  return text.length < 13 ? text : Buffer.from(text).toString();
}

const profileUrl = /^https?:\/\/(?:www\.|m\.)?tiktok\.com\/@([^/?#]+)\/?(?:[?#].*)?$/i;

/** A handle without @ in lower case, from a handle or the address of an account page. */
export function readHandle(text: string): string | Refusal {
  const trimmed = text.trim();
  const bare = (profileUrl.exec(trimmed)?.[1] ?? trimmed).replace(/^@/, '').toLowerCase();
  if (bare === '') return new Refusal('bad_handle', 'the row names no account');
  return handlePattern.test(bare)
    ? bare
    : new Refusal('bad_handle', `"${trimmed.slice(0, 60)}" is not a handle: letters, digits, . and _ only`);
}

/** An id as digits; null for an empty cell; a refusal where a spreadsheet rounded it or it is none. */
export function readId(text: string): string | null | Refusal {
  const trimmed = text.trim().replace(/^'/, '');
  if (trimmed === '' || /^(?:null|none|undefined|nan|n\/a|-)$/i.test(trimmed)) return null;
  if (/^[1-9]\d{0,19}$/.test(trimmed)) return trimmed;
  if (/^\d+(?:[.,]\d+)?e\+?\d+$/i.test(trimmed))
    return new Refusal('id_destroyed', `the id was turned into the rounded number ${trimmed}`);
  return new Refusal('bad_id', `"${trimmed.slice(0, 60)}" is not an id`);
}

/** The address of a post as what it names; null where it is none. */
export function readPostUrl(
  text: string,
): { handle: string | null; id: string; kind: 'video' | 'photo' } | null {
  const found = /tiktok\.com\/(?:@([^/?#]*)\/)?(video|photo|v|embed(?:\/v[23])?)\/(\d{1,20})(?!\d)/i.exec(
    text,
  );
  if (!found) return null;
  const [, handle = '', kind, id = ''] = found;
  return {
    handle: handle === '' ? null : handle.toLowerCase(),
    id,
    kind: kind === 'photo' ? 'photo' : 'video',
  };
}

/** Makes the reader of handles for a file in which accounts may go by other names. */
export function openHandles(
  accounts: Readonly<Record<string, string>> = {},
): (text: string) => string | Refusal {
  return remember((text) => {
    const name = text.trim();
    return readHandle(Object.hasOwn(accounts, name) ? (accounts[name] as string) : name);
  });
}

/** The id that rows of an account carry. */
export function accountIdOf(name: AccountName): string {
  return name.id ?? `handle:${name.handle}`;
}

/**
 * `--account`: a handle with or without @, the address of an account page, an id of digits only, or both as `@handle:id`.
 * Throws `InputError` `bad_handle`.
 */
export function readAccountOption(text: string): AccountName {
  const [, first = '', second = null] = /^(.*?)(?::(\d{1,20}))?$/.exec(text.trim()) ?? [];
  if (second === null && /^[1-9]\d{4,19}$/.test(first)) return { handle: null, id: first };
  const handle = readHandle(first);
  if (handle instanceof Refusal)
    throw new InputError('bad_handle', `The account "${text}" is not a handle.`, {
      hint: 'Give it as --account @handle: lower case letters, digits, . and _ only.',
    });
  return { handle, id: second };
}

/**
 * When the id of a post was made, as seconds since 1970: its upper 32 bits, which is when the upload began. Null for the
 * ids of the first years, which carry no time.
 */
export function secondsOfPostId(id: string): number | null {
  if (id.length < 18) return null;
  const seconds = Number(BigInt(id) >> 32n);
  // Musical.ly, whose posts TikTok took over, opened in August 2014.
  return seconds >= 1_406_851_200 && seconds < 4_102_444_800 ? seconds : null;
}
