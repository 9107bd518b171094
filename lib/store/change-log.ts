import path from 'node:path';
import { tables } from '../schema/index.ts';
import { columnsOf, type TableSpec } from '../schema/table.ts';
import { parseRows } from './csv.ts';
import { listDays, readDay } from './days.ts';
import { PendingRecords } from './pending.ts';
import { textsOf } from './record-keys.ts';
import { differs, type Info, type InfoTable, idOf, isUnknown, type Stretch, Stretches } from './stretches.ts';
import { readTable } from './tables.ts';

export type { InfoTable } from './stretches.ts';

/**
 * `account_info` and `post_info` hold a row only when something changed. Offered rows come in any order and in any
 * number; what is kept in memory are stretches of rows that say the same, and once that is full they go to scratch files, in groups of accounts
 * or posts, of which one at a time is decided on.
 */

const infoTables = ['account_info', 'post_info'] as const;

/** What became of some of the offered rows. */
export interface Settled {
  /** Those that say something the row before them, offered or stored, does not. */
  rows: [InfoTable, Info][];
  /** Counted source rows that said something new, and those that did not. */
  stored: number;
  duplicates: number;
}

/** Bytes of stretches held in memory before they go to scratch files. */
const stretchesInMemory = 24_000_000;
const groupCount = 256;

