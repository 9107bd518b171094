import { messageOf } from '../errors.ts';
import type { Reads } from '../schema/reads.ts';
import type { NotebookPlan } from './compile.ts';
import type { CellOptions } from './fence.ts';
import { NotebookError } from './notebook-error.ts';
import { isQuantity, isRecord, nameOf, type Output, outputOf } from './output.ts';

/** What the generated code of a notebook calls while it runs. */

/** A cell that has run. */
export interface RanCell {
  options: CellOptions;
  /** The code as the author wrote it. */
  code: string;
  output: Output;
}

/** A notebook that has run. */
export interface RanNotebook {
  cells: RanCell[];
  /** Every name of the cells, and the library's names that they use. */
  scope: Record<string, unknown>;
  /** The value of every cell with a name; `undefined` where its last statement is no expression. */
  named: Record<string, unknown>;
  /** What the cells read of the ledger; null where the library does not record it. */
  reads: Reads | null;
  /** The value of an expression in the prose, to be printed. Throws `NotebookError` at its place. */
  print(index: number, expression: Expression): unknown;
  /** The same for an expression that stands alone: a text becomes a paragraph. */
  paragraph(index: number, expression: Expression, jsx: (tag: string, props: object) => unknown): unknown;
  /** The value of an expression in an attribute. Throws `NotebookError` at its place. */
  value(index: number, expression: Expression): unknown;
}

type Expression = (scope: Record<string, unknown>) => unknown;

/** The library's `recordReads`. */
type Recorder = <T>(work: () => Promise<T>) => Promise<{ value: T; reads: Reads }>;

/** What the generated module of a notebook exports. */
export interface NotebookModule {
  /** Runs the cells, of a template for one of its pages. */
  run(params?: Params, showFaults?: boolean): Promise<RanNotebook>;
  /** Lists the pages of a template; null where the report is one page. */
  params: (() => Promise<Params[]>) | null;
  tests: NotebookTest[];
}

/** A page of a template. The field that the front matter names is the last part of its path, `label` its name in words. */
export type Params = Record<string, unknown>;

export interface NotebookTest {
  name: string;
  run(scope: Record<string, unknown>, run: Pick<Run, 'at'>, expect: unknown): Promise<void>;
}

export interface Run {
  /** Notes that the statement at this place comes next. */
  at(line: number, column: number): void;
  /** Keeps the value of a cell's last expression. */
  output(cell: number, value: unknown): void;
}

/**
 * Runs the cells once and gives their outputs.
 * Rejects with a `NotebookError` at the statement that threw, or whose value cannot be printed.
 */
export async function createNotebook(
  plan: NotebookPlan,
  body: (run: Run) => Promise<Record<string, unknown>>,
  record?: Recorder,
  /** A cell that throws has its fault for output, later ones print nothing, and so does the prose: for `dev`. */
  showFaults = false,
): Promise<RanNotebook> {
  const cells: RanCell[] = plan.cells.map(({ options, code }) => ({
    options,
    code,
    output: { kind: 'nothing' },
  }));
  const named: Record<string, unknown> = {};
  for (const { options } of cells) if (options.name !== null) named[options.name] = undefined;
  let place = { line: 1, column: 1 };
  const controls = new Map<string, string>();
  const run: Run = {
    at(line, column) {
      place = { line, column };
    },
    output(index, value) {
      const cell = cells[index];
      if (!cell) return;
      cell.output = outputOf(value);
      agree(controls, cell.output);
      if (cell.options.name !== null) named[cell.options.name] = value;
    },
  };
  let scope: Record<string, unknown>;
  let reads: Reads | null = null;
  try {
    if (record) ({ value: scope, reads } = await record(() => body(run)));
    else scope = await body(run);
  } catch (cause) {
    const fault = new NotebookError('cell_failed', { file: plan.file, ...place }, messageOf(cause), {
      cause,
    });
    const index = plan.cells.findLastIndex(({ line }) => line <= place.line);
    const cell = cells[index];
    if (!showFaults || !cell) throw fault;
    cell.output = { kind: 'fault', message: fault.message, frame: frameOf(plan, index, place) };
    scope = {};
  }
  const failed = cells.some(({ output }) => output.kind === 'fault');
  const evaluate = (
    index: number,
    expression: (names: Record<string, unknown>) => unknown,
    printed: boolean,
  ) => {
    if (failed) return undefined;
    try {
      const value = expression(scope);
      if (!printed) return value;
      refuseUnprintable(value);
      return isQuantity(value) ? String(value) : value;
    } catch (cause) {
      const [line, column] = plan.expressions[index] ?? [1, 1];
      throw new NotebookError('expression_failed', { file: plan.file, line, column }, messageOf(cause), {
        cause,
      });
    }
  };
  return {
    cells,
    scope,
    named,
    reads,
    print: (index, expression) => evaluate(index, expression, true),
    paragraph(index, expression, jsx) {
      const value = evaluate(index, expression, true);
      const isText = typeof value === 'number' || (typeof value === 'string' && value !== '');
      return isText ? jsx('p', { children: value }) : value;
    },
    value: (index, expression) => evaluate(index, expression, false),
  };
}

