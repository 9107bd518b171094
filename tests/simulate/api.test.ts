import { describe, expect, test } from 'vitest';
import { answerApi } from '../../lib/simulate/api.ts';
import { researchLagMs } from '../../lib/simulate/api-research.ts';
import { refreshTokenFor, type Scope, simulatedClient } from '../../lib/simulate/api-token.ts';
import { createWorld } from '../../lib/simulate/world.ts';
import { dayAt, dig, world } from './fixture.ts';

const at = dayAt(30);
const creator = world.creators.reduce((most, one) => (one.posts.length > most.posts.length ? one : most));
const postFields = 'id,create_time,share_url,video_description,duration,view_count,like_count';

function tokenAnswer(fields: Record<string, string>, when = at) {
  const form = { client_key: simulatedClient.key, client_secret: simulatedClient.secret, ...fields };
  const { status, body } = answerApi(
    world,
    when,
    'POST',
    '/v2/oauth/token/',
    {},
    new URLSearchParams(form).toString(),
  );
  return { status, body: JSON.parse(body) as Record<string, unknown> };
}
function accessToken(accountId = creator.id, scopes?: readonly Scope[]): string {
  const refresh_token = refreshTokenFor(world, accountId, at, scopes);
  return String(tokenAnswer({ grant_type: 'refresh_token', refresh_token }).body['access_token']);
}
const clientToken = () => String(tokenAnswer({ grant_type: 'client_credentials' }).body['access_token']);

function ask(method: string, target: string, token: string, json?: object, when = at, of = world) {
  const headers = { authorization: `Bearer ${token}` };
  const answer = answerApi(of, when, method, target, headers, json ? JSON.stringify(json) : '');
  return {
    ...answer,
    json: (answer.contentType.startsWith('application/json') ? JSON.parse(answer.body) : null) as unknown,
  };
}

describe('tokens', () => {
  test('a refresh token gives an access token and the next refresh token', () => {
    const refresh_token = refreshTokenFor(world, creator.id, at);
    const { status, body } = tokenAnswer({ grant_type: 'refresh_token', refresh_token });
    expect(status).toBe(200);
    expect(body).toMatchObject({ expires_in: 7200, refresh_expires_in: 15_552_000, token_type: 'Bearer' });
    expect(body['scope']).toBe('user.info.basic,user.info.profile,user.info.stats,video.list');
    expect(body['refresh_token']).not.toBe(refresh_token);
  });

  test.each([
    [{ grant_type: 'refresh_token', refresh_token: 'rft.x.1' }, 'invalid_grant'],
    [{ grant_type: 'refresh_token', refresh_token: '' }, 'invalid_grant'],
    [{ grant_type: 'client_credentials', client_secret: 'x' }, 'invalid_client'],
    [{ grant_type: 'password' }, 'unsupported_grant_type'],
  ])('%j is %s', (fields, error) => {
    expect(tokenAnswer(fields as Record<string, string>)).toMatchObject({ status: 400, body: { error } });
  });

  test('tokens end, and those of another kind or another world are none', () => {
    const token = accessToken();
    const path = '/v2/user/info/?fields=username';
    expect(ask('GET', path, token).status).toBe(200);
    expect(ask('GET', path, token, undefined, new Date(at.getTime() + 7_200_000)).status).toBe(401);
    expect(ask('GET', path, clientToken()).status).toBe(401);
    expect(ask('GET', path, '').status).toBe(401);
    const other = createWorld({ seed: 2, start: '2026-01-01', days: 40 });
    expect(ask('GET', path, token, undefined, at, other).status).toBe(401);
  });
});

