import { InputError } from '../errors.ts';
import { type WatchEntry, watchEntry } from '../schema/watchlist.ts';
import { readWatchlist, writeWatchlist } from '../store/lists.ts';
import { withLock } from '../store/lock.ts';

type Details = Record<'zone' | 'cadence' | 'follow_days' | 'tags' | 'note', string>;

/**
 * What a person means by a thing to watch: `@handle`, a bare handle, `#tag`, or the address of an account, a post, a
 * hashtag or a sound. Throws `InputError` (`bad_thing`) where it is none of them.
 */
export function readThing(text: string): Pick<WatchEntry, 'kind' | 'key'> {
  const thing = text.trim();
  const named = nameThing(thing);
  if (named && watchEntry.safeParse({ ...named, ...blank }).success) return named;
  throw new InputError('bad_thing', `"${thing}" is not a handle, a #hashtag or an address of TikTok.`, {
    hint: 'A handle has letters, digits, . and _ only: @nasa. An address looks like https://www.tiktok.com/@nasa.',
  });
}

function nameThing(thing: string): Pick<WatchEntry, 'kind' | 'key'> | null {
  const address = /^(?:https?:\/\/)?(?:www\.|m\.)?tiktok\.com(\/.*)$/i.exec(thing)?.[1];
  if (address === undefined) {
    const tag = /^#([\p{L}\p{M}\p{N}_]+)$/u.exec(thing)?.[1];
    if (tag !== undefined) return { kind: 'hashtag', key: tag.toLowerCase() };
    const handle = /^@?([A-Za-z0-9._]+)$/.exec(thing)?.[1];
    return handle === undefined ? null : { kind: 'account', key: handle.toLowerCase() };
  }
  const path = decodeSafely(address.split(/[?#]/)[0] as string);
  const post = /^\/@[^/]+\/(?:video|photo)\/(\d+)\/?$/.exec(path)?.[1];
  if (post !== undefined) return { kind: 'post', key: post };
  const tag = /^\/tag\/([\p{L}\p{M}\p{N}_]+)\/?$/u.exec(path)?.[1];
  if (tag !== undefined) return { kind: 'hashtag', key: tag.toLowerCase() };
  const sound = /^\/music\/(?:[^/]*-)?(\d+)\/?$/.exec(path)?.[1];
  if (sound !== undefined) return { kind: 'sound', key: sound };
  const handle = /^\/@([^/]+)\/?$/.exec(path)?.[1];
  return handle === undefined ? null : { kind: 'account', key: handle.toLowerCase() };
}

const blank: Details = { zone: '', cadence: '', follow_days: '', tags: '', note: '' };

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The watchlist. */
export function watchList(data: string): Promise<WatchEntry[]> {
  return readWatchlist(data);
}

/** Adds things with the same details; those that are there already are left as they are. */
export async function watchAdd(
  data: string,
  things: readonly string[],
  details: Partial<Details> = {},
): Promise<{ added: string[]; known: string[] }> {
  const wanted = things.map((thing) => {
    const parsed = watchEntry.safeParse({ ...readThing(thing), ...blank, ...details });
    if (!parsed.success)
      throw new InputError('bad_entry', `${thing}: ${parsed.error.issues[0]?.message ?? 'not valid'}.`, {
        hint: '"clipbook watch --help" tells what each option takes.',
      });
    return parsed.data;
  });
  return withLock(data, 'watch', async () => {
    const entries = await readWatchlist(data);
    const added: string[] = [];
    const known: string[] = [];
    for (const entry of wanted) {
      if (entries.some((each) => each.kind === entry.kind && each.key === entry.key)) known.push(entry.key);
      else {
        entries.push(entry);
        added.push(entry.key);
      }
    }
    if (added.length > 0) await writeWatchlist(data, entries);
    return { added, known };
  });
}

/** Removes things. Throws `InputError` (`not_watched`) where one is not in the list; then nothing is removed. */
export async function watchRemove(data: string, things: readonly string[]): Promise<string[]> {
  const unwanted = things.map(readThing);
  return withLock(data, 'watch', async () => {
    const entries = await readWatchlist(data);
    for (const { kind, key } of unwanted)
      if (!entries.some((each) => each.kind === kind && each.key === key))
        throw new InputError('not_watched', `${key} is not in the watchlist.`, {
          hint: '"clipbook watch list" shows it.',
        });
    await writeWatchlist(
      data,
      entries.filter((each) => !unwanted.some(({ kind, key }) => each.kind === kind && each.key === key)),
    );
    return unwanted.map(({ key }) => key);
  });
}
