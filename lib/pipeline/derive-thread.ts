import { parentPort, workerData } from 'node:worker_threads';
import { type RecordBlock, RecordBlocks } from '../store/record-blocks.ts';
import type { DerivedRows } from '../transform/all.ts';
import type { DerivedTable } from '../transform/tables.ts';
import { beginDerivation, type Chunk, type DerivationSettings, deriveChunk, rowsOfSet } from './derive.ts';

/** What a thread is told that takes a part of the accounts. */
export interface ThreadTask {
  settings: DerivationSettings;
  asOf: Date;
  wanted: readonly DerivedTable[];
  /** The number of the next chunk, for all threads. */
  next: Int32Array<SharedArrayBuffer>;
}

/** What it answers for each chunk that it took. */
export interface ChunkDone {
  chunk: number;
  blocks: RecordBlock[];
  /** What the tables that compare accounts need of each. */
  ofSet: [accountId: string, rows: Partial<DerivedRows>][];
}

async function work({ settings, asOf, wanted, next }: ThreadTask): Promise<void> {
  const derivation = await beginDerivation(settings, asOf, wanted);
  const made = new RecordBlocks();
  for (let at = takeNext(next); at < derivation.chunks.length; at = takeNext(next)) {
    const ofSet: ChunkDone['ofSet'] = [];
    await deriveChunk(derivation, derivation.chunks[at] as Chunk, (id, rows) => {
      for (const table of wanted) made.add(table, rows[table] ?? []);
      if (derivation.comparing) ofSet.push([id, rowsOfSet(rows)]);
    });
    const done: ChunkDone = { chunk: at, blocks: made.take(), ofSet };
    parentPort?.postMessage(
      done,
      done.blocks.map(({ block }) => block),
    );
  }
}

/** The number of the next chunk that nobody has taken. */
export function takeNext(next: Int32Array): number {
  return Atomics.add(next, 0, 1);
}

if (parentPort !== null) await work(workerData as ThreadTask);
