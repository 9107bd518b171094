import { AsyncLocalStorage } from 'node:async_hooks';
import type { TableName } from '../schema/index.ts';
import type { FileRead, Reads, TableRead } from '../schema/reads.ts';

/** The readers of the store note here what they read, for whoever records it. */

const recording = new AsyncLocalStorage<Map<string, TableRead | FileRead | 'other'>>();

/** Does the work and gives its value with what it read of the ledger, each thing once, in the order it was first read. */
export async function recordReads<T>(work: () => Promise<T>): Promise<{ value: T; reads: Reads }> {
  const found = new Map<string, TableRead | FileRead | 'other'>();
  const value = await recording.run(found, work);
  const all = [...found.values()];
  return {
    value,
    reads: {
      tables: all.filter((read) => read !== 'other' && 'table' in read),
      files: all.filter((read) => read !== 'other' && 'file' in read),
      other: all.includes('other'),
    },
  };
}

/** Notes that rows of a table were read, where somebody records. */
export function noteTableRead(
  table: TableName,
  data: string,
  query: {
    from?: string | undefined;
    to?: string | undefined;
    accounts?: readonly string[] | undefined;
    columns?: readonly string[] | undefined;
  },
  rows: number | null,
): void {
  const found = recording.getStore();
  if (!found) return;
  const read = {
    table,
    data,
    from: query.from ?? null,
    to: query.to ?? null,
    accounts: query.accounts ? [...new Set(query.accounts)].sort() : null,
    columns: query.columns ? [...new Set(query.columns)].sort() : null,
  };
  found.set(JSON.stringify(read), { ...read, rows });
}

/** Notes that a file edited by hand was read, or looked for in vain. */
export function noteFileRead(file: string, data: string): void {
  recording.getStore()?.set(`file ${data} ${file}`, { file, data });
}

/** Notes that something else of the ledger was read. */
export function noteOtherRead(): void {
  recording.getStore()?.set('other', 'other');
}
