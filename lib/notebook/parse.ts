import { mdxToMdast } from 'satteri';
import { messageOf } from '../errors.ts';
import { type CellOptions, FenceError, parseAside, parseFence } from './fence.ts';
import { parseMeta, type ReportMeta } from './meta.ts';
import { locate, NotebookError } from './notebook-error.ts';

/** A stretch of the notebook's text: `code` is exactly `text.slice(start, end)`. */
export interface Span {
  start: number;
  end: number;
  code: string;
}

/** Levels of headings below the title of a page. */
export type HeadingLevel = 2 | 3 | 4 | 5 | 6;

export interface Cell extends Span {
  options: CellOptions;
  /** The whole block, fences included. */
  block: { start: number; end: number };
  /** The code as a reader sees it: the indentation of the fence taken off. */
  shown: string;
  /** Level of a heading in what the cell prints: one below the heading that it stands under, 2 under the title of the page. */
  level: HeadingLevel;
}

/** A block of code that is no cell and not printed. */
export interface AsideBlock extends Span {
  /** The whole block, fences included. */
  block: { start: number; end: number };
  name: string | null;
}

/** An expression of the prose, without its braces. */
export interface Expression extends Span {
  /**
   * Where its value goes: the text, a paragraph of its own, an attribute, or a spread of attributes (then `code` begins
   * after the dots).
   */
  role: 'text' | 'paragraph' | 'attribute' | 'spread';
}

export interface Report {
  file: string;
  text: string;
  meta: ReportMeta;
  cells: Cell[];
  expressions: Expression[];
  /** The code that lists the pages of a template; null where the report is one page. */
  params: AsideBlock | null;
  tests: AsideBlock[];
  /** `import` and `export` statements that stand in the prose. */
  statements: Span[];
}

interface Node {
  type: string;
  position?: { start: { offset?: number | undefined }; end: { offset?: number | undefined } } | undefined;
  children?: Node[];
  /** Of a heading. */
  depth?: number;
  /** Of an element. */
  name?: string | null;
  value?: unknown;
  attributes?: { type: string; name?: string; value?: unknown }[];
}

/** Where a cell may stand: on the page itself or inside a component, not in a list or a quotation. */
const blockParents = new Set(['root', 'mdxJsxFlowElement']);

/**
 * Reads a notebook's text: front matter, cells, and the expressions of the prose, all with their offsets.
 * `file` is only used to name the place of a fault.
 * Throws `NotebookError`: no title, Markdown or an expression that cannot be read, a wrong cell option, an open fence.
 */
