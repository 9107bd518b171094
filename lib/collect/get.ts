import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import pRetry from 'p-retry';
import { Agent, request } from 'undici';
import { instantOf } from '../calendar.ts';
import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import { type Capture, type CaptureKind, simulatedHeader } from '../schema/capture.ts';
import { readBody } from './body.ts';
import { failureOf, refusalOf } from './failure.ts';
import { FetchError } from './fetch-error.ts';
import { requestHeaders } from './headers.ts';
import { createPace } from './pace.ts';
import { isWorthFollowing, longestRedirectChain, redirectTarget, withoutCredentials } from './redirect.ts';
import { readRetryAfter, retryWaitMs } from './retry.ts';
import { createRobotsGate, type Verdict } from './robots-gate.ts';

/** A page to ask the origin for. */
export interface PageRequest {
  kind: CaptureKind;
  /** What it is about: a handle, or a post id. */
  subject: string;
  /** Path and query, from `/`. */
  path: string;
}

export type GetterSettings = Pick<
  Settings,
  'origin' | 'requests_per_minute' | 'time_limit_ms' | 'retries' | 'robots'
>;

/** The only way to the network. */
export interface Getter {
  /**
   * The origin's answer, whatever its meaning: also 403, 404 and pages that are none. Throws `FetchError` where there
   * was no answer (network, time limit), where 5xx or 429 stayed after all retries, and where robots.txt disallows.
   */
  get(request: PageRequest): Promise<Capture>;
  /** Whether robots.txt, or the person's own choice, allows a path, and if not, why. */
  allowed(path: string): Promise<Verdict>;
  /** Requests sent so far: retries, redirects and robots.txt included. */
  readonly requests: number;
  /** Closes the connections. */
  close(): Promise<void>;
}

/**
 * A getter for one origin. Requests go out at the set pace whoever asks, wait and try again where that can help, follow
 * redirects within the origin's site, and never ask for what robots.txt disallows. Waits use `effects`, so a simulated
 * clock makes them free; the time limit of a request is always real time, since the network is.
 */
export function createGetter(settings: GetterSettings, effects: Effects = liveEffects): Getter {
  const agent = new Agent();
  const pace = createPace(settings.requests_per_minute, effects);
  const base = withoutCredentials(new URL(settings.origin));
  const gate = createRobotsGate(settings.robots, () =>
    tryRepeatedly({ kind: 'robots', subject: base.host, path: '/robots.txt' }),
  );
  let requests = 0;

  async function get(page: PageRequest): Promise<Capture> {
    const verdict = await gate.check(page.path);
    if (verdict.allowed) return tryRepeatedly(page);
    const disallowed = verdict.outcome === 'disallowed';
    throw new FetchError(disallowed ? 'fetch_disallowed' : 'fetch_robots', verdict.reason, {
      outcome: verdict.outcome,
      retry: disallowed ? 'never' : 'stand-down',
      url: urlOf(page).href,
      cause: verdict.cause,
      hint: disallowed
        ? 'Leave it out, or decide for yourself to fetch such paths by setting CLIPBOOK_ROBOTS to their prefixes.'
        : 'Try again later.',
    });
  }

  /** One page, tried again where the failure may pass. */
  function tryRepeatedly(page: PageRequest): Promise<Capture> {
    return pRetry(() => tryOnce(page), {
      retries: settings.retries,
      // p-retry counts the tries; waiting is done by `effects`, which a simulated clock makes free.
      minTimeout: 0,
      shouldRetry: async ({ error, attemptNumber }) => {
        if (!(error instanceof FetchError) || error.retry === 'never') return false;
        const waitMs = retryWaitMs(attemptNumber, error.retryAfterMs, effects.random());
        if (waitMs === null) return false;
        if (error.retry === 'stand-down') pace.hold(waitMs);
        else await effects.sleep(waitMs);
        return true;
      },
    });
  }

  async function tryOnce(page: PageRequest): Promise<Capture> {
    await pace.take();
    const url = urlOf(page);
    const { response, body, finalUrl } = await withinTimeLimit(url, (signal) => send(page, url, signal));
    const observedAt = instantOf(effects.now());
    const capture: Capture = {
      capture_id: captureIdOf(page.path, observedAt, body),
      kind: page.kind,
      subject: page.subject,
      url: url.href,
      final_url: finalUrl.href,
      observed_at: observedAt,
      status: response.statusCode,
      content_type: headerOf(response, 'content-type') ?? '',
      simulated: headerOf(response, simulatedHeader) === '1',
      body,
    };
    const refusal = refusalOf(capture, readRetryAfter(headerOf(response, 'retry-after'), effects.now()));
    if (refusal) throw refusal;
    return capture;
  }

  /** Sends the request and follows redirects, each of which robots.txt must allow as well. */
  async function send(page: PageRequest, start: URL, signal: AbortSignal) {
    let url = start;
    for (let hop = 0; ; hop++) {
      requests++;
      const response = await request(url, { dispatcher: agent, signal, headers: requestHeaders });
      const target = redirectTarget(response.statusCode, headerOf(response, 'location'), url);
      if (target === null || !(await mayFollow(page, target))) {
        const body = await readBody(response.body as Readable, headerOf(response, 'content-encoding') ?? '');
        // A redirect that is not followed ends where it points: a login wall is known by that.
        return { response, body, finalUrl: target ?? url };
      }
      await response.body.dump();
      if (hop === longestRedirectChain)
        throw new FetchError('fetch_network', `${start.href} leads from redirect to redirect.`, {
          outcome: 'network',
          retry: 'never',
          url: start.href,
        });
      url = target;
    }
  }

  async function mayFollow(page: PageRequest, target: URL): Promise<boolean> {
    if (!isWorthFollowing(target, base)) return false;
    return page.kind === 'robots' || (await gate.check(target.pathname + target.search)).allowed;
  }

  /** Runs the work and turns what it throws into a `FetchError`. */
  async function withinTimeLimit<T>(url: URL, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const limit = new AbortController();
    const done = new AbortController();
    liveEffects.sleep(settings.time_limit_ms, done.signal).then(
      () => limit.abort(),
      () => undefined,
    );
    try {
      return await work(limit.signal);
    } catch (error) {
      if (error instanceof FetchError) throw error;
      throw failureOf(error, url.href, limit.signal.aborted ? settings.time_limit_ms : null);
    } finally {
      // With a reason of its own: the usual one takes its stack, which costs as much as reading a page.
      done.abort('done');
    }
  }

  const urlOf = (page: PageRequest) => new URL(base.href.replace(/\/$/, '') + page.path);

  return {
    get,
    allowed: gate.check,
    get requests() {
      return requests;
    },
    close: () => agent.close(),
  };
}

type Response = Awaited<ReturnType<typeof request>>;

function headerOf(response: Response, name: string): string | null {
  const value = response.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/**
 * 16 hexadecimal digits that name an answer: of its path, its time and its bytes. The origin's port is left out, so that
 * the same simulated day gives the same rows whatever port was free.
 */
function captureIdOf(path: string, observedAt: string, body: Uint8Array): string {
  return createHash('sha256').update(`${path}\n${observedAt}\n`).update(body).digest('hex').slice(0, 16);
}
