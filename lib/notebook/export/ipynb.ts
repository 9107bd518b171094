import type { Report } from '../parse.ts';
import type { Article, PageElement, PageNode } from './article.ts';
import { escapeMarkdown, markdownOf, type PlacePicture } from './markdown.ts';

/** Jupyter's own format, version 4.5, as far as it is written here. */
type JupyterCell =
  | { cell_type: 'markdown'; id: string; metadata: object; source: string[] }
  | {
      cell_type: 'code';
      id: string;
      metadata: object;
      execution_count: number;
      source: string[];
      outputs: JupyterOutput[];
    };
interface JupyterOutput {
  output_type: 'display_data';
  data: Record<string, string[]>;
  metadata: object;
}

/**
 * A report as a Jupyter notebook: prose as Markdown cells, TypeScript cells with what they printed as picture, table and text. `paint` gives a picture
 * colours of its own. It opens in Jupyter as it was built; to run it again needs a TypeScript kernel, such as Deno's.
 */
export function exportIpynb(article: Article, report: Report, paint: (svg: string) => string): string {
  const { $, root } = article;
  const cells: JupyterCell[] = [];
  const place: PlacePicture = (svg) =>
    `data:image/svg+xml;base64,${Buffer.from(paint(svg)).toString('base64')}`;
  let prose: PageNode[] = [];
  let next = 0;
  const flush = () => {
    const text = markdownOf(article, prose, place);
    prose = [];
    if (text !== '')
      cells.push({ cell_type: 'markdown', id: `prose-${cells.length}`, metadata: {}, source: linesOf(text) });
  };
  const addCell = (index: number, element: PageElement | null) => {
    const cell = report.cells[index];
    if (!cell) return;
    flush();
    cells.push({
      cell_type: 'code',
      id: cell.options.name === null ? `cell-${index}` : `cell-${cell.options.name}`.slice(0, 64),
      metadata: /^(?:code|both)$/.test(cell.options.hide) ? { jupyter: { source_hidden: true } } : {},
      execution_count: index + 1,
      source: linesOf(cell.shown),
      outputs: element ? outputsOf(article, element, paint, place) : [],
    });
    next = index + 1;
  };
  const walk = (nodes: readonly PageNode[]) => {
    for (const node of nodes) {
      if (node.type !== 'tag') prose.push(node);
      else if (node.attribs['data-cell'] !== undefined) {
        const index = Number(node.attribs['data-cell']);
        // Those in between show nothing on the page.
        while (next < index) addCell(next, null);
        addCell(index, $(node).children('.cell-output').get(0) ?? null);
      } else if ($(node).find('[data-cell]').length > 0) walk(node.children);
      else prose.push(node);
    }
  };
  walk(root.contents().toArray());
  while (next < report.cells.length) addCell(next, null);
  flush();
  const notebook = {
    cells,
    metadata: {
      kernelspec: { name: 'deno', display_name: 'Deno', language: 'typescript' },
      language_info: { name: 'typescript', file_extension: '.ts', mimetype: 'text/x.typescript' },
      title: article.title,
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

/** What a cell printed: of an input an output for each alternative, which says its name. */
function outputsOf(
  article: Article,
  element: PageElement,
  paint: (svg: string) => string,
  place: PlacePicture,
): JupyterOutput[] {
  const { $ } = article;
  const alternatives = $(element).children('.alternatives').children('.alternative').toArray();
  if (alternatives.length > 0)
    return alternatives.flatMap((each) => {
      const name = $(each).children('.alternative-name').first().text().trim();
      const named = dataOutput({
        'text/markdown': [`**${escapeMarkdown(name)}**`],
        'text/plain': [name],
      });
      return [named, ...outputsOf(article, each, paint, place)];
    });
  const svg = $(element).find('.chart-wide svg, .picture svg').first();
  const tables = $(element).find('table');
  const shown = $(element).clone();
  shown.find('.alternative-name, .control').remove();
  const text = markdownOf(article, shown.contents().toArray(), place);
  const data: Record<string, string[]> = {};
  if (svg.length > 0) data['image/svg+xml'] = linesOf(paint($.xml(svg)));
  else if (tables.length > 0)
    data['text/html'] = linesOf(
      tables
        .toArray()
        .map((table) => $.html(table))
        .join('\n'),
    );
  else data['text/markdown'] = linesOf(text);
  data['text/plain'] = linesOf(svg.attr('aria-label') ?? shown.text().replace(/\s+/g, ' ').trim());
  return [dataOutput(data)];
}

function dataOutput(data: Record<string, string[]>): JupyterOutput {
  return { output_type: 'display_data', data, metadata: {} };
}

/** Jupyter keeps a text as its lines, each with its end. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}
