import type { ArchiveSource } from './place.ts';

/** Reads stretches of a file one after the other over one stream, and begins a new one only where it must go elsewhere. */
export class SequentialReader {
  readonly #source: ArchiveSource;
  #stream: AsyncIterator<Uint8Array> | null = null;
  /** What came and was not asked for yet. */
  #rest: Uint8Array = new Uint8Array(0);
  #position = 0;
  #end = 0;
  #expected: readonly [from: number, to: number] = [0, 0];

  constructor(source: ArchiveSource) {
    this.#source = source;
  }

  /** Says what will be read from now on, so that one stream is opened for all of it. */
  expect(from: number, to: number): void {
    this.#expected = [from, to];
  }

  /** The bytes of a stretch; fewer where the file ends earlier. */
  async *read(offset: number, bytes: number): AsyncGenerator<Uint8Array> {
    await this.#goTo(offset, bytes);
    for (let left = bytes; left > 0; ) {
      if (this.#rest.length === 0) {
        const next = await this.#stream?.next();
        if (next === undefined || next.done === true) return;
        this.#rest = next.value;
      }
      const chunk = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(chunk.length);
      this.#position += chunk.length;
      left -= chunk.length;
      if (chunk.length > 0) yield chunk;
    }
  }

  /** A short stretch at once. */
  async take(offset: number, bytes: number): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.read(offset, bytes)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  async close(): Promise<void> {
    const stream = this.#stream;
    this.#stream = null;
    this.#rest = new Uint8Array(0);
    await stream?.return?.();
  }

  async #goTo(offset: number, bytes: number): Promise<void> {
    if (this.#stream !== null && this.#position === offset && offset + bytes <= this.#end) return;
    await this.close();
    const [from, to] = this.#expected;
    this.#position = offset;
    this.#end = from <= offset && offset + bytes <= to ? to : offset + bytes;
    this.#stream = this.#source.read(offset, this.#end - offset)[Symbol.asyncIterator]();
  }
}
