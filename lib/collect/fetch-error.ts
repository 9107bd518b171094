import { ClipbookError, type ErrorDetails } from '../errors.ts';
import type { Capture } from '../schema/capture.ts';
import type { Outcome } from '../schema/outcome.ts';
import { retryWaitMs } from './retry.ts';

/**
 * What to do after a failed request. The class of the error decides, not a list of codes:
 * `now`: the same request may be tried again after a wait. `later`: not in this run; nothing was stored, so the next run
 * finds it due. `never`: asking again does not help. `stand-down`: the origin says no to us and not to the thing we asked
 * for: nobody asks it for anything until it had its rest.
 */
export type RetryPolicy = 'now' | 'later' | 'never' | 'stand-down';

export interface FetchErrorDetails extends ErrorDetails {
  /** Where the request went; never with credentials. */
  url: string;
  /** How long the origin asked to be left alone, in milliseconds; null where it did not say. */
  retryAfterMs?: number | null;
  /** The answer, where there was one that is no page: it can be kept like any other. */
  capture?: Capture | null;
}

/**
 * A request that brought no page. Not thrown for answers that mean something about the thing, such as 404. Message, hint
 * and cause hold no credential: requests are named by their address alone.
 */
export abstract class FetchError extends ClipbookError {
  override readonly name: string = 'FetchError';
  abstract readonly outcome: Outcome;
  abstract readonly retry: RetryPolicy;
  readonly url: string;
  readonly retryAfterMs: number | null;
  readonly capture: Capture | null;
  constructor(code: string, message: string, details: FetchErrorDetails) {
    super(code, message, details);
    this.url = details.url;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.capture = details.capture ?? null;
  }

  /**
   * How long to wait before the same request is tried again, in milliseconds; null where it is not, in this run.
   * `attempt` is the try that failed, from 1; `random` is uniform in [0, 1).
   */
  waitMs(attempt: number, random: number): number | null {
    return this.retry === 'now' ? retryWaitMs(attempt, this.retryAfterMs, random) : null;
  }

  /** Id of the answer that was no page; null where there was none. */
  get captureId(): string | null {
    return this.capture?.capture_id ?? null;
  }
}

/** The connection failed: refused, reset, cut. */
export class NetworkError extends FetchError {
  override readonly name = 'NetworkError';
  readonly outcome = 'network';
  readonly retry = 'now';
  constructor(message: string, details: FetchErrorDetails) {
    super('fetch_network', message, {
      hint: 'Check that this machine reaches the origin, then try again.',
      ...details,
    });
  }
}

/** A body came that cannot be unpacked: cut, damaged, or not in the encoding it claims. */
export class BrokenBodyError extends FetchError {
  override readonly name = 'BrokenBodyError';
  readonly outcome = 'network';
  readonly retry = 'now';
  constructor(message: string, details: FetchErrorDetails) {
    super('fetch_broken_body', message, { hint: 'Try again later.', ...details });
  }
}

/** No full answer within the time limit. */
export class TimeLimitError extends FetchError {
  override readonly name = 'TimeLimitError';
  readonly outcome = 'timeout';
  readonly retry = 'now';
  constructor(message: string, details: FetchErrorDetails) {
    super('fetch_timeout', message, {
      hint: 'Try again later, or raise CLIPBOOK_TIME_LIMIT_MS.',
      ...details,
    });
  }
}

/** The origin sends the request in circles. */
export class RedirectError extends FetchError {
  override readonly name = 'RedirectError';
  readonly outcome = 'network';
  readonly retry = 'never';
  constructor(message: string, details: FetchErrorDetails) {
    super('fetch_redirects', message, {
      hint: 'Open the address in a browser to see where it leads.',
      ...details,
    });
  }
}

/** A body that no page has. */
export class TooLargeError extends FetchError {
  override readonly name = 'TooLargeError';
  readonly outcome = 'layout_changed';
  readonly retry = 'never';
  constructor(message: string, details: FetchErrorDetails) {
    super('fetch_too_large', message, {
      hint: 'It is not the page that was asked for; open the address in a browser.',
      ...details,
    });
  }
}

