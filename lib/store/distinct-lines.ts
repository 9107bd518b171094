import { hash } from 'node:crypto';
import type { Records } from './held-records.ts';
import { PendingRecords } from './pending.ts';
import { textsOf } from './record-keys.ts';

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
    for (const group of this.#digests.files()) {
      const batch = await this.#digests.take(group);
      const seen = new Set<string>();
      for (const [i, digest] of textsOf(batch).entries()) {
        if (seen.has(digest)) repeated.add(batch.marks[i] as number);
        seen.add(digest);
      }
    }
    return repeated;
  }

  /** Closes the scratch file. */
  close(): Promise<void> {
    return this.#digests.close();
  }
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
