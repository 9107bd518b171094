import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { readPublishedFile } from '../../lib/store/published.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { accountRow, temporaryFolder } from '../helpers/ledger.ts';

const profiles = path.resolve(import.meta.dirname, '../../../shared/datapackage-profiles');

async function ledger(): Promise<string> {
  const data = temporaryFolder();
  writeFileSync(path.join(data, 'watchlist.csv'), 'kind,key,zone,cadence,follow_days,tags,note\n');
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  for (const day of ['21', '22'])
    writer.add('account', accountRow({ observed_at: `2026-11-${day}T03:00:00Z`, followers: 5 }), 0, true);
  await writer.commit();
  return data;
}

describe('datapackage.json', () => {
  test('lists each table with its day files, and every listed file is there', async () => {
    const data = await ledger();
    const descriptor = JSON.parse(readFileSync(path.join(data, 'datapackage.json'), 'utf8'));
    const account = descriptor.resources.find((each: { name: string }) => each.name === 'account');
    expect(account.path).toEqual([
      'clean/v1/account/2026/11/2026-11-21.csv',
      'clean/v1/account/2026/11/2026-11-22.csv',
    ]);
    expect(account.schema.primaryKey).toEqual(['account_id', 'observed_at']);
    const followers = account.schema.fields.find((each: { name: string }) => each.name === 'followers');
    expect(followers).toMatchObject({ type: 'integer', unit: 'followers' });
    for (const file of account.path) expect(existsSync(path.join(data, file))).toBe(true);
  });

  test.skipIf(!existsSync(profiles))(
    'is valid against the official Data Package v2 profiles (needs ../shared/datapackage-profiles)',
    async () => {
      const data = await ledger();
      const ajv = new Ajv({ strict: false, allErrors: true });
      addFormats.default(ajv);
      const validate = ajv.compile(JSON.parse(readFileSync(path.join(profiles, 'datapackage.json'), 'utf8')));
      const descriptor = JSON.parse(readFileSync(path.join(data, 'datapackage.json'), 'utf8'));
      validate(descriptor);
      expect(validate.errors ?? []).toEqual([]);
      // The check can fail: a resource without data is not valid.
      expect(validate({ ...descriptor, resources: [{ name: 'empty' }] })).toBe(false);
    },
  );
});

describe('published files', () => {
  test('captures, state and paths out of the folder are not published', async () => {
    const data = await ledger();
    for (const file of ['state.json', 'raw/x.gz', 'clean/../state.json', '../x', 'rejected/undated.jsonl'])
      await expect(readPublishedFile(file, data)).rejects.toMatchObject({ code: 'not_published' });
    expect(String(await readPublishedFile('watchlist.csv', data))).toMatch(/^kind,key/);
  });
});
