import type { CaptureKind } from '../schema/capture.ts';

/**
 * What requests say of themselves: the headers of an ordinary browser, in its order, each agreeing with the others; and
 * the product token at the end of the user agent, which says who really asks. A session keeps one profile to its end.
 */

/** The name that robots.txt rules for this program use (RFC 9309), and that stands in every user agent. */
export const productToken = 'clipbook';
const product = 'Clipbook/0.1';

export interface HeaderProfile {
  /** Browser and system, for messages and tests. */
  name: string;
  userAgent: string;
  acceptLanguage: string;
  /** Client hints of the Chromium family, null where the browser sends none. */
  hints: { brands: string; platform: string } | null;
}

const chromiumVersion = 156;
const firefoxVersion = 154;
const chromium = (system: string, platform: string): HeaderProfile => ({
  name: `Chrome on ${platform}`,
  userAgent: `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${chromiumVersion}.0.0.0 Safari/537.36 ${product}`,
  // Counts in page text and challenge wording are those of English pages.
  acceptLanguage: 'en-US,en;q=0.9',
  hints: {
    brands: `"Chromium";v="${chromiumVersion}", "Google Chrome";v="${chromiumVersion}", "Not.A/Brand";v="99"`,
    platform: `"${platform}"`,
  },
});

/** The profiles a session can have. */
export const headerProfiles: readonly [HeaderProfile, ...HeaderProfile[]] = [
  chromium('Windows NT 10.0; Win64; x64', 'Windows'),
  chromium('Macintosh; Intel Mac OS X 10_15_7', 'macOS'),
  chromium('X11; Linux x86_64', 'Linux'),
  {
    name: 'Firefox on Windows',
    userAgent: `Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:${firefoxVersion}.0) Gecko/20100101 Firefox/${firefoxVersion}.0 ${product}`,
    acceptLanguage: 'en-US,en;q=0.5',
    hints: null,
  },
];

/** What a request of a session adds to its profile. */
export interface RequestContext {
  kind: CaptureKind;
  /** Address of the page before, as a browser names it where one page leads to the next; null for the first. */
  referer: string | null;
  /** The session's cookies for the address; '' for none. */
  cookie: string;
}

/**
 * The headers of a request as a flat list of names and values, in the order in which the browser sends them: of a page
 * that is opened or, for data such as oEmbed and robots.txt, of a request that a page makes.
 */
export function headersOf(profile: HeaderProfile, { kind, referer, cookie }: RequestContext): string[] {
  const isPage = kind !== 'oembed' && kind !== 'robots';
  const { hints, userAgent, acceptLanguage } = profile;
  const upgrade = isPage ? ['upgrade-insecure-requests', '1'] : [];
  const from = referer === null ? [] : ['referer', referer];
  const cookies = cookie === '' ? [] : ['cookie', cookie];
  const fetched = fetchedAs(isPage, referer);
  const encoding = ['accept-encoding', 'gzip, deflate, br, zstd'];
  const language = ['accept-language', acceptLanguage];
  const asks = ['user-agent', userAgent, 'accept', isPage ? acceptPage : '*/*'];
  if (hints === null) return [...asks, ...language, ...encoding, ...from, ...cookies, ...upgrade, ...fetched];
  const told = ['sec-ch-ua', hints.brands, 'sec-ch-ua-mobile', '?0', 'sec-ch-ua-platform', hints.platform];
  return [...told, ...upgrade, ...asks, ...fetched, ...from, ...encoding, ...language, ...cookies];
}

const acceptPage = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

function fetchedAs(isPage: boolean, referer: string | null): string[] {
  const site = referer === null ? 'none' : 'same-origin';
  return isPage
    ? [
        ...['sec-fetch-site', site, 'sec-fetch-mode', 'navigate'],
        ...['sec-fetch-user', '?1', 'sec-fetch-dest', 'document'],
      ]
    : ['sec-fetch-site', site, 'sec-fetch-mode', 'cors', 'sec-fetch-dest', 'empty'];
}
