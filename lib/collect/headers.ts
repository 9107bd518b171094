/**
 * What every request says of itself. One set for all of them, in the order and form of an ordinary browser, so that the
 * origin answers with the pages that people see; and the product token at the end says who really asks.
 */

/** The name that robots.txt rules for this program use (RFC 9309). */
export const productToken = 'clipbook';

export const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Clipbook/0.1';

export const requestHeaders = {
  'user-agent': userAgent,
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  // Counts in page text and challenge wording are those of English pages.
  'accept-language': 'en-US,en;q=0.9',
  'accept-encoding': 'gzip, deflate, br',
} as const;
