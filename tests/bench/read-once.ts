import { type Columns, readColumns, readTable } from '../../lib/store/tables.ts';
import { accountIdOf } from './ledger-files.ts';

/** One measured reading: `read-once.ts <what> <data root> <on|off>`. Prints one JSON object. */

const [, , what = '', data = '', cache = 'on'] = process.argv;
const options = { data, cache };

/** Every cell of a table, asked for once; the rows. */
function touch(table: Columns): number {
  for (const name of table.columnNames())
    if (table.array(name).length !== table.numRows()) throw new Error('cells are missing');
  return table.numRows();
}

/** Sums of columns by Arquero; the rows. */
function sum(table: Columns, ...names: string[]): number {
  const sums = Object.fromEntries(names.map((name) => [name, `d => op.sum(d.${name})`]));
  const [totals] = table.rollup(sums).objects() as Record<string, number>[];
  if (!names.every((name) => (totals?.[name] ?? 0) > 0)) throw new Error('there is nothing to add up');
  return table.numRows();
}

const readings: Record<string, () => Promise<number>> = {
  account_year: async () => (await readTable('post', { ...options, accounts: [accountIdOf(17)] })).length,
  views: async () => sum(await readColumns('post', { ...options, columns: ['views'] }), 'views'),
  post_id: async () => touch(await readColumns('post', { ...options, columns: ['post_id'] })),
  observed_at: async () => touch(await readColumns('post', { ...options, columns: ['observed_at'] })),
  account_columns: async () => (await readColumns('account', options)).numRows(),
  account_sum: async () => sum(await readColumns('account', options), 'followers', 'likes'),
  account_cells: async () => touch(await readColumns('account', options)),
  account_rows: async () => (await readTable('account', options)).length,
};

const [started, cpu] = [performance.now(), process.cpuUsage()];
const rows = await readings[what]?.();
const ms = performance.now() - started;
const { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify({ rows, ms, cpuMs: (user + system) / 1000 }));
