import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { recogniseBlock } from '../../lib/clean/challenge.ts';
import { FetchError } from '../../lib/collect/fetch-error.ts';
import type { GetterOptions } from '../../lib/collect/getter.ts';
import { startConnectProxy } from '../helpers/connect-proxy.ts';
import { startOfTest, withOrigin } from './with-origin.ts';

/** What the getter does when the origin, or a proxy on the way to it, says no. */

const pageOf = (handle: string) => ({ kind: 'account-page', subject: handle, path: `/@${handle}` }) as const;
const recognising: GetterOptions = { recognise: recogniseBlock };
const good = '<script id="x">{"webapp.user-detail":{}}</script>';
const challenge = '<html><title>Please wait...</title><script src="SlardarWAF.js"></script></html>';

async function errorOf(promise: Promise<unknown>): Promise<FetchError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(FetchError);
  return error as FetchError;
}

describe('the origin refuses', () => {
  test.each([
    ['a challenge', 200, challenge, 'BlockedError', 'blocked'],
    ['a challenge with status 503', 503, challenge, 'BlockedError', 'blocked'],
    ['an empty body', 200, '', 'BlockedError', 'blocked'],
    ['the edge', 403, 'Access Denied', 'BlockedError', 'blocked'],
    ['a captcha', 200, '<title>tiktok-verify-page</title>', 'CaptchaError', 'captcha'],
  ] as const)(
    '%s: one request, and then nobody asks any more',
    async (_what, status, body, name, outcome) => {
      await withOrigin(
        (_request, response) => response.writeHead(status).end(body),
        async ({ getter, effects, asked }) => {
          const error = await errorOf(getter.get(pageOf('a')));
          expect(error).toMatchObject({ name, outcome, retry: 'stand-down' });
          expect(error.captureId).toMatch(/^[0-9a-f]{16}$/);
          expect(error.hint).toBeTruthy();
          expect(getter.rest()).toEqual({
            outcome,
            since: '2026-03-04T05:06:07Z',
            until: '2026-03-04T06:06:07Z',
            times: 1,
          });
          expect(await errorOf(getter.get(pageOf('b')))).toMatchObject({
            code: 'fetch_not_asked',
            outcome: 'not_asked',
            retry: 'later',
          });
          expect(asked).toEqual(['/@a']);
          expect(getter.pace).toBe(0.5);
          // After the rest it is asked again, at the slower pace.
          await effects.sleep(3_600_000);
          expect(getter.rest()).toBeNull();
          await errorOf(getter.get(pageOf('b')));
          expect(getter.rest()).toMatchObject({ times: 2, until: '2026-03-04T08:06:07Z' });
        },
        {},
        recognising,
      );
    },
  );

  test('without a word about the thing: a login page, a 404 and a 451 come back as they are', async () => {
    for (const [status, body] of [
      [200, '<html>log in</html>'],
      [404, 'no'],
      [451, 'no'],
    ] as const)
      await withOrigin(
        (_request, response) => response.writeHead(status).end(body),
        async ({ getter }) => {
          expect((await getter.get(pageOf('a'))).status).toBe(status);
          expect(getter.rest()).toBeNull();
        },
        {},
        recognising,
      );
  });

  test('429 that lasts: waited out as often as allowed, then a rest as long as was asked for', async () => {
    await withOrigin(
      (_request, response) => response.writeHead(429, { 'retry-after': '240' }).end(),
      async ({ getter, effects }) => {
        const error = await errorOf(getter.get(pageOf('a')));
        expect(error).toMatchObject({ name: 'RateLimitedError', retryAfterMs: 240_000 });
        expect(getter.requests).toBe(3);
        expect(effects.elapsed() - startOfTest.getTime()).toBeGreaterThanOrEqual(480_000);
        expect(getter.rest()).toMatchObject({ outcome: 'rate_limited', times: 1 });
        expect(getter.pace).toBe(0.125);
      },
      {},
      recognising,
    );
  });

  test('an answer ends what an earlier run left', async () => {
    const rest = {
      outcome: 'blocked',
      since: '2026-03-04T03:06:07Z',
      until: '2026-03-04T05:06:07Z',
      times: 2,
    } as const;
    await withOrigin(
      (_request, response) => response.end(good),
      async ({ getter }) => {
        expect(getter.lastRest()).toEqual(rest);
        await getter.get(pageOf('a'));
        expect(getter.lastRest()).toBeNull();
      },
      {},
      { ...recognising, rest },
    );
  });

  test('within the rest of an earlier run nothing is asked, not even robots.txt', async () => {
    await withOrigin(
      (_request, response) => response.end(good),
      async ({ getter, asked }) => {
        expect(await errorOf(getter.get(pageOf('a')))).toMatchObject({ outcome: 'not_asked' });
        expect(asked).toEqual([]);
      },
      { robots: [] },
      {
        ...recognising,
        rest: {
          outcome: 'blocked',
          since: '2026-03-04T05:00:00Z',
          until: '2026-03-04T06:00:00Z',
          times: 1,
        },
      },
    );
  });

  test('in the place of robots.txt: the first thing is told why, the others are not asked', async () => {
    await withOrigin(
      (_request, response) => response.end(challenge),
      async ({ getter, asked }) => {
        expect(await errorOf(getter.get(pageOf('a')))).toMatchObject({
          name: 'RobotsError',
          outcome: 'blocked',
        });
        expect(await errorOf(getter.get(pageOf('b')))).toMatchObject({ outcome: 'not_asked' });
        expect(asked).toEqual(['/robots.txt']);
      },
      { robots: [] },
      recognising,
    );
  });
});

