import { parseAst } from 'vite';
import { messageOf } from '../errors.ts';
import { locate, NotebookError } from './notebook-error.ts';
import type { Report, Span } from './parse.ts';

/** One statement at the top of a cell; offsets are those of the notebook. */
export interface CellStatement extends Span {
  /** What becomes of it: an import is moved to the top of the module, the output's value is kept. */
  role: 'import' | 'output' | 'statement';
}

/** A name that a cell gives to later cells and to the prose. */
export interface CellName {
  name: string;
  /** False for names that exist only as types. */
  value: boolean;
  offset: number;
}

export interface CellCode {
  statements: CellStatement[];
  names: CellName[];
}

/** The parts of ESTree that are read here; positions are offsets in UTF-16 units. */
interface Node {
  type: string;
  start: number;
  end: number;
  name?: string;
  declare?: boolean;
  importKind?: string;
  id?: Node | null;
  local?: Node;
  left?: Node;
  argument?: Node;
  value?: Node;
  source?: Node | null;
  declaration?: Node | null;
  specifiers?: Node[];
  declarations?: Node[];
  properties?: Node[];
  elements?: (Node | null)[];
}

/** The code of a notebook, taken apart. */
export interface NotebookCode {
  cells: CellCode[];
  /** The imports that stand in the prose. */
  prose: CellCode[];
  /** The code that lists the pages of a template. */
  params: CellCode | null;
  tests: CellCode[];
}

type Fail = (offset: number, message: string, cause?: unknown) => never;

/**
 * The statements of every cell of a report and the names they define, cell by cell; and the imports of the prose.
 * Throws `NotebookError` on a cell that is not TypeScript, on an export that is not a declaration, on a name that is
 * defined twice, and on anything but imports in the prose.
 */
export function readCode(report: Report): NotebookCode {
  const fail: Fail = (offset, message, cause) => {
    throw new NotebookError('bad_cell', { file: report.file, ...locate(report.text, offset) }, message, {
      cause,
    });
  };
  const cells = report.cells.map((cell) => readCell(cell, fail));
  const prose = report.statements.map((statement) => readCell(statement, fail));
  for (const { statements } of prose)
    for (const { role, start } of statements)
      if (role !== 'import') fail(start, 'Names are defined in a cell; the prose can only import.');
  const params = report.params && readCell(report.params, fail);
  if (report.params && params?.statements.at(-1)?.role !== 'output')
    fail(report.params.start, 'The last expression of this block is the list of the pages, an object each.');
  const tests = report.tests.map((test) => readCell(test, fail));
  const defined = new Map<string, number>();
  if (params) defined.set('params', report.params?.block.start ?? 0);
  for (const { name, offset, value } of [...prose, ...cells].flatMap(({ names }) => names)) {
    if (!value) continue;
    const first = defined.get(name);
    if (first !== undefined)
      fail(
        offset,
        `"${name}" is already defined on line ${locate(report.text, first).line}: the cells of a notebook share their names.`,
      );
    defined.set(name, offset);
  }
  return { cells, prose, params, tests };
}

/** The names that code defines as values. */
export function valueNames(codes: readonly CellCode[]): string[] {
  return codes.flatMap(({ names }) => names.filter(({ value }) => value).map(({ name }) => name));
}

function readCell(cell: Span, fail: Fail): CellCode {
  const statements: CellStatement[] = [];
  const names: CellName[] = [];
  const body = parse(cell, fail);
  for (const [index, node] of body.entries()) {
    const at = (part: Node, role: CellStatement['role']): CellStatement => ({
      start: cell.start + part.start,
      end: cell.start + part.end,
      code: cell.code.slice(part.start, part.end),
      role,
    });
    const declaration = exportedDeclaration(node, cell, fail);
    if (node.type === 'ImportDeclaration') statements.push(at(node, 'import'));
    else if (node.type === 'ExpressionStatement' && index === body.length - 1)
      statements.push(at(node, 'output'));
    else if (node.type !== 'EmptyStatement') statements.push(at(declaration ?? node, 'statement'));
    for (const name of namesOf(declaration ?? node))
      names.push({ ...name, offset: cell.start + name.offset });
  }
  return { statements, names };
}

function parse(cell: Span, fail: Fail): Node[] {
  try {
    return parseAst(cell.code, { lang: 'ts', sourceType: 'module' }).body as unknown as Node[];
  } catch (cause) {
    const pos = cause instanceof Error && 'pos' in cause && typeof cause.pos === 'number' ? cause.pos : 0;
    const [first = '', second = first] = messageOf(cause).split('\n');
    return fail(
      cell.start + Math.min(pos, cell.code.length),
      /^Parse failed/.test(first) ? second : first,
      cause,
    );
  }
}

/** `export` in front of a declaration says nothing more in a cell; any other export cannot be meant. */
function exportedDeclaration(node: Node, cell: Span, fail: Fail): Node | null {
  if (node.type === 'ExportNamedDeclaration' && node.declaration) return node.declaration;
  if (node.type.startsWith('Export'))
    fail(
      cell.start + node.start,
      'A cell cannot export: all its names are shared with the later cells and the prose as they are.',
    );
  return null;
}

/** The names that a top-level statement defines. */
function namesOf(node: Node): CellName[] {
  const value = node.declare !== true;
  switch (node.type) {
    case 'ImportDeclaration':
      return (node.specifiers ?? []).flatMap((specifier) =>
        bindings(specifier.local, node.importKind !== 'type' && specifier.importKind !== 'type'),
      );
    case 'VariableDeclaration':
      return (node.declarations ?? []).flatMap((declarator) => bindings(declarator.id, value));
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'TSEnumDeclaration':
      return bindings(node.id, value);
    case 'TSDeclareFunction':
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
      return bindings(node.id, false);
    default:
      return [];
  }
}

/** The names in a binding pattern. */
function bindings(pattern: Node | null | undefined, value: boolean): CellName[] {
  if (!pattern) return [];
  if (pattern.type === 'Identifier') return [{ name: pattern.name ?? '', value, offset: pattern.start }];
  return [
    pattern.left,
    pattern.argument,
    pattern.value,
    ...(pattern.properties ?? []),
    ...(pattern.elements ?? []),
  ].flatMap((part) => bindings(part, value));
}
