import type { Reads } from '#lib';
import { openReportKeys, type ReportKeys } from '#lib/pipeline/report-key';
import { ledgerHashes, readLedger, readSinceMs } from '../../_data/ledger.ts';
import type { ReportPage } from './reports.ts';

/** What the key of a report's page is made of, besides what its cells read. */
export type KeyParts = Record<string, string>;

let opened: ReportKeys | null | undefined;

function keys(): ReportKeys | null {
  if (import.meta.env.DEV) return null;
  if (opened === undefined) opened = openReportKeys(ledgerHashes());
  return opened;
}

/** The `cacheKey` of a report's page, undefined where nothing is kept from build to build, and the parts that it is made of. */
export async function reportKey(
  { graph }: ReportPage,
  path: string,
  more: KeyParts = {},
): Promise<{ cacheKey: string | undefined; parts: KeyParts }> {
  const parts = {
    notebook: graph.hash,
    ...(graph.clock ? { clock: (await readLedger()).asOf } : {}),
    ...more,
  };
  const found = await keys()?.keyOf(path, parts);
  return { cacheKey: found?.key, parts: found?.parts ?? parts };
}

/** Keeps what a report's page read, for the next build. */
export async function keepReads(
  { graph }: ReportPage,
  path: string,
  page: { parts: KeyParts; reads: Reads },
): Promise<void> {
  const again = graph.untold ?? (page.reads.other ? 'other-files' : null);
  await keys()?.keep(path, { ...page, startedMs: readSinceMs, again });
}
