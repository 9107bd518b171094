import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { Effects } from '../../lib/effects.ts';
import { cleanAgain } from '../../lib/pipeline/clean.ts';
import { collect } from '../../lib/pipeline/collect.ts';
import { answer } from '../../lib/simulate/answer.ts';
import { readWatchlist, writeHandEdited } from '../../lib/store/lists.ts';
import { changeState, readState } from '../../lib/store/state.ts';
import { readTable } from '../../lib/store/tables.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { eventOf, had, handleOf, type Job, startJob, world } from './origin.ts';

/** Cases of collecting in which a wrong number could be stored, or a good one lost. */

const everybody = world.handles();
const [mine = '', other = ''] = everybody;
const idOf = (handle: string) => world.find(handle, new Date(world.start))?.id ?? '';

/** Answers as the world does, but where `instead` answers itself (and returns true). */
function worldOr(
  job: () => Job,
  instead: (url: string, response: Parameters<RequestListener>[1]) => boolean,
): RequestListener {
  return (request, response) => {
    const url = request.url ?? '/';
    if (instead(url, response)) return;
    const { status, contentType, body } = answer(world, job().clock.now(), url, {
      robots: 'own',
      pageBytes: 0,
    });
    response
      .writeHead(status, { 'content-type': contentType, date: job().clock.now().toUTCString() })
      .end(body);
  };
}

const handlesOf = async (data: string) => (await readTable('account', { data })).map((row) => row.account_id);

describe('what was not believed', () => {
  test('because the clock jumped is not believed when the kept pages are read again, nor by a run that goes on', async () => {
    const data = temporaryFolder();
    const job = await startJob(data, [mine], { robots: 'tiktok' });
    let jumpMs = 0;
    const jumping: Effects = { ...job.clock, now: () => new Date(job.clock.now().getTime() + jumpMs) };
    const waitToJump = jumping.sleep;
    jumping.sleep = (waitMs, signal) => waitToJump(waitMs, signal);
    // The run begins, and then the clock of this machine is five hours ahead.
    const progress = () => undefined;
    const running = collect({ ...job.settings, robots: ['/'] }, {}, progress, {
      ...jumping,
      random: () => {
        jumpMs = 5 * 3_600_000;
        return 0.5;
      },
    });
    expect((await running).outcomes.invalid).toBeGreaterThan(0);
    expect(await handlesOf(data)).toEqual([]);
    await cleanAgain(job.settings, '', undefined, job.clock);
    expect(await handlesOf(data)).toEqual([]);
    await changeState(data, (state) => {
      state.collecting['all'] = { started_at: '2026-01-01T03:00:00Z', origin: job.settings.origin };
    });
    const resumed = await job.run();
    expect(resumed).toMatchObject({ resumed: 0, stored: { account: 1 } });
    expect((await readTable('account', { data })).map((row) => row.observed_at.slice(0, 13))).toEqual([
      '2026-01-01T03',
    ]);
  });

  test('because a handle was taken over is not believed when the kept pages are read again', async () => {
    const data = temporaryFolder();
    await (await startJob(data, [mine], { robots: 'tiktok' })).run();
    const job: Job = await startJob(data, [mine], {
      answerTo: worldOr(
        () => job,
        (url, response) => {
          if (url !== `/@${mine}`) return false;
          const page = answer(world, job.clock.now(), `/@${other}`, { robots: 'own', pageBytes: 0 });
          response.end(page.body.replaceAll(`"${other}"`, `"${mine}"`));
          return true;
        },
      ),
    });
    job.setDay(1);
    await job.run();
    await cleanAgain(job.settings, '', undefined, job.clock);
    expect(new Set(await handlesOf(data))).toEqual(new Set([idOf(mine)]));
  });
});

describe('a fallback carrier, which tells no id', () => {
  test('is the account that is known under that handle', async () => {
    const data = temporaryFolder();
    await (await startJob(data, [mine], { robots: 'tiktok' })).run();
    const job: Job = await startJob(data, [mine], {
      robots: 'tiktok',
      answerTo: worldOr(
        () => job,
        (url, response) => {
          if (url !== `/@${mine}`) return false;
          response.end(
            `<html><head><meta name="description" content="@${mine} 1.8m Followers, 23 Following, 9.4m Likes - Watch"><link rel="canonical" href="https://www.tiktok.com/@${mine}"></head><body></body></html>`,
          );
          return true;
        },
      ),
    });
    job.setDay(1);
    const summary = await job.run();
    expect(summary.outcomes.ok).toBeGreaterThan(0);
    expect(summary.notes.join(' ')).not.toMatch(/another account/);
    expect((await readTable('account', { data })).at(-1)).toMatchObject({
      account_id: `handle:${mine}`,
      followers: 1_800_000,
      followers_step: 100_000,
      source: 'web_profile_meta',
    });
    // It was seen, and is not due again an hour later.
    await job.clock.sleep(3_600_000);
    expect((await job.run()).asked).toBe(0);
  });
});

