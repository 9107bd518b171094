import { ClipbookError, type ErrorDetails } from '../errors.ts';

/** A place in a notebook: its file as given, line and column from 1, columns counted in UTF-16 units as editors do. */
export interface Place {
  file: string;
  line: number;
  column: number;
}

/** A fault in a notebook. The message begins with `file:line:column`, which terminals and editors make a link. */
export class NotebookError extends ClipbookError {
  override readonly name = 'NotebookError';
  /** The place, in the form Vite and Astro show with a code frame. */
  readonly loc: Place;
  /** The message without the place. */
  readonly reason: string;
  constructor(code: string, place: Place, message: string, details: ErrorDetails = {}) {
    super(code, `${place.file}:${place.line}:${place.column} - ${message}`, details);
    this.loc = { ...place };
    this.reason = message;
  }
}

/**
 * The notebook's fault in what a build failed with, or null where there is none. The build's bundle has a class of its own,
 * and the bundler wraps what a plug-in throws, so it is known by its name and place.
 */
export function findNotebookError(error: unknown): NotebookError | null {
  if (error instanceof NotebookError) return error;
  if (!(error instanceof Error)) return null;
  if (error.name === 'NotebookError' && 'loc' in error && 'reason' in error) {
    // A bundler puts its own code over that of what it wraps, and Astro its own hint over that of what fails in a page.
    const wrapped = 'pluginCode' in error;
    const code = !wrapped && 'code' in error ? String(error.code) : 'bad_notebook';
    const hint = wrapped && 'hint' in error && typeof error.hint === 'string' ? { hint: error.hint } : {};
    return new NotebookError(code, error.loc as Place, String(error.reason), { cause: error.cause, ...hint });
  }
  const inner = 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
  for (const each of inner) {
    const found = findNotebookError(each);
    if (found) return found;
  }
  return null;
}

/** Line and column, both from 1, of an offset into a text. */
export function locate(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
