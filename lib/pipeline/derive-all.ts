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
import { type CountedFalls, type DerivedChunk, deriveGroup } from './derive-group.ts';
import type { ChunkDone, ThreadAnswer, ThreadTask, ThreadWork } from './derive-thread.ts';
import { lastRunName } from './last-run.ts';
import { type ChunkPosts, type Found, memoryName, nothingFound, type PostMemory } from './post-memory.ts';
import { sharedNumbers, startThread } from './thread.ts';

/** With fewer bytes of posts, some ten thousand of them, threads take longer to start than they save. */
const bytesForThread = 20_000_000;

/** What the accounts that are taken at once need, in megabytes: far more than they take. */
const threadMb = 256;

/**
 * Computes the wanted derived tables of a ledger as of an instant, and gives their rows to a writer. Where there is much to do and a
 * second processor, `threads` beside this one take the accounts: two, as each needs memory of its own. `known` is what was found before: throws
 * `FoundOtherwise` where it does not hold, and what was derived is void.
 */
export async function deriveAll(
  settings: DerivationSettings,
  asOf: Date,
  wanted: readonly DerivedTable[],
  writer: RebuiltWriter,
  memory: PostMemory | null = null,
  known: Found = nothingFound,
  threads?: number,
): Promise<{ findings: TransformFinding[]; found: Found }> {
  const { data, zone, tiers, cache } = settings;
  const several = availableParallelism() > 1 && (await isLarge(data));
  const next = sharedNumbers();
  const ofSet: AccountOfSet[] = [];
  const findings: TransformFinding[] = [];
  const isDone = new Set<string>();
  const owners = new PostOwners();
  const counts: FallCounts = new Map();
  const countAll = (falls: CountedFalls) => {
    for (const [day, accounts, fell] of falls) addFalls(counts, day, accounts, fell);
  };
  const note = (name: string, done: Omit<DerivedChunk, 'chunk'>) => {
    isDone.add(name);
    countAll(done.falls);
    memory?.add(done.posts, done.days);
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
    const { chunks, identity } = await planAccounts(derivation, known.together);
    await Promise.all(others.map(({ hasRead }) => hasRead));
    const plan = (await memory?.look()) ?? null;
    const { groups, plain } = groupsOf(chunks);
    const identityFor = (group: readonly Chunk[]) => (group.every(isPlain) ? null : identity);
    let purges = known.purges === null ? null : new Set(known.purges);
    for (const other of others) other.begin({ groups: groups.slice(0, plain), plan, purges });

    // Accounts that must be told from others can be done here alone.
    const here = others.length === 0 ? 0 : plain;
    if (purges === null) {
      const count = async (from: number) => {
        for (const group of groups.slice(from))
          countAccounts(await readAccounts(derivation, group, identityFor(group)), counts);
      };
      await count(here);
      const counted = await Promise.all(others.map((other) => other.counted));
      if (counted.includes(null)) {
        // It is not known which were counted.
        counts.clear();
        await count(0);
      } else for (const falls of counted) countAll(falls ?? []);
      purges = daysOfManyFalls(counts);
      counts.clear();
      for (const other of others) other.derive(purges);
    }
    const toldPurges = purges;
    const derive = (group: readonly Chunk[]) =>
      deriveGroup(
        derivation,
        group,
        { purges: toldPurges, identity: identityFor(group), plan },
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
    const ofAll = daysOfManyFalls(counts);
    const found: Found = { together: [...known.together, ...owners.shared], purges: [...ofAll] };
    if (
      owners.shared.length > 0 ||
      toldPurges.size !== ofAll.size ||
      [...ofAll].some((day) => !toldPurges.has(day))
    )
      throw new FoundOtherwise(found);
    if (memory) writer.keep(memory.kept());
    if (derivation.comparing) {
      await give(writer, compareAccounts(derivation, ofSet), wanted);
      const names = chunks.flatMap((chunk) => [chunk.name, memoryOf(chunk)]);
      await forgetOthers(data, cache, [...names, memoryName, lastRunName]);
    }
    return { findings: findings.sort((a, b) => compareText(a.account_id, b.account_id)), found };
  } finally {
    for (const other of others) await other.stop();
  }
}

/** What was known of a ledger does not hold: everything is to be derived again with what was found. */
export class FoundOtherwise extends Error {
  override readonly name = 'FoundOtherwise';
  readonly found: Found;

  constructor(found: Found) {
    super();
    this.found = found;
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
