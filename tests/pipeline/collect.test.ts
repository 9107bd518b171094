import { describe, expect, test } from 'vitest';
import { planOnly } from '../../lib/pipeline/dry-run.ts';
import { outcomes } from '../../lib/schema/outcome.ts';
import { readCaptures } from '../../lib/store/captures.ts';
import { readTable } from '../../lib/store/tables.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { eventOf, had, startJob, world } from './origin.ts';

const everybody = world.handles();
const someone = everybody[0] as string;

const cleanOf = (data: string) =>
  Object.fromEntries(Object.entries(treeOf(data)).filter(([name]) => name.startsWith('clean/')));

describe('a run on a good day', () => {
  test('has one outcome for each thing, and stores what the pages said', async () => {
    const data = temporaryFolder();
    const job = await startJob(data, everybody);
    const summary = await job.run();
    expect(summary.exitCode).toBe(0);
    expect(Object.keys(summary.outcomes)).toEqual([...outcomes]);
    expect(Object.values(summary.outcomes).reduce((sum, count) => sum + count, 0)).toBe(summary.asked);
    expect(summary.stored.account).toBe(everybody.length);
    expect(summary.stored.post).toBeGreaterThan(everybody.length);
    expect(summary.rejected).toBe(0);
    // Every account has a page and a list of newest posts, every post a page; robots.txt is a request, not a thing.
    expect(summary.asked).toBe(2 * everybody.length + summary.stored.post);
    expect(summary.requests).toBe(job.asked.length);
    expect(job.asked.filter((path) => path === '/robots.txt')).toHaveLength(1);
  });

  test('keeps every answer before anything is read out of it', async () => {
    const data = temporaryFolder();
    const job = await startJob(data, [someone]);
    const summary = await job.run();
    const kinds: string[] = [];
    for await (const capture of readCaptures(data)) kinds.push(capture.kind);
    expect(kinds.filter((kind) => kind !== 'robots')).toHaveLength(summary.asked);
  });

  test('asks again only for what is due', async () => {
    const job = await startJob(temporaryFolder(), [someone]);
    await job.run();
    const asked = job.asked.length;
    const again = await job.run();
    expect(again).toMatchObject({ asked: 0, requests: 0, exitCode: 0, stood_down: null, resumed: 0 });
    expect(job.asked).toHaveLength(asked);
    job.setDay(1);
    expect((await job.run()).stored.account).toBe(1);
  });

  test('again at the same instant changes no byte of what is clean', async () => {
    const data = temporaryFolder();
    // Without the lists of posts the second run asks for the same pages at the same instants.
    const runOnce = async () => {
      const job = await startJob(data, everybody, { cadence: '', robots: 'tiktok' });
      job.setDay(3);
      return job.run();
    };
    await runOnce();
    const before = cleanOf(data);
    expect(Object.keys(before).length).toBeGreaterThan(2);
    const again = await runOnce();
    expect(again.outcomes.ok).toBe(everybody.length);
    expect(again).toMatchObject({ stored: { account: 0, post: 0 }, rejected: 0 });
    expect(cleanOf(data)).toEqual(before);
  });

  test('two hours later changes no byte of what is clean', async () => {
    const data = temporaryFolder();
    const job = await startJob(data, everybody);
    job.setDay(3);
    await job.run();
    const before = cleanOf(data);
    await job.clock.sleep(2 * 3_600_000);
    expect(await job.run()).toMatchObject({ asked: 0, requests: 0 });
    expect(cleanOf(data)).toEqual(before);
  });

  test('six hours later asks for the posts of the last two days, and for nothing else', async () => {
    const data = temporaryFolder();
    const job = await startJob(data, everybody);
    job.setDay(3);
    const first = await job.run();
    job.asked.length = 0;
    await job.clock.sleep(6 * 3_600_000);
    const now = job.clock.now().getTime();
    const second = await job.run();
    expect(second.stored.account).toBe(0);
    expect(second.stored.post).toBeGreaterThan(0);
    expect(second.stored.post).toBeLessThan(first.stored.post);
    const infos = new Map((await readTable('post_info', { data })).map((row) => [row.post_id, row]));
    const asked = job.asked
      .filter((path) => path !== '/robots.txt')
      .map((path) => path.split('/').at(-1) ?? '');
    for (const id of asked) {
      const ageDays = (now - Date.parse(infos.get(id)?.created_at ?? '')) / 86_400_000;
      expect(ageDays, id).toBeLessThan(2);
    }
    expect(asked).toHaveLength(second.stored.post);
  });

  test('takes one account, or one part of the watchlist; the parts make the whole', async () => {
    const data = temporaryFolder();
    const job = await startJob(data, everybody);
    await expect(job.run({ only: '@nobody.here' })).rejects.toMatchObject({
      code: 'not_watched',
      exitCode: 2,
    });
    expect((await job.run({ only: `@${someone.toUpperCase()}` })).stored.account).toBe(1);
    const parts = temporaryFolder();
    const inParts = await startJob(parts, everybody);
    for (let index = 1; index <= 3; index++) await inParts.run({ shard: { index, count: 3 } });
    expect((await readTable('account', { data: parts })).map((row) => row.handle).sort()).toEqual(
      [...everybody].sort(),
    );
  });
});

