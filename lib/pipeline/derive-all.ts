import { availableParallelism } from 'node:os';
import { signatureOf } from '../store/arrow/stamp.ts';
import { filesOfDay, listDays } from '../store/days.ts';
import { under } from '../store/paths.ts';
import type { RebuiltWriter } from '../store/rebuilt.ts';
import { forgetOthers } from '../store/remembered.ts';
import type { DerivedRows, TransformFinding } from '../transform/all.ts';
import type { DerivedTable } from '../transform/tables.ts';
import {
  type AccountPair,
  beginDerivation,
  type Chunk,
  type DerivationSettings,
  deriveSet,
  isPlain,
  readMonths,
  rowsOfSet,
} from './derive.ts';
import { deriveChunk, memoryOf } from './derive-chunk.ts';
import type { ChunkDone, ThreadAnswer, ThreadTask, ThreadWork } from './derive-thread.ts';
import { type ChunkPosts, memoryName, type PostMemory } from './post-memory.ts';
import { nextChunk, nextMonth, startThread, takeNext } from './thread.ts';

/** With fewer bytes of posts, some ten thousand of them, a second thread takes longer to start than it saves. */
const bytesForThread = 20_000_000;

/** What the accounts that are taken at once need, in megabytes: far more than they take. */
const chunkMb = 320;

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
  together: readonly AccountPair[] = [],
  threads?: number,
): Promise<{ findings: TransformFinding[] }> {
  const { data, zone, tiers, cache } = settings;
  const most = threads ?? ((await isLarge(data)) ? Math.min(2, availableParallelism()) : 1);
  const next = new Int32Array(new SharedArrayBuffer(8));
  const task: ThreadTask = {
    settings: { data, zone, tiers, cache },
    asOf,
    wanted,
    next,
    plan: memory?.plan ?? null,
  };
  const ofSet = new Map<string, Partial<DerivedRows>>();
  const isDone = new Set<number>();
  const owners = new PostOwners();
  const other = most > 1 ? runThread(task, take) : null;

  async function take({ chunk, blocks, ofSet: rows, posts }: ChunkDone): Promise<void> {
    isDone.add(chunk);
    memory?.add(posts);
    owners.add(posts);
    for (const [id, own] of rows) ofSet.set(id, own);
    await writer.addBlocks(blocks);
  }
  try {
    const derivation = await beginDerivation(settings, asOf, wanted, together);
    const { start, chunks, comparing } = derivation;
    const doChunk = async (at: number) => {
      isDone.add(at);
      const chunk = chunks[at] as Chunk;
      const posts = await deriveChunk(derivation, chunk, task.plan, async (id, rows) => {
        if (comparing) ofSet.set(id, rowsOfSet(rows));
        await give(writer, rows, wanted);
      });
      memory?.add(posts);
      owners.add(posts);
    };
    await give(writer, { account_daily: start.account_daily }, wanted);
    // Accounts that must be told from others can be done here alone.
    const shared = [...chunks.keys()].filter((at) => isPlain(chunks[at] as Chunk));
    if (other && shared.length > 1) {
      await readMonths(settings, () => takeNext(next, nextMonth));
      await other.hasRead;
      other.goOn({ chunks: shared.map((at) => [at, chunks[at] as Chunk]), purges: start.purges });
      for (let i = takeNext(next, nextChunk); i < shared.length; i = takeNext(next, nextChunk))
        await doChunk(shared[i] as number);
      await other.ended;
    }
    // What a thread could not do is done here: it changes how long it takes, never what comes out.
    for (const at of chunks.keys()) if (!isDone.has(at)) await doChunk(at);
    if (owners.shared.length > 0) throw new SharedPosts([...together, ...owners.shared]);
    if (memory) writer.keep(memory.kept());
    if (comparing) {
      await give(writer, deriveSet(derivation, ofSet), wanted);
      const names = chunks.flatMap((chunk) => [chunk.name, memoryOf(chunk)]);
      await forgetOthers(data, cache, [...names, memoryName]);
    }
    return { findings: start.findings };
  } finally {
    await other?.stop();
  }
}

/** Rows of accounts that are not taken together name the same posts: what was derived of them is void. */
export class SharedPosts extends Error {
  override readonly name = 'SharedPosts';
  readonly together: readonly AccountPair[];

  constructor(together: readonly AccountPair[]) {
    super();
    this.together = together;
  }
}

/** Which account each post belongs to; pairs of accounts that both have one. */
class PostOwners {
  readonly shared: AccountPair[] = [];
  readonly #owners = new Map<string, string>();

  add(posts: ChunkPosts): void {
    for (const [post_id, account_id] of posts) {
      const owner = this.#owners.get(post_id);
      if (owner === undefined) this.#owners.set(post_id, account_id);
      else if (owner !== account_id) this.shared.push([owner, account_id]);
    }
  }
}

/** Whether there are posts enough for a second thread. */
async function isLarge(data: string): Promise<boolean> {
  let bytes = 0;
  for (const day of await listDays(data, 'post'))
    for (const file of filesOfDay('post', day)) bytes += signatureOf(under(data, file)).bytes;
  return bytes >= bytesForThread;
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
  // Without a limit garbage piles up to several times what it holds.
  const thread = startThread(module, task, chunkMb);
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
    /** Tells it what there is to be done, when all months are read. */
    goOn: (work: ThreadWork) => thread.postMessage(work),
    ended: ended.then(() => taking),
    stop: async () => {
      await thread.terminate();
      await taking.catch(() => undefined);
    },
  };
}
