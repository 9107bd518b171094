import { hash } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { TableName } from '../../schema/index.ts';
import type { Column } from '../../schema/table.ts';
import { filesOfDay, readDayBytes, type StoredDay } from '../days.ts';
import { orderRows } from './buckets.ts';
import { ColumnsBuilder } from './build.ts';
import type { Part } from './column.ts';
import { encodeMonth } from './encode.ts';
import { readMonth } from './month.ts';
import { isIn, type MonthQuery } from './picks.ts';
import { DamagedCache } from './pieces.ts';
import { makeTemporary, prune, put, tableFolder } from './place.ts';
import {
  type DayStamp,
  formatStamp,
  isUnchanged,
  type MonthStamp,
  readStamp,
  type Signature,
  signatureOf,
} from './stamp.ts';

export interface CacheLimits {
  /** A month whose day files are smaller than this is read as fast from CSV. */
  worthBytes: number;
  /** Rows of a bucket, at most about: an account's year is then read in a few hundredths of a second. */
  rowsPerBucket: number;
}

export const cacheLimits: CacheLimits = { worthBytes: 262_144, rowsPerBucket: 10_000 };

export interface MonthParts {
  rows: number;
  columns: Map<string, Part>;
}

/** A stored day and what the file system says of its files. */
interface SignedDay {
  day: string;
  stored: StoredDay;
  signatures: Signature[];
}

/**
 * The months of a table as Arrow files. It answers what the day files would answer, or not at all: a month that was changed,
 * damaged or never there is built anew, and where that cannot be done the reader goes to the day files.
 */
export class TableCache {
  readonly #root: string;
  readonly #cache: string;
  readonly #table: TableName;
  readonly #columns: readonly Column[];
  /** Months that are stored: others are removed. */
  readonly #months: ReadonlySet<string>;
  readonly #schema: string;
  readonly #limits: CacheLimits;
  /** What was looked up already: an instance is good for as long as nobody writes. */
  readonly #signed = new Map<string, SignedDay>();
  readonly #stamps = new Map<string, MonthStamp>();
  #writable = true;

  constructor(
    root: string,
    cache: string,
    table: TableName,
    columns: readonly Column[],
    months: ReadonlySet<string>,
    limits: CacheLimits,
  ) {
    this.#root = root;
    this.#cache = cache;
    this.#table = table;
    this.#columns = columns;
    this.#schema = JSON.stringify(columns.map(({ name, kind }) => [name, kind]));
    this.#months = months;
    this.#limits = limits;
  }

