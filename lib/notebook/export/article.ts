import { type Cheerio, type CheerioAPI, load } from 'cheerio';
import { InputError } from '../../errors.ts';

/** A node of a page, as cheerio has it. */
export type PageNode = ReturnType<Cheerio<never>['contents']>[number];
export type PageElement = Extract<PageNode, { attribs: unknown }>;

/** The article of a built report, for a file of its own. */
export interface Article {
  $: CheerioAPI;
  root: Cheerio<PageElement>;
  title: string;
}

/**
 * The article in a built page, without what only works on the site: crumbs, links to other versions, buttons, downloads, scripts. Links to other pages of
 * the site lead to `site` (its absolute address and base), and are plain words without one. Throws `InputError` `no_article` where the page is no report.
 */
export function readArticle(page: string, site: string | null): Article {
  const $ = load(page);
  const root = $('article.report').first() as Cheerio<PageElement>;
  if (root.length === 0)
    throw new InputError('no_article', 'That page of the site is no report.', {
      hint: 'Name a report: the last part of its address, such as weekly-growth.',
    });
  root.find('.crumb, .versions, .actions, script, button, link, template, iframe, [hidden]').remove();
  root
    .contents()
    .filter((_, node) => node.type === 'comment')
    .remove();
  for (const each of root.find('*').toArray()) {
    const element = $(each);
    for (const name of Object.keys(element.attr() ?? {}))
      if (/^(?:on|style$|data-(?!cell$))/i.test(name)) element.removeAttr(name);
  }
  for (const each of root.find('a').toArray()) {
    const link = $(each);
    const href = link.attr('href') ?? '';
    if (/^(?:#|https?:)/.test(href)) continue;
    if (site !== null && href.startsWith('/')) link.attr('href', new URL(href, site).href);
    else link.replaceWith(link.contents());
  }
  for (const each of root.find('[src]').toArray())
    if (!/^data:/.test($(each).attr('src') ?? '')) $(each).remove();
  return { $, root, title: root.find('h1').first().text().trim() };
}
