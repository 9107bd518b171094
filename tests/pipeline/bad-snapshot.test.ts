import { describe, expect, test } from 'vitest';
import { msPerDay } from '../../lib/calendar.ts';
import type { Effects } from '../../lib/effects.ts';
import { collect, exitCodeOf } from '../../lib/pipeline/collect.ts';
import { startOrigin } from '../../lib/simulate/server.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { exitCodeFor, judgeRows } from '../helpers/truth.ts';
import { startFaultyJob } from './faulty.ts';
import { had, startJob, world } from './origin.ts';

/** Bad days that no single answer makes: accounts that fall to zero together, no origin at all, a clock that jumps. */

const watched = world.handles().slice(0, 3);
const textsOf = (data: string, pattern: RegExp) =>
  Object.entries(treeOf(data)).flatMap(([name, text]) => (pattern.test(name) ? [text] : []));

describe('accounts that fall to zero', () => {
  const handles = world.handles().slice(0, 5);
  const others = (spared: number) => [
    '/robots.txt',
    ...handles.slice(0, spared).map((handle) => `/@${handle}`),
  ];
  async function fall(spared: number) {
    const data = temporaryFolder();
    await (await startJob(data, handles, { robots: 'tiktok' })).run();
    const job = await startFaultyJob(data, handles, 'first-zero', {
      robots: 'tiktok',
      sparedPaths: others(spared),
    });
    job.setDay(1);
    const summary = await job.run();
    const rules = textsOf(data, /^rejected\//)
      .flatMap((text) => text.trim().split('\n'))
      .map((line) => (JSON.parse(line) as { rule: string }).rule);
    return { summary, rules };
  }

  test('most of them at once: the source had failed, and none of its rows is believed', async () => {
    const { summary, rules } = await fall(1);
    expect(summary).toMatchObject({ stored: { account: 0 }, rejected: 5, exitCode: 3 });
    expect(summary.outcomes.ok).toBe(5);
    expect(rules).toHaveLength(5);
    expect(rules).toContain('glitch_batch');
  });

  test('one of them: the others are believed', async () => {
    const { summary, rules } = await fall(4);
    expect(summary).toMatchObject({ stored: { account: 4 }, rejected: 1, exitCode: 3 });
    expect(rules).toHaveLength(1);
  });
});

describe('without an origin, and without a clock', () => {
  test('a port that nobody listens on', async () => {
    const { url, close } = await startOrigin({ world });
    await close();
    const data = temporaryFolder();
    const job = await startJob(data, watched, { settings: { origin: url, robots: ['/'] } });
    const summary = await job.run();
    // Each account and its list of posts.
    expect(had(summary)).toEqual({ network: 2 * watched.length });
    expect(summary).toMatchObject({ stored: { account: 0, post: 0 }, rejected: 0, exitCode: 3 });
    expect(textsOf(data, /^(?:clean|rejected)\//)).toEqual([]);
  });

  test.each([
    ['by hours', 0.4],
    ['by days', 5],
    ['by years', 900],
  ])('a clock that jumps %s at every look', async (_name, days) => {
    const data = temporaryFolder();
    const job = await startFaultyJob(data, watched, 'too-many-date:0.1,error-503-wait:0.1');
    job.setDay(3);
    const { clock } = job;
    let looks = 0;
    const jumping: Effects = {
      ...clock,
      // By 0, -2, 1, -1 and 2 times as much, again and again.
      now: () => new Date(clock.now().getTime() + (((looks++ * 3 + 2) % 5) - 2) * days * msPerDay),
    };
    const summary = await collect(job.settings, {}, undefined, jumping);
    expect(Object.values(summary.outcomes).reduce((sum, count) => sum + count, 0)).toBe(summary.asked);
    expect(exitCodeOf(summary)).toBe(exitCodeFor(summary));
    // No row carries a time at which nothing was asked.
    expect((await judgeRows(data, world, job.served)).wrong).toEqual([]);
    job.setFaults('');
    job.setDay(5);
    expect(await job.run()).toMatchObject({
      stored: { account: watched.length },
      rejected: 0,
      exitCode: 0,
    });
  });

  test('a clock that was years ahead when the origin refused us silences no later run', async () => {
    const job = await startFaultyJob(temporaryFolder(), watched, 'challenge');
    const { clock } = job;
    const ahead: Effects = { ...clock, now: () => new Date(clock.now().getTime() + 900 * msPerDay) };
    expect((await collect(job.settings, {}, undefined, ahead)).outcomes.blocked).toBeGreaterThan(0);
    job.setFaults('');
    job.setDay(2);
    expect(await job.run()).toMatchObject({ stored: { account: watched.length }, exitCode: 0 });
  });
});
