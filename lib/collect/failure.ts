import type { Capture } from '../schema/capture.ts';
import type { Outcome } from '../schema/outcome.ts';
import { BodyTooLargeError, BrokenEncodingError } from './body.ts';
import {
  BlockedError,
  BrokenBodyError,
  CaptchaError,
  type FetchError,
  NetworkError,
  RateLimitedError,
  ServerError,
  TimeLimitError,
  TooLargeError,
} from './fetch-error.ts';

/** What an answer was recognised as, where it is not the page that was asked for. */
export interface Recognised {
  outcome: Outcome;
  /** In a sentence. */
  message: string;
}

/**
 * The error for an answer that is no page and says nothing of the thing asked for: 429, 5xx, a challenge, a captcha, a
 * refusal. Null for every other answer, 404 and a login page included: reading those is the next step's work.
 */
export function refusalOf(
  capture: Capture,
  recognised: Recognised | null,
  retryAfterMs: number | null,
): FetchError | null {
  const { status, url } = capture;
  const details = { url, capture, retryAfterMs };
  const outcome = recognised?.outcome ?? outcomeOfStatus(status);
  const message = `${url}: ${recognised?.message ?? `the origin answered ${status}.`}`;
  if (outcome === 'blocked') return new BlockedError(message, details);
  if (outcome === 'captcha') return new CaptchaError(message, details);
  if (outcome === 'rate_limited') return new RateLimitedError(message, details);
  // A page that says of itself that the server failed comes with status 200 and is read like any other.
  if (outcome === 'server_error' && status >= 500) return new ServerError(message, details);
  return null;
}

function outcomeOfStatus(status: number): Outcome | null {
  return status === 429 ? 'rate_limited' : status >= 500 ? 'server_error' : null;
}

/** The error for a request that failed; `timeLimitMs` where it was the time limit that ended it. */
export function failureOf(cause: unknown, url: string, timeLimitMs: number | null): FetchError {
  if (timeLimitMs !== null)
    return new TimeLimitError(`${url} was not answered in full within ${timeLimitMs / 1000} s.`, {
      url,
      cause,
    });
  if (cause instanceof BodyTooLargeError)
    return new TooLargeError(`${url} is larger than any page should be.`, { url, cause });
  if (cause instanceof BrokenEncodingError)
    return new BrokenBodyError(`${url} was answered with a body that cannot be unpacked.`, { url, cause });
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return new NetworkError(`${url} could not be fetched: the connection failed${code}.`, { url, cause });
}
