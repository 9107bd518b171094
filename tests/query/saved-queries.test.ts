import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '../../lib/pipeline/query.ts';
import { savedQueries } from '../../lib/query/saved.ts';
import { writeQueryLedger } from './ledger.ts';

/** Every saved query, run over a ledger whose answers were worked out by hand. */

const answers: Record<string, readonly unknown[][]> = {
  // 4 March to 11 March: 1,200 to 1,900, which is 58.33%; esa stands still.
  'Who grew fastest in the last seven days?': [
    ['nasa', '2026-03-11', 1900, 700, 58.33],
    ['esa', '2026-03-11', 200, 0, 0],
  ],
  // (36 + 1 + 1 + 2) / 400; post 12 was last seen without saves; (5 + 1 + 1) / 50.
  'What are the newest numbers of every post?': [
    ['11', '2026-03-04T12:00:00Z', 400, 0.1],
    ['12', '2026-03-04T12:00:00Z', 100, null],
    ['13', '2026-03-04T12:00:00Z', 50, 0.14],
  ],
  // The median of 400, 100 and 50 is 100.
  'Which posts did at least twice as well as usual?': [['1', '11', 400, 4]],
  // Post 13 was seen first at an age of three days.
  'How many views did posts have one day after they were published?': [
    ['11', '2026-03-02T12:00:00Z', 100, 24],
    ['12', '2026-03-02T00:00:00Z', 90, 29],
  ],
  // A first day and a day after a gap have no net change.
  'How many followers came in each week?': [
    ['esa', '2026-03-02', 0, 1],
    ['esa', '2026-03-09', null, 0],
    ['nasa', '2026-03-02', 200, 2],
    ['nasa', '2026-03-09', 300, 3],
  ],
  'On which days is an account not known?': [
    ['esa', '2026-03-06', '2026-03-10', 5],
    ['nasa', '2026-03-05', '2026-03-07', 3],
  ],
  // #moon and #été are on one post each.
  'Which hashtags go with many views?': [['fyp', 3, 100]],
  // 5,070 on the 9th.
  'Where did likes fall?': [['nasa', '2026-03-10T12:00:00Z', 5000, -70]],
  // The 5th is in a gap, so what was gained before is not known.
  'What happened around an event?': [['2026-03-08', 'Launch, at last', 'nasa', null, 300]],
  // (25 + 75) of (100 + 300), and 9 of 10.
  'What share of the viewers had watched before?': [
    ['2026-02', 400, 0.25],
    ['2026-03', 10, 0.9],
  ],
};

let data = '';
beforeAll(async () => {
  data = mkdtempSync(path.join(tmpdir(), 'clipbook-queries-'));
  await writeQueryLedger(data);
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

describe('saved queries', () => {
  test('are ten, each with a name of its own', () => {
    expect(savedQueries.map(({ title }) => title)).toEqual(Object.keys(answers));
    expect(new Set(savedQueries.map(({ name }) => name)).size).toBe(10);
  });

  test.each(savedQueries)('$title', async ({ title, sql }) => {
    expect((await query(sql, { data })).rows).toEqual(answers[title]);
  });

  test.each(savedQueries)('$title – over an empty ledger', async ({ sql }) => {
    expect((await query(sql, { data: path.join(data, 'nothing') })).rows).toEqual([]);
  });
});
