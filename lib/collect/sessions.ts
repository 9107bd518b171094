import { CookieJar } from 'tough-cookie';
import { type Effects, liveEffects } from '../effects.ts';
import type { CaptureKind } from '../schema/capture.ts';
import { type HeaderProfile, headerProfiles, headersOf } from './header-profiles.ts';

/** One browser session, as an origin sees it: one header profile, its cookies, one page after the other. */
export interface Session {
  /** Headers for a request, as a flat list. */
  headersFor(kind: CaptureKind, url: URL): string[];
  /** Takes the cookies of an answer. Broken ones, and those for another site, are left out. */
  take(url: URL, setCookie: readonly string[]): void;
  readonly profile: HeaderProfile;
}

/** Keeps one session for each way to the origin, as long as it is good. */
export interface Sessions {
  /** The session of a route, a new one where the last was retired. */
  of(route: string): Session;
  /** Ends the session of a route: the next request begins another, with another profile and no cookies. */
  retire(route: string): void;
  /** Sessions begun so far. */
  readonly begun: number;
}

/** Requests after which a session ends anyway, as a person's visit does; each ends somewhere between half and all of it. */
const longestVisit = 300;

/**
 * Sessions live in memory and end with the run: no cookie is ever written to disk. No cookie is made up, and none is
 * taken from a browser: a session has what the origin set in it.
 */
export function createSessions(effects: Effects = liveEffects): Sessions {
  const sessions = new Map<string, { session: Session; left: number }>();
  let begun = 0;
  return {
    of(route) {
      const known = sessions.get(route);
      if (known && known.left-- > 0) return known.session;
      begun++;
      const profile =
        headerProfiles[Math.floor(effects.random() * headerProfiles.length)] ?? headerProfiles[0];
      const session = beginSession(profile);
      sessions.set(route, { session, left: Math.round(longestVisit * (0.5 + effects.random() / 2)) });
      return session;
    },
    retire(route) {
      sessions.delete(route);
    },
    get begun() {
      return begun;
    },
  };
}

function beginSession(profile: HeaderProfile): Session {
  const jar = new CookieJar();
  // Asking an empty jar costs as much as a full one.
  let hasCookies = false;
  let last: URL | null = null;
  return {
    profile,
    headersFor(kind, url) {
      const referer = last?.origin === url.origin ? last.href : null;
      if (kind !== 'robots' && kind !== 'oembed') last = url;
      return headersOf(profile, {
        kind,
        referer,
        cookie: hasCookies ? jar.getCookieStringSync(url.href) : '',
      });
    },
    take(url, setCookie) {
      for (const text of setCookie)
        hasCookies = jar.setCookieSync(text, url.href, { ignoreError: true }) !== undefined || hasCookies;
    },
  };
}
