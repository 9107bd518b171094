import type { Row } from '../schema/index.ts';
import { tables } from '../schema/index.ts';
import { readTable } from './tables.ts';

/**
 * `account_info` and `post_info` hold a row only when something changed. Offered rows come in any order and in any
 * number; what is kept in memory are stretches of rows that say the same.
 */

export type InfoTable = 'account_info' | 'post_info';
type Info = Row<InfoTable>;

interface Stretch {
  first: Info;
  last: Info;
  /** Source rows in it that count by what becomes of it. */
  counted: number;
}

/** What became of the offered rows. */
export interface Settled {
  /** Those that say something the row before them, offered or stored, does not. */
  rows: [InfoTable, Info][];
  /** Counted source rows that said something new, and those that did not. */
  stored: number;
  duplicates: number;
}

export class ChangeLog {
  readonly #root: string;
  readonly #stretches: Record<InfoTable, Map<string, Stretch[]>> = {
    account_info: new Map(),
    post_info: new Map(),
  };
  readonly #open = new Map<string, Stretch>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Takes a row into account; `counted` where it stands for its source row in the counts. */
  offer(table: InfoTable, offered: Info, counted = false): void {
    const row = wellFormed(offered);
    const id = idOf(table, row);
    const openKey = `${table} ${id}`;
    const open = this.#open.get(openKey);
    if (open && !differs(table, open.first, row) && !differs(table, row, open.first)) {
      if (row.observed_at < open.first.observed_at) open.first = row;
      if (row.observed_at > open.last.observed_at) open.last = row;
      open.counted += Number(counted);
      return;
    }
    const stretch = { first: row, last: row, counted: Number(counted) };
    this.#open.set(openKey, stretch);
    const list = this.#stretches[table].get(id);
    if (list) list.push(stretch);
    else this.#stretches[table].set(id, [stretch]);
  }

  /** Decides which of the offered rows are kept. */
  async settle(): Promise<Settled> {
    const settled: Settled = { rows: [], stored: 0, duplicates: 0 };
    for (const table of ['account_info', 'post_info'] as const) {
      const offered = this.#stretches[table];
      if (offered.size === 0) continue;
      const stored = new Map<string, Info[]>();
      for (const row of await readTable(table, { data: this.#root })) {
        const id = idOf(table, row);
        if (!offered.has(id)) continue;
        const list = stored.get(id);
        if (list) list.push(row);
        else stored.set(id, [row]);
      }
      for (const [id, stretches] of offered) {
        const kept = changesOf(table, stored.get(id) ?? [], stretches);
        for (const row of kept) settled.rows.push([table, row]);
        for (const { first, last, counted } of stretches) {
          if (counted === 0) continue;
          const isNew = kept.includes(first) || kept.includes(last);
          settled.stored += Number(isNew);
          settled.duplicates += counted - Number(isNew);
        }
      }
    }
    return settled;
  }
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

function idOf(table: InfoTable, row: Info): string {
  return table === 'account_info'
    ? (row as Row<'account_info'>).account_id
    : (row as Row<'post_info'>).post_id;
}

/** True where `next` says something else than `state`. What a source does not say is not a change. */
function differs(table: InfoTable, state: object, next: object): boolean {
  const spec = tables[table];
  const before = state as Record<string, unknown>;
  for (const [column, value] of Object.entries(next)) {
    if ((spec.key as readonly string[]).includes(column)) continue;
    if ((spec.provenance as readonly string[]).includes(column)) continue;
    if (isUnknown(value)) continue;
    if (Array.isArray(value) ? value.join(' ') !== listText(before[column]) : value !== before[column])
      return true;
  }
  return false;
}

function withKnown(state: Record<string, unknown>, row: object): Record<string, unknown> {
  const next = { ...state };
  for (const [column, value] of Object.entries(row)) if (!isUnknown(value)) next[column] = value;
  return next;
}

function isUnknown(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function listText(value: unknown): string {
  return Array.isArray(value) ? value.join(' ') : '';
}
