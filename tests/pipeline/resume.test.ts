import { describe, expect, test } from 'vitest';
import { collect } from '../../lib/pipeline/collect.ts';
import { changeState, readState } from '../../lib/store/state.ts';
import { readTable } from '../../lib/store/tables.ts';
import { temporaryFolder } from '../helpers/ledger.ts';
import { had, startJob, world } from './origin.ts';

const everybody = world.handles();

/** A job whose first run ended in the midst of its work, when so many things had their outcome. */
async function stoppedJob(data: string, afterThings: number) {
  const job = await startJob(data, everybody);
  job.setDay(3);
  const stopping = (_step: string, done = 0) => {
    if (done > afterThings) throw new Error('stopped');
  };
  await expect(collect(job.settings, {}, stopping, job.clock)).rejects.toThrow('stopped');
  return job;
}

describe('a run that was stopped', () => {
  test('is gone on with: the same plan, the pages that are there, and only the others are asked for', async () => {
    const undisturbed = temporaryFolder();
    const whole = await startJob(undisturbed, everybody);
    whole.setDay(3);
    const expected = await whole.run();

    const data = temporaryFolder();
    const job = await stoppedJob(data, 20);
    expect((await readState(data)).collecting['all']).toMatchObject({ started_at: '2026-01-04T03:00:00Z' });
    await job.clock.sleep(3_600_000);
    const before = new Set(job.asked);
    job.asked.length = 0;
    const summary = await job.run();
    expect(summary.exitCode).toBe(0);
    expect(summary.asked).toBe(expected.asked);
    expect(summary.resumed).toBeGreaterThan(10);
    expect(summary.resumed + job.asked.filter((path) => path !== '/robots.txt').length).toBe(expected.asked);
    // One page was on its way when the run was stopped.
    const twice = job.asked.filter((path) => path !== '/robots.txt' && before.has(path));
    expect(twice.length).toBeLessThanOrEqual(1);
    expect(summary.notes[0]).toMatch(
      /^Going on where the run of 2026-01-04T03:00:00Z was stopped: \d+ of its pages/,
    );
    for (const table of ['account', 'post'] as const)
      expect((await readTable(table, { data })).length).toBe(
        (await readTable(table, { data: undisturbed })).length,
      );
    expect((await readState(data)).collecting).toEqual({});
    // And then it is over.
    expect(await job.run()).toMatchObject({ resumed: 0 });
  });

  test('half a day later is begun anew', async () => {
    const data = temporaryFolder();
    const job = await stoppedJob(data, 20);
    await job.clock.sleep(13 * 3_600_000);
    expect((await job.run()).resumed).toBe(0);
  });

  test('about another part of the watchlist, or with another origin, is not gone on with', async () => {
    const data = temporaryFolder();
    const job = await stoppedJob(data, 20);
    expect((await job.run({ only: everybody[0] ?? '' })).resumed).toBe(0);
    // Which leaves the one that was stopped as it was.
    expect((await readState(data)).collecting['all']).toBeDefined();
    const other = await startJob(data, everybody);
    other.setDay(3);
    await changeState(data, (state) => {
      state.collecting = { all: { started_at: '2026-01-04T03:00:00Z', origin: 'http://127.0.0.1:1' } };
    });
    expect((await other.run()).resumed).toBe(0);
  });
});

describe('the rest after a refusal', () => {
  test('is kept from run to run: nothing is asked, exit code 4, until it is over or a person says --now', async () => {
    const data = temporaryFolder();
    let refuses = true;
    const good = await startJob(temporaryFolder(), everybody);
    const job = await startJob(data, everybody, {
      answerTo: (request, response) => {
        if (refuses && request.url !== '/robots.txt') response.end('');
        else
          fetch(`${good.settings.origin}${request.url}`).then(async (answer) => {
            response.writeHead(answer.status, { 'content-type': 'text/html' }).end(await answer.text());
          });
      },
    });
    const first = await job.run();
    expect(first).toMatchObject({ exitCode: 4, stood_down: { outcome: 'blocked', times: 1 } });
    expect(first.notes[0]).toMatch(/It will ask again from 2026-01-01T04:00:\d\dZ on/);
    refuses = false;
    job.asked.length = 0;
    await job.clock.sleep(1_800_000);
    const within = await job.run();
    // Each account and its list of posts.
    expect(had(within)).toEqual({ not_asked: 2 * everybody.length });
    expect(within).toMatchObject({ exitCode: 4, requests: 0, stored: { account: 0, post: 0 } });
    expect(job.asked).toEqual([]);
    // Nothing was lost: when it is over everything is still due.
    await job.clock.sleep(1_900_000);
    const after = await job.run();
    expect(after).toMatchObject({ exitCode: 0, stored: { account: everybody.length }, stood_down: null });
    expect((await readState(data)).rests).toEqual({});

    refuses = true;
    job.setDay(1);
    await job.run();
    refuses = false;
    expect((await job.run({ now: true })).stored.account).toBe(everybody.length);
  });

  test('in the midst of an account: its other posts are due in the next run', async () => {
    const data = temporaryFolder();
    const good = await startJob(temporaryFolder(), everybody);
    let left = 4;
    const job = await startJob(data, everybody.slice(0, 1), {
      answerTo: (request, response) => {
        if (request.url !== '/robots.txt' && left-- <= 0) response.end('');
        else
          fetch(`${good.settings.origin}${request.url}`).then(async (answer) => {
            response.writeHead(answer.status, { 'content-type': 'text/html' }).end(await answer.text());
          });
      },
    });
    const first = await job.run();
    expect(first.stored).toEqual({ account: 1, post: 2 });
    left = 1_000;
    await job.clock.sleep(3_700_000);
    const second = await job.run();
    // The list is not due again today, so what only the list knew waits for it; what was known goes on.
    expect(second.exitCode).toBe(0);
    await job.clock.sleep(86_400_000);
    const third = await job.run();
    expect(third.stored.post).toBeGreaterThan(5);
  });
});
