import { readSettings } from '#lib';
import { currentRebuild } from '#lib/pipeline/rebuild';
import { readLedger } from '../../_data/ledger.ts';
import type { ReportPage } from './reports.ts';

/**
 * The `cacheKey` of a report's page: it stays as long as the notebook, the settings, what the page shows of the rest of the site and what the cells
 * read are the same. Undefined where nothing is kept from build to build.
 */
export async function reportKey(
  { graph, slug }: ReportPage,
  path: string,
  more: Record<string, string> = {},
): Promise<string | undefined> {
  const rebuild = currentRebuild();
  if (rebuild === null) return undefined;
  const { asOf, simulated } = await readLedger();
  const { data, title } = readSettings();
  return rebuild.cacheKey(path, {
    'its code': graph.hash,
    'the settings': JSON.stringify([data, title, simulated, slug]),
    ...(graph.clock ? { 'the instant it counts as now': asOf } : {}),
    ...more,
  });
}
