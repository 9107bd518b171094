import { type NotebookCode, valueNames } from './cell-code.ts';
import type { CellOptions } from './fence.ts';
import { locate } from './notebook-error.ts';
import type { Expression, Report, Span } from './parse.ts';

/** What the generated module tells the runtime about a notebook, beside its code. */
export interface NotebookPlan {
  file: string;
  cells: { options: CellOptions; code: string; line: number }[];
  /** Line and column of every expression in the prose. */
  expressions: [line: number, column: number][];
}

/** Modules that the generated code imports. */
export interface CompileTargets {
  /** Where the names come from that no cell defines, and which names that module has. */
  library: { from: string; names: readonly string[] };
  runtime: string;
  /** The component that prints a cell. */
  cell: string;
  /** How the page imports the module of the cells. */
  cells: string;
  /** What stands for Observable Plot. */
  plot: string;
}

/** The package that draws charts, by the name that cells import. */
export const plotPackage = '@observablehq/plot';

/** Names the generated code uses for itself. */
const prefix = '__clipbook_';
/** The library's function that notes what the cells read. */
const recorder = 'recordReads';

/**
 * The cells of a notebook as one TypeScript module that exports `notebook`. The statements run in order in one async
 * function, so that every name of a cell is in scope in the later ones; before each, its place is noted, so that an
 * error is reported there.
 */
export function compileCells(report: Report, code: NotebookCode, targets: CompileTargets): string {
  const defined = valueNames(code.cells);
  const imports = code.cells.flatMap(({ statements }) => statements.filter(({ role }) => role === 'import'));
  // A cell may use what the prose imports: the same import stands in both modules.
  const carried = code.prose.filter(
    (statement) => mentions(report.cells, valueNames([statement])).length > 0,
  );
  const taken = [...defined, ...valueNames(code.prose)];
  const borrowed = mentions([...report.cells, ...report.expressions], targets.library.names).filter(
    (name) => !taken.includes(name),
  );
  const records = targets.library.names.includes(recorder);
  const body = code.cells.flatMap(({ statements }, cell) =>
    statements
      .filter(({ role }) => role !== 'import')
      .map((statement) => {
        const { line, column } = locate(report.text, statement.start);
        const at = `;${prefix}run.at(${line}, ${column});`;
        return statement.role === 'output'
          ? `${at}${prefix}run.output(${cell}, await (\n${statement.code.replace(/;\s*$/, '')}\n));`
          : `${at}${statement.code}`;
      }),
  );
  return [
    `import { createNotebook as ${prefix}create } from ${JSON.stringify(targets.runtime)};`,
    ...(records
      ? [`import { ${recorder} as ${prefix}record } from ${JSON.stringify(targets.library.from)};`]
      : []),
    ...(borrowed.length > 0
      ? [`import { ${borrowed.join(', ')} } from ${JSON.stringify(targets.library.from)};`]
      : []),
    ...[...carried.flatMap(({ statements }) => statements), ...imports].map(({ code }) =>
      code.replace(/(['"])@observablehq\/plot\1(?=\s*;?\s*$)/, JSON.stringify(targets.plot)),
    ),
    `export const notebook = await ${prefix}create(${JSON.stringify(planOf(report))}, async (${prefix}run) => {`,
    ...body,
    `;return { ${[...borrowed, ...defined].join(', ')} };`,
    `}${records ? `, ${prefix}record` : ''});`,
    '',
  ].join('\n');
}

/**
 * The page of a notebook as MDX: every cell replaced by its printed output, every expression by a call that knows its
 * place and finds the cells' names. The lines stay where they are.
 */
export function compilePage(report: Report, code: NotebookCode, targets: CompileTargets): string {
  const imported = valueNames(code.prose);
  const names = [...new Set([...valueNames(code.cells), ...targets.library.names])].filter(
    (name) => !imported.includes(name),
  );
  const pieces = [
    ...report.cells.map(({ block, code }, index) => {
      const breaks = report.text.slice(block.start, block.end).split('\n').length - 1;
      const output = `\n<${cellTag} cell={${prefix}notebook.cells[${index}]} />`;
      return { ...block, text: code.trim() === '' ? '\n'.repeat(breaks) : output + '\n'.repeat(breaks - 1) };
    }),
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
import { notebook as ${prefix}notebook } from ${JSON.stringify(targets.cells)}
import ${cellTag} from ${JSON.stringify(targets.cell)}
`;
}

const cellTag = 'Clipbook__Cell';
/** The expression as a call: its code sees the names it mentions as parameters, which hide any name of the page's own. */
function printed({ role, code }: Expression, index: number, names: readonly string[]): string {
  const taking = `${index}, ({ ${names.join(', ')} }) => (${code})`;
  if (role === 'paragraph') return `${prefix}notebook.paragraph(${taking}, ${prefix}jsx)`;
  return role === 'text' ? `${prefix}notebook.print(${taking})` : `${prefix}notebook.value(${taking})`;
}

function planOf(report: Report): NotebookPlan {
  return {
    file: report.file,
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
