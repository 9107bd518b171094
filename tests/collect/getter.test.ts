import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { FetchError } from '../../lib/collect/fetch-error.ts';
import { createGetter } from '../../lib/collect/getter.ts';
import { productToken } from '../../lib/collect/header-profiles.ts';
import { simulatedEffects } from '../../lib/effects.ts';
import { getterSettings, startOfTest, withOrigin } from './with-origin.ts';

const page = { kind: 'account-page', subject: 'clay.workshop', path: '/@clay.workshop' } as const;

async function errorOf(promise: Promise<unknown>): Promise<FetchError> {
  const error = await promise.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(FetchError);
  return error as FetchError;
}

describe('an answer', () => {
  test('becomes a capture', async () => {
    await withOrigin(
      (_request, response) => response.setHeader('content-type', 'text/html; charset=utf-8').end('<p>陶</p>'),
      async ({ url, getter }) => {
        const capture = await getter.get(page);
        const body = '<p>陶</p>';
        expect(Buffer.from(capture.body).toString()).toBe(body);
        const hash = createHash('sha256').update(`/@clay.workshop\n2026-03-04T05:06:07Z\n${body}`);
        expect(capture).toMatchObject({
          capture_id: hash.digest('hex').slice(0, 16),
          kind: 'account-page',
          subject: 'clay.workshop',
          url: `${url}/@clay.workshop`,
          final_url: `${url}/@clay.workshop`,
          observed_at: '2026-03-04T05:06:07Z',
          status: 200,
          content_type: 'text/html; charset=utf-8',
          simulated: false,
        });
      },
    );
  });

  test('of the simulated origin is marked', async () => {
    await withOrigin(
      (_request, response) => response.setHeader('x-clipbook-simulated', '1').end('x'),
      async ({ getter }) => expect((await getter.get(page)).simulated).toBe(true),
    );
  });

  test.each([400, 401, 403, 404, 410, 451])(
    'of status %d comes back and is asked for once',
    async (status) => {
      await withOrigin(
        (_request, response) => response.writeHead(status).end('no'),
        async ({ getter }) => {
          expect((await getter.get(page)).status).toBe(status);
          expect(getter.requests).toBe(1);
        },
      );
    },
  );

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
  ] as const)('in %s is unpacked (%o)', async (encoding, pack) => {
    await withOrigin(
      (_request, response) => response.setHeader('content-encoding', encoding).end(pack('packed')),
      async ({ getter }) => expect(Buffer.from((await getter.get(page)).body).toString()).toBe('packed'),
    );
  });

  test('an empty body is an answer too', async () => {
    await withOrigin(
      (_request, response) => response.setHeader('content-encoding', 'gzip').end(),
      async ({ getter }) => expect((await getter.get(page)).body).toHaveLength(0),
    );
  });
});

test('requests are those of one session: the same browser, its cookies, one page leading to the next', async () => {
  const seen: Record<string, unknown>[] = [];
  await withOrigin(
    (request, response) => {
      seen.push(request.headers);
      response.setHeader('set-cookie', ['visit=1; Path=/; HttpOnly', 'other=1; Domain=example.com']).end('x');
    },
    async ({ getter, url }) => {
      await getter.get(page);
      await getter.get({ ...page, kind: 'post-page' });
      expect(seen[0]).not.toHaveProperty('cookie');
      expect(seen[0]).toMatchObject({ 'sec-fetch-site': 'none' });
      expect(seen[1]).toMatchObject({
        cookie: 'visit=1',
        referer: `${url}/@clay.workshop`,
        'sec-fetch-site': 'same-origin',
      });
    },
  );
  for (const name of ['user-agent', 'accept-language', 'accept-encoding', 'sec-ch-ua-platform'])
    expect(seen[1]?.[name]).toBe(seen[0]?.[name]);
  expect(String(seen[0]?.['user-agent']).toLowerCase()).toContain(productToken);
});

