import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createRunnableDevEnvironment, resolveConfig } from 'vite';
import { InputError, messageOf } from '../errors.ts';
import { expect } from './expect.ts';
import { NotebookError } from './notebook-error.ts';
import type { NotebookOptions } from './options.ts';
import type { NotebookModule, NotebookTest, Params, RanNotebook } from './runtime.ts';
import { cellsQuery, notebook } from './vite-plugin.ts';

export interface RunOptions extends NotebookOptions {
  /** The project's folder, from which `file` is read and faults are named. @default the working directory */
  root?: string;
}

/** What a notebook gave: `scope` has every name its cells define, `named` the value of every cell that has a name. */
export type NotebookRun = Pick<RanNotebook, 'cells' | 'named' | 'scope' | 'reads'> & {
  /** Of a template: the page that was run. */
  params: Params | null;
};

/**
 * Runs a notebook in a script or a test, without a page. Each call runs the cells anew. `params` picks a page of a template by any of its fields,
 * such as `{ account: 'museum' }`; without it the first one is run.
 * Rejects with a `NotebookError` on a fault in the notebook, at its place; with `InputError` `no_notebook` where there is no such file and
 * `no_page` where the template has no such page.
 * @example const { named } = await runNotebook('pages/reports/weekly-growth/index.mdx')
 */
export async function runNotebook(
  file: string,
  { params, ...options }: RunOptions & { params?: Params } = {},
): Promise<NotebookRun> {
  return withNotebook(file, options, (module) => run(module, file, params));
}

/** A test of a notebook that was run. */
export interface TestResult {
  name: string;
  /** What did not hold, or failed, at its place; null where the test passed. */
  fault: NotebookError | null;
}

/**
 * Runs a notebook and its tests (`ts test` blocks), of a template for the page that `params` picks or the first one. Nothing is run where there are
 * no tests. Rejects as `runNotebook`.
 */
export async function testNotebook(
  file: string,
  { params, ...options }: RunOptions & { params?: Params } = {},
): Promise<TestResult[]> {
  return withNotebook(file, options, async (module) => {
    if (module.tests.length === 0) return [];
    const { scope } = await run(module, file, params);
    const results: TestResult[] = [];
    for (const test of module.tests) results.push(await runTest(test, scope, file));
    return results;
  });
}

async function runTest(
  test: NotebookTest,
  scope: Record<string, unknown>,
  file: string,
): Promise<TestResult> {
  let place = { line: 1, column: 1 };
  const at = (line: number, column: number) => {
    place = { line, column };
  };
  try {
    await test.run(scope, { at }, expect);
    return { name: test.name, fault: null };
  } catch (cause) {
    const fault = new NotebookError('test_failed', { file, ...place }, messageOf(cause), { cause });
    return { name: test.name, fault };
  }
}

async function run(
  { run, params: list }: NotebookModule,
  file: string,
  wanted: Params = {},
): Promise<NotebookRun> {
  let params: Params | null = null;
  if (list) {
    const pages = await list();
    const isWanted = (page: Params) =>
      Object.entries(wanted).every(([name, value]) => Object.is(page[name], value));
    params = pages.find(isWanted) ?? null;
    if (params === null)
      throw new InputError('no_page', `${file} has no page for ${JSON.stringify(wanted)}.`, {
        hint:
          pages.length === 0
            ? 'Its block of params lists none: is there data yet?'
            : `The first of its ${pages.length} is ${JSON.stringify(pages[0])}.`,
      });
  }
  const { cells, named, scope, reads } = await run(params ?? undefined);
  return { cells, named, scope, reads, params };
}

/** Does work with the module of a notebook's cells, which runs nothing by itself. */
async function withNotebook<T>(
  file: string,
  { root = process.cwd(), ...options }: RunOptions,
  use: (module: NotebookModule) => Promise<T>,
): Promise<T> {
  const full = path.resolve(root, file);
  if (!existsSync(full)) throw new InputError('no_notebook', `There is no notebook ${file}.`);
  const library = options.library ?? libraryOf(root);
  const environments = {
    notebook: {
      consumer: 'server' as const,
      dev: { moduleRunnerTransform: true },
      // Packages are Node's own to find; only the project's files go through Vite.
      resolve: { external: true as const, mainFields: [], conditions: ['node', 'module-sync'] },
    },
  };
  const config = await resolveConfig(
    {
      root,
      configFile: false,
      envFile: false,
      logLevel: 'silent',
      plugins: [notebook({ ...options, library })],
      environments,
    },
    'serve',
  );
  const environment = createRunnableDevEnvironment('notebook', config, {
    runnerOptions: { hmr: { logger: false } },
    hot: false,
  });
  await environment.init();
  try {
    return await use(await environment.runner.import<NotebookModule>(`${full}${cellsQuery}`));
  } finally {
    await environment.close();
  }
}

/** Where cells find the library: in this project by the name of its package.json, in others as the package. */
function libraryOf(root: string): string {
  try {
    const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      imports?: Record<string, unknown>;
    };
    return manifest.imports?.['#lib'] === undefined ? 'clipbook' : '#lib';
  } catch {
    return 'clipbook';
  }
}