/** Enters the inputs of an output. Throws `RangeError` where an input has the name of another one, which the address could not tell apart. */
function agree(controls: Map<string, string>, output: Output): void {
  if (output.kind !== 'alternatives' && output.kind !== 'search') return;
  const { name } = output.control;
  const same = JSON.stringify(output.control);
  if ((controls.get(name) ?? same) !== same)
    throw new RangeError(
      `Two inputs have the name "${name}" and differ: define one in a cell of its own, and use it in both.`,
    );
  controls.set(name, same);
  if (output.kind === 'alternatives') for (const each of output.outputs) agree(controls, each);
}

/** The lines around a place, numbered as in the notebook, with a mark under it. */
function frameOf(
  plan: NotebookPlan,
  cell: number,
  { line, column }: { line: number; column: number },
): string {
  const { code = '', line: first = 1 } = plan.cells[cell] ?? {};
  return code
    .split('\n')
    .map((text, i) => ({ text, number: first + i }))
    .filter(({ number }) => Math.abs(number - line) <= 2)
    .flatMap(({ text, number }) => {
      const head = `${String(number).padStart(5)} | `;
      return number === line
        ? [`${head}${text}`, `${' '.repeat(head.length + column - 1)}^`]
        : [`${head}${text}`];
    })
    .join('\n');
}

/** Refuses what a page would print as "NaN" or "[object Object]". */
function refuseUnprintable(value: unknown): void {
  if (Array.isArray(value)) for (const item of value) refuseUnprintable(item);
  else if (typeof value === 'number' && !Number.isFinite(value))
    throw new TypeError(`The value is ${value}, which cannot be printed.`);
  // Elements of JSX are records too, but carry Astro's mark.
  else if (typeof value === 'function' || (isRecord(value) && !('astro:jsx' in value)))
    throw new TypeError(
      `This is a ${nameOf(value)}, not a text: let it be the last expression of a cell, or print one of its values.`,
    );
}

/**
 * Runs the code that lists the pages of a template. Rejects with a `NotebookError` (`bad_params`) where it gives anything but objects with a
 * text of its own each in the field that the front matter names.
 */
export async function listParams(
  plan: NotebookPlan,
  body: (run: Pick<Run, 'at'>) => Promise<unknown>,
): Promise<Params[]> {
  const field = plan.field ?? '';
  let place = { line: 1, column: 1 };
  const fail = (code: string, message: string, cause?: unknown): never => {
    throw new NotebookError(code, { file: plan.file, ...place }, message, { cause });
  };
  const at = (line: number, column: number) => {
    place = { line, column };
  };
  const list = await body({ at }).catch((cause: unknown) => fail('cell_failed', messageOf(cause), cause));
  if (!Array.isArray(list) || !list.every(isRecord))
    return fail('bad_params', 'The last expression of this block is the list of the pages, an object each.');
  const seen = new Set<string>();
  for (const params of list) {
    const segment = params[field];
    if (typeof segment !== 'string' || !/^(?!\.+$)[^/?#\p{Cc}]+$/u.test(segment))
      return fail(
        'bad_params',
        `${JSON.stringify(segment) ?? 'undefined'} in the field "${field}" cannot be the last part of a path.`,
      );
    if (seen.has(segment)) return fail('bad_params', `Two pages have the ${field} "${segment}".`);
    seen.add(segment);
  }
  return list;
}