describe('the Display API', () => {
  test('the account, exact, with the fields asked for', () => {
    const truth = world.truth(at).find((one) => one.accountId === creator.id);
    const { json } = ask('GET', '/v2/user/info/?fields=username,follower_count,likes_count', accessToken());
    expect(json).toEqual({
      data: {
        user: { username: truth?.handle, follower_count: truth?.followers, likes_count: truth?.likes },
      },
      error: { code: 'ok', message: '', log_id: expect.any(String) },
    });
  });

  test.each([
    ['GET', '/v2/user/info/?fields=follower_count', ['user.info.basic'], 'scope_not_authorized'],
    ['POST', `/v2/video/list/?fields=${postFields}`, ['user.info.basic'], 'scope_not_authorized'],
    ['GET', '/v2/user/info/', ['user.info.basic'], 'invalid_params'],
    ['GET', '/v2/user/info/?fields=shoe_size', ['user.info.basic'], 'invalid_params'],
  ] as const)('%s %s with %j is %s', (method, target, scopes, code) => {
    expect(dig(ask(method, target, accessToken(creator.id, scopes), {}).json, 'error', 'code')).toBe(code);
  });

  test('the list, newest first, in pages of 20 at most', () => {
    const token = accessToken();
    const ids: unknown[] = [];
    let cursor: unknown;
    for (let more: unknown = true; more === true; ) {
      const json = { max_count: 20, ...(cursor === undefined ? {} : { cursor }) };
      const page = ask('POST', `/v2/video/list/?fields=${postFields}`, token, json).json;
      const videos = dig(page, 'data', 'videos') as unknown[];
      expect(videos.length).toBeLessThanOrEqual(20);
      ids.push(...videos.map((video) => dig(video, 'id')));
      cursor = dig(page, 'data', 'cursor');
      more = dig(page, 'data', 'has_more');
    }
    expect(ids).toEqual(world.postsOf(creator.id, at).map(({ postId }) => postId));
    const tooMany = ask('POST', `/v2/video/list/?fields=${postFields}`, token, { max_count: 21 });
    expect(tooMany.status).toBe(400);
  });

  test('texts are cut to 150 characters; saves are not told', () => {
    const { json } = ask('POST', `/v2/video/list/?fields=${postFields},save_count`, accessToken(), {
      max_count: 20,
    });
    for (const video of dig(json, 'data', 'videos') as unknown[]) {
      expect([...String(dig(video, 'video_description'))].length).toBeLessThanOrEqual(150);
      expect(Object.keys(video as object)).toEqual(postFields.split(','));
    }
  });

  test('an account that is gone takes its token with it', () => {
    const gone = world.creators.find((one) => Number.isFinite(one.deletedMs));
    if (!gone) throw new TypeError('this world deletes an account');
    const after = new Date(gone.deletedMs + 1_000);
    const refresh_token = refreshTokenFor(world, gone.id, after);
    const token = String(
      tokenAnswer({ grant_type: 'refresh_token', refresh_token }, after).body['access_token'],
    );
    expect(ask('GET', '/v2/user/info/?fields=username', token, undefined, after).status).toBe(401);
  });
});

describe('the Research API', () => {
  const query = (handle: string) => ({
    query: { and: [{ operation: 'EQ', field_name: 'username', field_values: [handle] }] },
    start_date: '20260101',
    end_date: '20260131',
  });
  const handle = creator.persona.handle;
  const fields = 'id,username,view_count,favorites_count';

  test('an account two days ago; nobody for a handle that nobody has', () => {
    const { json } = ask('POST', '/v2/research/user/info/?fields=follower_count', clientToken(), {
      username: handle,
    });
    expect(dig(json, 'data')).toEqual({
      follower_count: world.followersAt(creator.id, new Date(at.getTime() - researchLagMs)),
    });
    const nobody = ask('POST', '/v2/research/user/info/?fields=follower_count', clientToken(), {
      username: 'x',
    });
    expect(nobody.status).toBe(400);
  });

  test('posts in pages of one search, with ids as numbers', () => {
    const target = `/v2/research/video/query/?fields=${fields}`;
    const first = ask('POST', target, clientToken(), { ...query(handle), max_count: 2 });
    expect(first.body).toMatch(/"id":\d{19},/);
    const [cursor, search_id] = [dig(first.json, 'data', 'cursor'), dig(first.json, 'data', 'search_id')];
    expect(dig(first.json, 'data', 'has_more')).toBe(true);
    const second = ask('POST', target, clientToken(), { ...query(handle), max_count: 2, cursor, search_id });
    expect(dig(second.json, 'data', 'videos', 0, 'id')).not.toEqual(
      dig(first.json, 'data', 'videos', 0, 'id'),
    );
    const lost = ask('POST', target, clientToken(), {
      ...query(handle),
      max_count: 2,
      cursor,
      search_id: '7',
    });
    expect(lost.status).toBe(400);
  });

  test.each([
    { start_date: '20260101', end_date: '20260301' },
    { start_date: '20260131', end_date: '20260101' },
    { start_date: 'today' },
    { query: {} },
    { max_count: 101 },
  ])('%j is a wrong request', (change) => {
    const target = `/v2/research/video/query/?fields=${fields}`;
    expect(ask('POST', target, clientToken(), { ...query(handle), ...change }).status).toBe(400);
  });
});

test('anything else is no endpoint', () => {
  expect(ask('GET', '/v2/user/likes/?fields=id', accessToken()).status).toBe(404);
  expect(ask('GET', 'http://[', accessToken()).status).toBe(404);
  expect(ask('POST', '/v2/user/info/?fields=username', accessToken()).status).toBe(405);
  expect(ask('POST', `/v2/video/list/?fields=${postFields}`, accessToken()).status).toBe(200);
});

test('the same question has the same answer', () => {
  const target = `/v2/video/list/?fields=${postFields}`;
  expect(ask('POST', target, accessToken(), { max_count: 3 })).toEqual(
    ask('POST', target, accessToken(), { max_count: 3 }),
  );
});
