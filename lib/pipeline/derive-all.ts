import { availableParallelism } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import type { RebuiltWriter } from '../store/rebuilt.ts';
import { forgetOthers } from '../store/remembered.ts';
import type { DerivedRows, TransformFinding } from '../transform/all.ts';
import type { DerivedTable } from '../transform/tables.ts';
import {
  beginDerivation,
  type Chunk,
  type DerivationSettings,
  deriveSet,
  readMonths,
  rowsOfSet,
} from './derive.ts';
import { deriveChunk, memoryOf } from './derive-chunk.ts';
import type { ChunkDone, ThreadAnswer, ThreadTask } from './derive-thread.ts';
import { memoryName, type PostMemory } from './post-memory.ts';
import { nextChunk, nextMonth, startThread, takeNext } from './thread.ts';

/** With fewer posts a second thread takes longer to start than it saves. */
const postsForThread = 10_000;

/** What the accounts that are taken at once need, in megabytes: far more than they take. */
const chunkMb = 256;

/**
 * Computes the wanted derived tables of a ledger as of an instant, and gives their rows to a writer. Where there is much to do and a
 * second processor, another thread takes a part of the accounts; `threads` says how many there are in all.
 */
export async function deriveAll(
  settings: DerivationSettings,
  asOf: Date,
  wanted: readonly DerivedTable[],
  writer: RebuiltWriter,
  memory: PostMemory | null = null,
  threads?: number,
): Promise<{ findings: TransformFinding[] }> {
  const derivation = await beginDerivation(settings, asOf, wanted);
  const { start, chunks, comparing } = derivation;
  const most = threads ?? (derivation.posts < postsForThread ? 1 : Math.min(2, availableParallelism()));
  const next = new Int32Array(new SharedArrayBuffer(8));
  const { data, zone, tiers, cache } = settings;
  const task: ThreadTask = {
    settings: { data, zone, tiers, cache },
    asOf,
    wanted,
    next,
    plan: memory?.plan ?? null,
  };
  const ofSet = new Map<string, Partial<DerivedRows>>();
  const open = new Set(chunks.keys());
  const other = most > 1 && chunks.length > 1 ? runThread(task, take) : null;

  async function take({ chunk, blocks, ofSet: rows, posts }: ChunkDone): Promise<void> {
    open.delete(chunk);
    memory?.add(posts);
    for (const [id, own] of rows) ofSet.set(id, own);
    await writer.addBlocks(blocks);
  }
  const doChunk = async (at: number) => {
    open.delete(at);
    const posts = await deriveChunk(
      derivation,
      chunks[at] as Chunk,
      memory?.plan ?? null,
      async (id, rows) => {
        if (comparing) ofSet.set(id, rowsOfSet(rows));
        await give(writer, rows, wanted);
      },
    );
    memory?.add(posts);
  };
  try {
    await give(writer, { account_daily: start.account_daily }, wanted);
    if (other) {
      await readMonths(derivation, () => takeNext(next, nextMonth));
      other.goOn();
      await other.hasRead;
    }
    for (let at = takeNext(next, nextChunk); at < chunks.length; at = takeNext(next, nextChunk))
      await doChunk(at);
    await other?.ended;
    // What a thread could not do is done here: it changes how long it takes, never what comes out.
    for (const at of [...open]) await doChunk(at);
    if (memory) writer.keep(memory.kept());
  } finally {
    await other?.stop();
  }
  if (comparing) {
    await give(writer, deriveSet(derivation, ofSet), wanted);
    await forgetOthers(
      data,
      cache,
      chunks.flatMap((chunk) => [chunk.name, memoryOf(chunk)]).concat(memoryName),
    );
  }
  return { findings: start.findings };
}

async function give(
  writer: RebuiltWriter,
  rows: Partial<DerivedRows>,
  wanted: readonly DerivedTable[],
): Promise<void> {
  for (const table of wanted) writer.add(table, rows[table] ?? []);
  await writer.settle();
}

/** A thread that does its part until nothing is left, or until it fails. */
function runThread(task: ThreadTask, take: (done: ChunkDone) => Promise<void>) {
  const module = new URL(import.meta.url.replace(/derive-all(\.[jt]s)/, 'derive-thread$1'));
  // It holds what is held here; without a limit garbage piles up to several times that.
  const memoryMb = Math.ceil(getHeapStatistics().used_heap_size / 1e6) + chunkMb;
  const thread = startThread(module, task, memoryMb);
  let taking = Promise.resolve();
  const { promise: hasRead, resolve: tellRead } = Promise.withResolvers<void>();
  const { promise: ended, resolve: tellEnd } = Promise.withResolvers<void>();
  thread.on('message', (answer: ThreadAnswer) => {
    if (answer === 'months read') return tellRead();
    taking = taking.then(() => take(answer));
    taking.catch(() => thread.terminate());
  });
  for (const event of ['error', 'exit'])
    thread.on(event, () => {
      tellRead();
      tellEnd();
    });
  return {
    /** When it has read its part of the months, or is no more. */
    hasRead,
    /** Tells it that all months are read. */
    goOn: () => thread.postMessage('go on'),
    ended: ended.then(() => taking),
    stop: async () => {
      await thread.terminate();
      await taking.catch(() => undefined);
    },
  };
}
