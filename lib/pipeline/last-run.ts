import { hash } from 'node:crypto';
import { instantOf } from '../calendar.ts';
import type { TableName } from '../schema/index.ts';
import { changedSince, type DayStamp } from '../store/arrow/stamp.ts';
import { readWatchlist } from '../store/lists.ts';
import { hashProgram } from '../store/program.ts';
import { readRemembered, timeOfMemory, writeRemembered } from '../store/remembered.ts';
import { cachedStamps, differentDays, stampDays } from '../store/stamped-days.ts';
import { type DerivedTable, derivedTables } from '../transform/tables.ts';
import type { DerivationSettings } from './derive.ts';
import { methodVersions } from './post-memory.ts';
import type { TransformSummary } from './transform.ts';

/** Name of what is remembered of a run as a whole. */
export const lastRunName = 'last';

/** The stored tables that derived ones are made of. */
const tablesRead = [
  'account',
  'account_info',
  'post',
  'post_info',
  'forecast_issued',
] as const satisfies readonly TableName[];

type Stamps = Partial<Record<TableName, DayStamp[]>>;
type Said = Omit<TransformSummary, 'files_changed' | 'forecasts_issued'>;

interface State {
  /** Program, instant, settings and lists. */
  key: string;
  /** Of the tables that were read. */
  read: Stamps;
  /** Of the tables that were written, and so of all that is derived. */
  written: Stamps;
  said: Said;
}

/**
 * What the last run read and wrote: where all of it is as it was, and what counts as now too, the same would come out again. Files are known
 * by size, times and number, and by a hash of their text where those differ or do not tell.
 */
export class LastRun {
  readonly #settings: DerivationSettings;
  readonly #key: string;
  /** The time of the file system when it was opened. */
  readonly #now: number;
  readonly #last: State | null;

  private constructor(settings: DerivationSettings, key: string, now: number, last: State | null) {
    this.#settings = settings;
    this.#key = key;
    this.#now = now;
    this.#last = last;
  }

  /** Null where only some tables are wanted, or there is no cache. Call with the lock held. */
  static async open(
    settings: DerivationSettings,
    asOf: Date,
    wanted: readonly DerivedTable[],
  ): Promise<LastRun | null> {
    const { data, cache, zone, tiers } = settings;
    const now = wanted.length < derivedTables.length ? null : await timeOfMemory(data, cache);
    if (now === null) return null;
    const watchlist = await readWatchlist(data);
    const made = [hashProgram(), methodVersions(), instantOf(asOf), zone, tiers, watchlist];
    const last = (await readRemembered(data, cache, lastRunName)).get('state') as State | undefined;
    return new LastRun(settings, hash('sha256', JSON.stringify(made), 'base64url'), now, last ?? null);
  }

  /** What the last run said, where this one would do the same; null where it may not. */
  async same(): Promise<Said | null> {
    const last = this.#last;
    if (last === null || last.key !== this.#key) return null;
    const [read, written] = [
      await this.#stamp(tablesRead, last.read),
      await this.#stamp(derivedTables, last.written),
    ];
    if (!isSame(last.read, read) || !isSame(last.written, written)) return null;
    await this.#write({ ...last, read, written });
    return last.said;
  }

  /** Writes down what the next run may hold against what it finds. What was written. */
  async close(said: Said): Promise<Stamps> {
    const read = await this.#stamp(tablesRead, this.#last?.read ?? {});
    const written = await this.#stamp(derivedTables, this.#last?.written ?? {});
    // What was written while it was read may have been read or not.
    const isRead = !Object.values(read).some((stamps) => changedSince(stamps, this.#now));
    if (isRead) await this.#write({ key: this.#key, read, written, said });
    return written;
  }

  async #stamp(tables: readonly TableName[], before: Stamps): Promise<Stamps> {
    const { data, cache } = this.#settings;
    const now = (await timeOfMemory(data, cache)) ?? this.#now;
    const stamps: Stamps = {};
    for (const table of tables)
      stamps[table] = await stampDays(
        data,
        table,
        [...(before[table] ?? []), ...cachedStamps(data, cache, table)],
        now,
      );
    return stamps;
  }

  async #write(state: State): Promise<void> {
    const { data, cache } = this.#settings;
    await writeRemembered(data, cache, lastRunName, new Map([['state', state]]));
  }
}

function isSame(before: Stamps, now: Stamps): boolean {
  return Object.entries(now).every(([table, stamps]) => {
    const { added, changed, removed } = differentDays(before[table as TableName] ?? [], stamps);
    return added.length + changed.length + removed.length === 0;
  });
}
