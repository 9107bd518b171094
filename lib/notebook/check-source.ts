import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CellCode, type NotebookCode, readCode } from './cell-code.ts';
import { locate, NotebookError, type Place } from './notebook-error.ts';
import type { Report } from './parse.ts';

/** A notebook as a TypeScript file to be checked, never run. */
export interface CheckSource {
  report: Report;
  text: string;
  /** True where an expression of the prose holds JSX. */
  jsx: boolean;
  /** The place in the notebook of an offset into `text`. */
  placeOf(offset: number): Place;
}

/**
 * The notebook as TypeScript. Cells stand at the very offsets they have in the notebook, so that their places match by
 * construction; everything else is white space. An expression of the prose may stand above the cell that defines its names,
 * so it follows at the end as `;()=>(expression)`. `library` gives the names that need no import.
 */
export function checkSource(
  report: Report,
  library: { from: string; names: readonly { name: string; value: boolean }[] },
): CheckSource {
  const { text, file } = report;
  let source = '';
  const keep = (start: number, end: number, after = '') => {
    source += text.slice(source.length, start).replace(/[^\r\n]/g, ' ') + text.slice(start, end) + after;
  };
  const code = codeOf(report);
  // Imports of the other blocks stand where they are; what else is in them follows at the end, in functions of their own.
  const asides = code ? [...(code.params ? [code.params] : []), ...code.tests] : [];
  const kept = [
    ...asides.flatMap(({ statements }) =>
      statements.flatMap(({ role, start, end }) =>
        role === 'import' ? [{ start, end, closed: false }] : [],
      ),
    ),
    ...report.cells.map(({ start, end, block }) => ({ start, end, closed: end < block.end })),
    ...report.statements.map(({ start, end }) => ({ start, end, closed: false })),
  ].sort((a, b) => a.start - b.start);
  // A cell ends with the break before its closing fence; a semicolon there keeps it apart from the next cell.
  for (const { start, end, closed } of kept) keep(start, end, closed ? `${text.slice(end, end + 1)};` : '');
  keep(text.length, text.length);

  const moved: { from: number; to: number; length: number }[] = [];
  for (const { code, start, role } of report.expressions) {
    source += role === 'spread' ? '\n;()=>({...(' : '\n;()=>(';
    moved.push({ from: source.length, to: start, length: code.length });
    source += role === 'spread' ? `${code})})` : `${code})`;
  }
  const move = ({ start, code }: { start: number; code: string }, before: string, after: string) => {
    source += before;
    moved.push({ from: source.length, to: start, length: code.length });
    source += code + after;
  };
  const moveAll = ({ statements }: CellCode, output: string, after: string) => {
    for (const { role, ...statement } of statements) {
      if (role === 'import') continue;
      const bare = { ...statement, code: statement.code.replace(/;\s*$/, '') };
      if (role === 'output') move(bare, output, after);
      else move(statement, '\n;', '');
    }
  };
  if (code?.params) {
    source += `\n;declare function __clipbook_pages<T extends readonly { readonly ${report.meta.params}: string }[]>(pages: T): T;`;
    source += '\n;async function __clipbook_params() {';
    moveAll(code.params, '\n;return __clipbook_pages(', '\n);');
    source += '\n}\ndeclare const params: Awaited<ReturnType<typeof __clipbook_params>>[number];\n';
  }
  for (const test of code?.tests ?? []) {
    source += '\n;async () => {';
    moveAll(test, '\n;(', ');');
    source += '\n}';
  }
  if (report.tests.length > 0) source += `\n;import { expect } from ${JSON.stringify(expectModule)};`;
  const own = new Set([...(code ? namesOf(code) : []), 'expect']);
  const borrowed = library.names.filter(({ name }) => !own.has(name));
  source += `\n;import { ${borrowed.map(({ name, value }) => (value ? name : `type ${name}`)).join(', ')} } from ${JSON.stringify(library.from)};\nexport {};\n`;
  return {
    report,
    text: source,
    jsx: report.expressions.some(({ code }) => /<[A-Za-z>]/.test(code)),
    placeOf(offset) {
      const found = moved.findLast(({ from }) => from <= offset);
      const original =
        offset <= text.length ? offset : found ? found.to + Math.min(offset - found.from, found.length) : 0;
      return { file, ...locate(text, original) };
    },
  };
}

/** Where `expect` of the tests is, before and after `tsc`. */
const expectModule = fileURLToPath(
  new URL(`./expect${path.extname(import.meta.url)}`, import.meta.url),
).replaceAll(path.sep, '/');

/** The code of a notebook; null where it cannot be read, which the compiler says itself. */
function codeOf(report: Report): NotebookCode | null {
  try {
    return readCode(report);
  } catch (error) {
    if (error instanceof NotebookError) return null;
    throw error;
  }
}

/** Names of cells and of the prose's imports. */
function namesOf({ cells, prose, params }: NotebookCode): string[] {
  const names = [...cells, ...prose].flatMap(({ names }) => names.map(({ name }) => name));
  return params ? [...names, 'params'] : names;
}
