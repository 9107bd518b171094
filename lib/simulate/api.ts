import { type ApiAnswer, type ApiRequest, answered, json, logIdOf, refused } from './api-answer.ts';
import { answerDisplayPosts, answerDisplayUser } from './api-display.ts';
import { answerResearchPosts, answerResearchUser } from './api-research.ts';
import {
  accessSeconds,
  readToken,
  refreshSeconds,
  simulatedClient,
  type TokenClaims,
  writeToken,
} from './api-token.ts';
import { pageBase } from './html.ts';
import type { World } from './world.ts';

/**
 * What the simulated official API answers to a request at an instant: a pure function of its arguments. It knows tokens
 * (`/v2/oauth/token/`), the Display API (`/v2/user/info/`, `/v2/video/list/`, `/v2/video/query/`) and the Research API
 * (`/v2/research/user/info/`, `/v2/research/video/query/`), with their scopes, limits and errors. As nothing is kept
 * between requests, a refresh token that was replaced goes on working, and no limit of requests is reached.
 */
export function answerApi(
  world: World,
  at: Date,
  method: string,
  target: string,
  headers: ApiRequest['headers'],
  body: string,
): ApiAnswer {
  const request = { method, target, headers, body };
  const url = URL.canParse(target, pageBase) ? new URL(target, pageBase) : null;
  const path = url?.pathname.replace(/\/?$/, '/') ?? '';
  if (!world.answers(null, at))
    return refused('internal_error', 'Something went wrong.', logIdOf(at, request));
  if (path === '/v2/oauth/token/' && method === 'POST') return answerToken(world, at, request);
  const endpoint = endpoints.find((one) => one.path === path);
  if (!endpoint || url === null)
    return { status: 404, contentType: 'text/plain; charset=utf-8', body: 'Unsupported path(Janus)' };
  if (endpoint.method !== method)
    return { status: 405, contentType: 'text/plain; charset=utf-8', body: 'Method not allowed' };

  const logId = logIdOf(at, request);
  const bearer = /^bearer (\S+)$/i.exec(String(headers['authorization'] ?? ''))?.[1] ?? '';
  const claims = readToken(world, at, endpoint.token, bearer);
  if (claims === null)
    return refused('access_token_invalid', 'The access token is invalid or not found in the request.', logId);
  const fields = (url.searchParams.get('fields') ?? '').split(',').filter((name) => name !== '');
  if (fields.length === 0) return refused('invalid_params', 'Fields is required', logId);
  const answer = endpoint.answer(world, at, { claims, fields, body, path });
  return 'code' in answer ? refused(answer.code, answer.message, logId) : answered(answer.data, logId);
}

const endpoints = [
  { path: '/v2/user/info/', method: 'GET', token: 'access', answer: answerDisplayUser },
  { path: '/v2/video/list/', method: 'POST', token: 'access', answer: answerDisplayPosts },
  { path: '/v2/video/query/', method: 'POST', token: 'access', answer: answerDisplayPosts },
  { path: '/v2/research/user/info/', method: 'POST', token: 'client', answer: answerResearchUser },
  { path: '/v2/research/video/query/', method: 'POST', token: 'client', answer: answerResearchPosts },
] as const;

/** Tokens, with the errors of RFC 6749, which have no envelope. */
function answerToken(world: World, at: Date, request: ApiRequest): ApiAnswer {
  const form = new URLSearchParams(request.body);
  const no = (error: string, error_description: string) =>
    json(400, { error, error_description, log_id: logIdOf(at, request) });
  if (form.get('client_key') !== simulatedClient.key || form.get('client_secret') !== simulatedClient.secret)
    return no('invalid_client', 'Client key or secret is incorrect.');
  const now = Math.floor(at.getTime() / 1000);
  const access = { until: now + accessSeconds };
  if (form.get('grant_type') === 'client_credentials') {
    const claims: TokenClaims = {
      kind: 'client',
      account: '',
      scopes: ['research.data.basic'],
      turn: 0,
      ...access,
    };
    return json(200, {
      access_token: writeToken(world, claims),
      expires_in: accessSeconds,
      token_type: 'Bearer',
    });
  }
  if (form.get('grant_type') !== 'refresh_token')
    return no('unsupported_grant_type', 'The grant type is not supported.');
  const claims = readToken(world, at, 'refresh', form.get('refresh_token') ?? '');
  if (claims === null) return no('invalid_grant', 'Refresh token is invalid or expired.');
  const turn = claims.turn + 1;
  return json(200, {
    access_token: writeToken(world, { ...claims, kind: 'access', turn, ...access }),
    expires_in: accessSeconds,
    open_id: `simulated-${claims.account}`,
    refresh_expires_in: refreshSeconds,
    refresh_token: writeToken(world, { ...claims, until: now + refreshSeconds, turn }),
    scope: claims.scopes.join(','),
    token_type: 'Bearer',
  });
}
