import { msPerMinute } from '../calendar.ts';
import { type Effects, liveEffects } from '../effects.ts';
import type { Capture } from '../schema/capture.ts';
import type { Breaker } from './breaker.ts';
import { createClockWatch } from './clock-watch.ts';
import { refusalOf } from './failure.ts';
import { FetchError, NotAskedError, ProxyError, RateLimitedError } from './fetch-error.ts';
import { type PageRequest, send } from './get.ts';
import type { GetterOptions, GetterSettings } from './getter.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import { createProxyPool, type ProxyReport } from './proxies.ts';
import type { Route } from './proxy-agent.ts';
import { proxyFault } from './proxy-fault.ts';
import { retryWaitMs } from './retry.ts';
import { createSessions } from './sessions.ts';

/** The ways to the origin, with the pace and the session of each. */
export interface Routes {
  /**
   * One try of a page: through another proxy where the first fails, or where the origin may have refused just its address.
   * Throws `FetchError`.
   */
  ask(page: PageRequest): Promise<Capture>;
  urlOf(page: PageRequest): URL;
  /** Throws `NotAskedError` while the origin has its rest. */
  refuseWhileResting(page: PageRequest): void;
  /** Nobody asks for so long. */
  hold(waitMs: number): void;
  /** The origin has its rest from now on, because of that. */
  trip(error: FetchError): void;
  readonly requests: number;
  /** The share of the set pace that is used now. */
  readonly pace: number;
  proxies(): ProxyReport[];
  close(): Promise<void>;
}

const longestConnectMs = 10_000;
/** A cooling proxy that returns this soon is waited for where no other is left. */
const worthWaitingMs = 2 * msPerMinute;

export function createRoutes(
  settings: GetterSettings,
  options: GetterOptions,
  context: {
    base: URL;
    breaker: Breaker;
    mayFollow(page: PageRequest, target: URL): Promise<boolean>;
  },
  effects: Effects = liveEffects,
): Routes {
  const { base, breaker } = context;
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
  const limiters = new Map<string, Limiter>();
  const sessions = createSessions(effects);
  const clock = createClockWatch(effects);
  const prefix = base.href.replace(/\/$/, '');
  let requests = 0;
  let refusals = 0;

  async function ask(page: PageRequest): Promise<Capture> {
    let refused: FetchError | null = null;
    for (;;) {
      refuseWhileResting(page);
      const route = await routeFor(page, refused);
      try {
        const capture = await askThrough(route, page);
        pool.report(route, 'answered');
        return capture;
      } catch (error) {
        if (!(error instanceof FetchError)) throw error;
        if (error instanceof ProxyError) pool.report(route, 'failed', proxyFault(error.cause) ?? undefined);
        else if (error.retry !== 'stand-down') {
          noteFailure(route, error);
          throw error;
        } else {
          noteRefusal(route, error);
          // Waited out, through the same proxy: only one that lasts is a refusal.
          if (error instanceof RateLimitedError) throw error;
          pool.report(route, 'refused', error.outcome);
          refused = error;
          // It may be about a proxy's address: one other is asked. The second refusal is the origin's answer.
          if (++refusals < 2 && settings.proxies.length > 1) continue;
          trip(error);
          throw error;
        }
      }
    }
  }

  /** A route for the page. Where none is left after a refusal, that was the origin's answer. */
  async function routeFor(page: PageRequest, refused: FetchError | null): Promise<Route> {
    const owner = page.owner ?? page.subject;
    const route = pool.routeFor(owner);
    if (route !== null) return route;
    if (refused !== null) {
      trip(refused);
      throw refused;
    }
    const returnMs = pool.nextReturnMs();
    if (returnMs !== null && returnMs <= worthWaitingMs) {
      await effects.sleep(returnMs);
      const back = pool.routeFor(owner);
      if (back !== null) return back;
    }
    const url = urlOf(page).href;
    throw new ProxyError(`No proxy is left that works, so ${url} was not asked for.`, { url });
  }

  function noteFailure(route: Route, error: FetchError): void {
    // Silence and broken connections through a proxy are more often its own fault than the origin's.
    if (error.outcome === 'timeout' || error.outcome === 'network')
      pool.report(route, 'failed', `requests through it failed (${error.code})`);
    if (error.outcome === 'timeout' || error.outcome === 'server_error') limiter.unanswered();
    // What it asks of one request, as far as a run can wait, it asks of all.
    const waitMs = error.retryAfterMs === null ? null : retryWaitMs(1, error.retryAfterMs, 0);
    if (waitMs !== null) limiter.hold(waitMs);
  }

  function noteRefusal(route: Route, error: FetchError): void {
    limiter.strained();
    limiters.get(route.label)?.strained();
    sessions.retire(route.label);
    if (error.retryAfterMs === null) return;
    const waitMs = retryWaitMs(1, error.retryAfterMs, 0);
    if (waitMs !== null) limiter.hold(waitMs);
  }

  async function askThrough(route: Route, page: PageRequest): Promise<Capture> {
    await inTurn(route);
    refuseWhileResting(page);
    const url = urlOf(page);
    const from = effects.elapsed();
    const trips = breaker.trips;
    const { capture, retryAfterMs, date } = await send(
      page,
      {
        url,
        dispatcher: route.dispatcher,
        speaker: options.speaker ?? sessions.of(route.label),
        timeLimitMs: settings.time_limit_ms,
        mayFollow: (target) => context.mayFollow(page, target),
        beforeHop: () => inTurn(route),
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
    if (refusal) throw refusal;
    clock.expect(capture, date);
    limiter.answered(effects.elapsed() - from);
    // An answer that was on its way when the origin refused another request says nothing of what came after.
    if (recognised === null && page.kind !== 'robots' && trips === breaker.trips) {
      refusals = 0;
      breaker.answered();
    }
    return capture;
  }

  async function inTurn(route: Route): Promise<void> {
    await limiter.take();
    if (settings.proxies.length === 0) return;
    let own = limiters.get(route.label);
    if (!own) {
      own = createLimiter({ requestsPerMinute: settings.proxy_requests_per_minute, burst: 1 }, effects);
      limiters.set(route.label, own);
    }
    await own.take();
  }

  function refuseWhileResting(page: PageRequest): void {
    const rest = breaker.current();
    if (rest === null) return;
    const url = urlOf(page).href;
    throw new NotAskedError(
      `${url} was not asked for: the origin refused us at ${rest.since} (${rest.outcome}) and has its rest until ${rest.until}.`,
      { url, hint: 'Wait until then, or ask all the same with --now.' },
    );
  }

  function trip(error: FetchError): void {
    if (breaker.current() === null) breaker.trip(error.outcome, error.retryAfterMs);
  }

  function urlOf(page: PageRequest): URL {
    return new URL(prefix + page.path);
  }

  return {
    ask,
    urlOf,
    refuseWhileResting,
    hold: limiter.hold,
    trip,
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
