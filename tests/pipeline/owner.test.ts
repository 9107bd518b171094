import { createServer } from 'node:http';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { collect } from '../../lib/pipeline/collect.ts';
import { simulatedHeader } from '../../lib/schema/capture.ts';
import { answerApi } from '../../lib/simulate/api.ts';
import { refreshTokenFor, simulatedClient } from '../../lib/simulate/api-token.ts';
import { readCaptures } from '../../lib/store/captures.ts';
import { readTable } from '../../lib/store/tables.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { listen } from '../helpers/listening.ts';
import { startJob, world } from './origin.ts';

/** The official APIs within a collect run: what they give goes first, and is not asked for on the web again. */

const [creator] = world.creators;
const handle = creator?.persona.handle ?? '';
const refreshToken = refreshTokenFor(world, creator?.id ?? '', new Date('2026-01-01T00:00:00Z'));

async function jobWithApi(data: string, watched: string[], settings: object) {
  const asked: string[] = [];
  const job = await startJob(data, watched);
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += String(piece);
    asked.push((request.url ?? '').replace(/\?.*/, ''));
    const answer = answerApi(
      world,
      job.clock.now(),
      request.method ?? '',
      request.url ?? '',
      request.headers,
      body,
    );
    response
      .writeHead(answer.status, { 'content-type': answer.contentType, [simulatedHeader]: '1' })
      .end(answer.body);
  });
  const { port } = await listen(server);
  Object.assign(job.settings, { api_origin: `http://127.0.0.1:${port}`, ...settings });
  job.setDay(5);
  return { job, asked };
}

const display = {
  display_client_key: simulatedClient.key,
  display_client_secret: simulatedClient.secret,
  display_refresh_tokens: [refreshToken],
};

describe('the Display API', () => {
  test('gives the owner’s account and posts, exactly; the web is asked for neither post again', async () => {
    const data = temporaryFolder();
    const { job, asked } = await jobWithApi(data, [handle], display);
    const summary = await job.run();
    expect(summary.exitCode).toBe(0);
    expect(asked.slice(0, 3)).toEqual(['/v2/oauth/token/', '/v2/user/info/', '/v2/video/list/']);
    // An old post that the account pinned is older than what the API was asked for.
    const pinned = creator?.posts.find((post) => post.pinned)?.id;
    const posts = (await readTable('post', { data })).filter((row) => row.post_id !== pinned);
    expect(posts.length).toBeGreaterThan(3);
    for (const row of posts) {
      expect(row).toMatchObject({
        source: 'simulated:display_api',
        saves: null,
        views_step: 1,
        rounding: 'exact',
      });
      const truth = world.postTruth(row.post_id, new Date(row.observed_at));
      expect(Math.abs((row.views ?? 0) - (truth?.views ?? 0))).toBeLessThanOrEqual(
        1 + 0.01 * (truth?.views ?? 0),
      );
    }
    const known = new Set(posts.map((row) => row.post_id));
    expect(job.asked.filter((each) => known.has(each.split('/').at(-1) ?? ''))).toEqual([]);
    // The page tells the id, the API the handle: both are there.
    const accounts = await readTable('account', { data });
    expect(accounts.map((row) => [row.account_id, row.source]).sort()).toEqual(
      [
        [creator?.id ?? '', 'simulated:web_profile_v2'],
        [`handle:${handle}`, 'simulated:display_api'],
      ].sort(),
    );
    expect(summary.requests).toBe(asked.length + job.asked.length);
  });

  test('keeps no token anywhere, and says that one was replaced', async () => {
    const data = temporaryFolder();
    const { job } = await jobWithApi(data, [handle], display);
    const summary = await job.run();
    expect(summary.notes.join(' ')).toMatch(/replaced a refresh token/);
    const everything = [JSON.stringify(summary), ...Object.values(treeOf(data))];
    for await (const capture of readCaptures(data))
      everything.push(JSON.stringify(capture), Buffer.from(capture.body).toString());
    for (const secret of [refreshToken, simulatedClient.secret, 'act.', 'rft.'])
      expect(everything.filter((text) => text.includes(secret))).toEqual([]);
  });

  test('with a token file the next run uses the token that took the place of the first', async () => {
    const data = temporaryFolder();
    const tokenFile = path.join(temporaryFolder(), 'tokens.json');
    const { job } = await jobWithApi(data, [handle], { ...display, display_token_file: tokenFile });
    expect((await job.run()).notes.join(' ')).not.toMatch(/replaced/);
    job.setDay(6);
    const second = await job.run();
    expect(second.exitCode).toBe(0);
    expect(second.stored.post).toBeGreaterThan(0);
    expect(Object.keys(treeOf(path.dirname(tokenFile)))).toEqual(['tokens.json']);
    await expect(
      collect(
        { ...job.settings, display_token_file: path.join(data, 'tokens.json') },
        {},
        undefined,
        job.clock,
      ),
    ).rejects.toMatchObject({ code: 'bad_token_file', exitCode: 2 });
  });

  test('that does not accept the token: a thing that failed, and the web goes on', async () => {
    const data = temporaryFolder();
    const { job } = await jobWithApi(data, [handle], { ...display, display_refresh_tokens: ['rft.made.up'] });
    const summary = await job.run();
    expect(summary).toMatchObject({ exitCode: 3, outcomes: { login_required: 1 }, stored: { account: 1 } });
    expect(summary.stored.post).toBeGreaterThan(0);
  });

  test('is not asked by every runner, nor about an account that was not meant', async () => {
    const data = temporaryFolder();
    const { job, asked } = await jobWithApi(data, [handle, world.handles()[1] ?? ''], display);
    await job.run({ shard: { index: 2, count: 2 } });
    expect(asked).toEqual([]);
    await job.run({ only: world.handles()[1] ?? '' });
    expect(asked).toEqual(['/v2/oauth/token/', '/v2/user/info/']);
    expect(
      (await readTable('account', { data })).filter((row) => row.source.endsWith('display_api')),
    ).toEqual([]);
  });
});

describe('the Research API', () => {
  test('is asked about the accounts that are due, in spans of 30 days, and the web is not', async () => {
    const data = temporaryFolder();
    const { job, asked } = await jobWithApi(data, [handle], {
      research_client_key: simulatedClient.key,
      research_client_secret: simulatedClient.secret,
    });
    const summary = await job.run();
    expect(summary.exitCode).toBe(0);
    expect(asked).toContain('/v2/research/user/info/');
    expect(asked).toContain('/v2/research/video/query/');
    // Its numbers lag: for an account that it knows, no page is asked for beside it.
    for (const table of ['account', 'post'] as const)
      expect(new Set((await readTable(table, { data })).map((row) => row.source))).toEqual(
        new Set(['simulated:research_api']),
      );
    expect(job.asked.filter((each) => each !== '/robots.txt')).toEqual([]);
  });
});
