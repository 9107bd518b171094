import { createHash } from 'node:crypto';
import path from 'node:path';
import { load } from 'cheerio';
import { readArticle } from './article.ts';
import type { ReadAsset } from './html.ts';

/** A report's page as it was said. */
export interface KeptPage {
  html: string;
  /** The files that it needs, by their names: the hash of what they hold, and an ending. */
  assets: Map<string, Uint8Array>;
}

export interface KeptPlace {
  /** Its name, such as `2026-11`. */
  version: string;
  /** The way from the page to the folder of its assets. */
  assets: string;
}

/**
 * The built page of a report as one that stays, at `<report>/<version>/`: the article with a style sheet and fonts of its own, without scripts, and
 * without links to anything of the site but the list of reports and the report itself. Throws `InputError` `no_article` where the page is no report.
 */
export async function keepPage(page: string, place: KeptPlace, readAsset: ReadAsset): Promise<KeptPage> {
  const $ = load(page);
  const article = readArticle(page, null);
  article.root.find('[data-cell]').removeAttr('data-cell');
  const assets = new Map<string, Uint8Array>();
  const sheets = $('link[rel="stylesheet"]').toArray();
  const css = await Promise.all(
    sheets.map((sheet) => keepSheet($(sheet).attr('href') ?? '', assets, readAsset)),
  );
  const style = keep(Buffer.from(css.join('\n')), '.css', assets);
  const text = (words: string) => $('<i>').text(words).html() ?? '';
  const attribute = (words: string) => text(words).replaceAll('"', '&quot;');
  const brand = text($('.brand').first().text().trim());
  const instant = $('footer time').first();
  const banner = $('.banner').first();
  const description = $('meta[name="description"]').attr('content') ?? article.title;
  const html = `<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="default-src 'self'; script-src 'none'; img-src data:; object-src 'none'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${text(article.title)} (${place.version}) – ${brand}</title>
<meta name="description" content="${attribute(description)}">
<meta property="og:title" content="${attribute(article.title)}">
<link rel="stylesheet" href="${place.assets}/${style}">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header>
<nav class="masthead" aria-label="Sections"><a class="brand" href="../../../">${brand}</a>
<ul class="sections"><li><a href="../../" aria-current="true">Reports</a></li></ul></nav>
${banner.length === 0 ? '' : $.html(banner)}
</header>
<aside class="strip" aria-label="Version">
<p class="strip-text"><span>As it was on ${$.html(instant)}, kept unchanged as version ${place.version}.</span> <a href="../">The report as it is now</a></p>
</aside>
<main id="main" tabindex="-1">
${article.$.html(article.root)}
</main>
</body>
</html>
`;
  return { html, assets };
}

async function keepSheet(
  href: string,
  assets: Map<string, Uint8Array>,
  readAsset: ReadAsset,
): Promise<string> {
  const bytes = await readAsset(href);
  let css = bytes === null ? '' : Buffer.from(bytes).toString('utf8');
  for (const [whole, quote = '', target = ''] of css.matchAll(/url\((['"]?)([^'")]+)\1\)/g)) {
    if (target.startsWith('data:')) continue;
    const file = await readAsset(new URL(target, `http://site${href}`).pathname);
    const name = file === null ? '' : keep(file, path.posix.extname(target), assets);
    css = css.replaceAll(whole, `url(${quote}${name}${quote})`);
  }
  return css;
}

function keep(bytes: Uint8Array, ending: string, assets: Map<string, Uint8Array>): string {
  const name = `${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}${ending}`;
  assets.set(name, bytes);
  return name;
}
