import { type CellCode, type NotebookCode, valueNames } from './cell-code.ts';
import type { CellOptions } from './fence.ts';
import { locate } from './notebook-error.ts';
import type { Expression, Report, Span } from './parse.ts';

/** What the generated module tells the runtime about a notebook, beside its code. */
export interface NotebookPlan {
  file: string;
  cells: { options: CellOptions; code: string; line: number }[];
  /** Line and column of every expression in the prose. */
  expressions: [line: number, column: number][];
  /** Of a template: the field of its params that is the last part of a page's path. */
  field: string | null;
}

/** Modules that the generated code imports. */
export interface CompileTargets {
  /** Where the names come from that no cell defines, and which names that module has. */
  library: { from: string; names: readonly string[] };
  runtime: string;
  /** The component that prints a cell. */
  cell: string;
  /** What stands for Observable Plot. */
  plot: string;
}

/** Names the generated code uses for itself. */
const prefix = '__clipbook_';
/** The library's function that notes what the cells read. */
const recorder = 'recordReads';

/**
 * The cells of a notebook as one TypeScript module that exports `run`, `params` and `tests`. The statements run in order in one async
 * function, so that every name of a cell is in scope in the later ones; before each, its place is noted, so that an
 * error is reported there.
 */
export function compileCells(report: Report, code: NotebookCode, targets: CompileTargets): string {
  const cellNames = valueNames(code.cells);
  const own = code.params ? ['params', ...cellNames] : cellNames;
  const asides = [...(code.params ? [code.params] : []), ...code.tests];
  const imports = [...code.cells, ...asides].flatMap(({ statements }) =>
    statements.filter(({ role }) => role === 'import'),
  );
  const all = [...report.cells, ...report.tests, ...(report.params ? [report.params] : [])];
  // A cell may use what the prose imports: the same import stands in both modules.
  const carried = code.prose.filter((statement) => mentions(all, valueNames([statement])).length > 0);
  const taken = [...own, ...valueNames(code.prose)];
  const borrowed = mentions([...all, ...report.expressions], targets.library.names).filter(
    (name) => !taken.includes(name),
  );
  const { from, names } = targets.library;
  const records = names.includes(recorder);
  const scope = [...borrowed, ...own].join(', ');
  const bodyOf = (codes: readonly CellCode[], output: (cell: number) => string) =>
    codes.flatMap(({ statements }, cell) =>
      statements
        .filter(({ role }) => role !== 'import')
        .map((statement) => {
          const { line, column } = locate(report.text, statement.start);
          const at = `;${prefix}run.at(${line}, ${column});`;
          return statement.role === 'output'
            ? `${at}${output(cell)}await (\n${statement.code.replace(/;\s*$/, '')}\n));`
            : `${at}${statement.code}`;
        }),
    );
  return [
    `import { createNotebook as ${prefix}create, listParams as ${prefix}list } from ${JSON.stringify(targets.runtime)};`,
    ...(records ? [`import { ${recorder} as ${prefix}record } from ${JSON.stringify(from)};`] : []),
    ...(borrowed.length > 0 ? [`import { ${borrowed.join(', ')} } from ${JSON.stringify(from)};`] : []),
    ...[...carried.flatMap(({ statements }) => statements), ...imports].map(({ code }) =>
      code.replace(/(['"])@observablehq\/plot\1(?=\s*;?\s*$)/, JSON.stringify(targets.plot)),
    ),
    `const ${prefix}plan = ${JSON.stringify(planOf(report))};`,
    `export const run = (params, ${prefix}shown) => ${prefix}create(${prefix}plan, async (${prefix}run) => {`,
    ...bodyOf(code.cells, (cell) => `${prefix}run.output(${cell}, `),
    `;return { ${scope} };`,
    `}, ${records ? `${prefix}record` : 'undefined'}, ${prefix}shown);`,
    ...(code.params
      ? [
          `export const params = () => ${prefix}list(${prefix}plan, async (${prefix}run) => {`,
          ...bodyOf([code.params], () => 'return ('),
          '});',
        ]
      : ['export const params = null;']),
    'export const tests = [',
    ...code.tests.flatMap((test, index) => [
      `{ name: ${JSON.stringify(nameOfTest(report, index))}, run: async ({ ${scope} }, ${prefix}run, expect) => {{`,
      ...bodyOf([test], () => '('),
      // In a block of its own a test may use names of cells for its own.
      '}} },',
    ]),
    '];',
    '',
  ].join('\n');
}

function nameOfTest(report: Report, index: number): string {
  const test = report.tests[index];
  return test?.name ?? `line ${locate(report.text, test?.start ?? 0).line}`;
}

/**
 * The page of a notebook as MDX: every cell replaced by its printed output, every expression by a call that knows its
 * place and finds the cells' names. The lines stay where they are.
 */
export function compilePage(report: Report, code: NotebookCode, targets: CompileTargets): string {
  const imported = valueNames(code.prose);
  const own = code.params ? ['params'] : [];
  const names = [...new Set([...own, ...valueNames(code.cells), ...targets.library.names])].filter(
    (name) => !imported.includes(name),
  );
  const pieces = [
    ...report.cells.map(({ block, code, level }, index) => {
      const breaks = report.text.slice(block.start, block.end).split('\n').length - 1;
      const output = `\n<${cellTag} cell={${ran}.cells[${index}]} index={${index}} level={${level}} />`;
      return { ...block, text: code.trim() === '' ? '\n'.repeat(breaks) : output + '\n'.repeat(breaks - 1) };
    }),
    ...[...report.tests, ...(report.params ? [report.params] : [])].map(({ block }) => ({
      ...block,
      text: report.text.slice(block.start, block.end).replace(/[^\n]/g, ''),
    })),
    ...report.expressions.map((expression, index) => ({
      start: expression.start,
      end: expression.end,
      text: printed(expression, index, mentions([expression], names)),
    })),
  ].sort((a, b) => b.start - a.start);
  let page = report.text;
  for (const { start, end, text } of pieces) page = page.slice(0, start) + text + page.slice(end);
  // `partial` tells Astro that this is no document of its own, which would begin with a <meta>.
  return `${page}

export const partial = true
import { jsx as ${prefix}jsx } from 'astro/jsx-runtime'
import ${cellTag} from ${JSON.stringify(targets.cell)}
`;
}

const cellTag = 'Clipbook__Cell';
/** Where the page finds the notebook that has run: it is handed to it. */
const ran = 'props.notebook';
/** The expression as a call: its code sees the names it mentions as parameters, which hide any name of the page's own. */
function printed({ role, code }: Expression, index: number, names: readonly string[]): string {
  const taking = `${index}, ({ ${names.join(', ')} }) => (${code})`;
  if (role === 'paragraph') return `${ran}.paragraph(${taking}, ${prefix}jsx)`;
  return role === 'text' ? `${ran}.print(${taking})` : `${ran}.value(${taking})`;
}

function planOf(report: Report): NotebookPlan {
  return {
    file: report.file,
    field: report.meta.params ?? null,
    cells: report.cells.map(({ options, shown, start }) => ({
      options,
      code: shown,
      line: locate(report.text, start).line,
    })),
    expressions: report.expressions.map(({ start }) => {
      const { line, column } = locate(report.text, start);
      return [line, column];
    }),
  };
}

/** Those of the names that stand anywhere in the code. One too many does no harm: inner names hide it. */
function mentions(spans: readonly Pick<Span, 'code'>[], names: readonly string[]): string[] {
  const words = new Set(
    spans.flatMap(({ code }) => code.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []),
  );
  return names.filter((name) => words.has(name));
}
