/**
 * Finds values inside JSON without parsing the rest: an account page carries about 5 kB of wanted scope inside 370 kB,
 * most of it translations, and parsing those costs twice as much as stepping over them.
 */

/** Where a value stands: from `start` up to, not including, `end`. */
export interface Span {
  start: number;
  end: number;
}

/** The spans that were found; `astray` where a key of the path that leads to them holds no object. */
export interface Spans {
  members: Map<string, Span>;
  astray: boolean;
  /** The position behind the object. */
  end: number;
}

/**
 * The members at a path of keys in the object whose `{` stands at `open`, in one pass: for `[{a}, {b, c}]` the members b
 * and c of the member a, for an empty path every member. Null where the object is cut or is not one. Values are only
 * balanced, not checked: parse them. Of a doubled key the last one holds, as in `JSON.parse`.
 */
export function spansAt(json: string, open: number, path: readonly ReadonlySet<string>[]): Spans | null {
  const [keys, ...deeper] = path;
  const found: Spans = { members: new Map(), astray: false, end: open };
  let at = skipSpace(json, open + 1);
  if (json[at] === '}') return { ...found, end: at + 1 };
  for (;;) {
    if (json[at] !== '"') return null;
    const keyEnd = closingQuote(json, at + 1);
    const colon = keyEnd === -1 ? -1 : skipSpace(json, keyEnd + 1);
    if (json[colon] !== ':') return null;
    const start = skipSpace(json, colon + 1);
    // Keys that are looked for hold no escapes; one that does is kept as written and simply not found.
    const key = json.slice(at + 1, keyEnd);
    const isWanted = keys === undefined || keys.has(key);
    const inner = isWanted && deeper.length > 0 && json[start] === '{' ? spansAt(json, start, deeper) : null;
    const end = inner?.end ?? endOfValue(json, start);
    if (end === -1) return null;
    if (isWanted && deeper.length === 0) found.members.set(key, { start, end });
    else if (isWanted) {
      found.members = inner?.members ?? new Map();
      found.astray = inner?.astray ?? true;
    }
    at = skipSpace(json, end);
    if (json[at] === '}') return { ...found, end: at + 1 };
    if (json[at] !== ',') return null;
    at = skipSpace(json, at + 1);
  }
}

/** `spansAt` of a text that is one object and nothing else. Null where it is not. */
export function spansIn(json: string, path: readonly ReadonlySet<string>[]): Spans | null {
  const open = skipSpace(json, 0);
  const found = json[open] === '{' ? spansAt(json, open, path) : null;
  return found && skipSpace(json, found.end) === json.length ? found : null;
}

function skipSpace(json: string, from: number): number {
  let at = from;
  while (json.charCodeAt(at) <= 0x20) at++;
  return at;
}

function closingQuote(json: string, from: number): number {
  for (let quote = json.indexOf('"', from); quote !== -1; quote = json.indexOf('"', quote + 1)) {
    let before = quote - 1;
    while (json.charCodeAt(before) === 0x5c) before--;
    if ((quote - before) % 2 === 1) return quote;
  }
  return -1;
}

/** The position behind the value that starts at `from`; -1 where it is cut. */
export function endOfValue(json: string, from: number): number {
  let depth = 0;
  for (let at = from; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === 0x22) {
      at = closingQuote(json, at + 1);
      if (at === -1) return -1;
      if (depth === 0) return at + 1;
    } else if (code === 0x7b || code === 0x5b) depth++;
    else if (code === 0x7d || code === 0x5d) {
      if (depth === 0) return at;
      if (--depth === 0) return at + 1;
    } else if (code === 0x2c && depth === 0) return at;
  }
  return -1;
}
