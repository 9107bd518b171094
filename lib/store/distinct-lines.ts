import { hash } from 'node:crypto';
import type { Batch, Records } from './held-records.ts';
import { PendingRecords } from './pending.ts';

/**
 * Which lines of a long row of them say the same as an earlier one. In memory are a bit for each line, and of one group of lines at a time
 * their digests; what the groups wait in is a scratch file.
 */

/** Bytes of digests held in memory before they go to the scratch file. */
const digestsInMemory = 4_000_000;
/** Of five million lines fewer than a hundred thousand are in one of them. */
const groups = Array.from({ length: 64 }, (_, group) => String(group));
/** 128 bits: no two lines in the world have the same by chance, or by intent. */
const digestLength = 32;

export class DistinctLines {
  readonly #digests: PendingRecords;
  readonly #inMemory: number;
  #count = 0;

  /** `scratch` is a path for what memory does not hold; its owner removes it. */
  constructor(scratch: string, inMemory = digestsInMemory) {
    this.#digests = new PendingRecords(scratch);
    this.#inMemory = inMemory;
  }

  /** How many lines were added. */
  get count(): number {
    return this.#count;
  }

  /** Adds lines, each with its line end, behind those that were added before. */
  async add({ bytes, sizes }: Records): Promise<void> {
    for (let i = 0, start = 0; i < sizes.length; i++) {
      const end = start + (sizes[i] as number);
      const digest = hash('sha256', bytes.subarray(start, end), 'hex').slice(0, digestLength);
      const group = Number.parseInt(digest.slice(0, 2), 16) % groups.length;
      this.#digests.add(groups[group] as string, digest, this.#count++);
      start = end;
    }
    if (this.#digests.held >= this.#inMemory) await this.#digests.spill();
  }

  /** The places of the lines that an earlier one says already, counted from 0. To be asked for once, when all were added. */
  async repeated(): Promise<Places> {
    const repeated = new Places(this.#count);
    for (const group of this.#digests.files()) markRepeated(await this.#digests.take(group), repeated);
    return repeated;
  }

  /** Closes the scratch file. */
  close(): Promise<void> {
    return this.#digests.close();
  }
}

/** Adds the marks of those digests of a group that an earlier one of it is equal to. A table of places: a set of texts would be ten times as large. */
function markRepeated({ bytes, marks }: Batch, repeated: Places): void {
  const digests = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const startOf = (row: number) => row * (digestLength + 1);
  const mask = 2 ** Math.ceil(Math.log2(marks.length * 2)) - 1;
  // Of each row one more than its number: 0 is a free place.
  const table = new Uint32Array(mask + 1);
  for (let row = 0; row < marks.length; row++) {
    const start = startOf(row);
    for (let place = mixed(digests.readInt32LE(start + 4), digests.readInt32LE(start + 8)); ; place++) {
      const other = (table[place & mask] as number) - 1;
      if (other === -1) {
        table[place & mask] = row + 1;
        break;
      }
      const at = startOf(other);
      if (digests.compare(digests, at, at + digestLength, start, start + digestLength) !== 0) continue;
      repeated.add(marks[row] as number);
      break;
    }
  }
}

/** Two numbers as one whose lower bits depend on all of theirs; the factors are odd and without a pattern. */
function mixed(a: number, b: number): number {
  const sum = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  return (sum ^ (sum >>> 15)) >>> 0;
}

/** A set of whole numbers below a bound, a bit each. */
export class Places {
  readonly #bound: number;
  readonly #bits: Uint8Array;

  constructor(bound: number) {
    this.#bound = bound;
    this.#bits = new Uint8Array(Math.ceil(bound / 8));
  }

  add(place: number): void {
    const byte = Math.floor(place / 8);
    this.#bits[byte] = (this.#bits[byte] as number) | (1 << (place % 8));
  }

  has(place: number): boolean {
    return (((this.#bits[Math.floor(place / 8)] as number) >> (place % 8)) & 1) === 1;
  }

  /** Whether every number from here to the bound is in it. */
  hasAllFrom(start: number): boolean {
    for (let place = start; place < this.#bound; place++) if (!this.has(place)) return false;
    return true;
  }
}
