import type { Column } from '../../schema/table.ts';
import { parseCell } from '../csv.ts';
import { type Cells, type Numbers, numberTypes } from './cells.ts';
import { instantText } from './instants.ts';

/** A column's values in order, as rows and Arquero read them. */
export interface Values {
  readonly length: number;
  /** The value of a row: null where the cell is empty, for lists a new array each time. */
  at(row: number): unknown;
}

/** One part of a column: so many rows, and their cells when asked for. */
export interface Part {
  rows: number;
  cells(): Cells;
}

/**
 * A column over all parts of a table in the form that Arquero takes columns in. Its bytes are in memory; values are made of
 * them when the first one is asked for.
 */
export class LazyColumn implements Values {
  readonly length: number;
  readonly #column: Column;
  #parts: readonly Part[];
  #values: Values | undefined;

  constructor(column: Column, parts: readonly Part[]) {
    this.length = parts.reduce((sum, { rows }) => sum + rows, 0);
    this.#column = column;
    this.#parts = parts;
  }

  at(row: number): unknown {
    if (this.#values === undefined) {
      this.#values = joinParts(this.#column, this.#parts, this.length);
      this.#parts = [];
    }
    return this.#values.at(row);
  }

  toArray(): unknown[] {
    return Array.from({ length: this.length }, (_, row) => this.at(row));
  }

  *[Symbol.iterator](): Iterator<unknown> {
    for (let row = 0; row < this.length; row++) yield this.at(row);
  }
}

function joinParts(column: Column, parts: readonly Part[], length: number): Values {
  const filled = parts.filter(({ rows }) => rows > 0).map(({ rows, cells }) => ({ rows, cells: cells() }));
  const [first] = filled;
  if (!first) return [];
  const text = first.cells.is === 'same' ? first.cells.text : null;
  if (filled.every(({ cells }) => cells.is === 'same' && cells.text === text))
    return same(column, text ?? '', length);
  const { kind } = column;
  if (kind === 'integer' || kind === 'number') return joinNumbers(filled, length, itself);
  if (
    filled.every(({ cells }) => cells.is === 'instants' || (cells.is === 'loose' && cells.of === 'instants'))
  )
    return joinNumbers(filled, length, instantText);
  return joinTexts(column, filled, length);
}

interface Filled {
  rows: number;
  cells: Cells;
}

function same(column: Column, text: string, length: number): Values {
  const value = parseCell(column, text);
  return {
    length,
    at: (row) =>
      row >= length || row < 0 ? undefined : Array.isArray(value) ? parseCell(column, text) : value,
  };
}

const itself = (value: number) => value;

/** Numbers side by side. `meaning` makes the value that a number stands for. */
function joinNumbers(parts: readonly Filled[], length: number, meaning: (value: number) => unknown): Values {
  const values = widest(parts, length);
  const nulls = parts.some(({ cells }) => hasNull(cells)) ? new Uint8Array(length) : null;
  let offset = 0;
  for (const { rows, cells } of parts) {
    if (cells.is === 'loose') cells.put(values, nulls, offset);
    else if (cells.is === 'numbers' || cells.is === 'instants') {
      values.set(cells.values, offset);
      if (cells.nulls) nulls?.set(cells.nulls, offset);
    } else if (cells.is === 'same') {
      values.fill(Number(cells.text), offset, offset + rows);
      if (cells.text === '') nulls?.fill(1, offset, offset + rows);
    }
    offset += rows;
  }
  if (nulls === null && meaning === itself) return values;
  return {
    length,
    at: (row) => {
      const value = values[row];
      if (value === undefined) return undefined;
      return nulls !== null && nulls[row] === 1 ? null : meaning(value);
    },
  };
}

function hasNull(cells: Cells): boolean {
  switch (cells.is) {
    case 'same':
      return cells.text === '';
    case 'loose':
      return cells.anyNull;
    default:
      return (cells.is === 'numbers' || cells.is === 'instants') && cells.nulls !== null;
  }
}

/** An array for numbers of all parts: of the type of the parts where they agree, else one that holds every number. */
function widest(parts: readonly Filled[], length: number): Numbers {
  const types = new Set(parts.map(({ cells }) => typeOf(cells)));
  const [type = Float64Array] = types;
  const all = [...types].every((each) => smallTypes.has(each)) ? Int32Array : Float64Array;
  return new (types.size === 1 ? type : all)(length);
}

function typeOf(cells: Cells): Float64ArrayConstructor {
  const type =
    cells.is === 'loose'
      ? numberTypes[cells.type]
      : cells.is === 'numbers' || cells.is === 'instants'
        ? cells.values.constructor
        : Float64Array;
  return type as Float64ArrayConstructor;
}
const smallTypes = new Set<unknown>([Int8Array, Int16Array, Int32Array]);

function joinTexts(column: Column, parts: readonly Filled[], length: number): Values {
  const isList = column.kind === 'list';
  const values = new Array<unknown>(length);
  const meaningOf = (text: string) => (isList ? text : parseCell(column, text));
  let row = 0;
  for (const { rows, cells } of parts) {
    if (cells.is === 'keyed') {
      const { keys, texts } = cells;
      // A few rows may stand against a long dictionary: then not even room for it is taken.
      const known = new Map<number, unknown>();
      const all = rows > texts.length ? new Array<unknown>(texts.length) : null;
      for (let i = 0; i < rows; i++) {
        const key = keys[i] as number;
        let value = all ? all[key] : known.get(key);
        if (value === undefined) {
          value = meaningOf(texts.at(key) as string);
          if (all) all[key] = value;
          else known.set(key, value);
        }
        values[row++] = value;
      }
    } else {
      const textAt = textsOf(cells, rows);
      for (let i = 0; i < rows; i++) values[row++] = meaningOf(textAt(i));
    }
  }
  if (!isList) return values;
  return {
    length,
    at: (at) => {
      const text = values[at];
      return text === undefined ? undefined : parseCell(column, text as string);
    },
  };
}

/** The cell text of each row. */
export function textsOf(cells: Cells, rows: number): (row: number) => string {
  switch (cells.is) {
    case 'loose': {
      const { of, type, anyNull } = cells;
      const [values, nulls] = [new numberTypes[type](rows), anyNull ? new Uint8Array(rows) : null];
      cells.put(values, nulls, 0);
      return textsOf({ is: of, values, nulls }, rows);
    }
    case 'same':
      return () => cells.text;
    case 'keyed':
      return (row) => cells.texts.at(cells.keys[row] as number) as string;
    case 'texts':
      return (row) => cells.texts.at(row) as string;
    default: {
      const spell = cells.is === 'instants' ? instantText : String;
      return (row) => (cells.nulls?.[row] === 1 ? '' : spell(cells.values[row] as number));
    }
  }
}
