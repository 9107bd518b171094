/**
 * The frame of a page: rehydration scopes as TikTok embeds them (docs/surfaces.md#carrier-scripts), labelled as
 * simulated.
 */

/** Base of every address a page mentions. It leads nowhere, and it keeps pages the same whatever port serves them. */
export const pageBase = 'https://www.example.invalid';

/** What tells a program that no real account is behind a page. */
export const generatorName = 'Clipbook simulated origin';

/** JSON that may stand inside a script element: slashes as the real pages escape them, and nothing that ends it. */
export function embedJson(value: unknown): string {
  return JSON.stringify(value).replace(/[/<>\u2028\u2029]/g, (mark) => escapes[mark] ?? mark);
}
const escapes: Record<string, string> = {
  '/': '\\u002F',
  '<': '\\u003C',
  '>': '\\u003E',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** Text that may stand in an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

export interface PageOptions {
  /** Pads a rehydrated page to about this many bytes, inside its translation scope; real pages have about 370,000. */
  pageBytes: number;
}

interface RehydratedPage {
  title: string;
  /** What the page says to a person who opens it. */
  text: string;
  /** Path of the page's canonical address. */
  path: string;
  scope: 'webapp.user-detail' | 'webapp.video-detail' | 'webapp.challenge-detail' | 'webapp.music-detail';
  detail: unknown;
}

/** A page with the `__UNIVERSAL_DATA_FOR_REHYDRATION__` block; the scopes stand in the order of the real ones. */
export function rehydratedPage(page: RehydratedPage, { pageBytes }: PageOptions): string {
  const seo = { canonical: `${pageBase}${page.path}`, pageId: '0', vidList: [], parameters: {} };
  const before = `{"__DEFAULT_SCOPE__":{"webapp.app-context":${appContext},"webapp.biz-context":${bizContext},"webapp.i18n-translation":`;
  const after = `,"seo.abtest":${embedJson(seo)},"${page.scope}":${embedJson(page.detail)},"webapp.a-b":{"b_c":"0"}}}`;
  const head = htmlHead(page.title, page.text);
  const open = `${head}<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__" type="application/json">`;
  const close = '</script></body></html>';
  const size = Buffer.byteLength(open + before + after + close);
  return open + before + translations(pageBytes - size) + after + close;
}

/** An embed, its data under the path at which it is served. */
export function frontityPage(title: string, text: string, route: string, data: object): string {
  const state = embedJson({ source: { data: { [route]: data } } });
  return `${htmlHead(title, text)}<script id="__FRONTITY_CONNECT_STATE__" type="application/json">${state}</script></body></html>`;
}

const appContext = embedJson({
  language: 'en',
  region: 'GB',
  appId: 1180,
  appType: 't',
  botType: 'others',
  clusterRegion: 'ALL_SG',
  user: null,
  wid: '0',
  csrfToken: '',
  nonce: '',
});
const bizContext = embedJson({ os: 'unknown', isMobile: false, domains: { kind: 'webapp' } });

/** The head of any page here, up to and with its visible text. */
export function htmlHead(title: string, text: string): string {
  return (
    `<!DOCTYPE html><html lang="en" dir="ltr"><head><meta charset="UTF-8">` +
    `<meta name="generator" content="${generatorName}"><meta name="viewport" content="width=device-width">` +
    `<title>${escapeHtml(title)}</title></head><body><div id="app"><p>Simulated page: nobody here exists.</p>` +
    `<p>${escapeHtml(text)}</p></div>`
  );
}

/** The translation scope, as text of at least `bytes` bytes and hardly more. */
function translations(bytes: number): string {
  const head = '{"pageTitle":"Simulated page"';
  const count = Math.max(0, Math.ceil((bytes - head.length - 1) / fillerLine(0).length));
  // Grown once and cut to length: every page of an origin asks for nearly the same.
  while (filler.length < count * fillerLine(0).length)
    filler += fillerLine(filler.length / fillerLine(0).length);
  return `${head}${filler.slice(0, count * fillerLine(0).length)}}`;
}
let filler = '';

/** A line of invented interface text; all have the same length. */
function fillerLine(index: number): string {
  return `,"line_${String(index).padStart(6, '0')}":"Interface text that a real page would carry here."`;
}
