import { msPerMinute } from '../calendar.ts';
import { type FetchError, RateLimitedError, ServerError, TokenError } from './fetch-error.ts';

/** An application as the API knows it, and the names of the settings that hold it, for messages. */
export interface Client {
  key: string;
  secret: string;
  settings: string;
}

/** An access token. */
export interface Token {
  value: string;
  /** From this time on it is not sent any more, in milliseconds since 1970. */
  until: number;
  scopes: readonly string[] | null;
}

/** Renewed this long before it expires, so that it lasts for the request it is had for. */
const marginMs = msPerMinute;

/** Reads a token answer; null where it has no token that a header can carry. */
export function readToken(body: unknown, now: Date): (Token & { refreshToken: string | null }) | null {
  const { access_token, refresh_token, expires_in, scope } = isRecord(body) ? body : {};
  if (!isToken(access_token)) return null;
  // Without a lifetime the API's own refusal says when it is over.
  const lifeMs =
    typeof expires_in === 'number' && expires_in > 0 ? expires_in * 1000 : Number.POSITIVE_INFINITY;
  return {
    value: access_token,
    until: now.getTime() + Math.max(lifeMs - marginMs, lifeMs / 2),
    scopes: typeof scope === 'string' && scope !== '' ? scope.split(/[\s,]+/) : null,
    refreshToken: isToken(refresh_token) ? refresh_token : null,
  };
}

function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]{1,4096}$/.test(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/**
 * What a token answer without a token means, as an error that shows no secret. Only known codes are repeated: an answer may
 * hold what was sent.
 */
export function refusalOf(url: URL, status: number, body: unknown, client: Client): FetchError {
  const code = isRecord(body) ? body['error'] : null;
  if (status === 429)
    return new RateLimitedError(`${url.href}: the API answered 429, too many requests.`, { url: url.href });
  if (status >= 500) return new ServerError(`${url.href}: the API answered ${status}.`, { url: url.href });
  if (code === 'invalid_client' || code === 'unauthorized_client')
    return refusedToken(url, `client key and secret do not belong together (${code})`, {
      hint: `Compare ${client.settings} with the page of your application.`,
    });
  if (code === 'invalid_grant')
    return refusedToken(url, `the refresh token is expired, revoked or was replaced (${code})`);
  const known = ['invalid_request', 'invalid_scope', 'access_denied', 'unsupported_grant_type'];
  const shown = typeof code === 'string' && known.includes(code) ? ` (${code})` : '';
  return refusedToken(url, `the API answered ${status} without a token${shown}`);
}

export function refusedToken(url: URL, why: string, details: { hint?: string } = {}): TokenError {
  return new TokenError(`${url.href}: no access token, ${why}.`, { url: url.href, ...details });
}
