import { createServer, type IncomingHttpHeaders } from 'node:http';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { cleanCapture } from '../../lib/clean/capture.ts';
import { allPages, type NextPage } from '../../lib/collect/all-pages.ts';
import { displayOwners } from '../../lib/collect/display-api.ts';
import { readSettings } from '../../lib/config.ts';
import type { Capture } from '../../lib/schema/capture.ts';
import { listen } from '../helpers/listening.ts';
import { handle, type Incoming, owner, startOfTest, type TestApi, withApi, world } from './with-api.ts';

/** Everything that a capture holds, as text. */
const textOf = (capture: Capture) => JSON.stringify(capture) + Buffer.from(capture.body).toString();
const bearerOf = ({ headers }: Incoming) => headers.authorization?.replace('Bearer ', '') ?? '';
const error = (status: number, code: string, headers: Record<string, string> = {}) => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify({ data: {}, error: { code, message: '', log_id: 'x' } }),
  headers,
});
/** Answers so to what is no token request, as long as `count` says. */
const endpoints =
  <T>(answer: T, isSo: (count: number) => boolean = () => true) =>
  ({ path }: Incoming, count: number): T | null =>
    path.includes('/oauth/') || !isSo(count) ? null : answer;

describe('createDisplayApi', () => {
  test('the account, asked as the documents say', () =>
    withApi(async (api) => {
      const display = api.display();
      const capture = await display.user();
      expect(capture).toMatchObject({ kind: 'display-user', subject: '', status: 200, simulated: true });
      expect(api.incoming[1]).toMatchObject({ method: 'GET', body: '' });
      expect(api.incoming[1]?.path).toMatch(/^\/v2\/user\/info\/\?fields=display_name,username,/);
      expect(api.incoming[1]?.headers).toMatchObject({
        authorization: expect.stringMatching(/^Bearer act\./),
        'user-agent': 'Clipbook/0.1',
        accept: 'application/json',
      });
      expect(display.requests).toBe(2);
      const truth = world.truth(startOfTest).find((one) => one.accountId === owner.id);
      expect(cleanCapture(capture)).toMatchObject({
        outcome: 'ok',
        account_id: `handle:${handle}`,
        source: 'simulated:display_api',
        drafts: [
          {
            row: {
              followers: truth?.followers,
              following: truth?.following,
              likes: truth?.likes,
              posts: truth?.posts,
              rounding: 'exact',
            },
          },
          { row: { name: owner.persona.nickname } },
        ],
      });
    }));

  test('only fields of scopes that the owner agreed to are asked for', () =>
    withApi(async (api) => {
      const capture = await api.display({}, ['user.info.basic', 'user.info.profile']).user();
      expect(capture.url).not.toContain('follower_count');
      expect(cleanCapture(capture)).toMatchObject({
        outcome: 'layout_changed',
        message: expect.stringContaining('user.info.stats'),
      });
      const posts = await api.display({}, ['user.info.basic']).list(handle, null);
      expect(cleanCapture(posts)).toMatchObject({
        outcome: 'login_required',
        message: expect.stringContaining('scope_not_authorized'),
      });
      // A missing scope is no reason to renew the token.
      expect(api.paths().filter((path) => path === '/v2/oauth/token/')).toHaveLength(2);
    }));

  const listAll = async ({ display }: TestApi) => {
    const listing = display();
    const captures: Capture[] = [];
    const pages = allPages({
      ask: async (next: NextPage | null) => {
        const capture = await listing.list(handle, next?.cursor ?? null);
        captures.push(capture);
        return cleanCapture(capture);
      },
      nextOf: (page) => page.next ?? null,
      idsOf: (page) => page.listed.map(({ post_id }) => post_id),
    });
    const ids: string[] = [];
    for await (const page of pages) ids.push(...page.listed.map(({ post_id }) => post_id));
    return { ids, captures };
  };

  test('all posts, page by page', () =>
    withApi(async (api) => {
      const { ids, captures } = await listAll(api);
      const real = world.postsOf(owner.id, startOfTest).map(({ postId }) => postId);
      expect(real.length).toBeGreaterThan(40);
      expect(ids).toEqual(real);
      expect(captures).toHaveLength(Math.ceil(real.length / 20));
      expect(JSON.parse(api.incoming[1]?.body ?? '')).toEqual({ max_count: 20 });
      expect(JSON.parse(api.incoming[2]?.body ?? '')).toEqual({ max_count: 20, cursor: expect.any(Number) });
    }));

  test('at a second a request, whoever asks', () =>
    withApi(async (api) => {
      const { captures } = await listAll(api);
      const seconds = (api.effects.now().getTime() - startOfTest.getTime()) / 1000;
      expect(seconds).toBeGreaterThan(0.3 * (captures.length - 1));
    }));

  test('single posts; those that are gone are missing', () =>
    withApi(async (api) => {
      const [first, second] = world.postsOf(owner.id, startOfTest);
      const ids = [second?.postId ?? '', '7000000000000000001', first?.postId ?? ''];
      const capture = await api.display().query(handle, ids);
      expect(JSON.parse(api.incoming[1]?.body ?? '')).toEqual({ filters: { video_ids: ids } });
      const cleaned = cleanCapture(capture);
      expect(cleaned).toMatchObject({ outcome: 'ok', next: null });
      expect(cleaned.listed.map(({ post_id }) => post_id)).toEqual([first?.postId, second?.postId]);
      expect(cleaned.drafts[0]?.row).toMatchObject({
        views: first?.views,
        likes: first?.likes,
        comments: first?.comments,
        shares: first?.shares,
        saves: null,
      });
      await expect(api.display().query(handle, [])).rejects.toThrow(RangeError);
      await expect(
        api.display().query(
          handle,
          Array.from({ length: 21 }, () => '1'),
        ),
      ).rejects.toThrow(RangeError);
    }));

  test('a token that is refused in the middle is renewed once, and the page asked for again', () =>
    withApi(
      async (api) => {
        const display = api.display();
        expect(cleanCapture(await display.user()).outcome).toBe('ok');
        expect(cleanCapture(await display.list(handle, null)).outcome).toBe('ok');
        expect(api.paths()).toEqual([
          '/v2/oauth/token/',
          '/v2/user/info/',
          '/v2/video/list/',
          '/v2/oauth/token/',
          '/v2/video/list/',
        ]);
        expect(bearerOf(api.incoming[4] as Incoming)).not.toBe(bearerOf(api.incoming[2] as Incoming));
      },
      endpoints(error(401, 'access_token_invalid'), (count) => count === 3),
    ));

  test('where the new one is refused as well, that is the answer, and no further one is asked for', () =>
    withApi(
      async (api) => {
        const display = api.display();
        for (let time = 0; time < 3; time++)
          expect(cleanCapture(await display.user())).toMatchObject({
            outcome: 'login_required',
            message: expect.stringContaining('access_token_invalid'),
          });
        expect(api.paths().filter((path) => path === '/v2/oauth/token/')).toHaveLength(2);
      },
      endpoints(error(401, 'access_token_invalid')),
    ));

  test('an access token from the environment is used as it is and never renewed', () =>
    withApi(async (api) => {
      const [fixed] = displayOwners({ ...noSecrets, display_access_token: 'act.mine' });
      const display = api.display(fixed);
      expect(cleanCapture(await display.user()).outcome).toBe('login_required');
      expect(api.paths()).toEqual(['/v2/user/info/']);
    }));

  test('429 is waited out as long as the API asks for', () =>
    withApi(
      async (api) => {
        const capture = await api.display().user();
        expect(cleanCapture(capture).outcome).toBe('ok');
        expect(api.effects.now().getTime() - startOfTest.getTime()).toBeGreaterThanOrEqual(120_000);
      },
      endpoints(error(429, 'rate_limit_exceeded', { 'retry-after': '120' }), (count) => count === 2),
    ));

  test('429 that lasts ends the asking', () =>
    withApi(
      async (api) => {
        const display = api.display();
        await expect(display.user()).rejects.toMatchObject({ code: 'fetch_rate_limited' });
        const asked = api.incoming.length;
        await expect(display.list(handle, null)).rejects.toMatchObject({ code: 'fetch_not_asked' });
        expect(api.incoming).toHaveLength(asked);
      },
      endpoints(error(429, 'rate_limit_exceeded')),
    ));

  test('5xx is tried again', () =>
    withApi(
      async (api) => {
        expect(cleanCapture(await api.display().user()).outcome).toBe('ok');
        expect(api.paths().filter((path) => path === '/v2/user/info/')).toHaveLength(2);
      },
      endpoints(error(500, 'internal_error'), (count) => count === 2),
    ));

  test('5xx that stays is an error with its answer', () =>
    withApi(
      async (api) => {
        await expect(api.display().user()).rejects.toMatchObject({
          code: 'fetch_server_error',
          capture: { kind: 'display-user', status: 500 },
        });
      },
      endpoints(error(500, 'internal_error')),
    ));

  test.each([
    ['cut JSON', { ...error(200, 'ok'), body: '{"data":{"user":{"username":"clay' }, 'layout_changed'],
    ['a page', { ...error(200, 'ok'), body: '<html><title>Welcome</title></html>' }, 'layout_changed'],
    ['an unknown code', error(400, 'user_is_asleep'), 'layout_changed'],
    ['a wrong request', error(400, 'invalid_params'), 'invalid'],
    ['an error with status 200', error(200, 'internal_error'), 'server_error'],
  ])('%s is an answer that holds nothing', (_what, answer, outcome) =>
    withApi(async (api) => {
      expect(cleanCapture(await api.display().user())).toMatchObject({ outcome, drafts: [] });
    }, endpoints(answer)),
  );

  test('a redirect to another origin is not followed, so the token goes to none', async () => {
    const followed: IncomingHttpHeaders[] = [];
    const elsewhere = await listen(
      createServer((request, response) => {
        followed.push(request.headers);
        response.end('{}');
      }),
    );
    const location = `http://127.0.0.1:${elsewhere.port}/v2/user/info/`;
    await withApi(
      async (api) => {
        const capture = await api.display().user();
        expect(capture.final_url).toBe(location);
        expect(followed).toHaveLength(0);
      },
      endpoints(error(302, 'ok', { location })),
    );
    await elsewhere.stop();
  });

  test('no secret is in a capture, an error or a note', () =>
    withApi(
      async (api) => {
        const display = api.display({ onReplaced: () => undefined });
        const user = await display.user();
        const posts = await display.list(handle, null);
        const refused = await display.query(handle, ['1']);
        const thrown = await display.query(handle, ['1']).catch((one: unknown) => one);
        expect(thrown).toMatchObject({ code: 'fetch_server_error' });
        const shown =
          [user, posts, refused].map(textOf).join() + inspect(thrown, { depth: 9 }) + display.notes().join();
        const secrets = api.incoming.flatMap((one) => [
          bearerOf(one),
          new URLSearchParams(one.body).get('refresh_token'),
        ]);
        expect(secrets.filter((one) => one).length).toBeGreaterThan(4);
        for (const secret of [...secrets, 'simulated-secret', 'simulated-key'])
          if (secret) expect(shown).not.toContain(secret);
      },
      ({ path }, count) =>
        path.includes('/video/query/')
          ? error(count <= 6 ? 401 : 500, count <= 6 ? 'access_token_invalid' : 'internal_error')
          : null,
    ));
});

