import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listDays } from '#lib/store/days';
import { tableFile } from '#lib/store/paths';
import { onceSettled, settleLedger } from '#lib/store/settling';
import { readTable } from '#lib/store/tables';
import { temporaryFolder } from '../helpers/ledger.ts';

function writeDay(data: string, day: string): void {
  const file = path.join(data, tableFile('account', day));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `account_id,observed_at,handle,followers\n1,${day}T06:00:00Z,someone,5\n`);
}

// One after the other: a thread that is settled stays so.
test('tables are looked up anew each time, and once in a settled thread', async () => {
  const data = temporaryFolder();
  const observed = async () => (await readTable('account', { data })).map((row) => row.observed_at);
  const days = async (from?: string) => (await listDays(data, 'account', { from })).map(({ day }) => day);
  writeDay(data, '2026-11-01');
  expect(await observed()).toEqual(['2026-11-01T06:00:00Z']);
  writeDay(data, '2026-11-02');
  expect(await observed()).toEqual(['2026-11-01T06:00:00Z', '2026-11-02T06:00:00Z']);
  settleLedger();
  expect(await observed()).toHaveLength(2);
  writeDay(data, '2026-11-03');
  expect(await observed()).toHaveLength(2);
  expect(await days()).toEqual(['2026-11-01', '2026-11-02']);
  // What was not asked before is looked up: another range, another ledger.
  expect(await days('2026-11-02')).toEqual(['2026-11-02', '2026-11-03']);
  const other = temporaryFolder();
  writeDay(other, '2026-11-09');
  expect(await readTable('account', { data: other })).toHaveLength(1);
});

test('what could not be looked up is looked up again', async () => {
  settleLedger();
  await expect(onceSettled('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await onceSettled('a', async () => 1)).toBe(1);
  expect(await onceSettled('a', async () => 2)).toBe(1);
});
