import { createHash } from 'node:crypto';
import type { Article } from './article.ts';

/** A file of the built site by its path as a page or a style sheet names it; null where there is none. */
export type ReadAsset = (href: string) => Promise<Uint8Array | null>;

/**
 * A report as one HTML file that asks for nothing: styles and fonts are in it, and its policy allows no script and no request.
 * `styles` are the paths of its style sheets.
 */
export async function exportHtml(
  { $, root, title }: Article,
  styles: readonly string[],
  readAsset: ReadAsset,
): Promise<string> {
  const sheets = await Promise.all(styles.map((href) => inlineSheet(href, readAsset)));
  const css = sheets.join('\n').replaceAll('</', '<\\/');
  const hash = createHash('sha256').update(css).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'`;
  root.find('[data-cell]').removeAttr('data-cell');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${$('<i>').text(title).html()}</title>
<style>${css}</style>
</head>
<body>
<main id="main">
${$.html(root)}
</main>
</body>
</html>
`;
}

async function inlineSheet(href: string, readAsset: ReadAsset): Promise<string> {
  const bytes = await readAsset(href);
  let css = bytes === null ? '' : Buffer.from(bytes).toString('utf8');
  for (const [whole, quote = '', target = ''] of css.matchAll(/url\((['"]?)([^'")]+)\1\)/g)) {
    if (target.startsWith('data:')) continue;
    const file = await readAsset(new URL(target, `http://site${href}`).pathname);
    const data = file === null ? '' : `data:${typeOf(target)};base64,${Buffer.from(file).toString('base64')}`;
    css = css.replaceAll(whole, `url(${quote}${data}${quote})`);
  }
  return css;
}

function typeOf(name: string): string {
  if (name.endsWith('.woff2')) return 'font/woff2';
  return name.endsWith('.svg') ? 'image/svg+xml' : 'application/octet-stream';
}
