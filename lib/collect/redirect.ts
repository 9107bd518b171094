/** Redirects beyond this many are a loop. */
export const longestRedirectChain = 5;

/** Where an answer with this status and `Location` sends the request; null where it sends it nowhere. */
export function redirectTarget(status: number, location: string | null, from: URL): URL | null {
  if (location === null || ![301, 302, 303, 307, 308].includes(status)) return null;
  return URL.canParse(location, from) ? withoutCredentials(new URL(location, from)) : null;
}

/**
 * Whether a redirect from `base` is worth following: to the same host, with or without `www.`, on the same port, since
 * another has a robots.txt of its own; not from https down to http; and not to the login page, where there is nothing for
 * a guest.
 */
export function isWorthFollowing(target: URL, base: URL): boolean {
  if (target.protocol !== 'https:' && target.protocol !== base.protocol) return false;
  if (/^\/login(?:\/|$)/.test(target.pathname)) return false;
  const isUpgrade = target.protocol !== base.protocol;
  return siteOf(target) === siteOf(base) && (isUpgrade || target.port === base.port);
}

function siteOf(url: URL): string {
  return url.hostname.replace(/^www\./, '');
}

/** An origin as it is named in files and compared with addresses: without credentials and without a slash at its end. */
export function originName(origin: string): string {
  return withoutCredentials(new URL(origin)).href.replace(/\/$/, '');
}

/** The same address without name and password, which belong in no capture, log or message. */
export function withoutCredentials(url: URL): URL {
  const clean = new URL(url);
  clean.username = '';
  clean.password = '';
  return clean;
}
