import { availableParallelism } from 'node:os';
import { addFalls, daysOfManyFalls, type FallCounts } from '../stats/decrease.ts';
import { signatureOf } from '../store/arrow/stamp.ts';
import { filesOfDay, listDays } from '../store/days.ts';
import { compareText } from '../store/merge.ts';
import { under } from '../store/paths.ts';
import type { RebuiltWriter } from '../store/rebuilt.ts';
import { forgetOthers } from '../store/remembered.ts';
import { countAccounts, type DerivedRows, type TransformFinding } from '../transform/all.ts';
import type { DerivedTable } from '../transform/tables.ts';
import {
  type AccountOfSet,
  type AccountPair,
  type Chunk,
  compareAccounts,
  type DerivationSettings,
  groupsOf,
  isPlain,
  openDerivation,
  planAccounts,
  readAccounts,
} from './derive.ts';
import { memoryOf } from './derive-chunk.ts';
import { type DerivedChunk, deriveGroup } from './derive-group.ts';
import type { ChunkDone, CountedFalls, ThreadAnswer, ThreadTask, ThreadWork } from './derive-thread.ts';
import { lastRunName } from './last-run.ts';
import { type ChunkPosts, memoryName, type PostMemory } from './post-memory.ts';
import { sharedNumbers, startThread } from './thread.ts';

/** With fewer bytes of posts, some ten thousand of them, threads take longer to start than they save. */
const bytesForThread = 20_000_000;

/** What the accounts that are taken at once need, in megabytes: far more than they take. */
const threadMb = 192;

/**
 * Computes the wanted derived tables of a ledger as of an instant, and gives their rows to a writer. Where there is much to do and a
 * second processor, `threads` beside this one take the accounts: two, as each needs memory of its own.
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
  const several = availableParallelism() > 1 && (await isLarge(data));
  const next = sharedNumbers();
  const ofSet: AccountOfSet[] = [];
  const findings: TransformFinding[] = [];
  const isDone = new Set<string>();
  const owners = new PostOwners();
  const note = (name: string, done: Pick<DerivedChunk, 'ofSet' | 'posts' | 'findings'>) => {
    isDone.add(name);
    memory?.add(done.posts);
    owners.add(done.posts);
    for (const account of done.ofSet) ofSet.push(account);
    findings.push(...done.findings);
  };
  const task = { settings: { data, zone, tiers, cache }, asOf, wanted, next };
  const others = Array.from({ length: threads ?? (several ? 2 : 0) }, () =>
    runThread(task, async (done) => {
      note(done.chunk, done);
      await writer.addBlocks(done.blocks);
    }),
  );
  try {
    const derivation = await openDerivation(settings, asOf, wanted);
    const { chunks, identity } = await planAccounts(derivation, together);
    await Promise.all(others.map(({ hasRead }) => hasRead));
    const plan = (await memory?.look()) ?? null;
    const { groups, plain } = groupsOf(chunks);
    const identityFor = (group: readonly Chunk[]) => (group.every(isPlain) ? null : identity);
    for (const other of others) other.begin({ groups: groups.slice(0, plain), plan });

    const counts: FallCounts = new Map();
    const count = async (i: number) => {
      const group = groups[i] as Chunk[];
      countAccounts(await readAccounts(derivation, group, identityFor(group)), counts);
    };
    // Accounts that must be told from others can be done here alone.
    const here = others.length === 0 ? 0 : plain;
    for (let i = here; i < groups.length; i++) await count(i);
    const counted = await Promise.all(others.map((other) => other.counted));
    if (counted.includes(null)) {
      // It is not known which were counted.
      counts.clear();
      for (let i = 0; i < groups.length; i++) await count(i);
    } else
      for (const falls of counted)
        for (const [day, accounts, fell] of falls ?? []) addFalls(counts, day, accounts, fell);
    const purges = daysOfManyFalls(counts);
    for (const other of others) other.derive(purges);

    const derive = (group: readonly Chunk[]) =>
      deriveGroup(
        derivation,
        group,
        { purges, identity: identityFor(group), plan },
        {
          rows: (rows) => give(writer, rows, wanted),
          done: (done) => note(done.chunk.name, done),
        },
      );
    for (let i = here; i < groups.length; i++) await derive(groups[i] as Chunk[]);
    await Promise.all(others.map(({ ended }) => ended));
    // What a thread could not do is done here: it changes how long it takes, never what comes out.
    for (const group of groups) {
      const left = group.filter(({ name }) => !isDone.has(name));
      if (left.length > 0) await derive(left);
    }
    if (owners.shared.length > 0) throw new SharedPosts([...together, ...owners.shared]);
    if (memory) writer.keep(memory.kept());
    if (derivation.comparing) {
      await give(writer, compareAccounts(derivation, ofSet), wanted);
      const names = chunks.flatMap((chunk) => [chunk.name, memoryOf(chunk)]);
      await forgetOthers(data, cache, [...names, memoryName, lastRunName]);
    }
    return { findings: findings.sort((a, b) => compareText(a.account_id, b.account_id)) };
  } finally {
    for (const other of others) await other.stop();
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
  const thread = startThread(module, task, threadMb);
  let taking = Promise.resolve();
  const { promise: hasRead, resolve: tellRead } = Promise.withResolvers<void>();
  const { promise: counted, resolve: tellCounted } = Promise.withResolvers<CountedFalls | null>();
  const { promise: ended, resolve: tellEnd } = Promise.withResolvers<void>();
  thread.on('message', (answer: ThreadAnswer) => {
    switch (answer.is) {
      case 'read':
        return tellRead();
      case 'counted':
        return tellCounted(answer.falls);
      case 'done':
        taking = taking.then(() => take(answer));
        taking.catch(() => thread.terminate());
    }
  });
  for (const event of ['error', 'exit'])
    thread.on(event, () => {
      tellRead();
      tellCounted(null);
      tellEnd();
    });
  return {
    /** When it has read its part of the months, or is no more. */
    hasRead,
    /** Tells it what there is to be done, when all months are read. */
    begin: (work: ThreadWork) => thread.postMessage(work),
    /** What it counted; null where it is no more. */
    counted,
    /** Tells it the days on which several of all accounts fell at once: it takes groups from then on. */
    derive: (purges: ReadonlySet<string>) => thread.postMessage(purges),
    ended: ended.then(() => taking),
    stop: async () => {
      await thread.terminate();
      await taking.catch(() => undefined);
    },
  };
}
