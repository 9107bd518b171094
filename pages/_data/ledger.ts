import { workerData } from 'node:worker_threads';
import {
  type Annotation,
  instantOf,
  liveEffects,
  type Row,
  readAnnotations,
  readSettings,
  readTable,
} from '#lib';
import { type NowWords, wordsOfNow } from '#lib/operate/site/now';
import type { LedgerHashes } from '#lib/pipeline/ledger-hashes';
import type { ThreadStart } from '#lib/pipeline/render-thread';
import { openLedgerHashes } from '#lib/pipeline/report-key';
import { readSiteFacts } from '#lib/pipeline/site-facts';
import { settleLedger } from '#lib/store/settling';

/** What the thread of `build` that renders these pages was told; null in `dev`. */
export const thread = workerData as ThreadStart | null;

/** The time from which on the rows are those that pages show: what is written later may be missed. */
export const readSinceMs = liveEffects.now().getTime();

// `build` notes what was written meanwhile, and makes those pages again next time.
if (thread !== null) settleLedger();

/** What pages show of the whole ledger; its accounts are in `accounts.ts`. */
export interface Ledger {
  /** The instant the site counts as now. A page that prints it has it in its key, as `clock`. */
  asOf: string;
  /** Handles on the watchlist without any observation yet. */
  waiting: string[];
  /** True where any account comes from the simulated origin. */
  simulated: boolean;
  health: Row<'data_health'>[];
  /** The same by account. */
  findings: ReadonlyMap<string | null, Row<'data_health'>[]>;
  annotations: Annotation[];
  /** What the pages say of the moment of the build. */
  now: NowWords;
}

let hashes: LedgerHashes | undefined;

/** What tells whether the ledger changed, for the keys of pages. */
export function ledgerHashes(): LedgerHashes {
  const { data, cache } = readSettings();
  hashes ??= openLedgerHashes(data, cache);
  return hashes;
}

let loading: Promise<Ledger> | undefined;

/** The ledger as the pages need it; read once a build. */
export function readLedger(): Promise<Ledger> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Ledger> {
  const settings = readSettings();
  const facts = await readSiteFacts(settings);
  const health = await readTable('data_health');
  const asOf = settings.as_of ?? instantOf(liveEffects.now());
  return {
    asOf,
    waiting: facts.waiting,
    simulated: facts.simulated,
    health,
    findings: Map.groupBy(health, ({ account_id }) => account_id),
    annotations: await readAnnotations(settings.data),
    now: wordsOfNow(facts, asOf),
  };
}