describe('what is under way when the origin refuses', () => {
  test('an answer that was on its way does not end the rest', async () => {
    let release: () => void = () => undefined;
    await withOrigin(
      (request, response) => {
        if (request.url === '/@slow') release = () => response.end(good);
        else response.end('');
      },
      async ({ getter, asked }) => {
        const slow = getter.get(pageOf('slow'));
        await new Promise((resolve) => setTimeout(resolve, 30));
        expect(await errorOf(getter.get(pageOf('bad')))).toMatchObject({ outcome: 'blocked' });
        release();
        expect((await slow).status).toBe(200);
        expect(getter.rest()).toMatchObject({ outcome: 'blocked' });
        expect(await errorOf(getter.get(pageOf('next')))).toMatchObject({ outcome: 'not_asked' });
        expect(asked).toEqual(['/@slow', '/@bad']);
      },
      { requests_per_minute: 60_000, burst: 4 },
      recognising,
    );
  });

  test('a request that failed, and whose second try comes too late, ends as what it was', async () => {
    await withOrigin(
      (request, response) =>
        request.url === '/@a' ? response.writeHead(503).end() : setTimeout(() => response.end(''), 20),
      async ({ getter }) => {
        const [failed, refused] = await Promise.all([
          errorOf(getter.get(pageOf('a'))),
          errorOf(getter.get(pageOf('b'))),
        ]);
        expect(refused).toMatchObject({ outcome: 'blocked' });
        expect(failed).toMatchObject({ outcome: 'server_error' });
      },
      { requests_per_minute: 60_000, burst: 4 },
      recognising,
    );
  });

  test('a redirect may ask for robots.txt although its request holds the only slot', async () => {
    await withOrigin(
      (request, response) => {
        if (request.url === '/robots.txt') response.end('User-agent: *\nDisallow: /inapp');
        else if (request.url === '/@a') response.writeHead(302, { location: '/elsewhere' }).end();
        else response.end(good);
      },
      async ({ getter, asked }) => {
        expect((await getter.get(pageOf('a'))).final_url).toMatch(/\/elsewhere$/);
        expect(asked).toEqual(['/@a', '/robots.txt', '/elsewhere']);
      },
      { robots: ['/@'], concurrency: 1 },
      recognising,
    );
  });

  test('each hop of a redirect has its turn', async () => {
    await withOrigin(
      (request, response) =>
        request.url === '/@a' ? response.writeHead(302, { location: '/@b' }).end() : response.end(good),
      async ({ getter, effects }) => {
        await getter.get(pageOf('a'));
        // One pause of 3 s in the mean, none shorter than 1.2 s.
        expect(effects.elapsed() - startOfTest.getTime()).toBeGreaterThanOrEqual(1_200);
      },
      { robots: ['/'] },
      recognising,
    );
  });

  test('what a server asks of one request is kept by all', async () => {
    await withOrigin(
      (request, response) =>
        request.url === '/@a' ? response.writeHead(503, { 'retry-after': '60' }).end() : response.end(good),
      async ({ getter, effects }) => {
        await errorOf(getter.get(pageOf('a')));
        await getter.get(pageOf('b'));
        expect(effects.elapsed() - startOfTest.getTime()).toBeGreaterThanOrEqual(60_000);
      },
      { retries: 0 },
      recognising,
    );
  });

  test.each([401, 403])(
    'a challenge in the place of robots.txt is one with status %d too',
    async (status) => {
      await withOrigin(
        (_request, response) => response.writeHead(status).end(challenge),
        async ({ getter, asked }) => {
          expect(await errorOf(getter.get(pageOf('a')))).toMatchObject({
            name: 'RobotsError',
            outcome: 'blocked',
          });
          expect(asked).toEqual(['/robots.txt']);
        },
        { robots: [] },
        recognising,
      );
    },
  );

  test('a robots.txt that is merely forbidden allows everything (RFC 9309)', async () => {
    await withOrigin(
      (request, response) =>
        request.url === '/robots.txt' ? response.writeHead(403).end('no') : response.end(good),
      async ({ getter }) => expect((await getter.get(pageOf('a'))).status).toBe(200),
      { robots: [] },
      recognising,
    );
  });
});

