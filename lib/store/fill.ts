import { type TableName, tables } from '../schema/index.ts';
import { columnsOf, type TableSpec } from '../schema/table.ts';
import { formatCell, parseCells } from './csv.ts';

/**
 * Two records of one key that each know a part, such as followers from one file and likes from another. A stored value is never
 * changed: only an empty cell gets one.
 */

/** Fills empty cells of a table's records from others of the same key. */
export class CellFiller {
  readonly #columns: readonly string[];
  /** Places of the columns that say one thing together: a count, its rounding step, its overflowed form. */
  readonly #groups: readonly (readonly number[])[];

  /** `columns` in the order in which they lie in the file. */
  constructor(columns: readonly string[], { key, provenance }: Pick<TableSpec, 'key' | 'provenance'>) {
    this.#columns = columns;
    const groups = new Map<string, number[]>();
    columns.forEach((column, place) => {
      if (key.includes(column) || provenance.includes(column) || column === 'rounding') return;
      const [, count] = /^(.+)_(?:step|wrapped)$/.exec(column) ?? [];
      const name = count !== undefined && columns.includes(count) ? count : column;
      groups.set(name, [...(groups.get(name) ?? []), place]);
    });
    this.#groups = [...groups.values()];
  }

  /**
   * The stored record with what the offered one says besides; the very same text where that is nothing. It names the offered one's capture
   * where that says all of it. Null where they contradict each other, and where the offered one says more but comes from another source: a
   * row names one.
   */
  fill(stored: string, offered: string): string | null {
    const [known, next] = [cellsOf(stored), cellsOf(offered)];
    if (known.length !== this.#columns.length || next.length !== known.length) return null;
    const filled = [...known];
    let [adds, coversAll] = [false, true];
    for (const group of this.#groups) {
      if (group.every((place) => next[place] === known[place])) continue;
      if (group.every((place) => next[place] === '')) {
        coversAll = false;
        continue;
      }
      if (group.some((place) => known[place] !== '')) return null;
      for (const place of group) filled[place] = next[place] as string;
      adds = true;
    }
    const rounding = this.#columns.indexOf('rounding');
    if (rounding !== -1) {
      const both = joinRounding(known[rounding] as string, next[rounding] as string);
      if (both === null || (both !== known[rounding] && !adds)) return null;
      filled[rounding] = both;
    }
    if (!adds) return stored;
    const [source, capture] = [this.#columns.indexOf('source'), this.#columns.indexOf('capture_id')];
    if (known[source] !== next[source]) return null;
    if (coversAll && capture !== -1) filled[capture] = next[capture] as string;
    return filled.map(formatCell).join(',');
  }
}

/** `exact` says that no count was rounded, so that it agrees with how other counts of the row were. */
function joinRounding(a: string, b: string): string | null {
  if (a === b || isNeutral(b)) return a;
  return isNeutral(a) ? b : null;
}

function isNeutral(rounding: string): boolean {
  return rounding === '' || rounding === 'exact';
}

function cellsOf(record: string): string[] {
  if (!record.includes('"')) return record.split(',');
  return parseCells(`-\n${record}`).lines[0] ?? [];
}

/**
 * The filler of a table's records; null for a table in which an empty cell is a statement of its own: what was issued or computed.
 * `columns` where a file has others than today's.
 */
export function fillerOf(
  table: TableName,
  columns: readonly string[] = columnsOf(tables[table] as TableSpec).map(({ name }) => name),
): CellFiller | null {
  const spec = tables[table] as TableSpec;
  return spec.layer === 'clean' ? new CellFiller(columns, spec) : null;
}
