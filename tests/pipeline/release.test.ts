import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { simulatedEffects } from '../../lib/effects.ts';
import { readParquet } from '../../lib/parquet.ts';
import { importFiles } from '../../lib/pipeline/import.ts';
import { type ReleaseOptions, releaseDataset } from '../../lib/pipeline/release.ts';
import { tables } from '../../lib/schema/index.ts';
import { columnsOf, type TableSpec } from '../../lib/schema/table.ts';
import { readTable } from '../../lib/store/tables.ts';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { accountRow, postRow, temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';

const profiles = path.resolve(import.meta.dirname, '../../../shared/datapackage-profiles');
const effects = simulatedEffects(new Date('2026-12-05T06:00:00Z'), 1);

async function add(data: string, fill: (writer: LedgerWriter) => void): Promise<void> {
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c1', file: null });
  fill(writer);
  await writer.commit();
}

const seen = (handle: string, id: string, day: string, followers: number) =>
  accountRow({ handle, account_id: id, observed_at: `${day}T12:00:00Z`, followers });

/** October of two accounts, the first half of November of one. */
async function ledger(): Promise<string> {
  const data = path.join(temporaryFolder(), 'data');
  await add(data, (writer) => {
    for (const day of ['2026-10-30', '2026-10-31', '2026-11-01', '2026-11-02'])
      writer.add('account', seen('nasa', '1', day, 100));
    writer.add('account', seen('esa', '2', '2026-10-31', 7));
    writer.add('post', postRow({ post_id: '11', account_id: '1', observed_at: '2026-11-02T12:00:00Z' }));
  });
  return data;
}

const release = (data: string, version: string, options: ReleaseOptions = {}) =>
  releaseDataset(settingsFor(data, { title: 'Space on TikTok' }), version, options, undefined, effects);
const folderOf = (data: string) => path.join(data, '../releases');
const linesOf = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n');

describe('a release', () => {
  test('holds every table up to the end of its month, twice over, with hashes and a description', async () => {
    const data = await ledger();
    const summary = await release(data, '2026-10');
    expect(summary).toMatchObject({
      version: '2026-10',
      previous: null,
      made: true,
      open: false,
      tables: [{ table: 'account', rows: 3, months: ['2026-10'], added: 3, late: 0, removed: 0, changed: 0 }],
    });
    const folder = path.join(folderOf(data), '2026-10');
    expect(Object.keys(treeOf(folder)).sort()).toEqual([
      'CHANGES.md',
      'CITATION.cff',
      'README.md',
      'changes.json',
      'changes/cells.csv',
      'changes/rows.csv',
      'checksums.sha256',
      'csv/account/account-2026-10.csv',
      'datapackage.json',
      'parquet/account/month=2026-10/part-0.parquet',
      'schema/account.schema.json',
    ]);
    execFileSync('sha256sum', ['-c', '--quiet', '--strict', 'checksums.sha256'], { cwd: folder });
    const rows = await readTable('account', { data, to: '2026-10-31' });
    const columns = columnsOf(tables.account as TableSpec);
    const parquet = readFileSync(path.join(folder, 'parquet/account/month=2026-10/part-0.parquet'));
    expect(await readParquet(columns, parquet)).toEqual(rows);
    // The CSV is a table of the ledger's own: another ledger takes it as it is.
    const other = path.join(temporaryFolder(), 'data');
    const csv = path.join(folder, 'csv/account/account-2026-10.csv');
    expect(await importFiles(settingsFor(other), [csv])).toMatchObject({ read: 3, stored: 3 });
    expect(await readTable('account', { data: other })).toEqual(rows);
    expect(linesOf(path.join(folder, 'changes/rows.csv'))).toEqual([
      'table,account_id,day,added,removed,changed',
      'account,1,2026-10-30,1,0,0',
      'account,1,2026-10-31,1,0,0',
      'account,2,2026-10-31,1,0,0',
    ]);
    expect(readFileSync(path.join(folder, 'CITATION.cff'), 'utf8')).toContain(
      'title: "Space on TikTok: TikTok metrics, release 2026-10"',
    );
  });

  test('tells what came, came late, was corrected and went since the one before', async () => {
    const data = await ledger();
    await release(data, '2026-10');
    await add(data, (writer) => writer.add('account', seen('jaxa', '3', '2026-10-30', 5)));
    const day = path.join(data, 'clean/v1/account/2026/10/2026-10-31.csv');
    // A correction by hand, as git would bring it: one count is another, one row is gone.
    const text = readFileSync(day, 'utf8');
    writeFileSync(day, text.replace('nasa,100,', 'nasa,101,').replace(/^2,.*\n/m, ''));
    const { tables: told } = await release(data, '2026-11');
    expect(told).toMatchObject([
      { table: 'account', rows: 5, added: 3, late: 1, removed: 1, changed: 1 },
      { table: 'post', rows: 1, added: 1, late: 0, removed: 0, changed: 0 },
    ]);
    const folder = path.join(folderOf(data), '2026-11');
    expect(linesOf(path.join(folder, 'changes/rows.csv')).slice(1)).toEqual([
      'account,3,2026-10-30,1,0,0',
      'account,1,2026-10-31,0,0,1',
      'account,2,2026-10-31,0,1,0',
      'account,1,2026-11-01,1,0,0',
      'account,1,2026-11-02,1,0,0',
      'post,1,2026-11-02,1,0,0',
    ]);
    expect(linesOf(path.join(folder, 'changes/cells.csv')).slice(1)).toEqual([
      'account,"2,2026-10-31T12:00:00Z",2,2026-10-31,removed,,,',
      'account,"1,2026-10-31T12:00:00Z",1,2026-10-31,changed,followers,100,101',
    ]);
    const changes = readFileSync(path.join(folder, 'CHANGES.md'), 'utf8');
    expect(changes).toContain('Against release 2026-10.');
    expect(changes).toContain('| account | 3 | 3 | 1 | 1 | 1 | 5 |');
    expect(changes).toContain('- New: @jaxa (3)');
    expect(changes).toContain('- Not observed in 2026-11: @esa (2)');
    expect(changes).toContain('| account | 1,2026-10-31T12:00:00Z | followers | 100 | 101 |');
    expect(changes).toContain('| account | 2,2026-10-31T12:00:00Z |');
  });

  test.skipIf(!existsSync(profiles))(
    'is described as the official profiles want it (needs ../shared/datapackage-profiles)',
    async () => {
      const data = await ledger();
      await release(data, '2026-11');
      const folder = path.join(folderOf(data), '2026-11');
      const descriptor = JSON.parse(readFileSync(path.join(folder, 'datapackage.json'), 'utf8'));
      const ajv = new Ajv({ strict: false, allErrors: true });
      formats.default(ajv);
      const validate = ajv.compile(JSON.parse(readFileSync(path.join(profiles, 'datapackage.json'), 'utf8')));
      expect(validate(descriptor), JSON.stringify(validate.errors)).toBe(true);
      const resources = descriptor.resources as { path: string[]; jsonSchema?: string }[];
      for (const { path: paths, jsonSchema } of resources)
        for (const file of [...paths, ...(jsonSchema ? [jsonSchema] : [])])
          expect(existsSync(path.join(folder, file)), file).toBe(true);
    },
  );

  test('is made of the same bytes again, and packed too', async () => {
    const data = await ledger();
    await release(data, '2026-11', { zip: true });
    const before = treeOf(folderOf(data));
    expect(await release(data, '2026-11', { zip: true })).toMatchObject({ made: false });
    expect(treeOf(folderOf(data))).toEqual(before);
    const copy = path.join(temporaryFolder(), 'data');
    cpSync(data, copy, { recursive: true });
    await release(copy, '2026-11', { zip: true });
    expect(treeOf(folderOf(copy))).toEqual(before);
    const packed = unzipSync(readFileSync(path.join(folderOf(data), '2026-11.zip')));
    expect(Object.keys(packed)).toHaveLength(
      Object.keys(before).filter((file) => file.startsWith('2026-11/')).length,
    );
    expect(Buffer.from(packed['clipbook-2026-11/CHANGES.md'] ?? []).toString()).toBe(
      before['2026-11/CHANGES.md'],
    );
    // A release between does not change what a later one was held against.
    await release(data, '2026-10');
    expect(await release(data, '2026-11')).toMatchObject({ made: false, previous: null });
  });

  test('is never rewritten: what differs is another edition', async () => {
    const data = await ledger();
    await release(data, '2026-10');
    const before = treeOf(folderOf(data));
    await add(data, (writer) => writer.add('account', seen('jaxa', '3', '2026-10-30', 5)));
    await expect(release(data, '2026-10')).rejects.toMatchObject({
      code: 'release_taken',
      exitCode: 2,
      hint: expect.stringContaining('2026-10.2'),
    });
    expect(treeOf(folderOf(data))).toEqual(before);
    expect(await release(data, '2026-10.2')).toMatchObject({
      previous: '2026-10',
      tables: [{ table: 'account', added: 1, late: 1 }],
    });
    const csv = path.join(folderOf(data), '2026-10.2/csv/account/account-2026-10.csv');
    appendFileSync(csv, '\n');
    await expect(release(data, '2026-10.2')).rejects.toMatchObject({
      code: 'release_damaged',
      message: expect.stringContaining('csv/account/account-2026-10.csv'),
    });
    expect(readdirSync(folderOf(data)).sort()).toEqual(['2026-10', '2026-10.2']);
  });

  test('of a month that is not over says so', async () => {
    expect(await release(await ledger(), '2026-12')).toMatchObject({ open: true });
  });

  test.each([
    ['November', 'bad_version'],
    ['2026-13', 'bad_version'],
    ['2026-11.1', 'bad_version'],
    ['../2026-11', 'bad_version'],
    ['2027-01', 'bad_version'],
    ['2026-09', 'nothing_to_release'],
  ])('named %s is refused with %s, and leaves nothing', async (version, code) => {
    const data = await ledger();
    await expect(release(data, version)).rejects.toMatchObject({ code, exitCode: 2 });
    expect(existsSync(folderOf(data)) ? readdirSync(folderOf(data)) : []).toEqual([]);
  });
});
