import { type Row, tables } from '../schema/index.ts';

export type InfoTable = 'account_info' | 'post_info';
export type Info = Row<InfoTable>;

/** Rows of one account or post, offered one after the other, that say the same. */
export interface Stretch {
  /** The earliest and the latest of them. */
  first: Info;
  last: Info;
  /** How many of them count by what becomes of them. */
  counted: number;
}

/** Offered rows of a table as stretches, by account or post, in the order they came. */
export class Stretches {
  readonly #table: InfoTable;
  readonly byId = new Map<string, Stretch[]>();
  /** About how many bytes they take. */
  bytes = 0;

  constructor(table: InfoTable) {
    this.#table = table;
  }

  /** Adds rows that say the same behind those that were added before. */
  add({ first, last, counted }: Stretch): void {
    const id = idOf(this.#table, first);
    const before = this.byId.get(id);
    const open = before?.at(-1);
    if (open && !differs(this.#table, open.first, first) && !differs(this.#table, first, open.first)) {
      if (first.observed_at < open.first.observed_at) open.first = ownCopy(first);
      if (last.observed_at > open.last.observed_at) open.last = ownCopy(last);
      open.counted += counted;
      return;
    }
    const own = ownCopy(first);
    const stretch = { first: own, last: last === first ? own : ownCopy(last), counted };
    if (before) before.push(stretch);
    else this.byId.set(ownText(id), [stretch]);
    this.bytes += 2 * bytesOf(own);
  }

  clear(): void {
    this.byId.clear();
    this.bytes = 0;
  }
}

export function idOf(table: InfoTable, row: Info): string {
  return table === 'account_info'
    ? (row as Row<'account_info'>).account_id
    : (row as Row<'post_info'>).post_id;
}

/** A row whose texts are its own: a piece of a file's text would keep much of the file in memory. */
function ownCopy(row: Info): Info {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      typeof value === 'string' ? ownText(value) : Array.isArray(value) ? value.map(ownText) : value,
    ]),
  ) as Info;
}

function ownText(text: string): string {
  return Buffer.from(text).toString();
}

/** What an object, each of its places and each of its texts take besides the characters. */
const [objectBytes, placeBytes, textBytes] = [64, 16, 24];

function bytesOf(row: Info): number {
  let bytes = objectBytes;
  for (const value of Object.values(row)) {
    bytes += placeBytes;
    for (const text of [value].flat()) if (typeof text === 'string') bytes += textBytes + text.length;
  }
  return bytes;
}

/** True where `next` says something else than `state`. What a source does not say is not a change. */
export function differs(table: InfoTable, state: object, next: object): boolean {
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

export function isUnknown(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function listText(value: unknown): string {
  return Array.isArray(value) ? value.join(' ') : '';
}
