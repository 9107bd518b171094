import { type CheerioAPI, load } from 'cheerio';

/**
 * Reads the few things that are taken from the markup of a page. Only a page whose scripts carry nothing is read like
 * this, and only one of a size that pages have: its elements are built without the repairs of a browser, which a hostile
 * page can make take seconds.
 */

/** False where the page was cut: its counters may be, too. */
export function isWholePage(html: string): boolean {
  return /<\/html\s*>/i.test(html.slice(-longestTail));
}
const longestTail = 2_000;

/** Contents of the meta elements of those names, in page order. */
export function metaContents(html: string, names: readonly string[]): string[] {
  const $ = elementsOf(html, '<meta');
  return ($?.('meta[content]').toArray() ?? []).flatMap((element) => {
    const { name, property, content } = element.attribs;
    return names.includes((name ?? property ?? '').toLowerCase()) ? [content ?? ''] : [];
  });
}

/** Paths of the addresses that a page gives as its own: the canonical link and `og:url`. */
export function linkedPaths(html: string): string[] {
  const $ = elementsOf(html, '<link');
  const canonical = ($?.('link[rel="canonical" i]').toArray() ?? []).map(
    (link) => link.attribs['href'] ?? '',
  );
  return [...canonical, ...metaContents(html, ['og:url'])].flatMap((address) =>
    URL.canParse(address) ? [new URL(address).pathname] : [],
  );
}

/** Texts of the elements with that `data-e2e` mark, in page order: those that hold text alone. */
export function textsOf(html: string, mark: string): string[] {
  const $ = elementsOf(html, 'data-e2e');
  return ($?.(`[data-e2e="${mark}"]`).toArray() ?? []).flatMap(({ children }) => {
    const [only, ...others] = children;
    return only?.type === 'text' && others.length === 0 && only.data.length <= longestText
      ? [only.data.trim()]
      : [];
  });
}
const longestText = 60;

/** Markup longer than this, or with more tags, is no page: real ones have some 400 kB and a few thousand tags. */
const longestPage = 4_000_000;
/** The parser's time grows with the square of how deep tags are nested: so many take a third of a second at worst. */
const mostTags = 20_000;
let last: { html: string; $: CheerioAPI | null } | null = null;

/** The elements of a page; null where it has nothing of what is looked for. Several things are read of one page. */
function elementsOf(html: string, hint: string): CheerioAPI | null {
  if (html.length > longestPage || !html.includes(hint)) return null;
  if (last?.html !== html)
    last = {
      html,
      $: hasFewTags(html) ? load(html, { xml: { xmlMode: false, decodeEntities: true } }) : null,
    };
  return last.$;
}

function hasFewTags(html: string): boolean {
  let tags = 0;
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1))
    if (++tags > mostTags) return false;
  return true;
}
