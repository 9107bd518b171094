import { appendFile, mkdir, readFile } from 'node:fs/promises';
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

/** Records by the file they belong to, in memory and, once that is full, in scratch files. */
export class PendingRecords {
  readonly #folder: string;
  readonly #batches = new Map<string, Batch>();
  readonly #spilled = new Set<string>();
  #held = 0;

  /** `folder` is for the scratch files; it is made when it is needed, and its owner removes it. */
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
    return [...new Set([...this.#batches.keys(), ...this.#spilled])].sort();
  }

  /** Moves everything from memory to scratch files. */
  async spill(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    for (const [file, { records, marks }] of this.#batches) {
      let text = '';
      for (let i = 0; i < records.length; i++) text += `${marks[i]}\t${escapeBreaks(records[i] as string)}\n`;
      await appendFile(this.#scratch(file), text);
      this.#spilled.add(file);
    }
    this.#batches.clear();
    this.#held = 0;
  }

  /** Everything that waits for a file, in the order it came; it waits no longer. */
  async take(file: string): Promise<Batch> {
    const held = this.#batches.get(file);
    this.#batches.delete(file);
    if (!this.#spilled.has(file)) return held ?? { records: [], marks: [] };
    const batch: Batch = { records: [], marks: [] };
    const text = await readFile(this.#scratch(file), 'utf8');
    for (let from = 0, to = text.indexOf('\n'); to !== -1; from = to + 1, to = text.indexOf('\n', from)) {
      const tab = text.indexOf('\t', from);
      batch.marks.push(Number(text.slice(from, tab)));
      batch.records.push(restoreBreaks(text.slice(tab + 1, to)));
    }
    for (const record of held?.records ?? []) batch.records.push(record);
    for (const mark of held?.marks ?? []) batch.marks.push(mark);
    return batch;
  }

  #scratch(file: string): string {
    return path.join(this.#folder, `${encodeURIComponent(file)}.part`);
  }
}

/** One line a record in the scratch file, whatever text it holds. */
function escapeBreaks(record: string): string {
  return /[\\\n]/.test(record) ? record.replaceAll('\\', '\\\\').replaceAll('\n', '\\n') : record;
}

function restoreBreaks(line: string): string {
  return line.includes('\\') ? line.replace(/\\(.)/g, (_, sign) => (sign === 'n' ? '\n' : '\\')) : line;
}
