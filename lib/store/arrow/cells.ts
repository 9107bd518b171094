/**
 * A column's cells in memory, as the parts of a table give them: out of CSV text or out of the cache, both in these forms. Every
 * form says exactly which cell texts it stands for, and a cell's value is always what `parseCell` makes of that text.
 */
export type Cells =
  /** The same text in every row. */
  | { is: 'same'; text: string }
  /** Numbers; where `nulls` is 1 the cell is empty. */
  | { is: 'numbers'; values: Numbers; nulls: Uint8Array | null }
  /** Instants, in seconds since 1970; where `nulls` is 1 the cell is empty. */
  | { is: 'instants'; values: Numbers; nulls: Uint8Array | null }
  /** The same, not put together yet: `put` writes them into an array from a place on, and marks empty cells where given. */
  | {
      is: 'loose';
      of: 'numbers' | 'instants';
      type: NumberType;
      anyNull: boolean;
      put(into: Numbers, nulls: Uint8Array | null, offset: number): void;
    }
  /** Places in a list of texts. */
  | { is: 'keyed'; keys: Keys; texts: Texts }
  /** A text for each row. */
  | { is: 'texts'; texts: Texts };

export const numberTypes = {
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  float64: Float64Array,
};
export type NumberType = keyof typeof numberTypes;
export type Numbers = Int8Array | Int16Array | Int32Array | Uint32Array | Float64Array;
export type Keys = Uint8Array | Uint16Array | Uint32Array;

/** Texts by their number: an array, or bytes that are decoded when asked for. */
export interface Texts {
  readonly length: number;
  at(index: number): string | undefined;
}

/** UTF-8 texts side by side, text `i` between `offsets[i]` and `offsets[i + 1]`. */
export class EncodedTexts implements Texts {
  readonly length: number;
  readonly #bytes: Buffer;
  readonly #offsets: Int32Array;

  constructor(bytes: Uint8Array, offsets: Int32Array) {
    this.length = offsets.length - 1;
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#offsets = offsets;
  }

  at(index: number): string | undefined {
    if (index >= this.length) return undefined;
    return this.#bytes.toString('utf8', this.#offsets[index], this.#offsets[index + 1]);
  }
}

/** Texts of hexadecimal digits, `width` bytes each. */
export class HexTexts implements Texts {
  readonly length: number;
  readonly #bytes: Buffer;
  readonly #width: number;

  constructor(bytes: Uint8Array, width: number) {
    this.length = bytes.length / width;
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#width = width;
  }

  at(index: number): string | undefined {
    if (index >= this.length) return undefined;
    return this.#bytes.toString('hex', index * this.#width, (index + 1) * this.#width);
  }
}

/** Texts in parts, which are put in their places as they are needed. */
export class JoinedTexts implements Texts {
  readonly length: number;
  readonly parts: (Texts | undefined)[] = [];
  readonly #starts: number[] = [];

  constructor(counts: readonly number[]) {
    let length = 0;
    for (const count of counts) {
      this.#starts.push(length);
      length += count;
    }
    this.length = length;
  }

  at(index: number): string | undefined {
    const part = this.partOf(index);
    return this.parts[part]?.at(index - (this.#starts[part] as number));
  }

  /** The part that holds a text: the last one that begins there or before. */
  partOf(index: number): number {
    let [low, high] = [0, this.#starts.length];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] as number) <= index) low = middle;
      else high = middle;
    }
    return low;
  }
}