const noSecrets = {
  display_client_key: null,
  display_client_secret: null,
  display_refresh_tokens: [] as string[],
  display_access_token: null as string | null,
};

describe('displayOwners', () => {
  test('none without tokens, one for each refresh token, else the access token', () => {
    expect(displayOwners(noSecrets)).toEqual([]);
    const env = {
      CLIPBOOK_DISPLAY_CLIENT_KEY: 'key',
      CLIPBOOK_DISPLAY_CLIENT_SECRET: 'secret',
      CLIPBOOK_DISPLAY_REFRESH_TOKENS: 'rft.one, rft.two\nrft.three',
      CLIPBOOK_DISPLAY_ACCESS_TOKEN: 'act.one',
    };
    const told: [number, string][] = [];
    const owners = displayOwners(readSettings({}, env, '/project'), (...one) => told.push(one));
    expect(owners).toMatchObject([
      { kind: 'refresh', refreshToken: 'rft.one', client: { key: 'key', secret: 'secret' } },
      { kind: 'refresh', refreshToken: 'rft.two' },
      { kind: 'refresh', refreshToken: 'rft.three' },
    ]);
    for (const one of owners) if (one.kind === 'refresh') one.onReplaced?.('next');
    expect(told).toEqual([
      [0, 'next'],
      [1, 'next'],
      [2, 'next'],
    ]);
    expect(displayOwners(readSettings({}, { CLIPBOOK_DISPLAY_ACCESS_TOKEN: 'act.one' }, '/project'))).toEqual(
      [{ kind: 'fixed', accessToken: 'act.one' }],
    );
  });

  test('refresh tokens without an application are half a setting', () => {
    const settings = { ...noSecrets, display_refresh_tokens: ['rft.hunter2'] };
    expect(() => displayOwners(settings)).toThrow(
      expect.objectContaining({ code: 'bad_setting', message: expect.not.stringContaining('hunter2') }),
    );
  });
});