/** Status 5xx. */
export class ServerError extends FetchError {
  override readonly name = 'ServerError';
  readonly outcome = 'server_error';
  readonly retry = 'now';
  constructor(message: string, details: FetchErrorDetails) {
    super('fetch_server_error', message, { hint: 'Try again later.', ...details });
  }
}

/** Status 429. Waited out as long as a run can wait; where it lasts, the run stands down. */
export class RateLimitedError extends FetchError {
  override readonly name = 'RateLimitedError';
  readonly outcome = 'rate_limited';
  readonly retry = 'stand-down';
  constructor(message: string, details: FetchErrorDetails) {
    super('fetch_rate_limited', message, {
      hint: 'Try again in some hours, at a slower pace (CLIPBOOK_REQUESTS_PER_MINUTE).',
      ...details,
    });
  }
  override waitMs(attempt: number, random: number): number | null {
    return retryWaitMs(attempt, this.retryAfterMs, random);
  }
}

/** A challenge page, an edge's refusal, an empty body. It is not solved and not tried again. */
export class BlockedError extends FetchError {
  override readonly name = 'BlockedError';
  readonly outcome = 'blocked';
  readonly retry = 'stand-down';
  constructor(message: string, details: FetchErrorDetails) {
    super('fetch_blocked', message, {
      hint: 'Try again in some hours, at a slower pace, from a connection that people use.',
      ...details,
    });
  }
}

/** The origin wants a proof that we are no robot. It is not given. */
export class CaptchaError extends FetchError {
  override readonly name = 'CaptchaError';
  readonly outcome = 'captcha';
  readonly retry = 'stand-down';
  constructor(message: string, details: FetchErrorDetails) {
    super('fetch_captcha', message, {
      hint: 'Try again in some hours, at a slower pace, from a connection that people use.',
      ...details,
    });
  }
}

/** A proxy failed, not the origin; or none is left that works. */
export class ProxyError extends FetchError {
  override readonly name = 'ProxyError';
  readonly outcome = 'network';
  readonly retry = 'later';
  constructor(message: string, details: FetchErrorDetails) {
    super('fetch_proxy', message, { hint: 'Look at the proxies in CLIPBOOK_PROXIES.', ...details });
  }
}

/** robots.txt does not allow the path. */
export class DisallowedError extends FetchError {
  override readonly name = 'DisallowedError';
  readonly outcome = 'disallowed';
  readonly retry = 'never';
  constructor(message: string, details: FetchErrorDetails) {
    super('fetch_disallowed', message, {
      hint: 'Leave it out, or decide for yourself to fetch such paths by setting CLIPBOOK_ROBOTS to their prefixes.',
      ...details,
    });
  }
}

/** robots.txt cannot be read, so nothing is asked for; the outcome says what stood in the way. */
export class RobotsError extends FetchError {
  override readonly name = 'RobotsError';
  readonly outcome: Outcome;
  readonly retry = 'later';
  constructor(message: string, details: FetchErrorDetails & { outcome: Outcome }) {
    super('fetch_robots', message, { hint: 'Try again later.', ...details });
    this.outcome = details.outcome;
  }
}

/** The clock of this machine jumped within the run: the answer cannot be dated. */
export class ClockError extends FetchError {
  override readonly name = 'ClockError';
  readonly outcome = 'invalid';
  readonly retry = 'later';
  constructor(message: string, details: FetchErrorDetails) {
    super('fetch_clock', message, {
      hint: 'Set the clock of this machine by a time server, then collect again.',
      ...details,
    });
  }
}

/** Not asked, because the origin refused us before and still has its rest. */
export class NotAskedError extends FetchError {
  override readonly name = 'NotAskedError';
  readonly outcome = 'not_asked';
  readonly retry = 'later';
  constructor(message: string, details: FetchErrorDetails) {
    super('fetch_not_asked', message, details);
  }
}

/** An official API does not accept the key or token, or the token lacks a scope. */
export class TokenError extends FetchError {
  override readonly name = 'TokenError';
  readonly outcome = 'login_required';
  readonly retry = 'never';
  constructor(message: string, details: FetchErrorDetails) {
    super('fetch_token', message, {
      hint: 'Authorise the application again and set the new token in the environment.',
      ...details,
    });
  }
}
