import type { Column } from '../../schema/table.ts';
import { parseCells } from '../csv.ts';
import type { Cells } from './cells.ts';
import { instantText, secondsOf } from './instants.ts';

/** Columns that are filled from CSV text, file by file; far smaller in memory than rows. */
export class ColumnsBuilder {
  /** Rows so far. */
  rows = 0;
  readonly #columns: Map<string, ColumnBuilder>;

  constructor(columns: readonly Column[]) {
    this.#columns = new Map(columns.map((column) => [column.name, builderOf(column)]));
  }

  /** Adds the records of a file, of `accounts` only where given. Columns that the file lacks are empty. */
  add(text: string, accounts?: ReadonlySet<string>): void {
    const { header, lines } = parseCells(text);
    const accountPlace = header.indexOf('account_id');
    const wanted = accounts ? lines.filter((cells) => accounts.has(cells[accountPlace] ?? '')) : lines;
    for (const [name, builder] of this.#columns) {
      const place = header.indexOf(name);
      for (const cells of wanted) builder.add(place === -1 ? '' : (cells[place] ?? ''));
    }
    this.rows += wanted.length;
  }

  /** The column as it is now. */
  cells(name: string): Cells {
    return (this.#columns.get(name) as ColumnBuilder).done();
  }
}

interface ColumnBuilder {
  add(cell: string): void;
  done(): Cells;
}

function builderOf({ kind }: Column): ColumnBuilder {
  if (kind === 'integer' || kind === 'number') return new NumbersBuilder('numbers', Number);
  return kind === 'instant' ? new InstantsBuilder() : new TextsBuilder();
}

/** Numbers with room to grow. */
class NumbersBuilder implements ColumnBuilder {
  readonly #is: 'numbers' | 'instants';
  readonly #read: (cell: string) => number;
  #values = new Float64Array(1024);
  #nulls = new Uint8Array(1024);
  #anyNull = false;
  length = 0;
  #last: string | undefined;
  #lastValue = 0;
  #same = true;

  constructor(is: 'numbers' | 'instants', read: (cell: string) => number) {
    this.#is = is;
    this.#read = read;
  }

  add(cell: string): void {
    if (this.length === this.#values.length) this.#grow();
    if (cell !== this.#last) {
      if (this.#last !== undefined) this.#same = false;
      this.#last = cell;
      this.#lastValue = cell === '' ? 0 : this.#read(cell);
    }
    if (cell === '') {
      this.#nulls[this.length] = 1;
      this.#anyNull = true;
    }
    this.#values[this.length++] = this.#lastValue;
  }

  done(): Cells {
    if (this.#same) return { is: 'same', text: this.#last ?? '' };
    return {
      is: this.#is,
      values: this.#values.subarray(0, this.length),
      nulls: this.#anyNull ? this.#nulls.subarray(0, this.length) : null,
    };
  }

  #grow(): void {
    const [values, nulls] = [new Float64Array(this.length * 2), new Uint8Array(this.length * 2)];
    values.set(this.#values);
    nulls.set(this.#nulls);
    [this.#values, this.#nulls] = [values, nulls];
  }
}

/** Texts, each different one once. */
class TextsBuilder implements ColumnBuilder {
  readonly #places = new Map<string, number>();
  readonly #texts: string[] = [];
  #keys = new Uint32Array(1024);
  #length = 0;
  #last: string | undefined;
  #lastKey = 0;

  add(cell: string): void {
    if (this.#length === this.#keys.length) {
      const keys = new Uint32Array(this.#length * 2);
      keys.set(this.#keys);
      this.#keys = keys;
    }
    if (cell !== this.#last) {
      this.#lastKey = this.#keyOf(cell);
      this.#last = cell;
    }
    this.#keys[this.#length++] = this.#lastKey;
  }

  done(): Cells {
    if (this.#texts.length <= 1) return { is: 'same', text: this.#texts[0] ?? '' };
    return { is: 'keyed', keys: this.#keys.subarray(0, this.#length), texts: this.#texts };
  }

  #keyOf(cell: string): number {
    const known = this.#places.get(cell);
    if (known !== undefined) return known;
    // A slice of the file's text would hold on to all of it.
    const own = Buffer.from(cell, 'utf8').toString('utf8');
    const key = this.#texts.push(own) - 1;
    this.#places.set(own, key);
    return key;
  }
}

/** Instants as numbers, as long as every cell is empty or one in the ledger's form; else as texts. */
class InstantsBuilder implements ColumnBuilder {
  readonly #numbers = new NumbersBuilder('instants', secondsOf);
  #texts: TextsBuilder | null = null;
  #last: string | undefined;

  add(cell: string): void {
    if (!this.#texts && cell !== '' && cell !== this.#last && Number.isNaN(secondsOf(cell)))
      this.#texts = textsOf(this.#numbers);
    this.#last = cell;
    (this.#texts ?? this.#numbers).add(cell);
  }

  done(): Cells {
    return (this.#texts ?? this.#numbers).done();
  }
}

function textsOf(numbers: NumbersBuilder): TextsBuilder {
  const texts = new TextsBuilder();
  const cells = numbers.done();
  for (let i = 0; i < numbers.length; i++)
    if (cells.is === 'same') texts.add(cells.text);
    else if (cells.is === 'instants')
      texts.add(cells.nulls?.[i] === 1 ? '' : instantText(cells.values[i] as number));
  return texts;
}