describe('redirects', () => {
  test('are followed within the site', async () => {
    await withOrigin(
      ({ url }, response) =>
        url === '/@clay.workshop'
          ? response.writeHead(301, { location: '/@Clay.Workshop?lang=en' }).end()
          : response.end('here'),
      async ({ getter, url, asked }) => {
        const capture = await getter.get(page);
        expect(capture).toMatchObject({
          url: `${url}/@clay.workshop`,
          final_url: `${url}/@Clay.Workshop?lang=en`,
          status: 200,
        });
        expect(asked).toHaveLength(2);
        expect(getter.requests).toBe(2);
      },
    );
  });

  test.each([
    ['the login page', '/login?redirect_url=x'],
    ['another site', 'http://localhost:1/@clay.workshop'],
    ['a path that robots.txt disallows', '/inapp/x'],
  ])('to %s are seen and not followed', async (_what, location) => {
    await withOrigin(
      ({ url }, response) =>
        url === '/robots.txt'
          ? response.end('User-agent: *\nDisallow: /inapp')
          : response.writeHead(302, { location }).end('moved'),
      async ({ getter, asked, url }) => {
        const capture = await getter.get(page);
        expect(capture).toMatchObject({ status: 302, final_url: new URL(location, url).href });
        expect(asked).toEqual(['/robots.txt', '/@clay.workshop']);
      },
      { robots: [] },
    );
  });

  test('in a loop end as an error that is not tried again', async () => {
    await withOrigin(
      (_request, response) => response.writeHead(302, { location: '/@clay.workshop' }).end(),
      async ({ getter, asked }) => {
        expect(await errorOf(getter.get(page))).toMatchObject({ outcome: 'network', retry: 'never' });
        expect(asked).toHaveLength(6);
      },
    );
  });
});

describe('a server with a problem', () => {
  test('is asked again after a wait', async () => {
    let tries = 0;
    await withOrigin(
      (_request, response) => (++tries < 3 ? response.writeHead(503).end() : response.end('at last')),
      async ({ getter, effects }) => {
        expect((await getter.get(page)).status).toBe(200);
        expect(getter.requests).toBe(3);
        // At least half of 2 s and half of 4 s.
        expect(effects.now().getTime() - startOfTest.getTime()).toBeGreaterThanOrEqual(3_000);
      },
    );
  });

  test('that stays ends as server_error with the last answer', async () => {
    await withOrigin(
      (_request, response) => response.writeHead(502).end('bad gateway'),
      async ({ getter, url }) => {
        const error = await errorOf(getter.get(page));
        expect(error).toMatchObject({ outcome: 'server_error', retry: 'now', url: `${url}/@clay.workshop` });
        expect(error.capture?.status).toBe(502);
        expect(getter.requests).toBe(3);
      },
    );
  });
});

describe('429', () => {
  test('is waited out as long as the origin asks, by everyone', async () => {
    let tries = 0;
    await withOrigin(
      (_request, response) =>
        ++tries === 1 ? response.writeHead(429, { 'retry-after': '120' }).end() : response.end('x'),
      async ({ getter, effects }) => {
        expect((await getter.get(page)).status).toBe(200);
        expect(effects.elapsed() - startOfTest.getTime()).toBeGreaterThanOrEqual(120_000);
        expect(getter.requests).toBe(2);
      },
    );
  });

  test('that asks for longer than a run lasts is not tried again', async () => {
    await withOrigin(
      (_request, response) => response.writeHead(429, { 'retry-after': '86400' }).end(),
      async ({ getter, effects }) => {
        const error = await errorOf(getter.get(page));
        expect(error).toMatchObject({
          outcome: 'rate_limited',
          retry: 'stand-down',
          retryAfterMs: 86_400_000,
        });
        expect(getter.requests).toBe(1);
        expect(effects.elapsed()).toBe(startOfTest.getTime());
      },
    );
  });
});

