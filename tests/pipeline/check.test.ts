import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { watchAdd } from '../../lib/pipeline/watch.ts';
import { readTable } from '../../lib/store/tables.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { edit, folder, threeDays as ledger, run, second } from './three-days.ts';

const rulesOf = async (data: string) =>
  (await run(data)).findings.map(({ rule, subject }) => `${rule} ${subject}`);

const cleanOf = (data: string) =>
  Object.fromEntries(Object.entries(treeOf(data)).filter(([name]) => name.startsWith('clean/')));

describe('a ledger as it was written', () => {
  test('has no findings, and every row was looked at', async () => {
    expect(await run(await ledger())).toEqual({
      errors: 0,
      warnings: 0,
      notes: 0,
      findings: [],
      files: 3,
      rows: 3,
      manifests_fixed: 0,
      accepted: [],
    });
  });

  test('that is empty has none either', async () => {
    expect(await run(temporaryFolder())).toMatchObject({ errors: 0, findings: [], files: 0, rows: 0 });
  });

  test('leaves stored rows as they are, and writes what it found where the site reads it', async () => {
    const data = await ledger();
    await watchAdd(data, ['@other']);
    const before = cleanOf(data);
    await run(data);
    expect(cleanOf(data)).toEqual(before);
    expect(await readTable('data_health', { data })).toEqual([
      {
        rule: 'never_observed',
        subject: '@other',
        severity: 'warning',
        message: 'The watchlist asks for it, and nothing is stored yet.',
        account_id: null,
        counter: null,
        first_day: null,
        last_day: null,
        as_of: '2026-11-04T12:00:00Z',
      },
    ]);
    const after = treeOf(data);
    await run(data);
    expect(treeOf(data)).toEqual(after);
  });

  test('a finding that is gone is gone from the table too', async () => {
    const data = await ledger();
    await watchAdd(data, ['@other']);
    await run(data);
    rmSync(path.join(data, 'watchlist.csv'));
    await run(data);
    expect(await readTable('data_health', { data })).toEqual([]);
  });
});

describe('a ledger that was changed by other means', () => {
  test('a value edited by hand', async () => {
    const data = await ledger();
    edit(data, second, (text) => text.replace(',102,', ',103,'));
    expect(await rulesOf(data)).toEqual([`edited_by_hand ${second}`]);
  });

  test('a row added by hand', async () => {
    const data = await ledger();
    edit(data, second, (text) => `${text}${text.split('\n')[1]?.replace('107955', '2')}\n`);
    const found = await run(data);
    // The handle now seems to have had two accounts.
    expect(found.findings.map((each) => each.rule)).toEqual(['edited_by_hand', 'identity_change']);
    expect(found.findings[0]?.message).toContain('2 rows');
    expect(found.errors).toBe(1);
  });

  test('a key twice', async () => {
    const data = await ledger();
    edit(data, second, (text) => `${text}${text.split('\n')[1]?.replace(',102,', ',103,')}\n`);
    expect(await rulesOf(data)).toEqual([`edited_by_hand ${second}`, `duplicate_key ${second}`]);
  });

  test('a row in the file of another day', async () => {
    const data = await ledger();
    edit(data, second, (text) => text.replace('2026-11-02T', '2026-11-03T'));
    expect(await rulesOf(data)).toEqual([`edited_by_hand ${second}`, `wrong_day ${second}`]);
  });

  test('a row that cannot be', async () => {
    const data = await ledger();
    edit(data, second, (text) => text.replace(',102,', ',-102,'));
    expect(await rulesOf(data)).toEqual([`edited_by_hand ${second}`, `invalid_row ${second}`]);
    edit(data, second, (text) => text.replace(',-102,', ',1e999,'));
    expect(await rulesOf(data)).toContain(`invalid_row ${second}`);
    edit(data, second, (text) => text.replace(',1e999,', ',lots,'));
    expect(await rulesOf(data)).toContain(`invalid_row ${second}`);
  });

  test('a column renamed', async () => {
    const data = await ledger();
    edit(data, second, (text) => text.replace('followers,', 'follower,'));
    const found = await run(data);
    expect(found.findings.some((each) => each.message.includes('missing followers'))).toBe(true);
    expect(found.errors).toBeGreaterThan(0);
  });

  test('a file cut short', async () => {
    const data = await ledger();
    edit(data, second, (text) => text.slice(0, -20));
    expect(await rulesOf(data)).toEqual([`edited_by_hand ${second}`, `invalid_row ${second}`]);
  });

  test('an empty file', async () => {
    const data = await ledger();
    edit(data, second, () => '');
    expect((await run(data)).errors).toBeGreaterThan(0);
  });

  test('a file nobody listed', async () => {
    const data = await ledger();
    const text = readFileSync(path.join(data, second), 'utf8').replaceAll('2026-11-02T', '2026-11-05T');
    writeFileSync(path.join(data, `${folder}/2026-11-05.csv`), text);
    // Beyond a day ahead of now no observation can be, so the day after tomorrow would be invalid as well.
    expect(await rulesOf(data)).toEqual([`unlisted_file ${folder}/2026-11-05.csv`]);
  });

  test('a file that is gone', async () => {
    const data = await ledger();
    rmSync(path.join(data, second));
    expect(await rulesOf(data)).toContain(`missing_file ${second}`);
  });

  test('a month that is gone', async () => {
    const data = await ledger();
    for (const day of ['01', '02', '03']) rmSync(path.join(data, `${folder}/2026-11-${day}.csv`));
    expect(await rulesOf(data)).toEqual(
      ['01', '02', '03'].map((day) => `missing_file ${folder}/2026-11-${day}.csv`),
    );
  });

  test('a manifest that is gone or damaged', async () => {
    const data = await ledger();
    for (const text of ['', '{"files":', 'null', '[]', '{}', '{"files":{}}']) {
      writeFileSync(path.join(data, folder, 'manifest.json'), text);
      const found = (await run(data)).findings.map((each) => each.rule);
      expect(found, text).toEqual(['bad_manifest']);
    }
  });
});

