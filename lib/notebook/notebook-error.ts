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

/** Line and column, both from 1, of an offset into a text. */
export function locate(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
