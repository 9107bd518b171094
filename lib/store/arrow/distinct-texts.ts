import { EncodedTexts } from './cells.ts';

/**
 * Different texts in the order in which they come, told by their bytes: a column of millions of ids is filled without a string of any of
 * them. A hash table with open addressing (Knuth, The Art of Computer Programming 3, 6.4, algorithm L), hashed by FNV-1a.
 */
export class DistinctTexts {
  #bytes: Buffer = Buffer.allocUnsafeSlow(4096);
  /** Text `i` lies between `ends[i]` and `ends[i + 1]`. */
  #ends = new Int32Array(257);
  #count = 0;
  /** Numbers of texts, from 1; 0 where there is none. A power of two, at most half of it taken. */
  #slots = new Int32Array(512);

  /** The number of a text; a new one where it was not seen before. */
  keyOf(bytes: Uint8Array, start: number, end: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hashOf(bytes, start, end) & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot] as number;
      if (number === 0) return this.#add(bytes, start, end, slot);
      if (this.#isSame(number - 1, bytes, start, end)) return number - 1;
    }
  }

  /** The texts by their numbers; good until more are added. */
  texts(): EncodedTexts {
    const bytes = this.#bytes.subarray(0, this.#ends[this.#count]);
    return new EncodedTexts(bytes, this.#ends.subarray(0, this.#count + 1));
  }

  #isSame(key: number, bytes: Uint8Array, start: number, end: number): boolean {
    let at = this.#ends[key] as number;
    if ((this.#ends[key + 1] as number) - at !== end - start) return false;
    for (let i = start; i < end; i++) if (bytes[i] !== this.#bytes[at++]) return false;
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number, slot: number): number {
    const key = this.#count++;
    const from = this.#ends[key] as number;
    const to = from + end - start;
    if (to > this.#bytes.length) {
      const longer = Buffer.allocUnsafeSlow(Math.max(to, this.#bytes.length * 2));
      this.#bytes.copy(longer, 0, 0, from);
      this.#bytes = longer;
    }
    for (let i = start, at = from; i < end; i++) this.#bytes[at++] = bytes[i] as number;
    if (key + 2 > this.#ends.length) this.#ends = longerThan(this.#ends);
    this.#ends[key + 1] = to;
    this.#slots[slot] = key + 1;
    if (this.#count * 2 > this.#slots.length) this.#spread();
    return key;
  }

  #spread(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let key = 0; key < this.#count; key++) {
      let slot = hashOf(this.#bytes, this.#ends[key] as number, this.#ends[key + 1] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = key + 1;
    }
    this.#slots = slots;
  }
}

function longerThan(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(numbers.length * 2);
  longer.set(numbers);
  return longer;
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  // The low bits tell ids apart that differ in high ones only when these are mixed in.
  return (hash ^ (hash >>> 15)) >>> 0;
}
