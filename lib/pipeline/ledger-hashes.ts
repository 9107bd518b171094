import { createHash } from 'node:crypto';
import { partByDay } from '../operate/site/page-key.ts';
import type { TableName } from '../schema/index.ts';
import type { Reads, TableRead } from '../schema/reads.ts';
import {
  areMarksOf,
  hasAccounts,
  type MonthMarks,
  markMonth,
  marksOfAccount,
  monthsOf,
} from '../store/account-marks.ts';
import { type DayHash, type DayHashes, hashDays, hashFile, stampLedger } from '../store/day-hashes.ts';
import { readPageRecord, writePageRecord } from '../store/page-records.ts';

/** Hashes of stored days and files, each made once, and kept for the next build with what tells that they still hold. */
export class LedgerHashes {
  readonly #data: string;
  /** The folder of the cache; null where nothing can be kept, so that all is hashed anew each time. */
  readonly folder: string | null;
  #ledger: Promise<string> | undefined;
  readonly #nowMs: () => number;
  readonly #found = new Map<string, Promise<DayHashes>>();
  readonly #marks = new Map<string, Promise<MonthMarks[]>>();

  constructor(data: string, folder: string | null, nowMs: () => number) {
    this.#data = data;
    this.folder = folder;
    this.#nowMs = nowMs;
  }

  /** A hash of all of it, as it was when it was first asked for. */
  ledger(): Promise<string> {
    this.#ledger ??= stampLedger(this.#data);
    return this.#ledger;
  }

  /** What an account has of a table from the day `from` on, as `partByDay` writes it. */
  async ofAccount(table: TableName, account: string, from: string | null = null): Promise<string> {
    const read = { ...this.readOf(table), from, accounts: [account] };
    return (await this.of({ tables: [read], files: [], other: false }))[table] ?? '';
  }

  /** The reading of a whole table. */
  readOf(table: TableName): TableRead {
    return { table, data: this.#data, from: null, to: null, accounts: null, columns: null, rows: null };
  }

  /** What was read of each table and file, as `partByDay` writes it: of a table that was read of some accounts, what they have. */
  async of({ tables, files }: Reads): Promise<Record<string, string>> {
    const found = new Map<string, Map<string, string>>();
    const add = (name: string, day: string, content: string) => {
      const days = found.get(name) ?? new Map<string, string>();
      found.set(name, days.set(day, `${days.get(day) ?? ''}${content}\n`));
    };
    for (const read of tables)
      for (const [day, content] of await this.#contents(read))
        if (isIn(read, day)) add(read.table, day, content);
    for (const { table } of tables) if (!found.has(table)) found.set(table, new Map());
    for (const { file, data } of files) add(file, '', (await this.#file(data, file)).sha256);
    return Object.fromEntries(
      [...found].map(([name, days]) => [
        name,
        partByDay([...days].sort(([a], [b]) => (a < b ? -1 : 1))).text,
      ]),
    );
  }

  /** Whether a file of what was read is younger than the reading: then its hash need not be that of what was read. */
  async changedSince({ tables, files }: Reads, startedMs: number): Promise<boolean> {
    for (const read of tables)
      for (const [day, hash] of Object.entries(await this.#days(read)))
        if (isIn(read, day) && isYounger(hash, startedMs)) return true;
    for (const { file, data } of files) if (isYounger(await this.#file(data, file), startedMs)) return true;
    return false;
  }

  /** By day, what tells the content of all that was read of it. */
  async #contents(read: TableRead): Promise<[day: string, content: string][]> {
    if (read.accounts === null || !hasAccounts(read.table))
      return Object.entries(await this.#days(read)).map(([day, { sha256 }]) => [day, sha256]);
    const months = await this.#monthsOf(read);
    return read.accounts.flatMap((account) =>
      months.flatMap((month) =>
        marksOfAccount(month, account).map(([day, mark]): [string, string] => [day, `${account} ${mark}`]),
      ),
    );
  }

  #monthsOf({ data, table }: TableRead): Promise<MonthMarks[]> {
    const name = `${data} ${table}`;
    let found = this.#marks.get(name);
    if (!found) {
      found = this.#markMonths(data, table);
      this.#marks.set(name, found);
    }
    return found;
  }

  async #markMonths(data: string, table: TableName): Promise<MonthMarks[]> {
    const months: MonthMarks[] = [];
    for (const [month, days] of monthsOf(await this.#days({ data, table }))) {
      const record = `marks ${hashOf(`${data} ${table}`)} ${month}`;
      const known = (await this.#recall(record)) as MonthMarks | null;
      if (areMarksOf(known, days)) months.push(known);
      else {
        const marks = await markMonth(data, table, days, known);
        await this.#keep(record, marks);
        months.push(marks);
      }
    }
    return months;
  }

  #days({ data, table }: Pick<TableRead, 'data' | 'table'>): Promise<DayHashes> {
    return this.#once(`${data} ${table}`, (known) => hashDays(data, table, known, this.#nowMs()));
  }

  async #file(data: string, file: string): Promise<DayHash> {
    const found = await this.#once(`${data} ${file}`, async (known) => ({
      '': await hashFile(data, file, known[''], this.#nowMs()),
    }));
    return found[''] as DayHash;
  }

  #once(name: string, make: (known: DayHashes) => Promise<DayHashes>): Promise<DayHashes> {
    let found = this.#found.get(name);
    if (!found) {
      found = this.#make(`hashes ${hashOf(name)}`, make);
      this.#found.set(name, found);
    }
    return found;
  }

  async #make(record: string, make: (known: DayHashes) => Promise<DayHashes>): Promise<DayHashes> {
    const known = ((await this.#recall(record)) ?? {}) as DayHashes;
    const hashes = await make(known);
    if (Object.entries(hashes).some(([day, hash]) => known[day] !== hash)) await this.#keep(record, hashes);
    return hashes;
  }

  async #recall(record: string): Promise<unknown> {
    return this.folder === null ? null : readPageRecord(this.folder, record);
  }

  async #keep(record: string, content: object): Promise<void> {
    if (this.folder !== null) await writePageRecord(this.folder, record, content);
  }
}

function isIn({ from, to }: TableRead, day: string): boolean {
  return day === '' || ((from === null || day >= from) && (to === null || day <= to));
}

function isYounger({ files }: DayHash, thanMs: number): boolean {
  return files.some((signature) => {
    const [, modified = '0', changed = '0'] = signature.split(' ');
    return Math.max(Number(modified), Number(changed)) > thanMs;
  });
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
