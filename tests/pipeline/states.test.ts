import { describe, expect, test } from 'vitest';
import { check } from '../../lib/pipeline/check.ts';
import { answer } from '../../lib/simulate/answer.ts';
import { readTable } from '../../lib/store/tables.ts';
import { temporaryFolder } from '../helpers/ledger.ts';
import { eventOf, had, handleOf, startJob, world } from './origin.ts';

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

  test('renamed: followed by its id, through a post of its own', async () => {
    const { event, data, job, accountId, handle, summary } = await becoming('rename');
    if (event.kind !== 'rename') throw new Error('not a rename');
    expect(summary).toMatchObject({ exitCode: 0, stored: { account: 1 } });
    expect(had(summary)).toEqual({ ok: summary.asked });
    expect(summary.notes.join(' ')).toContain(
      `@${handle} is called @${event.toHandle} now and was followed there by its id (${accountId})`,
    );
    const names = async () =>
      (await readTable('account', { data })).map((row) => [row.account_id, row.handle]);
    expect(await names()).toEqual([
      [accountId, handle],
      [accountId, event.toHandle],
    ]);
    // Nobody said that the account is gone.
    expect((await readTable('account_info', { data })).map((row) => row.status)).toEqual(['ok', 'ok']);
    // The next day it is asked for by its new handle at once.
    job.asked.length = 0;
    await job.clock.sleep(86_400_000);
    const next = await job.run();
    expect(next.stored.account).toBe(1);
    expect(job.asked).not.toContain(`/@${handle}`);
    expect(await names()).toHaveLength(3);
    const checked = await check(job.settings, {}, undefined, job.clock);
    expect(checked.findings.filter((each) => each.rule === 'never_observed')).toEqual([]);
  });

  test('renamed, and nothing tells the new handle: not found, and its history stays', async () => {
    const { event, daysUntil } = eventOf('rename');
    if (event.kind !== 'rename') throw new Error('not a rename');
    const handle = handleOf(event.accountId);
    const data = temporaryFolder();
    // No list of posts, so no post is known.
    const job = await startJob(data, [handle], { robots: 'tiktok' });
    job.setDay(daysUntil - 1);
    await job.run();
    job.setDay(daysUntil);
    const summary = await job.run();
    expect(had(summary)).toEqual({ not_found: 1 });
    expect(await readTable('account', { data })).toHaveLength(1);
    expect((await readTable('account_info', { data })).at(-1)).toMatchObject({
      account_id: event.accountId,
      status: 'not_found',
    });
  });

  test('a handle that another account took over: nothing of that one is stored', async () => {
    const data = temporaryFolder();
    const [mine = '', other = ''] = world.handles();
    const at = new Date(`${world.start}T03:00:00Z`);
    const first = await startJob(data, [mine], { robots: 'tiktok' });
    await first.run();
    const accountId = world.truth(at).find((each) => each.handle === mine)?.accountId;
    const job = await startJob(data, [mine], {
      robots: 'tiktok',
      answerTo: (request, response) => {
        const asked = (request.url ?? '').replace(`/@${mine}`, `/@${other}`);
        const { status, contentType, body } = answer(world, job.clock.now(), asked, {
          robots: 'tiktok',
          pageBytes: 0,
        });
        // The other account, under the handle that was asked for.
        response
          .writeHead(status, { 'content-type': contentType })
          .end(body.replaceAll(`"${other}"`, `"${mine}"`));
      },
    });
    job.setDay(1);
    const summary = await job.run();
    expect(had(summary)).toEqual({ invalid: 1 });
    expect(summary.exitCode).toBe(3);
    expect(summary.notes.join(' ')).toMatch(/belongs to another account now/);
    expect((await readTable('account', { data })).map((row) => row.account_id)).toEqual([accountId]);
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
