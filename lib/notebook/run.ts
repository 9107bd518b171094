import path from 'node:path';
import { runnerImport } from 'vite';
import type { RanNotebook } from './runtime.ts';
import { cellsQuery, type NotebookOptions, notebook } from './vite-plugin.ts';

/**
 * Runs a notebook in a script or a test, without a page: `scope` has every name its cells define, `named` the value of
 * every cell that has a name, `cells` what each would print. Each call runs the cells anew.
 * `root` is the project's folder, from which `file` is read and faults are named.
 * Rejects with a `NotebookError` on a fault in the notebook, at its place.
 */
export async function runNotebook(
  file: string,
  { root = process.cwd(), ...options }: NotebookOptions & { root?: string } = {},
): Promise<Pick<RanNotebook, 'cells' | 'named' | 'scope'>> {
  const { module } = await runnerImport<{ notebook: RanNotebook }>(
    `${path.resolve(root, file)}${cellsQuery}`,
    { root, configFile: false, envFile: false, logLevel: 'silent', plugins: [notebook(options)] },
  );
  const { cells, named, scope } = module.notebook;
  return { cells, named, scope };
}
