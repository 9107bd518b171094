import { describe, expect, test } from 'vitest';
import { watchAdd } from '../../lib/pipeline/watch.ts';
import { readTable } from '../../lib/store/tables.ts';
import { temporaryFolder } from '../helpers/ledger.ts';
import { eventOf, had, handleOf, startJob } from './origin.ts';

describe('what an account can become', () => {
  async function becoming(kind: 'private' | 'deleted' | 'rename') {
    const { event, daysUntil } = eventOf(kind);
    if (!('accountId' in event)) throw new Error('it concerns no account');
    const handle = handleOf(event.accountId);
    const data = temporaryFolder();
    const job = await startJob(data, [handle]);
    job.setDay(daysUntil - 1);
    expect((await job.run()).stored.account).toBe(1);
    job.setDay(daysUntil);
    const summary = await job.run();
    return { event, handle, data, job, summary, accountId: event.accountId };
  }

  test.each([
    ['private', 'private', 'private'],
    ['deleted', 'not_found', 'not_found'],
    ['rename', 'not_found', 'not_found'],
  ] as const)(
    '%s: the outcome is %s, the state is stored, and no number is',
    async (kind, outcome, status) => {
      const { data, summary, accountId } = await becoming(kind);
      expect(had(summary)).toEqual({ [outcome]: 1 });
      expect(summary).toMatchObject({ stored: { account: 0, post: 0 }, exitCode: 0 });
      expect(await readTable('account', { data })).toHaveLength(1);
      const states = await readTable('account_info', { data });
      expect(states.at(-1)).toMatchObject({ account_id: accountId, status });
      expect(states.at(-1)?.source).toMatch(/^simulated:/);
    },
  );

  test('renamed: under the new handle it is the same account', async () => {
    const { event, data, job, accountId, handle } = await becoming('rename');
    if (event.kind !== 'rename') throw new Error('not a rename');
    await watchAdd(data, [event.toHandle]);
    const summary = await job.run({ only: event.toHandle });
    expect(summary.stored.account).toBe(1);
    expect((await readTable('account', { data })).map((row) => [row.account_id, row.handle])).toEqual([
      [accountId, handle],
      [accountId, event.toHandle],
    ]);
  });

  test('a post that was deleted is said to be gone once, and not asked for again', async () => {
    const { event, daysUntil } = eventOf('post_deleted');
    if (event.kind !== 'post_deleted') throw new Error('not a deletion');
    const data = temporaryFolder();
    const job = await startJob(data, [handleOf(event.accountId)]);
    job.setDay(daysUntil - 1);
    await job.run();
    expect((await readTable('post', { data })).map((row) => row.post_id)).toContain(event.postId);
    job.setDay(daysUntil);
    const summary = await job.run();
    expect(had(summary)['not_found']).toBe(1);
    const info = (await readTable('post_info', { data })).filter((row) => row.post_id === event.postId);
    expect(info.map((row) => row.status)).toEqual(['ok', 'not_found']);
    job.asked.length = 0;
    job.setDay(daysUntil + 1);
    await job.run();
    expect(job.asked.some((path) => path.includes(event.postId))).toBe(false);
  });
});
