import { availableParallelism } from 'node:os';
import type { RebuiltWriter } from '../store/rebuilt.ts';
import { forgetOthers } from '../store/remembered.ts';
import type { DerivedRows, TransformFinding } from '../transform/all.ts';
import type { DerivedTable } from '../transform/tables.ts';
import {
  beginDerivation,
  type Chunk,
  type DerivationSettings,
  deriveChunk,
  deriveSet,
  rowsOfSet,
} from './derive.ts';
import { type ChunkDone, type ThreadTask, takeNext } from './derive-thread.ts';
import { startThread } from './thread.ts';

/** With fewer posts a second thread takes longer to start than it saves. */
const postsForThread = 10_000;

/**
 * Computes the wanted derived tables of a ledger as of an instant, and gives their rows to a writer. Where there is much to do and a
 * second processor, another thread takes a part of the accounts; `threads` says how many there are in all.
 */
export async function deriveAll(
  settings: DerivationSettings,
  asOf: Date,
  wanted: readonly DerivedTable[],
  writer: RebuiltWriter,
  threads?: number,
): Promise<{ findings: TransformFinding[] }> {
  const derivation = await beginDerivation(settings, asOf, wanted);
  const { start, chunks, comparing } = derivation;
  const most = threads ?? (derivation.posts < postsForThread ? 1 : Math.min(2, availableParallelism()));
  const next = new Int32Array(new SharedArrayBuffer(4));
  const { data, zone, tiers, cache } = settings;
  const task: ThreadTask = {
    settings: { data, zone, tiers, cache },
    asOf,
    wanted,
    next,
  };
  const ofSet = new Map<string, Partial<DerivedRows>>();
  const open = new Set(chunks.keys());
  const other = most > 1 && chunks.length > 1 ? runThread(task, take) : null;

  async function take({ chunk, blocks, ofSet: rows }: ChunkDone): Promise<void> {
    open.delete(chunk);
    for (const [id, own] of rows) ofSet.set(id, own);
    await writer.addBlocks(blocks);
  }
  const doChunk = async (at: number) => {
    open.delete(at);
    await deriveChunk(derivation, chunks[at] as Chunk, async (id, rows) => {
      if (comparing) ofSet.set(id, rowsOfSet(rows));
      await give(writer, rows, wanted);
    });
  };
  try {
    await give(writer, { account_daily: start.account_daily }, wanted);
    for (let at = takeNext(next); at < chunks.length; at = takeNext(next)) await doChunk(at);
    await other?.ended;
    // What a thread could not do is done here: it changes how long it takes, never what comes out.
    for (const at of [...open]) await doChunk(at);
  } finally {
    await other?.stop();
  }
  if (comparing) {
    await give(writer, deriveSet(derivation, ofSet), wanted);
    await forgetOthers(
      data,
      cache,
      chunks.map(({ name }) => name),
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

/** A thread that does chunks until none is left, or until it fails. */
function runThread(task: ThreadTask, take: (done: ChunkDone) => Promise<void>) {
  const thread = startThread(
    new URL(import.meta.url.replace(/derive-all(\.[jt]s)/, 'derive-thread$1')),
    task,
  );
  let taking = Promise.resolve();
  thread.on('message', (done: ChunkDone) => {
    taking = taking.then(() => take(done));
    taking.catch(() => thread.terminate());
  });
  const ended = new Promise<void>((resolve) => {
    thread.on('error', () => resolve());
    thread.on('exit', () => resolve());
  });
  return {
    ended: ended.then(() => taking),
    stop: async () => {
      await thread.terminate();
      await taking.catch(() => undefined);
    },
  };
}
