import type { Article, PageElement, PageNode } from './article.ts';

/** Where a picture of the file is: a path beside it, or a `data:` address. `paint` gives it colours of its own before. */
export type PlacePicture = (svg: string) => string;

/** A report as GitHub's Markdown: tables as tables, pictures as images with their sentence. */
export function exportMarkdown(article: Article, place: PlacePicture): string {
  return `${markdownOf(article, article.root.contents().toArray(), place)}\n`;
}

/** Nodes of the article as Markdown. */
export function markdownOf(article: Article, nodes: readonly PageNode[], place: PlacePicture): string {
  const writer = new Writer(article, place);
  return writer.blocks(nodes).join('\n\n');
}

const plainBlocks = new Set(['article', 'section', 'div', 'main', 'figcaption', 'header', 'footer', 'dl']);

class Writer {
  readonly #article: Article;
  readonly #place: PlacePicture;

  constructor(article: Article, place: PlacePicture) {
    this.#article = article;
    this.#place = place;
  }

  blocks(nodes: readonly PageNode[]): string[] {
    const blocks: string[] = [];
    let words = '';
    const flush = () => {
      if (words.trim() !== '') blocks.push(words.trim());
      words = '';
    };
    for (const node of nodes) {
      const block = node.type === 'tag' ? this.#block(node) : null;
      if (block === null) {
        words += this.#inline(node);
        continue;
      }
      flush();
      blocks.push(...block.filter((each) => each.trim() !== ''));
    }
    flush();
    return blocks;
  }

  /** A block element; null where it is a part of a line. */
  #block(element: PageElement): string[] | null {
    const { name } = element;
    const level = /^h([1-6])$/.exec(name)?.[1];
    if (level) return [`${'#'.repeat(Number(level))} ${this.#line(element)}`];
    // Here every alternative stands, under its name.
    if (element.attribs['class'] === 'control') return [];
    if (element.attribs['class'] === 'alternative-name') return [`**${this.#line(element)}**`];
    if (name === 'p' || name === 'dt' || name === 'dd') return [this.#line(element)];
    if (name === 'ul' || name === 'ol') return [this.#list(element)];
    if (name === 'blockquote') return [this.blocks(element.children).join('\n\n').replace(/^/gm, '> ')];
    if (name === 'pre') return [fenced(this.#text(element))];
    if (name === 'table') return [this.#table(element)];
    if (name === 'hr') return ['---'];
    if (name === 'figure') return this.#figure(element);
    if (name === 'svg') return [this.#picture(element)];
    if (name === 'summary') return [`**${this.#line(element)}**`];
    // Code stands open here.
    if (element.attribs['class'] === 'cell-code') return this.blocks(element.children).slice(-1);
    if (name === 'details' || plainBlocks.has(name)) return this.blocks(element.children);
    return null;
  }

  #figure(element: PageElement): string[] {
    const { $ } = this.#article;
    // Of the two widths one is enough.
    $(element).find('.chart-narrow').remove();
    return this.blocks(element.children);
  }

  #picture(element: PageElement): string {
    const { $ } = this.#article;
    const alt = ($(element).attr('aria-label') ?? '').replace(/[[\]\\]/g, '\\$&').replace(/\s+/g, ' ');
    return `![${alt}](${this.#place($.xml(element))})`;
  }

  #list(element: PageElement): string {
    const items = this.#article.$(element).children('li').toArray();
    return items
      .map((item, i) => {
        const mark = element.name === 'ol' ? `${i + 1}. ` : '- ';
        return (
          mark +
          this.blocks(item.children)
            .join('\n\n')
            .replace(/\n(?=.)/g, `\n${' '.repeat(mark.length)}`)
        );
      })
      .join('\n');
  }

  #table(element: PageElement): string {
    const { $ } = this.#article;
    $(element)
      .find('.unit')
      .each((_, unit) => {
        $(unit).text(` (${$(unit).text().trim()})`);
      });
    const rows = $(element)
      .find('tr')
      .toArray()
      .map((row) =>
        $(row)
          .children('th, td')
          .toArray()
          .map((cell) => this.#line(cell).replace(/(?<!\\)\|/g, '\\|')),
      );
    const [head = [], ...body] = rows;
    const numeric = $(element)
      .find('tr')
      .first()
      .children()
      .toArray()
      .map((cell) => $(cell).hasClass('n'));
    const rule = head.map((_, i) => (numeric[i] ? '---:' : '---'));
    return [head, rule, ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  }

  #line(element: PageElement): string {
    return element.children
      .map((child) => this.#inline(child))
      .join('')
      .replace(/\s+/g, ' ')
      .trim();
  }

  #inline(node: PageNode): string {
    if (node.type === 'text') return escapeMarkdown(node.data.replace(/\s+/g, ' '));
    if (node.type !== 'tag') return '';
    const { name } = node;
    if (name === 'br') return '\\\n';
    if (name === 'svg') return this.#picture(node);
    if (name === 'code') return codeSpan(this.#text(node));
    const inner = node.children.map((child) => this.#inline(child)).join('');
    if (inner.trim() === '') return inner;
    if (name === 'strong' || name === 'b') return `**${inner.trim()}**`;
    if (name === 'em' || name === 'i') return `*${inner.trim()}*`;
    const href = name === 'a' ? (node.attribs['href'] ?? '') : '';
    return /^https?:/.test(href) ? `[${inner}](<${href.replace(/[<>\s]/g, encodeURIComponent)}>)` : inner;
  }

  #text(element: PageElement): string {
    return this.#article.$(element).text();
  }
}

/** Text that Markdown takes as it is. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*[\]<>#|~&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replace(/^(\s*)([-+])(?=\s)/, '$1\\$2')
    .replace(/^(\s*\d+)(\.)(?=\s)/, '$1\\$2');
}

function fenced(code: string): string {
  const fence = '`'.repeat(Math.max(3, ...[...code.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${fence}ts\n${code.replace(/\n$/, '')}\n${fence}`;
}

function codeSpan(code: string): string {
  const fence = '`'.repeat(Math.max(1, ...[...code.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  const space = code.startsWith('`') || code.endsWith('`') ? ' ' : '';
  return `${fence}${space}${code}${space}${fence}`;
}
