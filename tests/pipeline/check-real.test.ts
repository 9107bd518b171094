import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readImportOptions } from '../../lib/import/options.ts';
import { type CheckSummary, check } from '../../lib/pipeline/check.ts';
import { importFiles } from '../../lib/pipeline/import.ts';
import { settingsFor } from '../helpers/settings.ts';
import { hasReal, importable, realFolder } from '../proof/real-files.ts';

/** What the rules say of recorded series. Each figure was worked out from the files by other means, as told beside it. */

const asOf = '2026-10-01T00:00:00Z';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function checkOf(files: readonly string[]): Promise<CheckSummary> {
  const folder = mkdtempSync(path.join(tmpdir(), 'clipbook-check-'));
  folders.push(folder);
  const settings = settingsFor(folder, { as_of: asOf });
  for (const [file, said] of importable)
    if (files.some((each) => file.includes(each)))
      await importFiles(settings, [path.join(realFolder, file)], readImportOptions(said));
  return check(settings);
}

const told = ({ findings }: CheckSummary, rule: string) =>
  findings.filter((each) => each.rule === rule).map(({ subject, counter }) => `${subject} ${counter}`);

function readCsv(file: string): Record<string, string>[] {
  const text = readFileSync(path.join(realFolder, file), 'utf8').replace(/^\uFEFF/, '');
  return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
}

describe.skipIf(!hasReal)('65 celebrities over 544 days (needs ../shared/real)', () => {
  let summary: CheckSummary;
  beforeAll(async () => {
    summary = await checkOf(['www_users_daily.csv']);
  }, 60_000);

  test('no followers jump: the one rise of a tenth in a day came with its likes', () => {
    // @taylorswift, 14 to 15 November 2021: 6.6M to 7.6M followers, 54.3M to 68.0M likes.
    expect(told(summary, 'jump').filter((each) => each.endsWith('followers'))).toEqual([]);
    expect(told(summary, 'surge')).toContain('@taylorswift followers');
  });

  test('likes jump once without a cause: @nickiminaj, 42.2M to 30.2M', () => {
    expect(told(summary, 'jump')).toEqual(['@nickiminaj likes']);
  });

  test('one bad snapshot is found: on 17 February 2022 some accounts fell and were back the next day', () => {
    const days = ['2022-02-16', '2022-02-17', '2022-02-18'];
    const byDay = days.map(
      (day) =>
        new Map(
          readCsv('series-celebrities/www_users_daily.csv')
            .filter((line) => line['committed_at']?.startsWith(day))
            .map((line) => [line['id'] ?? '', Number(line['followers'])]),
        ),
    );
    const [before, at, after] = byDay as [Map<string, number>, Map<string, number>, Map<string, number>];
    // More than a rounding step of 100K down, and back to within one of where they were.
    const apart = [...at].filter(
      ([id, value]) =>
        (before.get(id) ?? 0) - value > 100_000 &&
        Math.abs((after.get(id) ?? 0) - (before.get(id) ?? 0)) <= 100_000 &&
        (before.get(id) ?? 0) - value > 0.01 * (before.get(id) ?? 0),
    );
    expect(apart.length).toBe(7);
    expect(summary.findings.filter(({ rule }) => rule === 'batch_glitch')).toMatchObject([
      { subject: 'import', first_day: '2022-02-17', last_day: '2022-02-17' },
    ]);
    // What the snapshot did to each account is not told again.
    expect(told(summary, 'spike')).toEqual([]);
  });

  test('nothing is an error, and no account is called stuck for its rounding', () => {
    expect(summary.errors).toBe(0);
    expect(told(summary, 'stuck')).toEqual([]);
    expect(summary.warnings).toBe(2);
  });
});

describe.skipIf(!hasReal)('one exact account of about 900 followers (needs ../shared/real)', () => {
  test('its 44 falls are ordinary', async () => {
    const summary = await checkOf(['tiktok_followers_timeseries.json']);
    const records = JSON.parse(
      readFileSync(
        path.join(realFolder, 'series-one-exact-account/tiktok_followers_timeseries.json'),
        'utf8',
      ),
    ) as Record<string, unknown>[];
    expect(records).toHaveLength(360);
    expect(summary).toMatchObject({ errors: 0, warnings: 0 });
    const small = summary.findings.filter(({ rule }) => rule === 'small_falls');
    expect(small).toMatchObject([{ subject: 'account followers' }]);
    expect(small[0]?.message).toMatch(
      /^Followers fell a little from one day to the next (?:3\d|4[0-4]) times/,
    );
  });
});

describe.skipIf(!hasReal)('posts of Danish candidates, eight days apart (needs ../shared/real)', () => {
  test('views never fell; 23 falls of likes by 1 are a note', async () => {
    const summary = await checkOf(['_run/tiktok_videos.csv']);
    expect(told(summary, 'views_fell')).toEqual([]);
    expect(told(summary, 'engagement_fell')).toEqual([]);
    const small = new Map(
      summary.findings
        .filter(({ rule }) => rule === 'small_falls')
        .map(({ subject, message, severity }) => [subject, `${severity}: ${message}`]),
    );
    // Compared by the ids of the two files outside this project: likes 23 times by 1, comments 210 times by 23 at most, saves 70 by 6.
    expect(small.get('post likes')).toMatch(
      /^info: Likes fell a little between two looks 23 times in 4,60\d, by 1 at most/,
    );
    expect(small.get('post comments')).toMatch(/ 210 times in 4,60\d, by 23 at most/);
    expect(small.get('post saves')).toMatch(/ 70 times in 4,60\d, by 6 at most/);
    expect([...small.keys()]).toHaveLength(3);
  });
});
