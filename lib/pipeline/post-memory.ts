import { hash } from 'node:crypto';
import { instantOf, utcDayOf } from '../calendar.ts';
import type { Settings } from '../config.ts';
import type { TableName } from '../schema/index.ts';
import type { DayStamp } from '../store/arrow/stamp.ts';
import type { KeptRecords } from '../store/rebuilt.ts';
import { readRemembered, timeOfMemory, writeRemembered } from '../store/remembered.ts';
import { cachedStamps, differentDays, stampDays } from '../store/stamped-days.ts';
import { methods } from '../transform/methods.ts';
import { dayOfPost } from '../transform/post/post-age.ts';
import type { PostSeries } from '../transform/post-series.ts';
import { type DerivedTable, derivedTables } from '../transform/tables.ts';
import type { AccountPair } from './derive.ts';
import { KeptDays, type KeptStretches, stretchOf } from './kept-days.ts';

/** The tables that have rows of single posts, each with the post’s id first. */
const tablesOfPosts = ['post_age', 'post_engagement', 'post_curve', 'post_outlier'] as const;

/** The tables of which some records stay in their files. */
const tablesKept = [...tablesOfPosts, 'account_daily'] as const;

/** Name of what is remembered of posts as a whole. */
export const memoryName = 'posts';

/** What a run knows of posts before it has read any. */
export interface PostPlan {
  /** Marks what is remembered for the next run. */
  key: string;
  /** What must be marked so to be of the last run; null where nothing of it can be used. */
  before: string | null;
  /** Days of posts that are new or have changed since, and those that were there before in another form. */
  changed: string[];
  disturbed: string[];
  /** Days of publication whose derived rows are not those of the last run. */
  altered: string[];
  /** Stretches of days of which rows of `account_daily` are not those of the last run. */
  alteredStretches: ReadonlySet<string>;
}

/** The posts of a chunk that have rows: with the day at which these stand, and whether they stay as they were written. */
export type ChunkPosts = [post_id: string, account_id: string, day: string, isKept: boolean][];

/** What is said of these posts. */
export function postsOf(posts: readonly PostSeries[]): ChunkPosts {
  return posts.flatMap((post): ChunkPosts => {
    const { post_id, account_id, ages } = post;
    const day = dayOfPost(post);
    return day === null ? [] : [[post_id, account_id, day, ages === null]];
  });
}

interface State {
  key: string;
  asOf: string;
  /** Versions of the methods: what another version made is not what would be made now. */
  versions: string;
  /** Stored days of posts. */
  days: DayStamp[];
  /** Derived days. */
  derived: Record<string, DayStamp[]>;
  /** Records of each derived day. */
  rows: Record<string, [day: string, rows: number][]>;
  /** Posts by the day at which their rows stand. */
  posts: [day: string, posts: number][];
  found: Found;
}

/** What is known only when everything was read: where it was taken to be something else, all is done again. */
export interface Found {
  /** Accounts of which rows name the same posts: they are taken together. */
  together: readonly AccountPair[];
  /** Days on which several of all accounts fell at once; null where that is not known before it was counted. */
  purges: readonly string[] | null;
}

export const nothingFound: Found = { together: [], purges: null };

/** The versions of all methods as they are now. */
export function methodVersions(): string {
  return JSON.stringify(methods.map(({ id, version }) => [id, version]));
}

/** A day that may have rows later than now: it will count as changed. */
const unsettled = ({ day }: DayStamp): DayStamp => ({ day, sha256: '', files: [], readMs: 0 });

/**
 * What is remembered of posts from one transform to the next. A post is as it was where its days are, and its derived rows where their files
 * are: all is held against hashes, and what is missing or does not fit is computed again.
 */
export class PostMemory {
  readonly #settings: Pick<Settings, 'data' | 'cache'>;
  readonly #asOf: string;
  /** The time of the file system when it was opened. */
  readonly #now: number;
  /** Of the last run, where it was by the same methods and not at a later instant. */
  readonly #last: State | null;
  /** Of the last run, whenever that was: what its files were is true all the same. */
  readonly #stamps: readonly DayStamp[];
  #next: Pick<State, 'key' | 'days'> | null = null;
  readonly #posts = new Map<string, number>();
  readonly #kept = new Map<string, string>();
  readonly #keptDays = new Map<string, number>();
  readonly #days = new KeptDays();

  private constructor(
    settings: Pick<Settings, 'data' | 'cache'>,
    asOf: string,
    now: number,
    last: State | undefined,
  ) {
    this.#settings = settings;
    this.#asOf = asOf;
    this.#now = now;
    const isUsable = last !== undefined && last.asOf <= asOf && last.versions === methodVersions();
    this.#last = isUsable ? last : null;
    this.#stamps = last?.days ?? [];
  }

