/**
 * Finds the members of a JSON object without parsing their values: an account page carries about 5 kB of wanted
 * scope inside 370 kB, most of it translations, and parsing those costs twice as much as stepping over them.
 */

/** Where a value stands: from `start` up to, not including, `end`. */
export interface Span {
  start: number;
  end: number;
}

/**
 * The members of the object whose `{` stands at `open`, and the position behind its `}`. Null where the object is cut
 * or is not one. Values are only balanced, not checked: parse them. Of a doubled key the last one holds, as in
 * `JSON.parse`.
 */
export function memberSpans(json: string, open: number): { members: Map<string, Span>; end: number } | null {
  const members = new Map<string, Span>();
  let at = skipSpace(json, open + 1);
  if (json[at] === '}') return { members, end: at + 1 };
  for (;;) {
    if (json[at] !== '"') return null;
    const keyEnd = closingQuote(json, at + 1);
    const colon = keyEnd === -1 ? -1 : skipSpace(json, keyEnd + 1);
    if (json[colon] !== ':') return null;
    const start = skipSpace(json, colon + 1);
    const end = endOfValue(json, start);
    if (end === -1) return null;
    // Keys of scopes hold no escapes; one that does is kept as written and simply not found.
    members.set(json.slice(at + 1, keyEnd), { start, end });
    at = skipSpace(json, end);
    if (json[at] === '}') return { members, end: at + 1 };
    if (json[at] !== ',') return null;
    at = skipSpace(json, at + 1);
  }
}

function skipSpace(json: string, from: number): number {
  let at = from;
  while (json.charCodeAt(at) <= 0x20) at++;
  return at;
}

function closingQuote(json: string, from: number): number {
  for (let quote = json.indexOf('"', from); quote !== -1; quote = json.indexOf('"', quote + 1)) {
    let before = quote - 1;
    while (json[before] === '\\') before--;
    if ((quote - before) % 2 === 1) return quote;
  }
  return -1;
}

function endOfValue(json: string, from: number): number {
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
