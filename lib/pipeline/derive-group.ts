import type { FallCounts } from '../stats/decrease.ts';
import { beginTransform, type DerivedRows } from '../transform/all.ts';
import type { TransformFinding } from '../transform/finding.ts';
import type { Identity } from '../transform/identity.ts';
import { type PostDetail, postInfoColumns } from '../transform/post-series.ts';
import {
  type AccountOfSet,
  type Chunk,
  type Derivation,
  needsPosts,
  ofSetOf,
  readAccounts,
} from './derive.ts';
import { type ChunkMade, deriveChunk } from './derive-chunk.ts';
import type { PostPlan } from './post-memory.ts';

/** What all accounts together say. */
export interface Known {
  /** Days on which several of them fell at once. */
  purges: ReadonlySet<string>;
  /** Who is who; null where the accounts of the group are known under no id but their own. */
  identity: Identity | null;
  /** What is known of posts of the last run. */
  plan: PostPlan | null;
}

/** A chunk of which all rows were taken. */
export interface DerivedChunk extends ChunkMade {
  chunk: Chunk;
  /** What tables that compare accounts need of each; none where no such table is made. */
  ofSet: AccountOfSet[];
  findings: TransformFinding[];
  /** Of each day its accounts with a change of followers and those that fell. */
  falls: CountedFalls;
}

export type CountedFalls = [day: string, accounts: number, fell: number][];

export function listFalls(counts: FallCounts): CountedFalls {
  return [...counts].map(([day, { accounts, fell }]) => [day, accounts, fell]);
}

/** Who takes what is made: the rows of each account, and what there is to say when a chunk is done. */
export interface Taking {
  rows(rows: Partial<DerivedRows>): void | Promise<void>;
  done(chunk: DerivedChunk): void | Promise<void>;
}

/** The tables of the accounts of some chunks, one chunk after the other. */
export async function deriveGroup(
  derivation: Derivation,
  chunks: readonly Chunk[],
  { purges, identity, plan }: Known,
  taking: Taking,
): Promise<void> {
  const inputs = { ...(await readAccounts(derivation, chunks, identity)), purges };
  const start = beginTransform(inputs, derivation.tables);
  const infosOf = await readInfos(derivation, chunks);
  for (const chunk of chunks) {
    const infos = rawIdsOf(chunk).flatMap((id) => infosOf.get(id) ?? []);
    const ofSet: AccountOfSet[] = [];
    const made = await deriveChunk(derivation, start, chunk, infos, plan, async (id, rows) => {
      await taking.rows(rows);
      if (derivation.comparing) ofSet.push(ofSetOf(start.headOf(id), rows));
    });
    const ids = new Set(chunk.accounts.map(({ id }) => id));
    const findings = start.findings.filter(({ account_id }) => ids.has(account_id));
    await taking.done({ chunk, ofSet, ...made, findings, falls: listFalls(start.fallsOf(ids)) });
  }
}

function rawIdsOf({ accounts }: Chunk): string[] {
  return [...new Set(accounts.flatMap(({ rawIds }) => rawIds))];
}

/** Details of posts by the id that they are stored under: read at once, as a month of them is soon read whole. */
async function readInfos(
  derivation: Derivation,
  chunks: readonly Chunk[],
): Promise<Map<string, PostDetail[]>> {
  if (!needsPosts(derivation)) return new Map();
  const query = { accounts: chunks.flatMap(rawIdsOf), columns: postInfoColumns };
  return Map.groupBy(await derivation.ledger.columns('post_info', query), (row) => row.account_id);
}