  /** Nothing is remembered where only some tables are wanted, or there is no cache. Call with the lock held. */
  static async open(
    { data, cache }: Pick<Settings, 'data' | 'cache'>,
    asOf: Date,
    wanted: readonly DerivedTable[],
  ): Promise<PostMemory | null> {
    const now = wanted.length < derivedTables.length ? null : await timeOfMemory(data, cache);
    if (now === null) return null;
    const last = (await readRemembered(data, cache, memoryName)).get('state') as State | undefined;
    return new PostMemory({ data, cache }, instantOf(asOf), now, last);
  }

  /** Looks at what has changed since the last run. To be called once, when the months of posts are in the cache: it need not read them then. */
  async look(): Promise<PostPlan> {
    const { data, cache } = this.#settings;
    const last = this.#last;
    const days = await stampDays(
      data,
      'post',
      [...this.#stamps, ...cachedStamps(data, cache, 'post')],
      this.#now,
    );
    const differences = differentDays(last?.days ?? [], days);
    const altered = new Set<string>();
    for (const table of tablesOfPosts) for (const day of await this.#alteredDays(table)) altered.add(day);
    const alteredStretches = new Set((await this.#alteredDays('account_daily')).map(stretchOf));
    const hashes = days.map(({ day, sha256 }) => [day, sha256]);
    const key = hash('sha256', JSON.stringify([methodVersions(), this.#asOf, hashes]), 'base64url');
    const today = utcDayOf(this.#asOf);
    this.#next = { key, days: days.map((stamp) => (stamp.day < today ? stamp : unsettled(stamp))) };
    return {
      key,
      before: last?.key ?? null,
      changed: [...differences.added, ...differences.changed].sort(),
      disturbed: [...differences.changed, ...differences.removed],
      altered: [...altered],
      alteredStretches,
    };
  }

  /** Days of a derived table that are not as the last run left them. */
  async #alteredDays(table: TableName): Promise<string[]> {
    if (this.#last === null) return [];
    const before = this.#last.derived[table] ?? [];
    const now = await stampDays(this.#settings.data, table, before, this.#now);
    const { added, changed, removed } = differentDays(before, now);
    return [...added, ...changed, ...removed];
  }

  /** What the last run found, which mostly holds. */
  get found(): Found {
    return this.#last?.found ?? nothingFound;
  }

  /** Takes note of the posts of a chunk, and of the days of its accounts that stay. */
  add(posts: ChunkPosts, days: KeptStretches): void {
    this.#days.add(days);
    for (const [post_id, , day, isKept] of posts) {
      this.#posts.set(day, (this.#posts.get(day) ?? 0) + 1);
      if (!isKept) continue;
      this.#kept.set(post_id, day);
      this.#keptDays.set(day, (this.#keptDays.get(day) ?? 0) + 1);
    }
  }

  /** The derived records that stay, once the posts of every chunk are known. */
  kept(): KeptRecords {
    const rows = new Map(
      Object.entries(this.#last?.rows ?? {}).map(([table, days]) => [table, new Map(days)]),
    );
    const before = new Map(this.#last?.posts);
    return {
      tables: new Set<TableName>(tablesKept),
      stays: (table, subject, day) =>
        table === 'account_daily' ? this.#days.stays(subject, day) : this.#kept.get(subject) === day,
      wholeDay: (table, day) => {
        const there = rows.get(table)?.get(day) ?? null;
        const isWhole =
          table === 'account_daily'
            ? this.#days.rowsOn(day) === there
            : this.#keptDays.get(day) === before.get(day);
        return isWhole ? there : null;
      },
    };
  }

  /** Writes down what the next run may use, once the derived tables are in their place, with these stamps. */
  async close(
    rowsByDay: ReadonlyMap<TableName, ReadonlyMap<string, number>>,
    found: Found,
    written: { readonly [T in TableName]?: DayStamp[] },
  ): Promise<void> {
    const { data, cache } = this.#settings;
    if (this.#next === null) return;
    const derived: State['derived'] = {};
    const rows: State['rows'] = {};
    for (const table of tablesKept) {
      derived[table] = written[table] ?? [];
      rows[table] = [...(rowsByDay.get(table) ?? [])];
    }
    const state: State = {
      asOf: this.#asOf,
      versions: methodVersions(),
      ...this.#next,
      derived,
      rows,
      posts: [...this.#posts],
      found,
    };
    await writeRemembered(data, cache, memoryName, new Map([['state', state]]));
  }
}
