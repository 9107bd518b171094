import type { Piece } from './json-pieces.ts';

/**
 * Where programs put their records when a file is one JSON object around them: the first key, or `data` and the second. All
 * else of such a file (cursors, headers of requests) is passed over.
 */
const listNames: ReadonlySet<string> = new Set([
  ...['collector', 'itemList', 'item_list', 'items', 'aweme_list', 'entries', 'videos', 'posts', 'results'],
  ...['user', 'users', 'hashtag', 'music', 'data'],
  ...['data.videos', 'data.items', 'data.itemList', 'data.item_list', 'data.posts', 'data.users'],
]);

const newline = 10;
const space = 32;
const quote = 34;
const comma = 44;
const bracket = 91;
const backslash = 92;
const bracketEnd = 93;
const brace = 123;
const braceEnd = 125;

/** True where the text begins with a JSON object that opens one of the lists in which programs put their records. */
export function opensList(head: string): boolean {
  if (!/^\s*\{/.test(head)) return false;
  const cutter = new ListCutter();
  for (const _piece of cutter.push(head)) if (cutter.metElement) return true;
  return cutter.metElement;
}

/**
 * Finds where each element begins and ends in the lists of one JSON object, or of several that follow one another, without
 * reading what is in it.
 */
export class ListCutter {
  line = 1;
  /** True once an element of a list has begun that is an object. */
  metElement = false;
  #text = '';
  /** Next character to look at; one past the text where a piece ends in an escape. */
  #at = 0;
  /** Where the open element, or the key that is being read, starts; -1 for none. */
  #start = -1;
  #keyStart = -1;
  #startLine = 1;
  #inString = false;
  /** Brackets open in the file, and where the list lies whose elements are wanted; 0 outside one. */
  #depth = 0;
  #listDepth = 0;
  /** The last text at the level of the keys, and the key that the object at depth 2 stands under. */
  #key = '';
  #outerKey = '';

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
        else if (code === quote) this.#endString();
      } else if (this.#listDepth === 0) this.#seek(code);
      else {
        const end = this.#step(code);
        if (end === -1) continue;
        yield { text: this.#text.slice(this.#start, end), line: this.#startLine };
        this.#start = -1;
      }
    }
    const held = this.#start !== -1 ? this.#start : this.#keyStart;
    const keepFrom = held === -1 ? this.#text.length : held;
    this.#at -= keepFrom;
    this.#text = this.#text.slice(keepFrom);
    if (this.#start !== -1) this.#start = 0;
    if (this.#keyStart !== -1) this.#keyStart = 0;
  }

  #endString(): void {
    this.#inString = false;
    if (this.#keyStart === -1) return;
    this.#key = this.#text.slice(this.#keyStart + 1, this.#at);
    this.#keyStart = -1;
  }

  /** Outside the lists: keeps the keys, and enters a list that is wanted. */
  #seek(code: number): void {
    if (code === quote) {
      this.#inString = true;
      if (this.#depth <= 2) this.#keyStart = this.#at;
    } else if (code === brace) {
      if (this.#depth === 1) this.#outerKey = this.#key;
      this.#depth++;
    } else if (code === bracket) {
      const name = this.#depth === 1 ? this.#key : this.#depth === 2 ? `${this.#outerKey}.${this.#key}` : '';
      this.#depth++;
      if (listNames.has(name)) this.#listDepth = this.#depth;
      // The elements of another list are no keys.
      this.#key = '';
      if (this.#depth === 2) this.#outerKey = '';
    } else if (code === braceEnd || code === bracketEnd) this.#depth = Math.max(0, this.#depth - 1);
  }

  /** Within a list: where the open element ends, if it does at this character; else -1. */
  #step(code: number): number {
    const isFlat = this.#depth === this.#listDepth;
    if (isFlat && (code === comma || code === bracketEnd)) {
      const end = this.#start === -1 ? -1 : this.#at;
      if (code === bracketEnd) {
        this.#depth--;
        this.#listDepth = 0;
      }
      return end;
    }
    if (code <= space) return -1;
    if (this.#start === -1) {
      this.#start = this.#at;
      this.#startLine = this.line;
      if (code === brace) this.metElement = true;
    }
    if (code === quote) this.#inString = true;
    else if (code === brace || code === bracket) this.#depth++;
    else if (code === braceEnd || code === bracketEnd) {
      this.#depth--;
      if (this.#depth === this.#listDepth) return this.#at + 1;
    }
    return -1;
  }

  *end(): Generator<Piece, void> {}

  problem(): string | null {
    if (this.#inString || this.#start !== -1) return 'a value in it is not closed';
    return this.#depth > 0 ? 'its brackets are not closed' : null;
  }
}
