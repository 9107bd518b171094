/** Notebooks as modules, for scripts and tests: the package's entry `clipbook/notebook`. */

export { type Expectations, expect } from './expect.ts';
export { NotebookError, type Place } from './notebook-error.ts';
export type { Output, OutputColumn, TableCell } from './output.ts';
export { type NotebookRun, type RunOptions, runNotebook, type TestResult, testNotebook } from './run.ts';
export type { Params, RanCell } from './runtime.ts';
export { type CellSummary, summarise } from './summary.ts';
