import { type NotebookCode, readCode } from './cell-code.ts';
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
  const kept = [
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
  const own = new Set(namesOf(report));
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

/** Names of cells and of the prose's imports; none where the code cannot be read, which the compiler says itself. */
function namesOf(report: Report): string[] {
  try {
    const code: NotebookCode = readCode(report);
    return [...code.cells, ...code.prose].flatMap(({ names }) => names.map(({ name }) => name));
  } catch (error) {
    if (error instanceof NotebookError) return [];
    throw error;
  }
}
