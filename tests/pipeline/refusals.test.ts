import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { planOnly } from '../../lib/pipeline/dry-run.ts';
import { readCaptures } from '../../lib/store/captures.ts';
import { readState } from '../../lib/store/state.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { startJob, world } from './origin.ts';

const everybody = world.handles();

/** Answers robots.txt with permission and everything else with one answer. */
const always =
  (status: number, body: string, headers: Record<string, string> = {}): RequestListener =>
  (request, response) => {
    if (request.url === '/robots.txt') response.end('User-agent: *\nAllow: /\n');
    else response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);
  };

const cleanOf = (data: string) =>
  Object.fromEntries(Object.entries(treeOf(data)).filter(([name]) => /^(?:clean|rejected)\//.test(name)));

/** A ledger with one good day in it. */
async function ledger(): Promise<string> {
  const data = temporaryFolder();
  await (await startJob(data, everybody)).run();
  return data;
}

const challenge =
  '<!DOCTYPE html><html><head><title>Please wait...</title></head><body><p id="cs" class="x"></p><script src="https://example.com/obj/SlardarWAF/x.js"></script></body></html>';
const captcha = '<html><title>tiktok-verify-page</title><body>Drag the puzzle</body></html>';

describe('an origin that says no to us', () => {
  test.each([
    ['a challenge page', always(200, challenge), 'blocked'],
    ['an empty body', always(200, ''), 'blocked'],
    ['a refusal at the edge', always(403, 'Access Denied'), 'blocked'],
    ['a captcha', always(200, captcha), 'captcha'],
    ['too many requests', always(429, 'slow down', { 'retry-after': '7' }), 'rate_limited'],
  ] as const)('%s: stands down, and the rest is not asked', async (_name, answerTo, outcome) => {
    const data = await ledger();
    const before = cleanOf(data);
    const job = await startJob(data, everybody, { answerTo });
    job.setDay(1);
    const { plan } = await planOnly(job.settings, {}, job.clock);
    expect(plan.length).toBeGreaterThan(2 * everybody.length);
    const summary = await job.run();
    // Everything that the plan held has one outcome.
    expect(Object.fromEntries(Object.entries(summary.outcomes).filter(([, count]) => count > 0))).toEqual({
      [outcome]: 1,
      not_asked: plan.length - 1,
    });
    expect(summary).toMatchObject({ asked: plan.length, exitCode: 4, rejected: 0 });
    expect(summary.stored).toEqual({ account: 0, post: 0 });
    expect(summary.notes[0]).toContain(outcome);
    // One account was asked for, however often; nobody else was.
    expect(new Set(job.asked)).toEqual(new Set(['/robots.txt', `/@${everybody[0]}`]));
    expect(cleanOf(data)).toEqual(before);
    expect((await readState(data)).runs.at(-1)).toMatchObject({ command: 'collect', exit_code: 4 });
    const kept: string[] = [];
    for await (const capture of readCaptures(data, '2026-01-02'))
      kept.push(Buffer.from(capture.body).toString());
    expect(kept.length).toBeGreaterThan(0);
  });

  test('half-way: what was had before is stored, what came after is not asked', async () => {
    const data = temporaryFolder();
    const good = await startJob(temporaryFolder(), everybody);
    let asked = 0;
    const job = await startJob(data, everybody, {
      answerTo: (request, response) => {
        asked++;
        if (asked > 6) response.writeHead(200).end(challenge);
        else
          fetch(`${good.settings.origin}${request.url}`).then(async (answer) => {
            response.writeHead(answer.status, { 'content-type': 'text/html' }).end(await answer.text());
          });
      },
    });
    const summary = await job.run();
    expect(summary.exitCode).toBe(4);
    expect(summary.outcomes.ok).toBeGreaterThan(0);
    expect(summary.outcomes.blocked).toBe(1);
    expect(summary.stored.account + summary.stored.post).toBe(summary.outcomes.ok - 1);
    expect(Object.values(summary.outcomes).reduce((sum, count) => sum + count, 0)).toBe(summary.asked);
  });
});

describe('an origin that fails', () => {
  test.each([
    [
      'a page that is none of its pages',
      always(200, '<html><body>New design!</body></html>'),
      'layout_changed',
    ],
    ['a server error', always(500, 'oops'), 'server_error'],
  ] as const)('%s: each thing has its outcome, nothing is stored', async (_name, answerTo, outcome) => {
    const data = await ledger();
    const before = cleanOf(data);
    const job = await startJob(data, everybody, { answerTo });
    job.setDay(1);
    const { plan } = await planOnly(job.settings, {}, job.clock);
    const summary = await job.run();
    // Where nobody answers at all, the run stops asking after 40 things.
    const failed = outcome === 'server_error' ? Math.min(40, plan.length) : plan.length;
    expect(summary.outcomes).toMatchObject({ [outcome]: failed, not_asked: plan.length - failed });
    expect(summary).toMatchObject({ asked: plan.length, exitCode: 3, stood_down: null });
    expect(cleanOf(data)).toEqual(before);
  });

  test('a connection that breaks, and an answer that never comes', async () => {
    const data = temporaryFolder();
    const broken = await startJob(data, everybody.slice(0, 2), {
      answerTo: (request) => request.socket.destroy(),
      settings: { retries: 0, robots: ['/'] },
    });
    expect(await broken.run()).toMatchObject({ outcomes: { network: 4 }, exitCode: 3 });
    const silent = await startJob(data, everybody.slice(0, 2), {
      answerTo: () => undefined,
      settings: { retries: 0, robots: ['/'], time_limit_ms: 100 },
    });
    expect(await silent.run()).toMatchObject({ outcomes: { timeout: 4 }, exitCode: 3 });
    expect(cleanOf(data)).toEqual({});
  });

  test('an answer cut short is no page and no number', async () => {
    const data = temporaryFolder();
    const job = await startJob(data, everybody.slice(0, 1), {
      answerTo: (_request, response) => {
        response.writeHead(200, { 'content-length': '100000' });
        response.write(
          '<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__">{"__DEFAULT_SCOPE__":{"webapp.user-detail":{',
        );
        setTimeout(() => response.destroy(), 20);
      },
      settings: { retries: 0, robots: ['/'] },
    });
    expect(await job.run()).toMatchObject({ outcomes: { network: 2 }, stored: { account: 0 }, exitCode: 3 });
    expect(cleanOf(data)).toEqual({});
  });
});
