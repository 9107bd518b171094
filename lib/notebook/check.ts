import path from 'node:path';
import { InputError } from '../errors.ts';
import { readCode } from './cell-code.ts';
import { createCheckProgram } from './check-program.ts';
import { type CheckSource, checkSource } from './check-source.ts';
import { NotebookError, type Place } from './notebook-error.ts';
import { parseReport } from './parse.ts';

/** A fault that a check found in a notebook, at its own line and column. */
export interface Finding extends Place {
  /** `TS2551`, or the code of the `NotebookError`. */
  code: string;
  message: string;
}

/** A finding in the form that terminals and editors make a link: `file:line:column - error TS2551: …`. */
export function formatFinding({ file, line, column, code, message }: Finding): string {
  return `${file}:${line}:${column} - error ${code}: ${message.replaceAll('\n', '\n  ')}`;
}

/**
 * Checks the TypeScript of notebooks, all in one program, with the project's own compiler options save three: in a notebook
 * a name may go unused, and `rows[0]` counts as a row, because a name is there to be printed and a list to be looked at.
 * `files` are paths from `root`, which the findings repeat; they come in the order of the files.
 * Throws `InputError` where a file, TypeScript or the library cannot be read.
 */
export async function checkNotebooks(
  files: readonly string[],
  {
    root,
    library = '#lib',
    tsconfig = path.join(root, 'tsconfig.json'),
  }: { root: string; library?: string; tsconfig?: string },
): Promise<Finding[]> {
  if (files.length === 0) return [];
  const compiler = await createCheckProgram(root, tsconfig);
  const names = compiler.exportsOf(library);
  const findings = new Map<string, Finding[]>(files.map((file) => [file, []]));
  const sources = new Map<string, CheckSource & { file: string }>();
  for (const file of files) {
    const text = compiler.readFile(path.join(root, file));
    if (text === undefined) throw new InputError('no_notebook', `The notebook ${file} cannot be read.`);
    const refused = refusal(() => {
      const source = checkSource(parseReport(text, file), { from: library, names });
      const name = `${path.join(root, file).replaceAll(path.sep, '/')}.${source.jsx ? 'tsx' : 'ts'}`;
      sources.set(name, { ...source, file });
    });
    if (refused) findings.get(file)?.push(refused);
  }
  const faults = compiler.check(new Map([...sources].map(([name, { text }]) => [name, text])));
  for (const [name, source] of sources) {
    for (const { offset, code, message } of faults.get(name) ?? [])
      findings.get(source.file)?.push({ ...source.placeOf(offset), code: `TS${code}`, message });
    // What TypeScript allows and a notebook does not, such as a function defined in two cells.
    if (faults.get(name)?.length === 0) {
      const refused = refusal(() => readCode(source.report));
      if (refused) findings.get(source.file)?.push(refused);
    }
  }
  return [...findings.values()].flatMap((ofFile) =>
    ofFile.sort((a, b) => a.line - b.line || a.column - b.column),
  );
}

/** The `NotebookError` that the work ends with, as a finding. */
function refusal(work: () => unknown): Finding | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error;
    return { ...error.loc, code: error.code, message: error.reason };
  }
}