describe('what collecting refused lately', () => {
  const refused = (rule: string, subject: string, file: string | null = null) =>
    `${JSON.stringify({ rule, message: 'every counter is 0', table: 'account', subject, observed_at: null, capture_id: 'c', file, line: null, values: {} })}\n`;
  const write = (data: string, day: string, text: string) => {
    const name = path.join(data, `rejected/${day.slice(0, 4)}/${day.slice(5, 7)}/${day}.jsonl`);
    mkdirSync(path.dirname(name), { recursive: true });
    writeFileSync(name, text);
  };

  test('is a warning for each rule, for a week; refused rows of files are none', async () => {
    const data = await ledger();
    write(data, '2026-11-03', refused('all_zero', '1') + refused('all_zero', '2') + refused('all_zero', '2'));
    write(
      data,
      '2026-11-02',
      `${refused('zero_after_positive', '1')}no json\n${refused('bad_id', '9', 'x.csv')}`,
    );
    write(data, '2026-10-20', refused('glitch_batch', '1'));
    const { findings, errors } = await run(data);
    expect(errors).toBe(0);
    expect(findings.filter((each) => each.rule === 'refused_pages')).toEqual([
      {
        rule: 'refused_pages',
        severity: 'warning',
        subject: 'zero_after_positive',
        message: '1 row of 1 account or post in 7 days; the first: every counter is 0.',
      },
      {
        rule: 'refused_pages',
        severity: 'warning',
        subject: 'all_zero',
        message: '3 rows of 2 accounts or posts in 7 days; the first: every counter is 0.',
      },
    ]);
  });
});

describe('check --fix-manifest', () => {
  test('accepts what was edited, added and removed, and is content afterwards', async () => {
    const data = await ledger();
    edit(data, second, (text) => text.replace(',102,', ',103,'));
    rmSync(path.join(data, `${folder}/2026-11-03.csv`));
    const before = cleanOf(data);
    expect(await run(data, { fixManifest: true })).toMatchObject({ errors: 0, manifests_fixed: 1 });
    expect(await rulesOf(data)).toEqual([]);
    const after = cleanOf(data);
    for (const day of ['01', '02'])
      expect(after[`${folder}/2026-11-${day}.csv`]).toBe(before[`${folder}/2026-11-${day}.csv`]);
    expect(JSON.parse(after[`${folder}/manifest.json`] ?? '')).toMatchObject({
      rows: 2,
      first_day: '2026-11-01',
      last_day: '2026-11-02',
    });
  });

  test('takes away the manifest of a month that is gone, and writes one that was lost', async () => {
    const data = await ledger();
    const manifest = path.join(data, folder, 'manifest.json');
    const original = readFileSync(manifest, 'utf8');
    rmSync(manifest);
    await run(data, { fixManifest: true });
    expect(readFileSync(manifest, 'utf8')).toBe(original);
    for (const day of ['01', '02', '03']) rmSync(path.join(data, `${folder}/2026-11-${day}.csv`));
    expect(await run(data, { fixManifest: true })).toMatchObject({ errors: 0, manifests_fixed: 1 });
    expect(Object.keys(cleanOf(data))).toEqual([]);
  });

  test('does not accept rows that cannot be', async () => {
    const data = await ledger();
    edit(data, second, (text) => text.replace(',102,', ',-102,'));
    expect(await run(data, { fixManifest: true })).toMatchObject({ errors: 1, manifests_fixed: 1 });
    expect(await rulesOf(data)).toEqual([`invalid_row ${second}`]);
  });
});