describe('a post that says it does not exist', () => {
  async function missingPost(sign: (response: Parameters<RequestListener>[1]) => void) {
    const data = temporaryFolder();
    const first = await startJob(data, [mine]);
    first.setDay(3);
    await first.run();
    const [post] = (await readTable('post_info', { data })).toSorted((a, b) =>
      (a.created_at ?? '') < (b.created_at ?? '') ? 1 : -1,
    );
    const id = post?.post_id ?? '';
    let isGone = true;
    const job: Job = await startJob(data, [mine], {
      answerTo: worldOr(
        () => job,
        (url, response) => {
          if (isGone && url.endsWith(`/video/${id}`)) {
            const gone = answer(world, job.clock.now(), '/@nobody/video/1', { robots: 'own', pageBytes: 0 });
            response.end(gone.body);
            return true;
          }
          if (url.startsWith('/oembed')) {
            sign(response);
            return true;
          }
          return false;
        },
      ),
    });
    job.setDay(4);
    const summary = await job.run();
    const status = async () =>
      (await readTable('post_info', { data })).filter((row) => row.post_id === id).at(-1)?.status;
    isGone = false;
    return { summary, status: await status(), job, id, data };
  }

  test('and whose second look says so too is gone', async () => {
    const { summary, status } = await missingPost((response) => response.writeHead(400).end('{"code":400}'));
    expect(summary.outcomes.not_found).toBe(1);
    expect(status).toBe('not_found');
  });

  test.each([
    ['fails', 500, 'oops'],
    ['is refused', 200, ''],
  ])('and whose second look %s is not called gone, and asked for again', async (_what, code, body) => {
    const { status, job, id, data } = await missingPost((response) => response.writeHead(code).end(body));
    expect(status).toBe('ok');
    job.setDay(5);
    job.asked.length = 0;
    await job.run();
    expect(job.asked.some((path) => path.endsWith(id))).toBe(true);
    expect((await readTable('post', { data })).filter((row) => row.post_id === id)).toHaveLength(2);
  });
});

describe('asked for once', () => {
  test('a post that is followed and on the watchlist by itself', async () => {
    const data = temporaryFolder();
    const first = await startJob(data, [mine]);
    first.setDay(3);
    await first.run();
    const id = (await readTable('post_info', { data }))[0]?.post_id ?? '';
    const fresh = temporaryFolder();
    const job = await startJob(fresh, [mine]);
    await writeHandEdited(fresh, {
      watchlist: [
        ...(await readWatchlist(fresh)),
        { kind: 'post', key: id, zone: '', cadence: '1d', follow_days: '', tags: '', note: '' },
      ],
    });
    job.setDay(3);
    const summary = await job.run();
    expect(job.asked.filter((path) => path.endsWith(id))).toHaveLength(1);
    expect(Object.values(summary.outcomes).reduce((sum, count) => sum + count, 0)).toBe(summary.asked);
  });

  test('private posts as often as others, and not on every run', async () => {
    const data = temporaryFolder();
    const job: Job = await startJob(data, [mine], {
      answerTo: worldOr(
        () => job,
        (url, response) => {
          if (!url.includes('/video/')) return false;
          response.end(
            '{"__DEFAULT_SCOPE__":{"webapp.video-detail":{"statusCode":10216,"statusMsg":"private","itemInfo":{}}}}',
          );
          return true;
        },
      ),
    });
    job.setDay(3);
    expect(had(await job.run())['private']).toBeGreaterThan(3);
    await job.clock.sleep(3_600_000);
    expect((await job.run()).asked).toBe(0);
    await job.clock.sleep(86_400_000);
    expect(had(await job.run())['private']).toBeGreaterThan(3);
  });
});

