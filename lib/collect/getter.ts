import pRetry from 'p-retry';
import { msPerMinute } from '../calendar.ts';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import type { Capture } from '../schema/capture.ts';
import type { Outcome } from '../schema/outcome.ts';
import { createBreaker, type Rest } from './breaker.ts';
import { createClockWatch } from './clock-watch.ts';
import { type Recognised, refusalOf } from './failure.ts';
import {
  DisallowedError,
  FetchError,
  NotAskedError,
  ProxyError,
  RateLimitedError,
  RobotsError,
} from './fetch-error.ts';
import { type PageRequest, type Speaker, send } from './get.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import { createProxyPool, type ProxyReport } from './proxies.ts';
import type { Route } from './proxy-agent.ts';
import { proxyFault } from './proxy-fault.ts';
import { isWorthFollowing, withoutCredentials } from './redirect.ts';
import { createRobotsGate, type Verdict } from './robots-gate.ts';
import { createSessions } from './sessions.ts';
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
  /** How the proxies did; empty without any. */
  proxies(): ProxyReport[];
  /** Closes the connections. */
  close(): Promise<void>;
}

const longestConnectMs = 10_000;
/** A cooling proxy that returns this soon is waited for where no other is left. */
const worthWaitingMs = 2 * msPerMinute;

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
  const pool = createProxyPool(
    settings.proxies,
    // A signal does not end a request that still waits for its connection, so that has a limit of its own.
    { ca: options.ca, connectTimeoutMs: Math.min(longestConnectMs, settings.time_limit_ms) },
    effects,
  );
  const limiter = createLimiter(
    { requestsPerMinute: settings.requests_per_minute, burst: settings.burst },
    effects,
  );
  const routeLimiters = new Map<string, Limiter>();
  const sessions = createSessions(effects);
  const breaker = createBreaker(options.rest ?? null, effects);
  const inSlot = createSlots(settings.concurrency);
  const clock = createClockWatch(effects);
  const gate = createRobotsGate(options.speaker ? ['/'] : settings.robots, () =>
    tryRepeatedly({ kind: 'robots', subject: base.host, path: '/robots.txt' }),
  );
  let requests = 0;
  let refusals = 0;

  async function get(page: PageRequest): Promise<Capture> {
    refuseWhileResting(page);
    const verdict = await gate.check(page.path);
    if (!verdict.allowed) throw refusedByRobots(page, verdict);
    return tryRepeatedly(page);
  }

  /** One page, tried again where the failure may pass. */
  function tryRepeatedly(page: PageRequest): Promise<Capture> {
    return pRetry(() => inSlot(() => tryRoutes(page)), {
      retries: settings.retries,
      // p-retry counts the tries; waiting is done by `effects`, which a simulated clock makes free.
      minTimeout: 0,
      shouldRetry: async ({ error, attemptNumber }) => {
        if (!(error instanceof FetchError) || breaker.current() !== null) return false;
        const waitMs = error.waitMs(attemptNumber, effects.random());
        if (waitMs === null) return false;
        // What the origin says to one request it means for all of them.
        if (error.retry === 'stand-down') limiter.hold(waitMs);
        else await effects.sleep(waitMs);
        return true;
      },
    }).catch((error: unknown) => {
      if (error instanceof RateLimitedError) trip(error);
      throw error;
    });
  }

  /** One try, through another proxy where the first fails, or where the origin may have refused just its address. */
  async function tryRoutes(page: PageRequest): Promise<Capture> {
    for (;;) {
      refuseWhileResting(page);
      const route = await chooseRoute(page);
      try {
        const capture = await askThrough(route, page);
        pool.report(route, 'answered');
        return capture;
      } catch (error) {
        if (!(error instanceof FetchError)) throw error;
        if (error instanceof ProxyError) {
          pool.report(route, 'failed', proxyFault(error.cause) ?? undefined);
          continue;
        }
        if (error.retry !== 'stand-down') {
          // Silence and broken connections through a proxy are more often its own fault than the origin's.
          if (error.outcome === 'timeout' || error.outcome === 'network')
            pool.report(route, 'failed', `requests through it failed (${error.code})`);
          throw error;
        }
        limiter.strained();
        routeLimiters.get(route.label)?.strained();
        sessions.retire(route.label);
        pool.report(route, 'refused', error.outcome);
        if (error instanceof RateLimitedError) throw error;
        // A refusal may be about a proxy's address: one other is asked. The second refusal is the origin's answer.
        if (++refusals < 2 && pool.routeFor(ownerOf(page)) !== null && settings.proxies.length > 1) continue;
        trip(error);
        throw error;
      }
    }
  }

  async function chooseRoute(page: PageRequest): Promise<Route> {
    const route = pool.routeFor(ownerOf(page));
    if (route !== null) return route;
    const returnMs = pool.nextReturnMs();
    if (returnMs !== null && returnMs <= worthWaitingMs) {
      await effects.sleep(returnMs);
      const back = pool.routeFor(ownerOf(page));
      if (back !== null) return back;
    }
    throw new ProxyError(`No proxy is left that works, so ${urlOf(page).href} was not asked for.`, {
      url: urlOf(page).href,
    });
  }

  async function askThrough(route: Route, page: PageRequest): Promise<Capture> {
    await limiter.take();
    if (settings.proxies.length > 0) await limiterOf(route).take();
    refuseWhileResting(page);
    const url = urlOf(page);
    const from = effects.elapsed();
    const { capture, retryAfterMs, dateMs } = await send(
      page,
      {
        url,
        dispatcher: route.dispatcher,
        speaker: options.speaker ?? sessions.of(route.label),
        timeLimitMs: settings.time_limit_ms,
        mayFollow: (target) => mayFollow(page, target),
        onRequest: () => {
          requests++;
        },
      },
      effects,
    ).catch((error: unknown) => {
      const fault = error instanceof FetchError ? proxyFault(error.cause) : null;
      if (fault === null || settings.proxies.length === 0) throw error;
      throw new ProxyError(`The proxy ${route.label} failed: ${fault}.`, {
        url: url.href,
        cause: (error as FetchError).cause,
      });
    });
    // In the place of robots.txt a refusal is the gate's to read: there 403 means something else (RFC 9309, 2.3.1.3).
    const recognised = page.kind === 'robots' ? null : (options.recognise?.(capture) ?? null);
    const refusal = refusalOf(capture, recognised, retryAfterMs);
    if (refusal?.outcome === 'server_error') limiter.strained();
    if (refusal) throw refusal;
    clock.expect(capture, dateMs);
    limiter.answered(effects.elapsed() - from);
    refusals = 0;
    if (page.kind !== 'robots') breaker.answered();
    return capture;
  }

  async function mayFollow(page: PageRequest, target: URL): Promise<boolean> {
    if (!isWorthFollowing(target, base)) return false;
    return page.kind === 'robots' || (await gate.check(target.pathname + target.search)).allowed;
  }

  function refuseWhileResting(page: PageRequest): void {
    const rest = breaker.current();
    if (rest === null) return;
    throw new NotAskedError(
      `${urlOf(page).href} was not asked for: the origin refused us at ${rest.since} (${rest.outcome}) and has its rest until ${rest.until}.`,
      { url: urlOf(page).href },
    );
  }

  function refusedByRobots(page: PageRequest, verdict: Extract<Verdict, { allowed: false }>): FetchError {
    const details = { url: urlOf(page).href, cause: verdict.cause };
    if (verdict.outcome === 'disallowed') return new DisallowedError(verdict.reason, details);
    const error = new RobotsError(verdict.reason, { ...details, outcome: verdict.outcome });
    if (refusalOutcomes.includes(verdict.outcome)) trip(error);
    return error;
  }

  function trip(error: FetchError): void {
    if (breaker.current() === null) breaker.trip(error.outcome, error.retryAfterMs);
  }

  function limiterOf(route: Route): Limiter {
    let own = routeLimiters.get(route.label);
    if (!own) {
      own = createLimiter({ requestsPerMinute: settings.proxy_requests_per_minute, burst: 1 }, effects);
      routeLimiters.set(route.label, own);
    }
    return own;
  }

  const ownerOf = (page: PageRequest) => page.owner ?? page.subject;
  const urlOf = (page: PageRequest) => new URL(base.href.replace(/\/$/, '') + page.path);

  return {
    get,
    allowed: gate.check,
    rest: breaker.current,
    lastRest: breaker.last,
    get requests() {
      return requests;
    },
    get pace() {
      return limiter.share;
    },
    proxies: () => pool.reports(),
    close: () => pool.close(),
  };
}

/** Outcomes at which a considerate guest leaves: the origin says no to us, not to the thing we asked for. */
export const refusalOutcomes: readonly Outcome[] = ['blocked', 'captcha', 'rate_limited'];
