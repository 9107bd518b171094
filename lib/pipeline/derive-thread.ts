import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { type RecordBlock, RecordBlocks } from '../store/record-blocks.ts';
import { countAccounts } from '../transform/all.ts';
import type { DerivedTable } from '../transform/tables.ts';
import {
  type Chunk,
  type DerivationSettings,
  needsPosts,
  openDerivation,
  readAccounts,
  readMonths,
} from './derive.ts';
import { type CountedFalls, type DerivedChunk, deriveGroup, listFalls } from './derive-group.ts';
import type { PostPlan } from './post-memory.ts';
import { nextCount, nextGroup, nextMonth, takeNext } from './thread.ts';

/** What a thread is told that takes a part of the work. */
export interface ThreadTask {
  settings: DerivationSettings;
  asOf: Date;
  wanted: readonly DerivedTable[];
  /** The numbers of the next month to be read and of the next group to be counted and derived, for all threads. */
  next: Int32Array<SharedArrayBuffer>;
}

/** What there is to be done, once all months are read. */
export interface ThreadWork {
  /** Accounts that are known under no id but their own. */
  groups: Chunk[][];
  /** What is known of posts of the last run. */
  plan: PostPlan | null;
  /** Days on which several of all accounts fell at once; null where that is to be counted first. */
  purges: ReadonlySet<string> | null;
}

/** What it answers for each chunk that it took. */
export interface ChunkDone extends Omit<DerivedChunk, 'chunk'> {
  chunk: string;
  blocks: RecordBlock[];
}

/** That it has read its part of the months, what its part of the accounts counts, or a chunk. */
export type ThreadAnswer =
  | { is: 'read' }
  | { is: 'counted'; falls: CountedFalls }
  | ({ is: 'done' } & ChunkDone);

async function work(port: MessagePort, task: ThreadTask): Promise<void> {
  const { settings, asOf, wanted, next } = task;
  const answer = (value: ThreadAnswer, blocks: ArrayBuffer[] = []) => port.postMessage(value, blocks);
  const derivation = await openDerivation(settings, asOf, wanted);
  if (needsPosts(derivation)) await readMonths(settings, () => takeNext(next, nextMonth));
  const told = messageOf<ThreadWork>(port);
  answer({ is: 'read' });
  const { groups, plan, purges: known } = await told;

  const count = async () => {
    const counts = new Map();
    for (let i = takeNext(next, nextCount); i < groups.length; i = takeNext(next, nextCount))
      countAccounts(await readAccounts(derivation, groups[i] as Chunk[], null), counts);
    const toldPurges = messageOf<ReadonlySet<string>>(port);
    answer({ is: 'counted', falls: listFalls(counts) });
    return toldPurges;
  };
  const purges = known ?? (await count());

  const made = new RecordBlocks();
  for (let i = takeNext(next, nextGroup); i < groups.length; i = takeNext(next, nextGroup))
    await deriveGroup(
      derivation,
      groups[i] as Chunk[],
      { purges, identity: null, plan },
      {
        rows: (rows) => {
          for (const table of wanted) made.add(table, rows[table] ?? []);
        },
        done: ({ chunk, ...rest }) => {
          const blocks = made.take();
          answer(
            { is: 'done', chunk: chunk.name, blocks, ...rest },
            blocks.map(({ block }) => block),
          );
        },
      },
    );
}

function messageOf<T>(port: MessagePort): Promise<T> {
  return new Promise((resolve) => port.once('message', resolve));
}

// Nothing but a thread begins with this module: others may be threads themselves, of somebody else.
if (parentPort !== null) await work(parentPort, workerData as ThreadTask);
