import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';

/** Records that wait to be merged into one file. Arrays side by side: half a million small objects would be slow. */
export interface Batch {
  records: string[];
  /** Of each record: its line in the source, and whether it stands for its source row in the counts. */
  marks: number[];
}

/** Line and counting of a record in one number. */
export const markOf = (line: number, counted: boolean): number => line * 2 + Number(counted);
export const lineOf = (mark: number): number => Math.floor(mark / 2);
export const isCounted = (mark: number): boolean => mark % 2 === 1;

/** Where a batch lies in a scratch file: its marks as doubles, then its records, one a line. */
interface Place {
  from: number;
  bytes: number;
  rows: number;
}

/** What was moved out of memory at one time: one scratch file, and where in it each file's records lie. */
interface Spill {
  handle: FileHandle;
  places: ReadonlyMap<string, Place>;
}

/** Records by the file they belong to, in memory and, once that is full, in scratch files. */
export class PendingRecords {
  readonly #folder: string;
  readonly #batches = new Map<string, Batch>();
  readonly #spills: Spill[] = [];
  /** The write that is under way; reading the next rows need not wait for it. */
  #writing: Promise<void> = Promise.resolve();
  #held = 0;
  /** Where the last record went: neighbours mostly go to the same file. */
  #last: { file: string; batch: Batch } | null = null;

  /** `folder` is for the scratch files; it is made when it is needed, and its owner removes it after `close`. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** How many records are in memory. */
  get held(): number {
    return this.#held;
  }

  add(file: string, record: string, mark: number): void {
    if (this.#last?.file !== file) this.#last = { file, batch: this.#batchOf(file) };
    this.#last.batch.records.push(record);
    this.#last.batch.marks.push(mark);
    this.#held++;
  }

  #batchOf(file: string): Batch {
    let batch = this.#batches.get(file);
    if (!batch) {
      batch = { records: [], marks: [] };
      this.#batches.set(file, batch);
    }
    return batch;
  }

  #clear(): void {
    this.#batches.clear();
    this.#last = null;
    this.#held = 0;
  }

  /** The files that something waits for, in code-unit order. */
  files(): string[] {
    const files = new Set(this.#batches.keys());
    for (const { places } of this.#spills) for (const file of places.keys()) files.add(file);
    return [...files].sort();
  }

  /**
   * Moves everything from memory to a scratch file. Comes back when that is being written; an error of it is thrown by
   * the next call of any method.
   */
  async spill(): Promise<void> {
    await this.#writing;
    if (this.#held === 0) return;
    await mkdir(this.#folder, { recursive: true });
    const places = new Map<string, Place>();
    const parts: Uint8Array[] = [];
    let from = 0;
    for (const [file, { records, marks }] of this.#batches) {
      const numbers = new Uint8Array(Float64Array.from(marks).buffer);
      const text = Buffer.from(records.map(escapeBreaks).join('\n'));
      const bytes = numbers.length + text.length;
      places.set(file, { from, bytes, rows: records.length });
      parts.push(numbers, text);
      from += bytes;
    }
    const handle = await open(path.join(this.#folder, `${this.#spills.length}.part`), 'w+');
    this.#spills.push({ handle, places });
    this.#writing = writeAll(handle, parts);
    // Whoever waits for it next is told; until then nobody is listening.
    this.#writing.catch(() => undefined);
    this.#clear();
  }

  /** Everything that waits for a file, in the order it came. To be taken once. */
  async take(file: string): Promise<Batch> {
    const held = this.#batches.get(file);
    this.#batches.delete(file);
    this.#last = null;
    if (!this.#spills.some(({ places }) => places.has(file))) return held ?? { records: [], marks: [] };
    await this.#writing;
    const batch: Batch = { records: [], marks: [] };
    for (const { handle, places } of this.#spills) {
      const place = places.get(file);
      if (place === undefined) continue;
      const bytes = new Uint8Array(place.bytes);
      await handle.read(bytes, 0, place.bytes, place.from);
      const marks = new Float64Array(bytes.buffer, 0, place.rows);
      const lines = Buffer.from(bytes.buffer, marks.byteLength).toString('utf8').split('\n');
      for (let i = 0; i < lines.length; i++) {
        batch.marks.push(marks[i] as number);
        batch.records.push(restoreBreaks(lines[i] as string));
      }
    }
    for (const record of held?.records ?? []) batch.records.push(record);
    for (const mark of held?.marks ?? []) batch.marks.push(mark);
    return batch;
  }

  /** Closes the scratch files; nothing waits any longer. */
  async close(): Promise<void> {
    await this.#writing.catch(() => undefined);
    for (const { handle } of this.#spills.splice(0)) await handle.close();
    this.#clear();
  }
}

/** Most systems take 1024 parts at once. */
const partsAtOnce = 1024;

async function writeAll(handle: FileHandle, parts: readonly Uint8Array[]): Promise<void> {
  for (let i = 0; i < parts.length; i += partsAtOnce) {
    const some = parts.slice(i, i + partsAtOnce);
    const { bytesWritten } = await handle.writev(some);
    const bytes = some.reduce((sum, part) => sum + part.length, 0);
    // A disk that is nearly full may take less than it is given; the rest says why.
    if (bytesWritten < bytes) await handle.writeFile(Buffer.concat(some).subarray(bytesWritten));
  }
}

/** One line a record, whatever text it holds. */
const hasBreaks = /[\\\n]/;

function escapeBreaks(record: string): string {
  return hasBreaks.test(record) ? record.replaceAll('\\', '\\\\').replaceAll('\n', '\\n') : record;
}

function restoreBreaks(line: string): string {
  return line.includes('\\') ? line.replace(/\\(.)/g, (_, sign) => (sign === 'n' ? '\n' : '\\')) : line;
}
