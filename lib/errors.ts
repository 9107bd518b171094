/**
 * One tree of errors. The class decides what a command does with it: the exit code here, and for
 * fetch errors (`collect/fetch-error.ts`) the retry policy.
 */

/** Exit codes, as the README lists them: 0 done, 1 unexpected, 2 bad input, 3 partly done, 4 blocked, 5 a check failed. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5;

export interface ErrorDetails {
  /** What the person can do about it: one sentence in the imperative. */
  hint?: string;
  cause?: unknown;
}

/** An expected failure. `message` says what happened and why, `hint` what to do. */
export class ClipbookError extends Error {
  override readonly name: string = 'ClipbookError';
  readonly exitCode: ExitCode = 1;
  /** Stable, searchable name of this kind of failure, e.g. `unknown_kind`. */
  readonly code: string;
  readonly hint: string | undefined;
  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
  }
}

/** Bad usage or bad input: nothing was written. */
export class InputError extends ClipbookError {
  override readonly name = 'InputError';
  override readonly exitCode = 2;
}

/** The ledger could not be opened or written (busy, read-only, damaged): nothing was written. */
export class LedgerError extends ClipbookError {
  override readonly name = 'LedgerError';
  override readonly exitCode = 2;
}

/** The person stopped the command: what was under way was undone. */
export class InterruptedError extends ClipbookError {
  override readonly name = 'InterruptedError';
  constructor() {
    super('interrupted', 'Stopped before the end.', {
      hint: 'What was under way is undone, what was finished before is kept. Run the command again to do the rest.',
    });
  }
}

/** A data check found errors. */
export class CheckError extends ClipbookError {
  override readonly name = 'CheckError';
  override readonly exitCode = 5;
}

/** Of several exit codes the one that a command reports: the first of 2, 1, 4, 5, 3, else 0. */
export function worstExitCode(codes: readonly ExitCode[]): ExitCode {
  const order: readonly ExitCode[] = [2, 1, 4, 5, 3];
  return order.find((code) => codes.includes(code)) ?? 0;
}

/** The text of anything thrown, without a stack. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
