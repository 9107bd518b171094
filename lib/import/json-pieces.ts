import { InputError } from '../errors.ts';
import { decodeHead, type Encoding, readText } from './decode.ts';
import type { OwnerFile } from './file-capture.ts';
import { ListCutter, opensList } from './json-lists.ts';

const maxRecordChars = 8_388_608;

const newline = 10;
const space = 32;
const quote = 34;
const comma = 44;
const bracket = 91;
const backslash = 92;
const bracketEnd = 93;
const brace = 123;
const braceEnd = 125;

/** The text of one JSON value, and the line it starts on. */
export interface Piece {
  text: string;
  line: number;
}

/**
 * The values of a file, as text: one a line, the elements of an array (or one value that is no array), or those of the lists
 * that a program put its records in, within one object.
 */
export async function* piecesOf(
  file: OwnerFile,
  encoding: Encoding,
  byLine: boolean,
): AsyncGenerator<Piece, void> {
  const inLists = opensList(decodeHead(file.head, encoding));
  const cutter = inLists ? new ListCutter() : byLine ? new LineCutter() : new ArrayCutter();
  for await (const text of readText(file, encoding)) {
    yield* cutter.push(text);
    if (cutter.pending > maxRecordChars)
      throw badJson(file, cutter.line, 'one value in it is longer than eight million characters');
  }
  yield* cutter.end();
  const problem = cutter.problem();
  if (problem !== null) throw badJson(file, cutter.line, problem);
}

/** The error for a file that is not the JSON it looks like. */
export function badJson(file: OwnerFile, line: number, why: string, cause?: unknown): InputError {
  return new InputError('bad_json', `${file.file} is not the JSON it looks like, at line ${line}: ${why}.`, {
    ...(cause === undefined ? {} : { cause }),
    hint: 'The file may have been cut short: export or download it again.',
  });
}

class LineCutter {
  line = 1;
  #rest = '';
  get pending(): number {
    return this.#rest.length;
  }
  *push(text: string): Generator<Piece, void> {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() !== '') yield { text: line, line: this.line };
      this.line++;
    }
  }
  *end(): Generator<Piece, void> {
    if (this.#rest.trim() !== '') yield { text: this.#rest, line: this.line };
  }
  problem(): string | null {
    return null;
  }
}

/**
 * Finds where each element of a top-level array begins and ends (or each of the values that follow one another without an
 * array), without reading what is in it.
 */
class ArrayCutter {
  line = 1;
  #text = '';
  /** Next character to look at; one past the text where a piece ends in an escape. */
  #at = 0;
  /** Where the open element starts, or -1. */
  #start = -1;
  #startLine = 1;
  /** Brackets open within the element. */
  #depth = 0;
  #inString = false;
  #array: 'none' | 'open' | 'closed' = 'none';

  get pending(): number {
    return this.#text.length;
  }

  *push(text: string): Generator<Piece, void> {
    this.#text += text;
    for (; this.#at < this.#text.length; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === newline) this.line++;
      if (this.#inString) {
        if (code === backslash) this.#at++;
        else if (code === quote) this.#inString = false;
      } else if (this.#start === -1) this.#open(code);
      else {
        const end = this.#step(code);
        if (end === -1) continue;
        yield { text: this.#text.slice(this.#start, end), line: this.#startLine };
        this.#start = -1;
      }
    }
    const keepFrom = this.#start === -1 ? this.#text.length : this.#start;
    this.#at -= keepFrom;
    this.#text = this.#text.slice(keepFrom);
    if (this.#start !== -1) this.#start = 0;
  }

  #open(code: number): void {
    if (code <= space || code === comma) return;
    if (this.#array === 'none' && code === bracket) this.#array = 'open';
    else if (this.#array === 'open' && code === bracketEnd) this.#array = 'closed';
    else {
      this.#start = this.#at;
      this.#startLine = this.line;
      this.#inString = code === quote;
      this.#depth = code === brace || code === bracket ? 1 : 0;
    }
  }

  /** Where the open element ends, if it does at this character; else -1. */
  #step(code: number): number {
    if (code === quote) this.#inString = true;
    else if (code === brace || code === bracket) this.#depth++;
    else if (code === comma && this.#depth === 0) return this.#at;
    else if (code === braceEnd || code === bracketEnd) {
      if (this.#depth === 0) {
        this.#array = 'closed';
        return this.#at;
      }
      this.#depth--;
      if (this.#depth === 0) return this.#at + 1;
    }
    return -1;
  }

  *end(): Generator<Piece, void> {}

  problem(): string | null {
    if (this.#start !== -1) return 'a value in it is not closed';
    return this.#array === 'open' ? 'its list is not closed' : null;
  }
}
