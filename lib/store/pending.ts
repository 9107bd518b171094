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

/** What was moved out of memory at one time: one scratch file, and where in it each file's records lie. */
interface Spill {
  handle: FileHandle;
  places: ReadonlyMap<string, { from: number; bytes: number }>;
}

/** Records by the file they belong to, in memory and, once that is full, in scratch files. */
export class PendingRecords {
  readonly #folder: string;
  readonly #batches = new Map<string, Batch>();
  readonly #spills: Spill[] = [];
  #held = 0;

  /** `folder` is for the scratch files; it is made when it is needed, and its owner removes it after `close`. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** How many records are in memory. */
  get held(): number {
    return this.#held;
  }

  add(file: string, record: string, mark: number): void {
    let batch = this.#batches.get(file);
    if (!batch) {
      batch = { records: [], marks: [] };
      this.#batches.set(file, batch);
    }
    batch.records.push(record);
    batch.marks.push(mark);
    this.#held++;
  }

  /** The files that something waits for, in code-unit order. */
  files(): string[] {
    const files = new Set(this.#batches.keys());
    for (const { places } of this.#spills) for (const file of places.keys()) files.add(file);
    return [...files].sort();
  }

  /** Moves everything from memory to a scratch file. */
  async spill(): Promise<void> {
    if (this.#held === 0) return;
    await mkdir(this.#folder, { recursive: true });
    const places = new Map<string, { from: number; bytes: number }>();
    const parts: Buffer[] = [];
    let from = 0;
    for (const [file, batch] of this.#batches) {
      const part = Buffer.from(textOf(batch));
      places.set(file, { from, bytes: part.length });
      parts.push(part);
      from += part.length;
    }
    const handle = await open(path.join(this.#folder, `${this.#spills.length}.part`), 'w+');
    this.#spills.push({ handle, places });
    await handle.writeFile(Buffer.concat(parts));
    this.#batches.clear();
    this.#held = 0;
  }

  /** Everything that waits for a file, in the order it came. To be taken once. */
  async take(file: string): Promise<Batch> {
    const held = this.#batches.get(file);
    this.#batches.delete(file);
    if (!this.#spills.some(({ places }) => places.has(file))) return held ?? { records: [], marks: [] };
    const batch: Batch = { records: [], marks: [] };
    for (const { handle, places } of this.#spills) {
      const place = places.get(file);
      if (place === undefined) continue;
      const bytes = Buffer.allocUnsafe(place.bytes);
      await handle.read(bytes, 0, place.bytes, place.from);
      readText(bytes.toString('utf8'), batch);
    }
    for (const record of held?.records ?? []) batch.records.push(record);
    for (const mark of held?.marks ?? []) batch.marks.push(mark);
    return batch;
  }

  /** Closes the scratch files; nothing waits any longer. */
  async close(): Promise<void> {
    for (const { handle } of this.#spills.splice(0)) await handle.close();
    this.#batches.clear();
    this.#held = 0;
  }
}

/** A batch as text: one line a record, whatever text it holds. */
function textOf({ records, marks }: Batch): string {
  let text = '';
  for (let i = 0; i < records.length; i++) text += `${marks[i]}\t${escapeBreaks(records[i] as string)}\n`;
  return text;
}

function readText(text: string, { records, marks }: Batch): void {
  for (let from = 0, to = text.indexOf('\n'); to !== -1; from = to + 1, to = text.indexOf('\n', from)) {
    const tab = text.indexOf('\t', from);
    marks.push(Number(text.slice(from, tab)));
    records.push(restoreBreaks(text.slice(tab + 1, to)));
  }
}

const hasBreaks = /[\\\n]/;

function escapeBreaks(record: string): string {
  return hasBreaks.test(record) ? record.replaceAll('\\', '\\\\').replaceAll('\n', '\\n') : record;
}

function restoreBreaks(line: string): string {
  return line.includes('\\') ? line.replace(/\\(.)/g, (_, sign) => (sign === 'n' ? '\n' : '\\')) : line;
}