describe('no answer', () => {
  test('refused connection', async () => {
    const getter = createGetter(
      {
        ...getterSettings,
        origin: 'http://name:secret@127.0.0.1:9',
        time_limit_ms: 2_000,
        retries: 1,
      },
      {},
      simulatedEffects(startOfTest),
    );
    const error = await errorOf(getter.get(page));
    expect(error).toMatchObject({ code: 'fetch_network', outcome: 'network', retry: 'now' });
    expect(error.cause).toBeInstanceOf(Error);
    expect(JSON.stringify({ ...error, message: error.message, cause: String(error.cause) })).not.toContain(
      'secret',
    );
    expect(getter.requests).toBe(2);
    await getter.close();
  });

  test.each([
    [
      'reset in the middle of the body',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('half');
        setImmediate(() => response.destroy());
      },
    ],
    [
      'gzip that is cut',
      (response: ServerResponse) =>
        response.setHeader('content-encoding', 'gzip').end(gzipSync('x'.repeat(1000)).subarray(0, 15)),
    ],
    [
      'gzip that is none',
      (response: ServerResponse) => response.setHeader('content-encoding', 'gzip').end('plain'),
    ],
    [
      'an encoding nobody knows',
      (response: ServerResponse) => response.setHeader('content-encoding', 'rot13').end('cynva'),
    ],
  ])('%s', async (_what, answer) => {
    await withOrigin(
      (_request, response) => void answer(response),
      async ({ getter }) => {
        expect(await errorOf(getter.get(page))).toMatchObject({ outcome: 'network', capture: null });
        expect(getter.requests).toBe(2);
      },
      { retries: 1 },
    );
  });

  test.each([
    ['no header', () => undefined],
    ['a body that stalls', (response: ServerResponse) => response.writeHead(200).write('half')],
  ])('time limit: %s', async (_what, answer) => {
    await withOrigin(
      (_request, response) => void answer(response),
      async ({ getter }) => {
        const start = performance.now();
        const error = await errorOf(getter.get(page));
        expect(error).toMatchObject({ code: 'fetch_timeout', outcome: 'timeout', retry: 'now' });
        expect(performance.now() - start).toBeLessThan(3_000);
      },
      { retries: 0, time_limit_ms: 150 },
    );
  });
});

describe('robots.txt', () => {
  const rules =
    (text: string, status = 200) =>
    (request: { url?: string | undefined }, response: ServerResponse) =>
      request.url === '/robots.txt' ? response.writeHead(status).end(text) : response.end('page');

  test('is read once, and what it disallows is not asked for', async () => {
    await withOrigin(
      rules('User-agent: *\nDisallow: /embed/@\n'),
      async ({ getter, asked }) => {
        const embed = {
          kind: 'creator-embed',
          subject: 'clay.workshop',
          path: '/embed/@clay.workshop',
        } as const;
        const [error] = await Promise.all([errorOf(getter.get(embed)), getter.get(page), getter.get(page)]);
        expect(error).toMatchObject({ code: 'fetch_disallowed', outcome: 'disallowed', retry: 'never' });
        expect(error.message).toContain('Disallow: /embed/@');
        expect(asked).toEqual(['/robots.txt', '/@clay.workshop', '/@clay.workshop']);
        expect(await getter.allowed('/embed/@')).toMatchObject({ allowed: false, outcome: 'disallowed' });
        expect(await getter.allowed('/@x')).toEqual({ allowed: true });
      },
      { robots: [] },
    );
  });

  test('yields to the person’s own choice', async () => {
    await withOrigin(
      rules('User-agent: *\nDisallow: /'),
      async ({ getter, asked }) => {
        await getter.get({ kind: 'creator-embed', subject: 'a', path: '/embed/@a' });
        expect(asked).toEqual(['/embed/@a']);
        expect(await errorOf(getter.get(page))).toMatchObject({ outcome: 'disallowed' });
      },
      { robots: ['/embed/@'] },
    );
  });

  test.each([
    ['is not there', '', 404, null],
    ['is empty', '', 200, null],
    ['is a challenge page', '<html>Please wait...</html>', 200, 'blocked'],
    ['cannot be given now', '', 503, 'server_error'],
  ])('that %s', async (_what, text, status, outcome) => {
    await withOrigin(
      rules(text, status),
      async ({ getter, asked }) => {
        if (outcome === null) {
          expect((await getter.get(page)).status).toBe(200);
          return;
        }
        const error = await errorOf(getter.get(page));
        expect(error).toMatchObject({ code: 'fetch_robots', outcome, retry: 'later' });
        expect(asked.filter((path) => path !== '/robots.txt')).toEqual([]);
        const before = asked.length;
        await errorOf(getter.get(page));
        expect(asked).toHaveLength(before);
      },
      { robots: [], retries: 1 },
    );
  });
});

test('requests of many callers go out one pace apart', async () => {
  await withOrigin(
    (_request, response) => response.end('x'),
    async ({ getter, effects }) => {
      await Promise.all(Array.from({ length: 11 }, () => getter.get(page)));
      const elapsedS = (effects.elapsed() - startOfTest.getTime()) / 1000;
      // Ten pauses of 3 s in the mean, none shorter than 1.2 s.
      expect(elapsedS).toBeGreaterThan(12);
      expect(elapsedS).toBeLessThan(90);
    },
  );
});