export class ChangeLog {
  readonly #root: string;
  readonly #scratch: string;
  readonly #inMemory: number;
  readonly #held: Record<InfoTable, Stretches> = {
    account_info: new Stretches('account_info'),
    post_info: new Stretches('post_info'),
  };
  /** Stretches, and stored rows, by group. */
  readonly #spilled = new Map<InfoTable, PendingRecords>();
  readonly #stored = new Map<InfoTable, PendingRecords>();

  /** `scratch` is a folder for what memory does not hold; its owner removes it after `close`. */
  constructor(root: string, scratch: string, inMemory = stretchesInMemory) {
    this.#root = root;
    this.#scratch = scratch;
    this.#inMemory = inMemory;
  }

  /** True when `spill` should be awaited before more rows are offered. */
  get full(): boolean {
    return this.#held.account_info.bytes + this.#held.post_info.bytes >= this.#inMemory;
  }

  /** Takes a row into account; `counted` where it stands for its source row in the counts. */
  offer(table: InfoTable, offered: Info, counted = false): void {
    const row = wellFormed(offered);
    this.#held[table].add({ first: row, last: row, counted: Number(counted) });
  }

  /** Moves everything from memory to scratch files. */
  async spill(): Promise<void> {
    for (const table of infoTables) await this.#spill(table);
  }

  async #spill(table: InfoTable): Promise<void> {
    const held = this.#held[table];
    if (held.byId.size === 0) return;
    const spilled = this.#open(this.#spilled, table, `${table}-offered`);
    for (const [id, stretches] of held.byId)
      for (const { first, last, counted } of stretches)
        spilled.add(groupOf(id), JSON.stringify([counted, first, ...(last === first ? [] : [last])]), 0);
    held.clear();
    await spilled.spill();
  }

  #open(among: Map<InfoTable, PendingRecords>, table: InfoTable, name: string): PendingRecords {
    let pending = among.get(table);
    if (pending === undefined) {
      pending = new PendingRecords(path.join(this.#scratch, name));
      among.set(table, pending);
    }
    return pending;
  }

  /** Decides which of the offered rows are kept, as many at a time as memory holds. */
  async *settle(): AsyncGenerator<Settled, void> {
    for (const table of infoTables) {
      if (this.#spilled.has(table)) yield* this.#settleGroups(table);
      else if (this.#held[table].byId.size > 0)
        yield settled(table, await this.#storedOfHeld(table), this.#held[table]);
      this.#held[table].clear();
    }
  }

  /** The stored rows of what is held, by account or post. */
  async #storedOfHeld(table: InfoTable): Promise<Map<string, Info[]>> {
    const { byId } = this.#held[table];
    const accounts = table === 'account_info' ? { accounts: [...byId.keys()] } : {};
    const rows = await readTable(table, { data: this.#root, ...accounts });
    return groupById(
      table,
      rows.filter((row) => byId.has(idOf(table, row))),
    );
  }

  async *#settleGroups(table: InfoTable): AsyncGenerator<Settled, void> {
    await this.#spill(table);
    const stored = await this.#spillStored(table);
    const spilled = this.#spilled.get(table) as PendingRecords;
    for (const group of spilled.files()) {
      const offered = new Stretches(table);
      for await (const [counted, first, last = first] of readJson<[number, Info, Info?]>(spilled, group))
        offered.add({ first, last, counted });
      const rows: Info[] = [];
      for await (const row of readJson<Info>(stored, group))
        if (offered.byId.has(idOf(table, row))) rows.push(row);
      yield settled(table, groupById(table, rows), offered);
    }
  }

  /** Brings the stored rows into the same groups, day by day. */
  async #spillStored(table: InfoTable): Promise<PendingRecords> {
    const stored = this.#open(this.#stored, table, `${table}-stored`);
    const columns = columnsOf(tables[table] as TableSpec);
    for (const { day } of await listDays(this.#root, table)) {
      for (const row of parseRows(columns, (await readDay(this.#root, table, day)) ?? ''))
        stored.add(groupOf(idOf(table, row as Info)), JSON.stringify(row), 0);
      if (stored.held >= this.#inMemory) await stored.spill();
    }
    return stored;
  }

  /** Closes the scratch files. */
  async close(): Promise<void> {
    for (const pending of [...this.#spilled.values(), ...this.#stored.values()]) await pending.close();
  }
}

async function* readJson<T>(pending: PendingRecords, group: string): AsyncGenerator<T, void> {
  for await (const part of pending.parts(group))
    for (const text of textsOf(part)) yield JSON.parse(text) as T;
}

/** The group of an account or post: the same for the same id, and about as many of them in each. */
function groupOf(id: string): string {
  let mixed = 0;
  for (let i = 0; i < id.length; i++) mixed = (Math.imul(mixed, 31) + id.charCodeAt(i)) | 0;
  return String((mixed >>> 0) % groupCount);
}

function groupById(table: InfoTable, rows: readonly Info[]): Map<string, Info[]> {
  return Map.groupBy(rows, (row) => idOf(table, row));
}

function settled(table: InfoTable, stored: ReadonlyMap<string, Info[]>, offered: Stretches): Settled {
  const result: Settled = { rows: [], stored: 0, duplicates: 0 };
  for (const [id, stretches] of offered.byId) {
    const kept = changesOf(table, stored.get(id) ?? [], stretches);
    for (const row of kept) result.rows.push([table, row]);
    for (const { first, last, counted } of stretches) {
      if (counted === 0) continue;
      const isNew = kept.includes(first) || kept.includes(last);
      result.stored += Number(isNew);
      result.duplicates += counted - Number(isNew);
    }
  }
  return result;
}

/** Half a character at the end of a text that was cut cannot be written; read back, it would look like a change. */
function wellFormed(row: Info): Info {
  const cut = Object.entries(row).filter(([, value]) => typeof value === 'string' && !value.isWellFormed());
  return cut.length === 0
    ? row
    : { ...row, ...Object.fromEntries(cut.map(([column, text]) => [column, String(text).toWellFormed()])) };
}

function changesOf(table: InfoTable, stored: readonly Info[], stretches: readonly Stretch[]): Info[] {
  const known = new Set(stored);
  const taken = new Set(stored.map((row) => row.observed_at));
  const all = [...stored];
  for (const { first, last } of stretches) {
    all.push(first);
    if (last !== first) all.push(last);
  }
  // Stored rows come first at their instant: they stay.
  all.sort((a, b) =>
    a.observed_at < b.observed_at
      ? -1
      : a.observed_at > b.observed_at
        ? 1
        : Number(known.has(b)) - Number(known.has(a)),
  );
  const kept: Info[] = [];
  let state: Record<string, unknown> | null = null;
  for (const row of all) {
    if (!known.has(row)) {
      if (taken.has(row.observed_at) || (state !== null && !differs(table, state, row))) continue;
      taken.add(row.observed_at);
      kept.push(row);
    }
    state = withKnown(state ?? {}, row);
  }
  return kept;
}

function withKnown(state: Record<string, unknown>, row: object): Record<string, unknown> {
  const next = { ...state };
  for (const [column, value] of Object.entries(row)) if (!isUnknown(value)) next[column] = value;
  return next;
}
