import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { LedgerWriter } from '../../lib/store/writer.ts';
import { postRow, temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { edit, folder, run, second, threeDays } from './three-days.ts';

const found = async (data: string) =>
  (await run(data)).findings.map(({ rule, subject, message }) => ({ rule, subject, message }));
const rulesOf = async (data: string) => (await found(data)).map(({ rule }) => rule);

describe('a file that was edited by hand says what was done to it', () => {
  const messageAfter = async (change: (text: string) => string) => {
    const data = await threeDays(['1', '107955']);
    edit(data, second, change);
    const edited = (await found(data)).filter(({ rule }) => rule === 'edited_by_hand');
    expect(edited.map(({ subject }) => subject)).toEqual([second]);
    return edited[0]?.message;
  };

  test('another value of as many digits', async () => {
    expect(await messageAfter((text) => text.replace(',102,', ',999,'))).toBe(
      'Its content was changed by hand: 2 rows as written, but other characters in as many bytes. Restore it from git, or accept it with "check --fix-manifest".',
    );
  });

  test('a row taken out', async () => {
    expect(await messageAfter((text) => text.split('\n').toSpliced(1, 1).join('\n'))).toMatch(
      /^Its content was changed by hand: 1 row instead of 2, \d+ bytes instead of \d+\./,
    );
  });

  test.each([
    ['line ends of Windows', (text: string) => text.replaceAll('\n', '\r\n'), 'line_ends'],
    ['a byte-order mark', (text: string) => `\uFEFF${text}`, 'line_ends'],
    [
      'both, and no last line end',
      (text: string) => `\uFEFF${text.trim().replaceAll('\n', '\r\n')}`,
      'line_ends',
    ],
  ])('%s', async (_, change, rule) => {
    expect(await messageAfter(change)).toMatch(/^Only its line ends were changed/);
    const data = await threeDays();
    edit(data, second, change);
    // Nothing is said of the rows: they are those that were written.
    expect(await rulesOf(data)).toEqual(['edited_by_hand', rule]);
  });

  test('rows in another order', async () => {
    const reversed = (text: string) => {
      const [header, ...rows] = text.trim().split('\n');
      return `${[header, ...rows.reverse()].join('\n')}\n`;
    };
    expect(await messageAfter(reversed)).toMatch(/^Its rows are those that were written, in another order/);
    const data = await threeDays(['1', '107955']);
    edit(data, second, reversed);
    expect(await rulesOf(data)).toEqual(['edited_by_hand', 'unsorted_rows']);
  });

  test('cells as a spreadsheet writes them', async () => {
    const respelled = (text: string) => text.replace('107955,', '"107955",').replace(',102,', ',1.02e2,');
    expect(await messageAfter(respelled)).toMatch(/^It says what was written, in another form/);
    const data = await threeDays();
    edit(data, second, respelled);
    expect(await found(data)).toContainEqual({
      rule: 'odd_cell',
      subject: second,
      message: 'Line 2: followers is written "1.02e2".',
    });
  });
});

const infos = 'clean/v1/post_info/2026/11/2026-11-02.csv';

/** A ledger of posts with these captions. */
async function captions(...texts: string[]): Promise<string> {
  const data = temporaryFolder();
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c', file: null });
  for (const [i, text] of texts.entries())
    writer.add('post_info', {
      ...{ post_id: `730000000000000000${i + 1}`, observed_at: '2026-11-02T03:00:00Z', account_id: '1' },
      ...{
        created_at: null,
        created_from: null,
        text,
        kind: null,
        duration_s: 5,
        sound_id: null,
        hashtags: [],
      },
      ...{ pinned: null, ad: null, status: 'ok' as const, source: 'import', capture_id: 'c' },
    });
  await writer.commit();
  return data;
}

describe('the form of a file', () => {
  test('bytes of another encoding', async () => {
    const data = await threeDays();
    const file = path.join(data, second);
    writeFileSync(file, Buffer.from(readFileSync(file, 'utf8').replace('someone', 'som\xE9one'), 'latin1'));
    expect(await rulesOf(data)).toEqual(
      expect.arrayContaining(['not_utf8', 'edited_by_hand', 'invalid_row']),
    );
  });

  test('is looked at where the manifest was made to agree, too', async () => {
    const data = await threeDays();
    edit(data, second, (text) => text.replaceAll('\n', '\r\n'));
    await run(data, { fixManifest: true });
    expect(await rulesOf(data)).toEqual(['line_ends']);
  });

  test('a text may hold line breaks of Windows; a file that has them at its ends is told all the same', async () => {
    const data = await captions('one\r\ntwo', 'three\nfour');
    expect(await found(data)).not.toContainEqual(expect.objectContaining({ rule: 'line_ends' }));
    edit(data, infos, (text) => text.replaceAll(/(?<!\r)\n/g, '\r\n'));
    expect(await rulesOf(data)).toEqual(expect.arrayContaining(['edited_by_hand', 'line_ends']));
  });

  test('an editor that turns every line break, in texts too, changed only line ends', async () => {
    const data = await captions('one\ntwo', 'three');
    edit(data, infos, (text) => text.replaceAll('\n', '\r\n'));
    expect((await found(data)).find(({ rule }) => rule === 'edited_by_hand')?.message).toMatch(
      /^Only its line ends/,
    );
  });

  test('a line of a text with line breaks is found where it stands', async () => {
    const data = await captions('one\ntwo\nthree', 'four');
    edit(data, infos, (text) => text.replace('four,,5,', 'four,,05,'));
    expect(await found(data)).toContainEqual({
      rule: 'odd_cell',
      subject: infos,
      message: 'Line 5: duration_s is written "05".',
    });
  });
});

describe('files that do not belong', () => {
  test.each([
    'clean/v1/account/2026/11/notes.txt',
    'clean/v1/account/2026/11/2026-11-02 (1).csv',
    // A day in the folder of another month: nobody looks for it there.
    'clean/v1/account/2026/10/2026-11-02.csv',
    'clean/v1/acount/2026/11/2026-11-02.csv',
    'issued/readme.md',
  ])('%s is told, and stops nothing', async (file) => {
    const data = await threeDays();
    mkdirSync(path.dirname(path.join(data, file)), { recursive: true });
    writeFileSync(path.join(data, file), 'mine');
    expect(await found(data)).toEqual([
      {
        rule: 'stray_file',
        subject: file,
        message: 'It is no day file of a table in its place: nothing reads it.',
      },
    ]);
    expect((await run(data)).errors).toBe(0);
  });

  test('hidden files are passed over', async () => {
    const data = await threeDays();
    mkdirSync(path.join(data, folder, '.git'));
    writeFileSync(path.join(data, folder, '.git', 'config'), 'git');
    writeFileSync(path.join(data, folder, '.2026-11-02.csv.swp'), 'editor');
    expect(await found(data)).toEqual([]);
  });
});

describe('the description of the ledger', () => {
  test('that lacks a file is told, left alone, and made again on request', async () => {
    const data = await threeDays();
    const before = treeOf(data)['datapackage.json'] ?? '';
    edit(data, 'datapackage.json', (text) => text.replace(second, `${folder}/2026-11-09.csv`));
    const edited = treeOf(data)['datapackage.json'];
    expect(await rulesOf(data)).toEqual(['outdated_descriptor']);
    expect(treeOf(data)['datapackage.json']).toBe(edited);
    expect(await run(data, { fixManifest: true })).toMatchObject({ warnings: 0, manifests_fixed: 0 });
    expect(await rulesOf(data)).toEqual([]);
    expect(JSON.parse(treeOf(data)['datapackage.json'] ?? '').resources).toEqual(
      JSON.parse(before).resources,
    );
  });

  test('that is gone or damaged, or a JSON Schema that is', async () => {
    const data = await threeDays();
    for (const file of ['datapackage.json', 'schema/account.schema.json']) {
      edit(data, file, () => '{');
      expect(await found(data)).toMatchObject([{ rule: 'outdated_descriptor', subject: file }]);
      rmSync(path.join(data, file));
      expect(await found(data)).toMatchObject([{ rule: 'outdated_descriptor', subject: file }]);
      await run(data, { fixManifest: true });
    }
  });
});

describe('check --fix-manifest', () => {
  test('says what it accepts', async () => {
    const data = await threeDays();
    edit(data, second, (text) => text.replace(',102,', ',103,'));
    rmSync(path.join(data, `${folder}/2026-11-03.csv`));
    const { accepted, findings } = await run(data, { fixManifest: true });
    expect(findings).toEqual([]);
    expect(accepted.map(({ rule, subject }) => `${rule} ${subject}`)).toEqual([
      `edited_by_hand ${second}`,
      `missing_file ${folder}/2026-11-03.csv`,
    ]);
  });

  test('changes no byte of a ledger as it was written', async () => {
    const data = await threeDays();
    await run(data);
    const before = treeOf(data);
    expect(await run(data, { fixManifest: true })).toMatchObject({ manifests_fixed: 0, accepted: [] });
    expect(treeOf(data)).toEqual(before);
  });
});

test('posts of many rows are looked at day by day, each file once', async () => {
  const data = temporaryFolder();
  const writer = await LedgerWriter.open(data, 'test', { capture_id: 'c', file: null });
  for (let day = 1; day <= 3; day++)
    for (let post = 0; post < 50; post++)
      writer.add(
        'post',
        postRow({
          post_id: `${7_300_000_000_000_000_000n + BigInt(post)}`,
          observed_at: `2026-11-0${day}T03:00:00Z`,
        }),
      );
  await writer.commit();
  expect(await run(data)).toMatchObject({ errors: 0, files: 3, rows: 150 });
  cpSync(
    path.join(data, 'clean/v1/post/2026/11/2026-11-01.csv'),
    path.join(data, 'clean/v1/post/2026/11/2026-11-04.csv'),
  );
  expect(await rulesOf(data)).toEqual(['unlisted_file', 'wrong_day', 'unknown_account']);
});
