import pRetry from 'p-retry';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import type { Capture } from '../schema/capture.ts';
import type { Outcome } from '../schema/outcome.ts';
import type { Rest } from '../schema/rest.ts';
import { createBreaker } from './breaker.ts';
import type { Recognised } from './failure.ts';
import { DisallowedError, FetchError, NotAskedError, RateLimitedError, RobotsError } from './fetch-error.ts';
import type { PageRequest, Speaker } from './get.ts';
import type { ProxyReport } from './proxies.ts';
import { isWorthFollowing, withoutCredentials } from './redirect.ts';
import { createRobotsGate, type Verdict } from './robots-gate.ts';
import { createRoutes } from './routes.ts';
import { createSlots } from './slots.ts';

export type GetterSettings = Pick<
  Settings,
  | 'origin'
  | 'requests_per_minute'
  | 'burst'
  | 'concurrency'
  | 'proxies'
  | 'proxy_requests_per_minute'
  | 'time_limit_ms'
  | 'retries'
  | 'robots'
>;

export interface GetterOptions {
  /**
   * Tells an answer that is no page from one that is, by its content; null for a page. Without it only the status
   * counts.
   */
  recognise?: (capture: Capture) => Recognised | null;
  /** What an earlier run left of the breaker. */
  rest?: Rest | null;
  /** Ask although the origin still has that rest. */
  ignoreRest?: boolean;
  /** Who asks, where it is no browser session: an official API. Then robots.txt, which is for crawlers, is not asked. */
  speaker?: Speaker;
  /** A certificate authority to trust besides the usual ones, as PEM. */
  ca?: string;
}

/** The only way to the network. */
export interface Getter {
  /**
   * The origin's answer, whatever it means for the thing asked for: also 404, a login page, pages that are none. Throws
   * `FetchError` where there was no answer (network, time limit), where 5xx stayed after all retries, where the origin
   * refuses us (429, challenge, captcha), while it has its rest after that, and where robots.txt disallows.
   */
  get(request: PageRequest): Promise<Capture>;
  /** Whether robots.txt, or the person's own choice, allows a path, and if not, why. */
  allowed(path: string): Promise<Verdict>;
  /** The rest that the origin has now, after it refused us; null where it may be asked. */
  rest(): Rest | null;
  /** What the next run has to know of the breaker. */
  lastRest(): Rest | null;
  /** Requests sent so far: retries, redirects and robots.txt included. */
  readonly requests: number;
  /** The share of the set pace that is used now, 1 where nothing slowed it down. */
  readonly pace: number;
  /** True once so many things in a row were not answered at all that no more are asked for. */
  readonly isSilent: boolean;
  /** How the proxies did; empty without any. */
  proxies(): ProxyReport[];
  /** Closes the connections. */
  close(): Promise<void>;
}

/**
 * A getter for one origin. Requests go out at the set pace whoever asks, in one browser session for each way to the
 * origin, wait and try again where the error's class says so, follow redirects within the origin's site, and never ask
 * for what robots.txt disallows. Waits use `effects`, so a simulated clock makes them free.
 */
export function createGetter(
  settings: GetterSettings,
  options: GetterOptions = {},
  effects: Effects = liveEffects,
): Getter {
  const base = withoutCredentials(new URL(settings.origin));
  const breaker = createBreaker(options.rest ?? null, effects, options.ignoreRest);
  const routes = createRoutes(settings, options, { base, breaker, mayFollow }, effects);
  const inSlot = createSlots(settings.concurrency);
  const gate = createRobotsGate(
    options.speaker ? ['/'] : settings.robots,
    // Outside the slots: the request that wants to know holds one already where it was redirected.
    () => tryRepeatedly({ kind: 'robots', subject: base.host, path: '/robots.txt' }, (work) => work()),
    (capture) => isChallenge(capture, options),
  );

  let unanswered = 0;

  async function get(page: PageRequest): Promise<Capture> {
    routes.refuseWhileResting(page);
    if (unanswered >= mostUnanswered) throw notAskedAnyMore(routes.urlOf(page).href);
    const verdict = await gate.check(page.path);
    if (!verdict.allowed) throw refusedByRobots(page, verdict);
    return tryRepeatedly(page, inSlot);
  }

  /** One page, tried again where the failure may pass. */
  function tryRepeatedly(page: PageRequest, inTurn: typeof inSlot): Promise<Capture> {
    let failure: FetchError | null = null;
    return pRetry(() => inTurn(() => routes.ask(page)), {
      // An origin that is down is not asked thrice for everything.
      retries: unanswered < patience ? settings.retries : 0,
      // p-retry counts the tries; waiting is done by `effects`, which a simulated clock makes free.
      minTimeout: 0,
      shouldRetry: async ({ error, attemptNumber }) => {
        if (!(error instanceof FetchError) || breaker.current() !== null) return false;
        failure = error;
        const waitMs = error.waitMs(attemptNumber, effects.random());
        if (waitMs === null) return false;
        // What the origin says to one request it means for all of them.
        if (error.retry === 'stand-down' || error.retryAfterMs !== null) routes.hold(waitMs);
        else await effects.sleep(waitMs);
        return true;
      },
    }).then(
      (capture) => {
        unanswered = 0;
        return capture;
      },
      (error: unknown) => {
        if (error instanceof RateLimitedError) routes.trip(error);
        if (error instanceof FetchError && error.retry === 'now') unanswered++;
        // It was asked for, and failed; only its second try was not to be.
        throw error instanceof NotAskedError ? (failure ?? error) : error;
      },
    );
  }

  async function mayFollow(page: PageRequest, target: URL): Promise<boolean> {
    if (!isWorthFollowing(target, base)) return false;
    return page.kind === 'robots' || (await gate.check(target.pathname + target.search)).allowed;
  }

  function refusedByRobots(page: PageRequest, verdict: Extract<Verdict, { allowed: false }>): FetchError {
    const details = { url: routes.urlOf(page).href, cause: verdict.cause };
    if (verdict.outcome === 'disallowed') return new DisallowedError(verdict.reason, details);
    const error = new RobotsError(verdict.reason, { ...details, outcome: verdict.outcome });
    if (refusalOutcomes.includes(verdict.outcome)) routes.trip(error);
    return error;
  }

  return {
    get,
    allowed: gate.check,
    rest: breaker.current,
    lastRest: breaker.last,
    get requests() {
      return routes.requests;
    },
    get pace() {
      return routes.pace;
    },
    get isSilent() {
      return unanswered >= mostUnanswered;
    },
    proxies: routes.proxies,
    close: routes.close,
  };
}

/** So many things in a row without an answer, and each is tried once only; so many more, and nothing is asked any more. */
const patience = 10;
const mostUnanswered = 40;

function notAskedAnyMore(url: string): NotAskedError {
  return new NotAskedError(
    `${url} was not asked for: the origin did not answer ${mostUnanswered} times in a row.`,
    { url, hint: 'Try again later.' },
  );
}

/** Whether a challenge stands in the place of a page, whatever status it came with. */
function isChallenge(capture: Capture, { recognise }: GetterOptions): boolean {
  const outcome = recognise?.({ ...capture, status: 200 })?.outcome;
  return outcome === 'captcha' || (outcome === 'blocked' && capture.body.length > 0);
}

/** Outcomes at which a considerate guest leaves: the origin says no to us, not to the thing we asked for. */
export const refusalOutcomes: readonly Outcome[] = ['blocked', 'captcha', 'rate_limited'];
