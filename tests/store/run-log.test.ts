import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { logRuns, packRunLogs, readRunLog } from '../../lib/store/run-log.ts';
import { lastRuns, type Run, readState, recordRun } from '../../lib/store/state.ts';
import { runHere } from '../helpers/command.ts';
import { temporaryFolder } from '../helpers/ledger.ts';

const run = (started_at: string, command = 'collect'): Run => ({
  command,
  started_at,
  seconds: 1,
  exit_code: 0,
  counts: {},
  message: null,
});
const logs = (root: string) =>
  existsSync(path.join(root, 'logs')) ? readdirSync(path.join(root, 'logs')).toSorted() : [];
const packed = (root: string, name: string) =>
  gunzipSync(readFileSync(path.join(root, 'logs', name))).toString('utf8');

describe('the log of runs', () => {
  test('keeps every run, also those that the state has dropped', async () => {
    const root = temporaryFolder();
    const state = { runs: Array.from({ length: 400 }, () => run('2026-11-01T00:00:00Z')) };
    writeFileSync(path.join(root, 'state.json'), JSON.stringify(state));
    await recordRun(root, run('2026-11-02T00:00:00Z', 'import'));
    await recordRun(root, run('2026-11-02T00:00:00Z', 'backup'));
    expect((await readState(root)).runs).toHaveLength(400);
    expect((await readRunLog<Run>(root, '2026-11')).map(({ command }) => command)).toEqual([
      'import',
      'backup',
    ]);
  });

  test('gives the newest runs of any month, packed or not, and those of before there was a log', async () => {
    const root = temporaryFolder();
    const old = run('2026-08-01T00:00:00Z', 'check');
    writeFileSync(path.join(root, 'state.json'), JSON.stringify({ runs: [old] }));
    expect(await lastRuns(root, 10)).toEqual([old]);
    for (const at of ['2026-09-30T00:00:00Z', '2026-10-02T00:00:00Z', '2026-11-01T00:00:00Z'])
      await recordRun(root, run(at));
    expect(logs(root)).toContain('runs-2026-09.jsonl.gz');
    appendFileSync(path.join(root, 'logs/runs-2026-11.jsonl'), 'null\n{"started_at":5}\n{"half');
    const days = async (count: number) =>
      (await lastRuns(root, count)).map((each) => each.started_at.slice(5, 10));
    expect(await days(10)).toEqual(['11-01', '10-02', '09-30', '08-01']);
    expect(await days(3)).toEqual(['11-01', '10-02', '09-30']);
    // The state is gone: the log has what it had.
    writeFileSync(path.join(root, 'state.json'), '{');
    expect(await days(2)).toEqual(['11-01', '10-02']);
    const told = await runHere(['status', '--runs', '1', '--data', root, '--json']);
    expect(JSON.parse(told.stdout)).toMatchObject({ runs: [{ started_at: '2026-11-01T00:00:00Z' }] });
    expect((await runHere(['status', '--runs', 'all', '--data', root])).code).toBe(2);
  });

  test('packs a month when the first run of the next one begins', async () => {
    const root = temporaryFolder();
    await logRuns(root, [run('2026-10-31T23:59:59Z'), run('2026-10-31T23:59:59Z', 'import')]);
    expect(logs(root)).toEqual(['runs-2026-10.jsonl']);
    await logRuns(root, [run('2026-11-01T00:00:00Z')]);
    expect(logs(root)).toEqual(['runs-2026-10.jsonl.gz', 'runs-2026-11.jsonl']);
    expect(packed(root, 'runs-2026-10.jsonl.gz').trim().split('\n')).toHaveLength(2);
    expect((await readRunLog<Run>(root, '2026-10')).map(({ command }) => command)).toEqual([
      'collect',
      'import',
    ]);
  });

  test('a run that ended late is added to its month, and none is there twice', async () => {
    const root = temporaryFolder();
    await logRuns(root, [run('2026-10-01T00:00:00Z')]);
    await packRunLogs(root, '2026-11');
    await logRuns(root, [run('2026-10-31T23:00:00Z', 'import')]);
    // As if a run had been killed between packing and removing.
    appendFileSync(
      path.join(root, 'logs/runs-2026-10.jsonl'),
      `${JSON.stringify(run('2026-10-01T00:00:00Z'))}\n`,
    );
    expect(await packRunLogs(root, '2026-11')).toEqual({ packed: ['runs-2026-10.jsonl.gz'], removed: [] });
    expect((await readRunLog<Run>(root, '2026-10')).map(({ command }) => command)).toEqual([
      'collect',
      'import',
    ]);
    expect(logs(root)).toEqual(['runs-2026-10.jsonl.gz']);
  });

  test('a line that was cut short by a crash costs that line', async () => {
    const root = temporaryFolder();
    mkdirSync(path.join(root, 'logs'));
    writeFileSync(path.join(root, 'logs/runs-2026-11.jsonl'), '{"started_at":"2026-11-01T00:00:00Z","comm');
    await logRuns(root, [run('2026-11-02T00:00:00Z')]);
    expect(await readRunLog(root, '2026-11')).toEqual([run('2026-11-02T00:00:00Z')]);
  });

  test('months go after three years; files that are no log stay', async () => {
    const root = temporaryFolder();
    mkdirSync(path.join(root, 'logs'));
    for (const month of ['2023-10', '2023-11', '2023-12', '2026-10'])
      writeFileSync(path.join(root, `logs/runs-${month}.jsonl.gz`), gzipSync('{}\n'));
    writeFileSync(path.join(root, 'logs/notes.txt'), 'mine');
    expect(await packRunLogs(root, '2026-11')).toEqual({
      packed: [],
      removed: ['runs-2023-10.jsonl.gz', 'runs-2023-11.jsonl.gz'],
    });
    expect(logs(root)).toEqual(['notes.txt', 'runs-2023-12.jsonl.gz', 'runs-2026-10.jsonl.gz']);
  });
});
