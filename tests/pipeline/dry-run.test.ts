import { expect, test } from 'vitest';
import { describePlan, planOnly } from '../../lib/pipeline/dry-run.ts';
import { watchAdd } from '../../lib/pipeline/watch.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { startJob, world } from './origin.ts';

const everybody = world.handles();

test('says what is due, in how many requests and minutes, asks for nothing and changes nothing', async () => {
  const data = temporaryFolder();
  const job = await startJob(data, everybody.slice(0, 2), {
    settings: { requests_per_minute: 20, burst: 3 },
  });
  await watchAdd(
    data,
    ['#museum', '7000000000000000001', 'https://www.tiktok.com/music/a-b-7000000000000000002'].map((thing) =>
      /^\d+$/.test(thing) ? `https://www.tiktok.com/@x/video/${thing}` : thing,
    ),
  );
  const before = treeOf(data);
  const plan = await planOnly(job.settings, {}, job.clock);
  expect(plan).toEqual({
    dry_run: true,
    plan: [
      { kind: 'account', key: everybody[0] },
      { kind: 'list', key: everybody[0] },
      { kind: 'account', key: everybody[1] },
      { kind: 'list', key: everybody[1] },
      { kind: 'post', key: '7000000000000000001' },
      { kind: 'hashtag', key: 'museum' },
      { kind: 'sound', key: '7000000000000000002' },
    ],
    // Seven things and robots.txt; three at once, then (8 − 3) / 20 of a minute.
    requests: 8,
    minutes: 0.3,
    requests_per_minute: 20,
    rest: null,
  });
  expect(describePlan(plan)).toEqual([
    'Due now:',
    `  2 account pages    @${everybody[0]} @${everybody[1]}`,
    '  2 lists            of newest posts, where robots.txt allows them',
    '  1 post page        7000000000000000001',
    '  1 hashtag          #museum',
    '  1 sound            7000000000000000002',
    '8 requests, robots.txt among them, about 0.3 min at 20 a minute; one more for each new post that a list shows. Nothing was asked.',
  ]);
  expect(job.asked).toEqual([]);
  expect(treeOf(data)).toEqual(before);
});

test('after a run only what is due again: young posts after three hours', async () => {
  const data = temporaryFolder();
  const job = await startJob(data, everybody);
  job.setDay(3);
  await job.run();
  expect((await planOnly(job.settings, {}, job.clock)).plan).toEqual([]);
  expect(describePlan(await planOnly(job.settings, {}, job.clock))[0]).toMatch(/^Nothing is due\./);
  await job.clock.sleep(3 * 3_600_000);
  const { plan } = await planOnly(job.settings, {}, job.clock);
  expect(new Set(plan.map(({ kind }) => kind))).toEqual(new Set(['post']));
});

test('names a rest, and what is not watched is an error', async () => {
  const data = temporaryFolder();
  const job = await startJob(data, everybody.slice(0, 1), {
    answerTo: (_request, response) => response.end(''),
  });
  job.settings.robots = ['/'];
  await job.run();
  const plan = await planOnly(job.settings, {}, job.clock);
  expect(plan.rest).toMatchObject({ outcome: 'blocked' });
  expect(describePlan(plan)[0]).toMatch(/^The origin refused us \(blocked\) and has its rest until /);
  expect((await planOnly(job.settings, { now: true }, job.clock)).rest).toBeNull();
  await expect(planOnly(job.settings, { only: '@nobody.here' }, job.clock)).rejects.toMatchObject({
    code: 'not_watched',
  });
});
