import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { check } from '../../lib/pipeline/check.ts';
import { migrate } from '../../lib/pipeline/migrate.ts';
import type { Row } from '../../lib/schema/index.ts';
import { readPublishedFile } from '../../lib/store/published.ts';
import { readTable } from '../../lib/store/tables.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { writeFirstVersion } from '../helpers/first-version.ts';
import { accountRow, postRow, temporaryFolder } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';

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

async function write<T extends 'account' | 'post'>(data: string, table: T, row: Row<T>): Promise<void> {
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  writer.add(table, row, 0, true);
  await writer.commit();
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
    expect(account).toMatchObject({ rows: 2, content: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
  });

  test('points from posts to accounts where both are there, and nowhere else', async () => {
    const data = temporaryFolder();
    const resourceOf = (name: string) =>
      JSON.parse(readFileSync(path.join(data, 'datapackage.json'), 'utf8')).resources.find(
        (each: { name: string }) => each.name === name,
      );
    await write(data, 'post', postRow());
    expect(resourceOf('post').schema).not.toHaveProperty('foreignKeys');
    await write(data, 'account', accountRow({ observed_at: '2026-11-22T03:00:00Z' }));
    expect(resourceOf('post').schema.foreignKeys).toEqual([
      { fields: ['account_id'], reference: { resource: 'account', fields: ['account_id'] } },
    ]);
  });

  test('counts its version up by what came: rows are MINOR, the same again changes no byte', async () => {
    const data = temporaryFolder();
    const descriptor = () => readFileSync(path.join(data, 'datapackage.json'), 'utf8');
    const version = () => (JSON.parse(descriptor()) as { version: string }).version;
    await write(data, 'account', accountRow({ observed_at: '2026-11-21T03:00:00Z' }));
    expect(version()).toBe('1.0.0');
    await write(data, 'account', accountRow({ observed_at: '2026-11-21T06:00:00Z' }));
    expect(version()).toBe('1.1.0');
    const before = descriptor();
    await write(data, 'account', accountRow({ observed_at: '2026-11-21T06:00:00Z' }));
    expect(descriptor()).toBe(before);
    await write(data, 'post', postRow());
    expect(version()).toBe('1.2.0');
  });

  test('lists day files of an older version with the columns they have, until they are migrated', async () => {
    const data = await ledger();
    const day = '2026-02-26,2026-02-28T12:00:00Z,10,2,1,-1,0,3,studio_csv,c1';
    writeFirstVersion(data, { '2026-02-26': [`1,${day}`, `2,${day}`] });
    await write(data, 'account', accountRow({ observed_at: '2026-11-23T03:00:00Z' }));
    const described = () => JSON.parse(readFileSync(path.join(data, 'datapackage.json'), 'utf8'));
    const named = (name: string) =>
      described().resources.find((each: { name: string }) => each.name === name);
    const older = named('owner_day_v1');
    expect(older).toMatchObject({
      'clipbook:table': 'owner_day',
      path: ['clean/v1/owner_day/2026/02/2026-02-26.csv'],
      rows: 2,
    });
    const [header] = readFileSync(path.join(data, older.path[0]), 'utf8').split('\n');
    expect(older.schema.fields.map((each: { name: string }) => each.name).join(',')).toBe(header);
    expect(older.schema.fields[3]).toMatchObject({ type: 'integer', unit: 'views' });
    expect(older).not.toHaveProperty('jsonSchema');
    expect(named('owner_day')).toBeUndefined();
    expect((await check(settingsFor(data))).findings.map(({ rule }) => rule)).not.toContain(
      'outdated_descriptor',
    );
    expect(described().version).toBe('1.1.0');
    // Columns come with the migration: what read the older ones must look.
    await migrate(settingsFor(data));
    expect(named('owner_day_v1')).toBeUndefined();
    expect(named('owner_day')).toMatchObject({ rows: 2 });
    expect(described().version).toBe('2.0.0');
  });

  test('has a JSON Schema a table beside it, which takes every stored row and refuses a number as id', async () => {
    const data = await ledger();
    const schema = JSON.parse(readFileSync(path.join(data, 'schema/account.schema.json'), 'utf8'));
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile(schema);
    const [row] = await readTable('account', { data });
    expect(validate(row)).toBe(true);
    expect(validate({ ...row, account_id: 7 })).toBe(false);
    expect(validate({ ...row, followers: -1 })).toBe(false);
    expect(schema.properties.followers).toMatchObject({ unit: 'followers', title: 'Followers' });
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
