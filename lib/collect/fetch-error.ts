import { ClipbookError, type ErrorDetails } from '../errors.ts';
import type { Capture } from '../schema/capture.ts';
import type { Outcome } from '../schema/outcome.ts';

/**
 * What to do after a failed request: `now`, the same request may be tried again after a wait; `never`, asking again
 * would not help; `stand-down`, the origin asks for quiet: everything waits, and where it lasts the run should end.
 */
export type RetryPolicy = 'now' | 'never' | 'stand-down';

export interface FetchErrorDetails extends ErrorDetails {
  outcome: Outcome;
  retry: RetryPolicy;
  /** Where the request went; never with credentials. */
  url: string;
  /** How long the origin asked to be left alone, in milliseconds; null where it did not say. */
  retryAfterMs?: number | null;
  /** The answer, where there was one that is no page: it can be kept like any other. */
  capture?: Capture | null;
}

/**
 * A request that brought no page. Codes: `fetch_network`, `fetch_timeout`, `fetch_too_large`, `fetch_server_error`,
 * `fetch_rate_limited`, `fetch_disallowed`, `fetch_robots`. Not thrown for answers that mean something, such as 404.
 */
export class FetchError extends ClipbookError {
  override readonly name = 'FetchError';
  readonly outcome: Outcome;
  readonly retry: RetryPolicy;
  readonly url: string;
  readonly retryAfterMs: number | null;
  readonly capture: Capture | null;
  constructor(code: string, message: string, details: FetchErrorDetails) {
    super(code, message, details);
    this.outcome = details.outcome;
    this.retry = details.retry;
    this.url = details.url;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.capture = details.capture ?? null;
  }
}
