import { instantOf } from '../calendar.ts';
import type { Row } from '../schema/index.ts';

/** What an identity is told by: account and account_info rows, of any source. */
export interface IdentityRow {
  account_id: string;
  handle: string;
  observed_at: string;
}

/** Who is who: which account a row belongs to, and what an account is called. */
export interface Identity {
  /**
   * The account that a row belongs to. A real id is itself. `handle:<handle>` becomes the id that was seen under that
   * handle; where several were, the one whose observation lies nearest in time to `observedAt` (the earlier one where
   * two lie equally near), and the latest where no instant is given. Where none was seen it stays as it is.
   */
  idOf(accountId: string, observedAt?: string): string;
  /** The account's latest known handle; null for an account of which no row was given. */
  handleOf(accountId: string): string | null;
  /** Every handle the account was seen under, latest first. */
  handlesOf(accountId: string): readonly string[];
}

const prefix = 'handle:';

interface Sighting {
  ms: number;
  id: string;
}

/**
 * Learns who is who from rows with ids and rows without (docs/methods.md#identity). A rename keeps its id, so one
 * account may have had several handles, and one handle may have belonged to several accounts. The order of the rows does
 * not matter. For an account with a real id only rows that carry this id say what it is called.
 */
export function resolveIdentity(rows: Iterable<IdentityRow>): Identity {
  const lastSeen = new Map<string, Map<string, string>>();
  const withoutId = new Set<string>();
  const withId: IdentityRow[] = [];
  for (const row of rows) {
    let handles = lastSeen.get(row.account_id);
    if (!handles) {
      handles = new Map();
      lastSeen.set(row.account_id, handles);
    }
    const seen = handles.get(row.handle);
    if (seen === undefined || seen < row.observed_at) handles.set(row.handle, row.observed_at);
    if (row.account_id.startsWith(prefix)) withoutId.add(row.account_id.slice(prefix.length));
    else withId.push(row);
  }
  const sightings = sightingsOf(withId, withoutId);
  const sightingsUnder = (handle: string) => {
    let seen = sightings.get(handle);
    if (!seen) {
      // A handle that no row without an id had, asked for by a post: not among those collected above.
      seen = sightingsOf(withId, new Set([handle])).get(handle) ?? [];
      sightings.set(handle, seen);
    }
    return seen;
  };
  const handlesById = new Map<string, readonly string[]>();
  const handlesOf = (accountId: string) => {
    let handles = handlesById.get(accountId);
    if (!handles) {
      handles = latestFirst(lastSeen.get(accountId) ?? new Map());
      handlesById.set(accountId, handles);
    }
    return handles;
  };

  return {
    idOf(accountId, observedAt) {
      if (!accountId.startsWith(prefix)) return accountId;
      const ms = observedAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(observedAt);
      return nearest(sightingsUnder(accountId.slice(prefix.length)), ms)?.id ?? accountId;
    },
    handleOf: (accountId) => handlesOf(accountId)[0] ?? null,
    handlesOf,
  };
}

function latestFirst(lastSeen: ReadonlyMap<string, string>): string[] {
  return [...lastSeen]
    .sort(([a, seenA], [b, seenB]) => (seenA === seenB ? (a < b ? -1 : 1) : seenA < seenB ? 1 : -1))
    .map(([handle]) => handle);
}

function sightingsOf(rows: readonly IdentityRow[], handles: ReadonlySet<string>): Map<string, Sighting[]> {
  const sightings = new Map<string, Sighting[]>();
  if (handles.size === 0) return sightings;
  for (const row of rows) {
    if (!handles.has(row.handle)) continue;
    const seen = sightings.get(row.handle);
    const sighting = { ms: Date.parse(row.observed_at), id: row.account_id };
    if (seen) seen.push(sighting);
    else sightings.set(row.handle, [sighting]);
  }
  for (const seen of sightings.values()) seen.sort((a, b) => a.ms - b.ms || (a.id < b.id ? -1 : 1));
  return sightings;
}

/** The sighting nearest to an instant in a list sorted by time, the earlier of two equally near. */
function nearest(seen: readonly Sighting[], ms: number): Sighting | undefined {
  let low = 0;
  let high = seen.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((seen[middle]?.ms ?? Number.POSITIVE_INFINITY) < ms) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [seen[low - 1], seen[low]];
  if (!before || !after) return before ?? after;
  return after.ms - ms < ms - before.ms ? after : before;
}

/**
 * Reads the second permanent id (`sec_uid`) that was in force at an instant (milliseconds) from an account's details, sorted
 * by time. It survives a rename: where it differs between two instants the handle went to another account, and the
 * counts of the two must not be compared. Null throughout where the details tell fewer than two.
 */
export function readSecondId(infos: readonly Row<'account_info'>[]): (ms: number) => string | null {
  const told = infos.filter((info) => info.sec_uid !== null);
  if (new Set(told.map((info) => info.sec_uid)).size < 2) return () => null;
  return (ms) => {
    const instant = instantOf(new Date(ms));
    return (told.findLast((info) => info.observed_at <= instant) ?? told[0])?.sec_uid ?? null;
  };
}
