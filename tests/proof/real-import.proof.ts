import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readImportOptions } from '../../lib/import/options.ts';
import { check } from '../../lib/pipeline/check.ts';
import { type FileSummary, importFiles } from '../../lib/pipeline/import.ts';
import { transform } from '../../lib/pipeline/transform.ts';
import { readTable } from '../../lib/store/tables.ts';
import { rules } from '../../lib/validate/rules.ts';
import { treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';
import { dataOf, expectSound, workFolder } from './crash.ts';
import {
  hasReal,
  importable,
  mappingOf,
  realFiles,
  realFolder,
  refused,
  rowsByAnotherReader,
} from './real-files.ts';

const folder = workFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const data = path.join(folder, 'data');
const settings = settingsFor(data, { as_of: '2026-10-01T00:00:00Z' });
const results: FileSummary[] = [];

async function importAll(): Promise<FileSummary[]> {
  const summaries: FileSummary[] = [];
  for (const [file, said] of importable)
    summaries.push(
      ...(
        await importFiles(settings, [path.join(realFolder, file)], {
          ...readImportOptions(said),
          ...mappingOf(file),
        })
      ).files,
    );
  return summaries;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

function print(summaries: readonly FileSummary[]): void {
  const line = (cells: readonly (string | number)[]) =>
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(46) : String(cell).padStart(11))).join('');
  const count = (value: number) => value.toLocaleString('en-US');
  const total = (key: 'read' | 'stored' | 'duplicates' | 'rejected') =>
    count(sum(summaries.map((each) => each[key])));
  const lines = [
    line(['file', 'read', 'stored', 'duplicates', 'refused']),
    ...summaries.flatMap((each) => [
      line([
        each.file.slice(0, 45),
        count(each.read),
        count(each.stored),
        count(each.duplicates),
        count(each.rejected),
      ]),
      ...Object.entries(each.rules).map(([rule, rows]) => `    ${rule}: ${count(rows)}`),
    ]),
    line(['all', total('read'), total('stored'), total('duplicates'), total('rejected')]),
  ];
  process.stderr.write(`\n${lines.join('\n')}\n\n`);
}

describe.skipIf(!hasReal)('every recorded file (needs ../shared/real)', () => {
  test('is either imported or refused as a whole for a reason that is known', async () => {
    const named = new Set(importable.map(([file]) => file));
    const before = results.length;
    for (const file of realFiles()) {
      if (named.has(file)) continue;
      const reason = refused.find(([pattern]) => pattern.test(file));
      expect(reason, `${file} is in one of the lists`).toBeDefined();
      const [, code = '', said = {}] = reason ?? [];
      await expect(
        importFiles(settings, [path.join(realFolder, file)], readImportOptions(said)),
        file,
      ).rejects.toMatchObject({ code, exitCode: 2, hint: expect.stringMatching(/\w/) });
    }
    expect(results.length).toBe(before);
  });

  test('goes into one ledger, and every row of it ends as stored, duplicate or refused', async () => {
    results.push(...(await importAll()));
    print(results);
    results.forEach((each, i) => {
      const file = importable[i]?.[0] ?? '';
      expect(each.stored + each.duplicates + each.rejected, file).toBe(each.read);
      expect(sum(Object.values(each.rules)), file).toBe(each.rejected);
      for (const rule of Object.keys(each.rules)) expect(Object.keys(rules)).toContain(rule);
      const rows = rowsByAnotherReader(file);
      if (rows !== null) expect(each.read, file).toBe(rows);
    });
  });

  test('is found again in the tables: as many rows as were stored, as many rejections as were refused', async () => {
    const counted = [
      ...(['account', 'post', 'hashtag', 'sound', 'owner_day', 'owner_viewers', 'owner_activity'] as const),
      ...(['owner_audience', 'owner_post', 'owner_follower_joins'] as const),
    ];
    const rows = await Promise.all(counted.map(async (table) => (await readTable(table, { data })).length));
    // The pages of a banned account and of a post that is gone tell a state and no number: they are stored as details.
    const states = results.filter((each) => /^(?:unavailable|missing)_/.test(each.file)).length;
    const filled = sum(results.map((each) => each.filled));
    expect(sum(rows) + states + filled).toBe(sum(results.map((each) => each.stored)));
    const lines = Object.entries(treeOf(data))
      .filter(([name]) => name.startsWith('rejected/'))
      .flatMap(([, text]) => text.trim().split('\n'));
    expect(lines.length).toBe(
      sum(results.map((each) => each.rejected)) + sum(results.map((each) => each.details_rejected)),
    );
  });

  test('leaves a ledger without errors', async () => {
    await transform(settings);
    const checked = await check(settings);
    expect(checked.errors).toBe(0);
    await expectSound(data, { as_of: settings.as_of });
  });

  test('again stores nothing and changes no byte', async () => {
    const before = dataOf(data);
    const again = await importAll();
    expect(sum(again.map((each) => each.stored))).toBe(0);
    again.forEach((each, i) => {
      const first = results[i];
      expect(each.duplicates, each.file).toBe((first?.stored ?? 0) + (first?.duplicates ?? 0));
      expect(each.rules, each.file).toEqual(first?.rules);
    });
    const after = dataOf(data);
    expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual([]);
  });
});