describe('an origin that is down', () => {
  test('is asked once for each thing after a while, and then for nothing more', async () => {
    await withOrigin(
      (_request, response) => response.writeHead(502).end(),
      async ({ getter, asked }) => {
        for (let thing = 0; thing < 40; thing++)
          expect(await errorOf(getter.get(pageOf(`a${thing}`)))).toMatchObject({ outcome: 'server_error' });
        // Ten things thrice, thirty once.
        expect(asked).toHaveLength(60);
        expect(getter.isSilent).toBe(true);
        expect(await errorOf(getter.get(pageOf('b')))).toMatchObject({ outcome: 'not_asked' });
        expect(asked).toHaveLength(60);
        expect(getter.rest()).toBeNull();
      },
      { retries: 2 },
      recognising,
    );
  });

  test('now and then, is asked on as before', async () => {
    let count = 0;
    await withOrigin(
      (_request, response) => (++count % 20 === 0 ? response.end(good) : response.writeHead(502).end()),
      async ({ getter }) => {
        const outcomes = [];
        for (let thing = 0; thing < 100; thing++)
          outcomes.push(
            await getter.get(pageOf(`a${thing}`)).then(
              () => 'ok',
              (error: FetchError) => error.outcome,
            ),
          );
        expect(outcomes.filter((outcome) => outcome === 'ok').length).toBeGreaterThan(3);
        expect(outcomes).not.toContain('not_asked');
      },
      { retries: 0 },
      recognising,
    );
  });
});

describe('sessions', () => {
  test('a refusal ends the session: the next request brings no cookie of it', async () => {
    const cookies: (string | undefined)[] = [];
    let count = 0;
    await withOrigin(
      (request, response) => {
        cookies.push(request.headers.cookie);
        response.setHeader('set-cookie', 'visit=1; Path=/');
        response.end(++count === 2 ? challenge : good);
      },
      async ({ getter, effects }) => {
        await getter.get(pageOf('a'));
        await errorOf(getter.get(pageOf('b')));
        await effects.sleep(3_600_000);
        await getter.get(pageOf('b'));
      },
      {},
      recognising,
    );
    expect(cookies).toEqual([undefined, 'visit=1', undefined]);
  });
});

describe('requests under way', () => {
  test('are never more than the cap', async () => {
    let now = 0;
    let most = 0;
    await withOrigin(
      (_request, response) => {
        most = Math.max(most, ++now);
        setTimeout(() => {
          now--;
          response.end(good);
        }, 5);
      },
      async ({ getter }) => {
        await Promise.all(Array.from({ length: 20 }, (_, index) => getter.get(pageOf(`a${index}`))));
      },
      { concurrency: 3, requests_per_minute: Number.POSITIVE_INFINITY },
    );
    expect(most).toBe(3);
  });
});

