/** A part of a JSON file that is wanted: the keys that lead to it, each by any of its names. */
export interface WantedPart {
  id: string;
  path: readonly (readonly string[])[];
  /** Whether each element of the list at that path is wanted, or the value itself. */
  each: boolean;
}

/** The text of a wanted value, and the line it starts on. */
export interface PickedPart {
  id: string;
  text: string;
  line: number;
}

const [newline, quote, comma, colon, bracket, backslash, bracketEnd, brace, braceEnd] = [
  10, 34, 44, 58, 91, 92, 93, 123, 125,
];
/** A wanted value is a post or a profile; a key is a few words. */
const maxValueChars = 1_048_576;
const maxKeyChars = 200;

interface Level {
  array: boolean;
  /** What may still be found within. */
  wanted: readonly WantedPart[];
  /** How many keys lead here. */
  depth: number;
}

type State = 'value' | 'key' | 'in-key' | 'colon' | 'after' | 'skip' | 'end';

/**
 * Picks the wanted values out of JSON text that comes in pieces. All else is passed over by its brackets and quotes alone: no
 * key or value of it is made into anything, whatever its size or depth.
 */
export class JsonPicker {
  line = 1;
  #problem: string | null = null;
  #state: State = 'value';
  #levels: Level[] = [];
  #key = '';
  #escaped = false;
  readonly #wanted: readonly WantedPart[];
  // Of the value that is passed over or picked:
  #depth = 0;
  #inString = false;
  /** Neither a string nor within brackets: it ends where something else begins. */
  #bare = false;
  #picked: { id: string; line: number; text: string } | null = null;

  constructor(wanted: readonly WantedPart[]) {
    this.#wanted = wanted;
  }

  /** What is wrong with the text so far as JSON, or null. */
  get broken(): string | null {
    return this.#problem;
  }

  /** What is wrong with the whole text, now that it has ended; null where nothing is. */
  end(): string | null {
    return this.#problem ?? (this.#state === 'end' ? null : 'it ends in the middle of a value');
  }

  *push(text: string): Generator<PickedPart, void> {
    let i = 0;
    while (i < text.length && this.#problem === null) {
      if (this.#state === 'skip') {
        const from = i;
        i = this.#skip(text, i);
        const picked = this.#picked;
        if (picked === null) continue;
        picked.text += text.slice(from, i);
        if (picked.text.length > maxValueChars)
          this.#problem = 'a value in it is longer than a million characters';
        // `#skip` may have found the end of the value.
        else if ((this.#state as State) !== 'skip') {
          this.#picked = null;
          yield picked;
        }
        continue;
      }
      const code = text.charCodeAt(i);
      if (this.#state === 'in-key') this.#readKey(text[i] as string, code);
      else if (code === newline) this.line++;
      else if (code > 32 && !this.#structure(code)) continue;
      i++;
    }
  }

  #readKey(char: string, code: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (code === backslash) this.#escaped = true;
    else if (code === quote) {
      this.#state = 'colon';
      return;
    }
    if (this.#key.length <= maxKeyChars) this.#key += char;
  }

  /** Takes one character outside of keys and values; false where it is the first of a value that `skip` has yet to read. */
  #structure(code: number): boolean {
    const level = this.#levels.at(-1);
    switch (this.#state) {
      case 'value':
        if (level?.array && code === bracketEnd) return this.#close(code);
        return this.#open(code, level);
      case 'key':
        if (code === braceEnd) return this.#close(code);
        if (code !== quote) return this.#fail('a key is missing');
        this.#key = '';
        this.#state = 'in-key';
        return true;
      case 'colon':
        if (code !== colon) return this.#fail('a colon is missing');
        this.#state = 'value';
        return true;
      case 'after':
        if (code === comma) {
          this.#state = level?.array ? 'value' : 'key';
          return true;
        }
        return this.#close(code);
      default:
        return this.#fail('something follows its end');
    }
  }

  #open(code: number, level: Level | undefined): boolean {
    if (level === undefined) {
      if (code !== brace) return this.#fail('it is not an object');
      this.#levels.push({ array: false, wanted: this.#wanted, depth: 0 });
      this.#state = 'key';
      return true;
    }
    const depth = level.array ? level.depth : level.depth + 1;
    const wanted = level.array
      ? level.wanted
      : level.wanted.filter(({ path }) => path[level.depth]?.includes(this.#key));
    const here = wanted.find(({ path }) => path.length === depth);
    if (here?.each && !level.array && code === bracket) {
      this.#levels.push({ array: true, wanted: [here], depth });
      this.#state = 'value';
      return true;
    }
    if (here === undefined && wanted.length > 0 && code === brace) {
      this.#levels.push({ array: false, wanted, depth });
      this.#state = 'key';
      return true;
    }
    const picked = here !== undefined && (level.array || !here.each);
    this.#picked = picked ? { id: here.id, line: this.line, text: '' } : null;
    this.#depth = 0;
    this.#inString = false;
    this.#bare = code !== quote && code !== brace && code !== bracket;
    this.#state = 'skip';
    return false;
  }

  #close(code: number): boolean {
    const level = this.#levels.pop();
    if (level === undefined || code !== (level.array ? bracketEnd : braceEnd))
      return this.#fail('a bracket is missing');
    this.#state = this.#levels.length === 0 ? 'end' : 'after';
    return true;
  }

  #fail(why: string): true {
    this.#problem = why;
    return true;
  }

  /** Reads on in the value; gives where it stopped: after the value's end, or at the end of the text. */
  #skip(text: string, from: number): number {
    for (let i = from; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === newline) this.line++;
      if (this.#escaped) this.#escaped = false;
      else if (this.#inString) {
        if (code === backslash) this.#escaped = true;
        else if (code === quote) {
          this.#inString = false;
          if (this.#depth === 0) return this.#ended(i + 1);
        }
      } else if (this.#bare) {
        if (code !== comma && code !== bracketEnd && code !== braceEnd) continue;
        return this.#ended(i);
      } else if (code === quote) this.#inString = true;
      else if (code === brace || code === bracket) this.#depth++;
      else if (code === braceEnd || code === bracketEnd) {
        this.#depth--;
        if (this.#depth === 0) return this.#ended(i + 1);
      }
    }
    return text.length;
  }

  #ended(at: number): number {
    this.#state = 'after';
    return at;
  }
}