describe('weeks of runs', () => {
  test('store the truth or nothing: no failure ever becomes a number', async () => {
    const data = temporaryFolder();
    const job = await startJob(data, everybody);
    let posts = 0;
    for (let day = 6; day < 36; day += 2) {
      job.setDay(day);
      posts += (await job.run()).stored.post;
    }
    const rows = await readTable('account', { data });
    expect(rows.length).toBeGreaterThan(80);
    for (const row of rows) {
      const at = new Date(row.observed_at);
      const truth = world.truth(at).find((each) => each.accountId === row.account_id);
      expect(truth?.answers && truth.status, `${row.handle} ${row.observed_at}`).toBe('ok');
      // `observed_at` has whole seconds; the page was made within that second.
      const within = [at, new Date(at.getTime() + 1000)].map((each) =>
        world.followersAt(row.account_id, each),
      );
      expect(row.followers).toBeGreaterThanOrEqual(Math.min(...within));
      expect(row.followers).toBeLessThanOrEqual(Math.max(...within));
      expect(row.posts).toBe(truth?.posts);
    }
    const postRows = await readTable('post', { data });
    expect(postRows).toHaveLength(posts);
    for (const row of postRows) {
      const at = new Date(row.observed_at);
      const truths = [at, new Date(at.getTime() + 1000)].map((each) => world.postTruth(row.post_id, each));
      expect(truths[0]?.status, row.post_id).toBe('ok');
      for (const [count, step] of [
        ['views', row.views_step],
        ['likes', row.likes_step],
      ] as const) {
        const exact = truths.map((truth) => truth?.[count] ?? Number.NaN);
        const half = (step ?? 1) / 2;
        expect(row[count]).toBeGreaterThanOrEqual(Math.min(...exact) - half);
        expect(row[count]).toBeLessThanOrEqual(Math.max(...exact) + half);
      }
    }
  });
});

describe('a day without answers', () => {
  test('is a server error for each account, nothing is stored, and the next day is as if nothing was', async () => {
    const { daysUntil, event } = eventOf('outage');
    const data = temporaryFolder();
    const standing = everybody.filter((handle) => world.find(handle, new Date(event.from)) !== null);
    const job = await startJob(data, standing, { settings: { robots: ['/'] } });
    job.setDay(daysUntil - 1);
    await job.run();
    const before = cleanOf(data);
    job.setDay(daysUntil);
    const { plan } = await planOnly(job.settings, {}, job.clock);
    const summary = await job.run();
    expect(had(summary)).toEqual({ server_error: plan.length });
    expect(summary).toMatchObject({ stored: { account: 0, post: 0 }, exitCode: 3 });
    expect(cleanOf(data)).toEqual(before);
    job.setDay(daysUntil + 1);
    expect((await job.run()).stored.account).toBe(standing.length);
  });

  test('that takes robots.txt with it asks for nothing at all', async () => {
    const { daysUntil } = eventOf('outage');
    const job = await startJob(temporaryFolder(), everybody);
    job.setDay(daysUntil);
    const summary = await job.run();
    // Each account; without robots.txt there is no list to ask for.
    expect(had(summary)).toEqual({ server_error: everybody.length });
    expect(new Set(job.asked)).toEqual(new Set(['/robots.txt']));
    expect(summary.exitCode).toBe(3);
  });
});

describe('robots.txt', () => {
  test('that disallows embeds: a note, no such request, and posts that are known go on', async () => {
    const data = temporaryFolder();
    const job = await startJob(data, [someone], { robots: 'tiktok' });
    const summary = await job.run();
    expect(summary.notes).toHaveLength(1);
    expect(summary.notes[0]).toMatch(/^New posts were not looked for: .*CLIPBOOK_ROBOTS=\/embed\/@/);
    expect(job.asked.filter((path) => path.startsWith('/embed'))).toEqual([]);
    expect(summary).toMatchObject({ asked: 1, stored: { account: 1, post: 0 }, exitCode: 0 });
  });

  test('is passed over where a person decides so, and only there', async () => {
    const data = temporaryFolder();
    const job = await startJob(data, [someone], { robots: 'tiktok', settings: { robots: ['/embed/@'] } });
    const summary = await job.run();
    expect(summary.notes).toEqual([]);
    expect(job.asked.filter((path) => path.startsWith('/embed/@'))).toEqual([`/embed/@${someone}`]);
    expect(summary.stored.post).toBeGreaterThan(0);
    const known = await startJob(data, [someone], { robots: 'tiktok' });
    known.setDay(1);
    expect((await known.run()).stored.post).toBeGreaterThan(0);
    expect(known.asked.filter((path) => path.startsWith('/embed'))).toEqual([]);
  });
});