  /** The asked rows and columns of a month with these stored days; null where the day files are to be read instead. */
  async month(
    month: string,
    stored: readonly StoredDay[],
    columns: readonly string[],
    query: MonthQuery,
    lazily: boolean,
  ): Promise<MonthParts | null> {
    const wanted = stored.filter(({ day }) => isIn(query, day ?? '')).map((day) => this.#sign(day));
    const stamp = this.#stamps.get(month) ?? readStamp(this.#file(`${month}.json`));
    if (stamp?.schema === this.#schema) {
      const fresh = await this.#freshened(month, stamp, wanted, query);
      const found = fresh && this.#read(fresh, columns, query, lazily);
      if (found) {
        this.#stamps.set(month, fresh);
        return found;
      }
    }
    this.#stamps.delete(month);
    if (!this.#writable || !this.#isWorth(stored, wanted)) return null;
    const built = await this.#build(month, stored);
    return built && this.#read(built, columns, query, lazily);
  }

  #file(name: string): string {
    return path.join(tableFolder(this.#cache, this.#table), name);
  }

  #sign(stored: StoredDay): SignedDay {
    const day = stored.day ?? '';
    let signed = this.#signed.get(day);
    if (signed === undefined) {
      const files = filesOfDay(this.#table, stored);
      signed = { day, stored, signatures: files.map((file) => signatureOf(`${this.#root}/${file}`)) };
      this.#signed.set(day, signed);
    }
    return signed;
  }

  #read(
    stamp: MonthStamp,
    columns: readonly string[],
    query: MonthQuery,
    lazily: boolean,
  ): MonthParts | null {
    try {
      return readMonth(this.#file(stamp.file), stamp.map, columns, query, lazily);
    } catch (error) {
      // Damaged, gone, or not to be read: the day files have the answer.
      if (error instanceof DamagedCache || (error as NodeJS.ErrnoException).syscall !== undefined)
        return null;
      throw error;
    }
  }

  /** The stamp where the wanted days are as it says, brought up to date; null where they are not. */
  async #freshened(
    month: string,
    stamp: MonthStamp,
    wanted: readonly SignedDay[],
    query: MonthQuery,
  ): Promise<MonthStamp | null> {
    const known = stamp.days.filter(({ day }) => isIn(query, day));
    if (known.length !== wanted.length || known.some(({ day }, i) => day !== wanted[i]?.day)) return null;
    const doubtful = wanted.filter(({ signatures }, i) => !isUnchanged(known[i] as DayStamp, signatures));
    if (doubtful.length === 0) return stamp;
    const temporary = await this.#temporary();
    const byDay = new Map(stamp.days.map((day) => [day.day, day]));
    try {
      for (const { day, stored, signatures } of doubtful) {
        const sha256 = hash('sha256', await readDayBytes(this.#root, this.#table, stored));
        if (sha256 !== byDay.get(day)?.sha256) return null;
        if (temporary)
          byDay.set(day, { day, sha256, files: signatures.map(({ text }) => text), readMs: temporary.nowMs });
      }
      const next = { ...stamp, days: [...byDay.values()] };
      if (temporary)
        await put(temporary.folder, this.#file(`${month}.json`), formatStamp(next)).catch(() => undefined);
      return next;
    } finally {
      if (temporary) await rm(temporary.folder, { recursive: true, force: true });
    }
  }

  /** Whether a month is big enough, and enough of it asked for. */
  #isWorth(stored: readonly StoredDay[], wanted: readonly SignedDay[]): boolean {
    const all = bytesOf(stored.length === wanted.length ? wanted : stored.map((day) => this.#sign(day)));
    return all >= this.#limits.worthBytes && bytesOf(wanted) >= all / 2;
  }

  async #build(month: string, stored: readonly StoredDay[]): Promise<MonthStamp | null> {
    const temporary = await this.#temporary();
    if (!temporary) return null;
    try {
      const builder = new ColumnsBuilder(this.#columns);
      const days: DayStamp[] = [];
      const rowsByDay: [string, number][] = [];
      for (const each of stored) {
        const { day, signatures } = this.#sign(each);
        const bytes = await readDayBytes(this.#root, this.#table, each);
        const before = builder.rows;
        builder.addBytes(bytes);
        rowsByDay.push([day, builder.rows - before]);
        const files = signatures.map((signature) => signature.text);
        days.push({ day, sha256: hash('sha256', bytes), files, readMs: temporary.nowMs });
      }
      const { bytes, map } = this.#encode(builder);
      const key = hash(
        'sha256',
        JSON.stringify([this.#schema, days.map(({ day, sha256 }) => [day, sha256])]),
      );
      const stamp: MonthStamp = {
        file: `${month}-${key.slice(0, 16)}.arrow`,
        schema: this.#schema,
        days,
        map: { days: rowsByDay, ...map },
      };
      return (await this.#write(month, stamp, bytes, temporary)) ? stamp : null;
    } finally {
      await rm(temporary.folder, { recursive: true, force: true });
    }
  }

  #encode(builder: ColumnsBuilder): ReturnType<typeof encodeMonth> {
    const cells = this.#columns.map(({ name }) => [name, builder.cells(name)] as const);
    const accounts = cells.find(([name]) => name === 'account_id')?.[1];
    return encodeMonth(cells, orderRows(accounts, builder.rows, this.#limits.rowsPerBucket));
  }

  async #write(
    month: string,
    stamp: MonthStamp,
    bytes: Uint8Array,
    { folder, nowMs }: Temporary,
  ): Promise<boolean> {
    try {
      await put(folder, this.#file(stamp.file), bytes);
      await put(folder, this.#file(`${month}.json`), formatStamp(stamp));
      const isStale = (name: string) =>
        !this.#months.has(name.slice(0, 7)) || (name.startsWith(`${month}-`) && name !== stamp.file);
      // Some systems keep a file that somebody has open: it goes next time.
      await prune(tableFolder(this.#cache, this.#table), isStale, nowMs).catch(() => undefined);
      return true;
    } catch {
      this.#writable = false;
      return false;
    }
  }

  /** A folder for new files, with the file system's time; null where the cache cannot be written. */
  async #temporary(): Promise<Temporary | null> {
    try {
      const folder = await makeTemporary(this.#cache, this.#table);
      return { folder, nowMs: (await stat(folder)).mtimeMs };
    } catch {
      this.#writable = false;
      return null;
    }
  }
}

interface Temporary {
  folder: string;
  nowMs: number;
}

function bytesOf(days: readonly SignedDay[]): number {
  return days.reduce((sum, { signatures }) => sum + signatures.reduce((of, { bytes }) => of + bytes, 0), 0);
}