describe('proxies', () => {
  const answer = (body: string) => (_request: IncomingMessage, response: ServerResponse) =>
    response.end(body);

  async function withProxies(
    handler: (request: IncomingMessage, response: ServerResponse) => unknown,
    proxies: string[],
    work: Parameters<typeof withOrigin>[1],
  ): Promise<void> {
    await withOrigin(handler, work, { proxies, proxy_requests_per_minute: 600 }, recognising);
  }

  test('one that fails is passed over, the page is had, and the report names it without its password', async () => {
    const well = await startConnectProxy({ credentials: 'reader:right' });
    const wrong = await startConnectProxy({ credentials: 'reader:other' });
    await withProxies(
      answer(good),
      [`http://reader:secret-word@127.0.0.1:${wrong.port}`, `http://reader:right@127.0.0.1:${well.port}`],
      async ({ getter }) => {
        for (const handle of ['a', 'b', 'c']) expect((await getter.get(pageOf(handle))).status).toBe(200);
        const [first, second] = getter.proxies();
        expect(first).toMatchObject({ proxy: `http://127.0.0.1:${wrong.port}`, answered: 0 });
        expect(first?.failed).toBeGreaterThan(0);
        expect(first?.why).toMatch(/name and password \(407\)/);
        expect(second).toMatchObject({ state: 'well', answered: 3, failed: 0, why: null });
        expect(JSON.stringify(getter.proxies())).not.toMatch(/secret-word|right/);
      },
    );
  });

  test('where all fail, the thing is for another run, and the origin is not blamed', async () => {
    await withProxies(answer(good), ['http://me:secret-word@127.0.0.1:9'], async ({ getter, asked }) => {
      const error = await errorOf(getter.get(pageOf('a')));
      expect(error).toMatchObject({ name: 'ProxyError', outcome: 'network', retry: 'later' });
      expect(asked).toEqual([]);
      expect(getter.rest()).toBeNull();
      // Tried again after 30 s, 1 min and 2 min; the next return is too far away to wait for.
      expect(getter.proxies()[0]).toMatchObject({ state: 'cooling', failed: 4, answered: 0 });
      const told = JSON.stringify({ ...error, message: error.message, cause: String(error.cause) });
      expect(told).not.toContain('secret-word');
    });
  });

  test('an account keeps its proxy', async () => {
    const [one, two] = [await startConnectProxy(), await startConnectProxy()];
    await withProxies(
      answer(good),
      [`http://127.0.0.1:${one.port}`, `http://127.0.0.1:${two.port}`],
      async ({ getter }) => {
        for (let round = 0; round < 3; round++)
          for (const owner of ['a', 'b'])
            await getter.get({
              kind: 'account-page',
              subject: `${owner}${round}`,
              path: `/@x${round}`,
              owner,
            });
        expect(getter.proxies().map(({ answered }) => answered)).toEqual([3, 3]);
      },
    );
  });

  test.each([1, 2])(
    '429 that lasts, through %d proxies, is the origin’s no and not theirs',
    async (count) => {
      const proxies = await Promise.all(Array.from({ length: count }, () => startConnectProxy()));
      await withProxies(
        (_request, response) => response.writeHead(429).end(),
        proxies.map(({ port }) => `http://127.0.0.1:${port}`),
        async ({ getter }) => {
          expect(await errorOf(getter.get(pageOf('a')))).toMatchObject({ name: 'RateLimitedError' });
          expect(getter.rest()).toMatchObject({ outcome: 'rate_limited' });
        },
      );
    },
  );

  test('a refusal through the only one that works is the origin’s no', async () => {
    const well = await startConnectProxy();
    await withProxies(
      answer(challenge),
      [`http://127.0.0.1:${well.port}`, 'http://127.0.0.1:9'],
      async ({ getter }) => {
        expect(await errorOf(getter.get(pageOf('a')))).toMatchObject({ outcome: 'blocked' });
        expect(getter.rest()).toMatchObject({ outcome: 'blocked' });
      },
    );
  });

  test('a refusal through one: one other is asked, and where that is refused too, the run stands down', async () => {
    const proxies = await Promise.all([startConnectProxy(), startConnectProxy(), startConnectProxy()]);
    await withProxies(
      answer(challenge),
      proxies.map(({ port }) => `http://127.0.0.1:${port}`),
      async ({ getter, asked }) => {
        expect(await errorOf(getter.get(pageOf('a')))).toMatchObject({ outcome: 'blocked' });
        expect(asked).toHaveLength(2);
        expect(getter.rest()).toMatchObject({ outcome: 'blocked' });
        expect(
          getter
            .proxies()
            .map(({ refused }) => refused)
            .sort(),
        ).toEqual([0, 1, 1]);
      },
    );
  });
});