describe('somebody else’s', () => {
  test('posts in the list of newest ones are not followed: reposts', async () => {
    const data = temporaryFolder();
    const reposted: string[] = [];
    const job: Job = await startJob(data, [mine], {
      answerTo: worldOr(
        () => job,
        (url, response) => {
          if (!url.startsWith('/embed/@')) return false;
          const { body } = answer(world, job.clock.now(), url, { robots: 'own', pageBytes: 0 });
          const changed = body.replace(
            /"authorUniqueId":"[^"]*"(.*?)"id":"(\d+)"/,
            (_all, rest: string, id: string) => {
              reposted.push(id);
              return `"authorUniqueId":"${other}"${rest}"id":"${id}"`;
            },
          );
          response.end(changed);
          return true;
        },
      ),
    });
    job.setDay(3);
    await job.run();
    expect(reposted).toHaveLength(1);
    expect(job.asked.some((path) => path.endsWith(reposted[0] ?? ''))).toBe(false);
    expect((await readTable('post', { data })).length).toBeGreaterThan(3);
  });

  test('handle that leads to the account under its new one: it is followed there', async () => {
    const { event, daysUntil } = eventOf('rename');
    if (event.kind !== 'rename') throw new Error('not a rename');
    const handle = handleOf(event.accountId);
    const data = temporaryFolder();
    const first = await startJob(data, [handle], { robots: 'tiktok' });
    first.setDay(daysUntil - 1);
    await first.run();
    const job: Job = await startJob(data, [handle], {
      robots: 'tiktok',
      answerTo: worldOr(
        () => job,
        (url, response) => {
          if (url !== `/@${handle}`) return false;
          response.writeHead(301, { location: `/@${event.toHandle}` }).end();
          return true;
        },
      ),
    });
    job.setDay(daysUntil);
    const summary = await job.run();
    expect(summary).toMatchObject({ exitCode: 0, stored: { account: 1 } });
    expect((await readTable('account', { data })).map((row) => row.handle)).toEqual([handle, event.toHandle]);
  });
});

describe('the state', () => {
  test('that was damaged silences nobody', async () => {
    const data = temporaryFolder();
    const job = await startJob(data, [mine]);
    await changeState(data, (state) => {
      Object.assign(state, {
        rests: { [job.settings.origin]: {}, x: null },
        collecting: { all: 'yes' },
        answered: { a: 7 },
      });
    });
    expect(await readState(data)).toMatchObject({ rests: {}, collecting: {}, answered: {} });
    expect((await job.run()).stored.account).toBe(1);
  });

  test('holds no credentials of an origin, and keeps a refusal whatever became of the run', async () => {
    const data = temporaryFolder();
    const job = await startJob(data, [mine, other], { answerTo: (_request, response) => response.end('') });
    job.settings.origin = job.settings.origin.replace('http://', 'http://me:secret-word@');
    job.settings.robots = ['/'];
    const stopping = (_step: string, done = 0) => {
      if (done > 1) throw new Error('stopped');
    };
    await expect(collect(job.settings, {}, stopping, job.clock)).rejects.toThrow('stopped');
    expect(JSON.stringify(treeOf(data))).not.toContain('secret-word');
    job.asked.length = 0;
    expect((await job.run()).exitCode).toBe(4);
    expect(job.asked).toEqual([]);
  });

  test('keeps the rest when --now found nothing due', async () => {
    const data = temporaryFolder();
    let refuses = false;
    const job: Job = await startJob(data, [mine, other], {
      answerTo: worldOr(
        () => job,
        (url, response) => {
          if (!refuses || url === '/robots.txt') return false;
          response.end('');
          return true;
        },
      ),
    });
    await job.run({ only: mine });
    refuses = true;
    const refused = await job.run({ only: other });
    expect(refused.exitCode).toBe(4);
    refuses = false;
    expect((await job.run({ only: mine, now: true })).asked).toBe(0);
    job.asked.length = 0;
    expect((await job.run({ only: other })).exitCode).toBe(4);
    expect(job.asked).toEqual([]);
  });
});

test('a hashtag that is none is an error before anything is asked for', async () => {
  const data = temporaryFolder();
  const job = await startJob(data, [mine]);
  await writeHandEdited(data, {
    watchlist: [
      ...(await readWatchlist(data)),
      { kind: 'hashtag', key: 'two words', zone: '', cadence: '', follow_days: '', tags: '', note: '' },
    ],
  });
  await expect(job.run()).rejects.toMatchObject({ code: 'bad_list', exitCode: 2 });
  expect(job.asked).toEqual([]);
});
