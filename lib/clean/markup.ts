/**
 * Reads the few things that are taken from the markup of a page, in time that grows with the page alone. Only a page
 * whose scripts carry nothing is read like this.
 */

/** False where the page was cut: its counters may be, too. */
export function isWholePage(html: string): boolean {
  return /<\/html\s*>/i.test(html.slice(-longestTail));
}
const longestTail = 2_000;

/** Contents of the meta elements of those names, in page order. */
export function metaContents(html: string, names: readonly string[]): string[] {
  return tagsOf(html, '<meta').flatMap((tag) => {
    const name = attributeOf(tag, 'name') ?? attributeOf(tag, 'property') ?? '';
    const content = names.includes(name.toLowerCase()) ? attributeOf(tag, 'content') : null;
    return content === null ? [] : [content];
  });
}

/** Paths of the addresses that a page gives as its own: the canonical link and `og:url`. */
export function linkedPaths(html: string): string[] {
  const canonical = tagsOf(html, '<link')
    .filter((tag) => attributeOf(tag, 'rel')?.toLowerCase() === 'canonical')
    .map((tag) => attributeOf(tag, 'href') ?? '');
  return [...canonical, ...metaContents(html, ['og:url'])].flatMap((address) =>
    URL.canParse(address) ? [new URL(address).pathname] : [],
  );
}

/** Texts of the elements with that `data-e2e` mark, in page order: those that hold text alone. */
export function textsOf(html: string, mark: string): string[] {
  const texts: string[] = [];
  for (const attribute of [`data-e2e="${mark}"`, `data-e2e='${mark}'`]) {
    for (const from of placesOf(html, attribute)) {
      const start = from + attribute.length;
      const text = /^[^<>]{0,300}>([^<>]{1,60})</.exec(html.slice(start, start + 400))?.[1];
      if (text !== undefined) texts.push(decodeText(text).trim());
    }
  }
  return texts;
}

const longestTag = 4_000;

/** Opening tags that begin like that. */
function tagsOf(html: string, start: string): string[] {
  return placesOf(html, start).flatMap(
    (at) => /^<[a-z]+\s(?:[^<>"']|"[^"]*"|'[^']*')*>/.exec(html.slice(at, at + longestTag)) ?? [],
  );
}

/** A page has some dozens of any of them; a page that has more is not looked at to its end. */
const mostPlaces = 500;

function placesOf(html: string, text: string): number[] {
  const places: number[] = [];
  for (let at = html.indexOf(text); at !== -1 && places.length < mostPlaces; at = html.indexOf(text, at + 1))
    places.push(at);
  return places;
}

function attributeOf(tag: string, name: string): string | null {
  const pattern = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i');
  const [, double, single] = pattern.exec(tag) ?? [];
  const value = double ?? single;
  return value === undefined ? null : decodeText(value);
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/** Resolves the character references that such texts have; others stay as they are. */
function decodeText(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return (Object.hasOwn(named, name) ? named[name] : undefined) ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
