import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { simulatedEffects } from '../../lib/effects.ts';
import { check } from '../../lib/pipeline/check.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { accountRow, temporaryFolder } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';

/** A ledger of three days, checked on the day after. */

export const folder = 'clean/v1/account/2026/11';
export const second = `${folder}/2026-11-02.csv`;

const effects = simulatedEffects(new Date('2026-11-04T12:00:00Z'));

export const run = (data: string, options = {}) => check(settingsFor(data), options, undefined, effects);

/** One account's three days, or those of several, written as the program writes them. */
export async function threeDays(accounts: readonly string[] = ['107955']): Promise<string> {
  const data = temporaryFolder();
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  for (const account_id of accounts)
    for (const day of ['01', '02', '03'])
      writer.add(
        'account',
        accountRow({
          account_id,
          handle: account_id === '107955' ? 'someone' : `someone_${account_id}`,
          observed_at: `2026-11-${day}T03:00:00Z`,
          followers: 100 + Number(day),
        }),
      );
  await writer.commit();
  return data;
}

export function edit(data: string, file: string, change: (text: string) => string): void {
  const at = path.join(data, file);
  writeFileSync(at, change(readFileSync(at, 'utf8')));
}
