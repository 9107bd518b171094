import type { Settings } from '../config.ts';
import { type Effects, liveEffects } from '../effects.ts';
import type { Capture } from '../schema/capture.ts';
import type { Tokens } from './api-tokens.ts';
import type { Recognised } from './failure.ts';
import type { PageRequest, Speaker } from './get.ts';
import { createGetter } from './getter.ts';

export type ApiSettings = Pick<Settings, 'api_origin' | 'time_limit_ms' | 'retries'>;

/** Tells an answer that is no page from one that is, by its content; null for a page. */
export type Recognise = (capture: Capture) => Recognised | null;

/** The way to an official API: everything it answers is a `Capture`, like a page. */
export interface ApiDoor {
  /** Throws `TokenError` where there is no token to ask with, else as a getter does. */
  ask(page: PageRequest): Promise<Capture>;
  /** Requests sent so far, those for tokens included. */
  readonly requests: number;
  close(): Promise<void>;
}

/** TikTok allows 600 a minute for each endpoint; a collector has no use for more than one a second. */
const requestsPerMinute = 60;

/**
 * A door that sends a token with each request, and asks once more with a new one where the API does not accept it. The
 * token stands in a header, so no address and no capture holds it, and goes to the API's own origin alone, wherever a
 * redirect may lead. No robots.txt is asked for, since those are for crawlers, and no proxy is used.
 */
export function createApiDoor(
  settings: ApiSettings,
  tokens: Tokens,
  recognise: Recognise,
  effects: Effects = liveEffects,
): ApiDoor {
  const { origin } = new URL(settings.api_origin);
  let token = '';
  /** There is no other token, or it was refused as well: further ones would be, too. */
  let isHopeless = false;
  const speaker: Speaker = {
    headersFor: (_kind, url) => [
      ...['user-agent', 'Clipbook/0.1'],
      ...['accept', 'application/json'],
      ...['accept-encoding', 'gzip, deflate, br'],
      ...(url.origin === origin ? ['authorization', `Bearer ${token}`] : []),
    ],
    take: () => undefined,
  };
  const getter = createGetter(
    {
      origin: settings.api_origin,
      requests_per_minute: requestsPerMinute,
      burst: 1,
      concurrency: 1,
      proxies: [],
      proxy_requests_per_minute: requestsPerMinute,
      time_limit_ms: settings.time_limit_ms,
      retries: settings.retries,
      robots: [],
    },
    { speaker, recognise },
    effects,
  );

  return {
    async ask(page) {
      token = await tokens.current();
      const capture = await getter.get(page);
      if (!refusesToken(capture) || isHopeless) return capture;
      isHopeless = !(await tokens.renew(token));
      if (isHopeless) return capture;
      token = await tokens.current();
      const second = await getter.get(page);
      isHopeless = refusesToken(second);
      return second;
    },
    get requests() {
      return tokens.requests + getter.requests;
    },
    close: () => getter.close(),
  };
}

/** Whether the API says that the token itself is wrong. A scope that it lacks is answered with 401 as well. */
function refusesToken({ status, body }: Capture): boolean {
  return (
    status === 401 &&
    /"code"\s*:\s*"access_token_invalid"/.test(new TextDecoder().decode(body.subarray(0, 2_000)))
  );
}
