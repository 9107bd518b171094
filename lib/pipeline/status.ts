import type { Settings } from '../config.ts';
import { type TableName, tableNames, tables } from '../schema/index.ts';
import { listDays } from '../store/days.ts';
import { readWatchlist } from '../store/lists.ts';
import { lastRuns, type Run } from '../store/state.ts';
import { readTable } from '../store/tables.ts';

export interface LedgerStatus {
  data: string;
  watched: number;
  tables: { table: TableName; days: number; first: string | null; last: string | null }[];
  accounts: { handle: string; status: string; observed_at: string | null; followers: number | null }[];
  runs: Run[];
}

/**
 * What a ledger holds and how its last runs went, `runs` of them at the most, newest first. Reads only. An empty ledger has empty lists.
 */
export async function status(settings: Pick<Settings, 'data'>, runs = 10): Promise<LedgerStatus> {
  const data = settings.data;
  const summary = await readTable('summary', { data });
  return {
    data,
    watched: (await readWatchlist(data)).length,
    tables: await Promise.all(
      tableNames
        .filter((table) => tables[table].layer !== 'derived')
        .map(async (table) => {
          const days = await listDays(data, table);
          return {
            table,
            days: days.length,
            first: days[0]?.day ?? null,
            last: days.at(-1)?.day ?? null,
          };
        }),
    ),
    accounts: summary.map(({ handle, status: state, observed_at, followers }) => ({
      handle,
      status: state,
      observed_at,
      followers,
    })),
    runs: await lastRuns(data, runs),
  };
}
