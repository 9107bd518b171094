import type { Capture } from '../schema/capture.ts';
import { BodyTooLargeError } from './body.ts';
import { FetchError } from './fetch-error.ts';

/**
 * The `FetchError` for an answer that is no page: 429 and 5xx. Null for every other status: those mean something, and
 * reading them is the next step's work.
 */
export function refusalOf(capture: Capture, retryAfterMs: number | null): FetchError | null {
  const { status, url } = capture;
  const details = { url, capture, retryAfterMs };
  if (status === 429)
    return new FetchError('fetch_rate_limited', `${url} was answered with 429: too many requests.`, {
      ...details,
      outcome: 'rate_limited',
      retry: 'stand-down',
      hint: 'Try again in some hours, at a slower pace (CLIPBOOK_REQUESTS_PER_MINUTE).',
    });
  if (status >= 500)
    return new FetchError(
      'fetch_server_error',
      `${url} was answered with ${status}: the server has a problem.`,
      {
        ...details,
        outcome: 'server_error',
        retry: 'now',
        hint: 'Try again later.',
      },
    );
  return null;
}

/** The `FetchError` for a request that failed; `timeLimitMs` where it was the time limit that ended it. */
export function failureOf(cause: unknown, url: string, timeLimitMs: number | null): FetchError {
  if (timeLimitMs !== null)
    return new FetchError(
      'fetch_timeout',
      `${url} was not answered in full within ${timeLimitMs / 1000} s.`,
      {
        url,
        cause,
        outcome: 'timeout',
        retry: 'now',
        hint: 'Try again later, or raise CLIPBOOK_TIME_LIMIT_MS.',
      },
    );
  if (cause instanceof BodyTooLargeError)
    return new FetchError('fetch_too_large', `${url} is larger than any page should be.`, {
      url,
      cause,
      outcome: 'layout_changed',
      retry: 'never',
    });
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return new FetchError('fetch_network', `${url} could not be fetched: the connection failed${code}.`, {
    url,
    cause,
    outcome: 'network',
    retry: 'now',
    hint: 'Check that this machine reaches the origin, then try again.',
  });
}
