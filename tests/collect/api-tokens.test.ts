import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createTokens, type Grant, replacedNote } from '../../lib/collect/api-tokens.ts';
import { TokenError } from '../../lib/collect/fetch-error.ts';
import { simulatedClient } from '../../lib/simulate/api-token.ts';
import { type TestApi, withApi } from './with-api.ts';

const client = { ...simulatedClient, settings: 'KEY and SECRET' };
const tokensFor = ({ settings, effects, refreshToken }: TestApi, change: Partial<Grant> = {}) =>
  createTokens({ kind: 'refresh', client, refreshToken, ...change } as Grant, settings, effects);

describe('createTokens', () => {
  test('a token is had once, as the documents say, and used until shortly before it expires', () =>
    withApi(async (api) => {
      const tokens = tokensFor(api);
      const first = await tokens.current();
      expect(await tokens.current()).toBe(first);
      expect(api.incoming).toHaveLength(1);
      expect(api.incoming[0]).toMatchObject({ method: 'POST', path: '/v2/oauth/token/' });
      expect(api.incoming[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
      expect(Object.fromEntries(new URLSearchParams(api.incoming[0]?.body))).toEqual({
        client_key: 'simulated-key',
        client_secret: 'simulated-secret',
        grant_type: 'refresh_token',
        refresh_token: api.refreshToken,
      });
      expect(tokens.scopes()).toContain('video.list');

      // Two hours, less a minute.
      await api.effects.sleep(7_139_000);
      expect(await tokens.current()).toBe(first);
      await api.effects.sleep(2_000);
      expect(await tokens.current()).not.toBe(first);
      expect(tokens.requests).toBe(2);
    }));

  test('a refresh token that was replaced is used from then on, and told to whoever keeps it', () =>
    withApi(async (api) => {
      const told: string[] = [];
      const tokens = tokensFor(api, { onReplaced: (next: string) => told.push(next) });
      await tokens.current();
      expect(told).toHaveLength(1);
      expect(told[0]).not.toBe(api.refreshToken);
      await tokens.renew(await tokens.current());
      expect(new URLSearchParams(api.incoming[1]?.body).get('refresh_token')).toBe(told[0]);
      expect(told).toHaveLength(2);
      expect(tokens.notes()).toEqual([]);
    }));

  test('where nobody keeps it, that is noted once, without showing it', () =>
    withApi(async (api) => {
      const tokens = tokensFor(api);
      expect(tokens.notes()).toEqual([]);
      await tokens.renew(await tokens.current());
      expect(tokens.notes()).toEqual([replacedNote]);
      expect(replacedNote).not.toContain(api.refreshToken);
    }));

  test('two that ask at once share one request', () =>
    withApi(async (api) => {
      const tokens = tokensFor(api);
      const [one, two] = await Promise.all([tokens.current(), tokens.current()]);
      expect(one).toBe(two);
      expect(api.incoming).toHaveLength(1);
    }));

  test('renewing a token that somebody else renewed already asks for none', () =>
    withApi(async (api) => {
      const tokens = tokensFor(api);
      await tokens.current();
      expect(await tokens.renew('the one before')).toBe(true);
      expect(api.incoming).toHaveLength(1);
    }));

  test('a client token has no refresh token; a fixed one is never asked for', () =>
    withApi(async (api) => {
      const research = createTokens({ kind: 'client', client }, api.settings, api.effects);
      expect(await research.current()).toMatch(/^clt\./);
      expect(research.notes()).toEqual([]);
      const fixed = createTokens({ kind: 'fixed', accessToken: 'act.mine' }, api.settings, api.effects);
      expect(await fixed.current()).toBe('act.mine');
      expect(await fixed.renew('act.mine')).toBe(false);
      expect(api.incoming).toHaveLength(1);
    }));

  test.each([
    [
      'a wrong secret',
      { client: { ...client, secret: 'hunter2-secret' } },
      /invalid_client/,
      /KEY and SECRET/,
    ],
    ['a dead refresh token', { refreshToken: 'rft.hunter2.1' }, /invalid_grant/, /Authorise/],
  ])('%s is a TokenError that shows neither', (_what, change, message, hint) =>
    withApi(async (api) => {
      const error = await tokensFor(api, change as Partial<Grant>)
        .current()
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(TokenError);
      expect(error).toMatchObject({ code: 'fetch_token', outcome: 'login_required', retry: 'never' });
      expect((error as TokenError).message).toMatch(message);
      expect((error as TokenError).hint).toMatch(hint);
      expect(inspect(error, { depth: 9 })).not.toContain('hunter2');
      expect(api.incoming).toHaveLength(1);
    }),
  );

  const json = (status: number, body: string) => ({ status, contentType: 'application/json', body });
  test.each([
    ['no JSON', json(200, '<html>')],
    ['cut JSON', json(200, '{"access_token":"act.x')],
    ['a list', json(200, '[]')],
    ['null', json(200, 'null')],
    ['a token that no header can carry', json(200, '{"access_token":"act.\\r\\nx-evil: 1"}')],
    ['an empty token', json(200, '{"access_token":""}')],
    ['a token beside status 400', json(400, '{"access_token":"act.x"}')],
    ['what was sent, as an error', json(400, '{"error":"simulated-secret"}')],
  ])('%s instead of a token is a TokenError without a secret', (_what, answer) =>
    withApi(
      async (api) => {
        const error = await tokensFor(api)
          .current()
          .catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(TokenError);
        const shown = inspect(error, { depth: 9 });
        for (const secret of ['simulated-secret', api.refreshToken]) expect(shown).not.toContain(secret);
      },
      () => answer,
    ),
  );

  test.each([
    ['a broken connection', 'cut', 'fetch_network'],
    ['a server error', json(502, ''), 'fetch_server_error'],
    ['too many requests', json(429, '{}'), 'fetch_rate_limited'],
  ] as const)('%s is tried again, and at the end told as it is', (_what, answer, code) =>
    withApi(
      async (api) => {
        const tokens = tokensFor(api);
        const error = await tokens.current().catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code });
        expect(inspect(error, { depth: 9 })).not.toContain(api.refreshToken);
        expect(api.incoming).toHaveLength(3);
        // What failed once may work the next time.
        expect(await tokens.current()).toMatch(/^act\./);
      },
      (_incoming, count) => (count <= 3 ? answer : null),
    ),
  );

  test('a token without a lifetime is used until the API refuses it', () =>
    withApi(
      async (api) => {
        const tokens = tokensFor(api);
        await tokens.current();
        await api.effects.sleep(10 * 86_400_000);
        expect(await tokens.current()).toBe('act.x');
        expect(api.incoming).toHaveLength(1);
      },
      () => json(200, '{"access_token":"act.x","expires_in":"soon"}'),
    ));
});
