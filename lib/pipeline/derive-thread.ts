import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { type RecordBlock, RecordBlocks } from '../store/record-blocks.ts';
import { SettledLedger } from '../store/settled.ts';
import type { DerivedRows } from '../transform/all.ts';
import type { DerivedTable } from '../transform/tables.ts';
import { beginChunk, type Chunk, type DerivationSettings, readMonths, rowsOfSet } from './derive.ts';
import { deriveChunk } from './derive-chunk.ts';
import type { ChunkPosts, PostPlan } from './post-memory.ts';
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
  posts: ChunkPosts;
}

/** What there is to be done, once all months are read. */
export interface ThreadWork {
  /** Chunks of accounts that are done by themselves, each with its number. */
  chunks: [number, Chunk][];
  /** Days on which several of all accounts fell at once. */
  purges: ReadonlySet<string>;
}

/** A chunk, or that it has read its part of the months. */
export type ThreadAnswer = ChunkDone | 'months read';

async function work(port: MessagePort, task: ThreadTask): Promise<void> {
  const { settings, asOf, wanted, next, plan } = task;
  const told = new Promise<ThreadWork>((resolve) => port.once('message', resolve));
  await readMonths(settings, () => takeNext(next, nextMonth));
  port.postMessage('months read' satisfies ThreadAnswer);
  const { chunks, purges } = await told;
  const made = new RecordBlocks();
  const ledger = new SettledLedger(settings.data, settings.cache);
  for (let i = takeNext(next, nextChunk); i < chunks.length; i = takeNext(next, nextChunk)) {
    const [at, chunk] = chunks[i] as ThreadWork['chunks'][number];
    const derivation = await beginChunk(ledger, settings, asOf, wanted, chunk, purges);
    const ofSet: ChunkDone['ofSet'] = [];
    const posts = await deriveChunk(derivation, chunk, plan, (id, rows) => {
      for (const table of wanted) made.add(table, rows[table] ?? []);
      if (derivation.comparing) ofSet.push([id, rowsOfSet(rows)]);
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
