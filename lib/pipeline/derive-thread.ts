import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { type RecordBlock, RecordBlocks } from '../store/record-blocks.ts';
import type { DerivedRows } from '../transform/all.ts';
import type { DerivedTable } from '../transform/tables.ts';
import { beginDerivation, type Chunk, type DerivationSettings, readMonths, rowsOfSet } from './derive.ts';
import { deriveChunk } from './derive-chunk.ts';
import type { DaysOfPosts, PostPlan } from './post-memory.ts';
import { nextChunk, nextMonth, takeNext } from './thread.ts';

/** What a thread is told that takes a part of the work. */
export interface ThreadTask {
  settings: DerivationSettings;
  asOf: Date;
  wanted: readonly DerivedTable[];
  /** The numbers of the next month to be read and of the next chunk, for all threads. */
  next: Int32Array<SharedArrayBuffer>;
  /** What is known of posts of the last run. */
  plan: PostPlan | null;
}

/** What it answers for each chunk that it took. */
export interface ChunkDone {
  chunk: number;
  blocks: RecordBlock[];
  /** What the tables that compare accounts need of each. */
  ofSet: [accountId: string, rows: Partial<DerivedRows>][];
  posts: DaysOfPosts;
}

/** A chunk, or that it has read its part of the months; it goes on when it is told that the others have. */
export type ThreadAnswer = ChunkDone | 'months read';

async function work(port: MessagePort, { settings, asOf, wanted, next, plan }: ThreadTask): Promise<void> {
  const othersHaveRead = new Promise((resolve) => port.once('message', resolve));
  const derivation = await beginDerivation(settings, asOf, wanted);
  await readMonths(derivation, () => takeNext(next, nextMonth));
  port.postMessage('months read' satisfies ThreadAnswer);
  await othersHaveRead;
  const made = new RecordBlocks();
  const { chunks, comparing } = derivation;
  for (let at = takeNext(next, nextChunk); at < chunks.length; at = takeNext(next, nextChunk)) {
    const ofSet: ChunkDone['ofSet'] = [];
    const posts = await deriveChunk(derivation, chunks[at] as Chunk, plan, (id, rows) => {
      for (const table of wanted) made.add(table, rows[table] ?? []);
      if (comparing) ofSet.push([id, rowsOfSet(rows)]);
    });
    const done = { chunk: at, blocks: made.take(), ofSet, posts } satisfies ThreadAnswer;
    port.postMessage(
      done,
      done.blocks.map(({ block }) => block),
    );
  }
}

// Nothing but a thread begins with this module: others may be threads themselves, of somebody else.
if (parentPort !== null) await work(parentPort, workerData as ThreadTask);