export function parseReport(text: string, file: string): Report {
  const fail = (code: string, offset: number, message: string, cause?: unknown): never => {
    throw new NotebookError(code, { file, ...locate(text, offset) }, message, { cause });
  };
  const report: Report = {
    file,
    text,
    meta: parseMeta(text, file),
    cells: [],
    expressions: [],
    statements: [],
    params: null,
    tests: [],
  };
  let depth = 1;
  const span = (start: number, end: number): Span => ({ start, end, code: text.slice(start, end) });

  function visit(node: Node, parent: string): void {
    const start = node.position?.start.offset ?? 0;
    const end = node.position?.end.offset ?? start;
    if (node.type === 'code') addCell(start, end, parent, String(node.value ?? ''));
    else if (node.type === 'mdxjsEsm') report.statements.push(span(start, end));
    else if (node.type === 'mdxFlowExpression' || node.type === 'mdxTextExpression')
      addExpression(
        span(start + 1, end - 1),
        node.type === 'mdxFlowExpression' && parent === 'root' ? 'paragraph' : 'text',
      );
    else if (node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement')
      addAttributes(node, start);
    depth = headingDepth(node) ?? depth;
    for (const child of node.children ?? []) visit(child, node.type);
  }

  function addCell(start: number, end: number, parent: string, shown: string): void {
    const block = text.slice(start, end);
    const lines = block.split('\n');
    const opening = (lines[0] ?? '').trimEnd();
    const [options, aside] = (() => {
      try {
        return [parseFence(opening), parseAside(opening)] as const;
      } catch (error) {
        return fail(
          'bad_cell',
          start + (error instanceof FenceError ? error.at : 0),
          messageOf(error),
          error,
        );
      }
    })();
    const fence = /^(`{3,}|~{3,})/.exec(opening)?.[1];
    const closing = lines.at(-1) ?? '';
    const closed =
      fence === undefined ||
      (lines.length > 1 && closing.trim().startsWith(fence) && /^[`~]+$/.test(closing.trim()));
    if (!closed) fail('open_fence', start, 'This code block is not closed.');
    if (!options && !aside) return;
    if (!blockParents.has(parent))
      fail('bad_cell', start, 'A cell stands on its own, not inside a list or a quotation.');
    const codeStart = start + (lines[0] ?? '').length + 1;
    const code = span(codeStart, Math.max(codeStart, end - closing.length - 1));
    const place = { start, end };
    if (aside) {
      const found = { ...code, block: place, name: aside.name };
      if (aside.kind === 'test') report.tests.push(found);
      else if (report.params) fail('bad_cell', start, 'A report has one block of params.');
      else report.params = found;
    }
    if (!options) return;
    if (options.name !== null && report.cells.some((cell) => cell.options.name === options.name))
      fail('bad_cell', start, `Two cells have the name "${options.name}".`);
    report.cells.push({
      ...code,
      options,
      block: place,
      shown,
      level: Math.min(depth + 1, 6) as HeadingLevel,
    });
  }

  function addExpression(expression: Span, role: Expression['role']): void {
    const bare = expression.code.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').trim();
    if (bare !== '') report.expressions.push({ ...expression, role });
  }

  // The tree gives an element's place but not its attributes'; they are found in order.
  function addAttributes(node: Node, start: number): void {
    let cursor = start;
    const skipTo = (words: string) => {
      const at = text.indexOf(words, cursor);
      if (at !== -1) cursor = at;
      return cursor;
    };
    for (const attribute of node.attributes ?? []) {
      if (attribute.type === 'mdxJsxExpressionAttribute') {
        skipTo('{');
        cursor = text.indexOf('...', cursor) + 3;
        const code = String(attribute.value).replace(/^\s*\.\.\./, '');
        const at = skipTo(code);
        addExpression(span(at, at + code.length), 'spread');
        cursor = at + code.length;
        continue;
      }
      cursor = skipTo(String(attribute.name)) + String(attribute.name).length;
      const { value } = attribute;
      if (typeof value === 'string') cursor = skipTo(value) + value.length;
      else if (typeof value === 'object' && value !== null && 'value' in value) {
        cursor = skipTo('{') + 1;
        const at = skipTo(String(value.value));
        addExpression(span(at, at + String(value.value).length), 'attribute');
        cursor = at + String(value.value).length;
      }
    }
  }

  visit(parseTree(text, file), '');
  if ((report.meta.params === undefined) !== (report.params === null))
    fail(
      'bad_params',
      report.params?.block.start ?? 0,
      report.params === null
        ? 'The front matter has params, and no block ```ts params lists the pages.'
        : 'A block of params needs the name of its path segment in the front matter, such as "params: account".',
    );
  return report;
}

/** 1 to 6 for a heading, in Markdown or as an element. */
const headingDepth = ({ depth, name }: Node): number | undefined =>
  depth ?? (/^h[1-6]$/.test(name ?? '') ? Number(name?.slice(1)) : undefined);

function parseTree(text: string, file: string): Node {
  try {
    return mdxToMdast(text, { features: { frontmatter: true } }) as Node;
  } catch (cause) {
    const [, line = '1', column = '1', message = messageOf(cause)] =
      /^(\d+):(\d+): ([\s\S]*)$/.exec(messageOf(cause)) ?? [];
    throw new NotebookError(
      'bad_notebook',
      { file, line: Number(line), column: Number(column) },
      message.replace(/ \(mdx-[\w:-]+\)$/, ''),
      {
        cause,
        hint: 'In the prose, { and < begin an expression and a component; write \\{ and \\< for the characters. Expressions in the prose are JavaScript without types.',
      },
    );
  }
}
