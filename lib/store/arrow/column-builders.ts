import type { Column } from '../../schema/table.ts';
import type { Cells } from './cells.ts';
import { DistinctTexts } from './distinct-texts.ts';
import { instantText, secondsIn, secondsOf } from './instants.ts';

/** One column as it is filled. */
export interface ColumnBuilder {
  add(cell: string): void;
  /** Adds the cell between two places of a text, of which each byte is a character. */
  addPart(bytes: Buffer, start: number, end: number): void;
  /** Adds the cell that was added last once more. */
  again(): void;
  done(): Cells;
}

export function builderOf({ kind }: Column): ColumnBuilder {
  if (kind === 'integer' || kind === 'number') return new NumbersBuilder('numbers', Number);
  return kind === 'instant' ? new InstantsBuilder() : new TextsBuilder();
}

/** Stands for the text of a cell of which none was made: no cell has it. */
const noText = '\n';

/** The whole number that digits stand for; −1 where there are others, none, or so many that a number may not hold them. */
function wholeIn(bytes: Uint8Array, start: number, end: number): number {
  if (end === start || end - start > 15) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] as number) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
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

  addPart(bytes: Buffer, start: number, end: number): void {
    this.addNumber(wholeIn(bytes, start, end), bytes, start, end);
  }

  /** Adds a cell and the number that it stands for, below 0 where that is not known. */
  addNumber(value: number, bytes: Buffer, start: number, end: number): void {
    // The first cell has a text, so that it can be told from others.
    if (value < 0 || this.length === 0) {
      this.add(bytes.toString('latin1', start, end));
      return;
    }
    if (this.#same) this.#same = bytes.toString('latin1', start, end) === this.#last;
    this.#last = this.#same ? this.#last : noText;
    this.#lastValue = value;
    this.again();
  }

  again(): void {
    if (this.length === this.#values.length) this.#grow();
    if (this.#last === '') this.#nulls[this.length] = 1;
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
  readonly #texts = new DistinctTexts();
  #keys = new Uint32Array(1024);
  #length = 0;
  #last: string | undefined;
  #lastKey = 0;

  add(cell: string): void {
    if (cell !== this.#last) {
      const bytes = Buffer.from(cell);
      this.#lastKey = this.#texts.keyOf(bytes, 0, bytes.length);
      this.#last = cell;
    }
    this.again();
  }

  addPart(bytes: Buffer, start: number, end: number): void {
    this.#lastKey = this.#texts.keyOf(bytes, start, end);
    this.#last = undefined;
    this.again();
  }

  again(): void {
    if (this.#length === this.#keys.length) {
      const keys = new Uint32Array(this.#length * 2);
      keys.set(this.#keys);
      this.#keys = keys;
    }
    this.#keys[this.#length++] = this.#lastKey;
  }

  done(): Cells {
    const texts = this.#texts.texts();
    if (texts.length <= 1) return { is: 'same', text: texts.at(0) ?? '' };
    return { is: 'keyed', keys: this.#keys.subarray(0, this.#length), texts };
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

  addPart(bytes: Buffer, start: number, end: number): void {
    const value = this.#texts ? -1 : secondsIn(bytes, start, end);
    if (this.#texts) this.#texts.addPart(bytes, start, end);
    else if (value >= 0) this.#numbers.addNumber(value, bytes, start, end);
    else this.add(bytes.toString('latin1', start, end));
  }

  again(): void {
    (this.#texts ?? this.#numbers).again();
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
