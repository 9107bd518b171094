/**
 * How many steps a backtracking matcher takes for a regular expression: to show that hostile text is read in time that
 * grows with its length alone, without measuring time. Knows what the project's patterns use; throws at anything else.
 */

/** Tries to match from a position and goes on with what comes after; true where the whole succeeds. */
type Matcher = (at: number, after: (at: number) => boolean) => boolean;

interface Reading {
  source: string;
  flags: string;
  text: string;
  /** Position in the source. */
  at: number;
  count: () => void;
}

/** Taken before anybody replaces it. */
const nativeExec = RegExp.prototype.exec;

/** Where the first match at or after `from` starts (-1 for none), and the steps until that is known. */
export function regexSteps(pattern: RegExp, text: string, from = 0): { index: number; steps: number } {
  let steps = 0;
  const { source, flags } = pattern;
  const reading: Reading = { source, flags, text, at: 0, count: () => steps++ };
  const match = readAlternatives(reading);
  if (reading.at < source.length) throw new Error(`not known in a pattern: ${source.slice(reading.at)}`);
  const lastStart = pattern.sticky ? from : text.length;
  for (let start = from; start <= lastStart; start++)
    if (match(start, () => true)) return { index: start, steps };
  return { index: -1, steps };
}

function readAlternatives(reading: Reading): Matcher {
  const branches = [readSequence(reading)];
  while (reading.source[reading.at] === '|') {
    reading.at++;
    branches.push(readSequence(reading));
  }
  const [only] = branches;
  return branches.length === 1 && only ? only : (at, after) => branches.some((branch) => branch(at, after));
}

function readSequence(reading: Reading): Matcher {
  const parts: Matcher[] = [];
  while (reading.at < reading.source.length && !'|)'.includes(reading.source[reading.at] as string))
    parts.push(readQuantified(reading));
  return parts.reduceRight<Matcher>(
    (rest, part) => (at, after) => part(at, (next) => rest(next, after)),
    (at, after) => after(at),
  );
}

function readQuantified(reading: Reading): Matcher {
  const { source, text, count } = reading;
  const group = nativeExec.call(/^\((?:\?(?:[:=!]|<\w+>))?/, source.slice(reading.at))?.[0];
  const char = group === undefined ? readChar(reading) : null;
  const atom = group === undefined ? null : readGroup(reading, group);
  const [whole = '', kind = '', least = '', comma = '', most = ''] =
    nativeExec.call(/^(?:([*+?])|\{(\d+)(,?)(\d*)\})/, source.slice(reading.at)) ?? [];
  reading.at += whole.length;
  const min = kind === '' ? Number(least || 1) : kind === '+' ? 1 : 0;
  const max =
    kind === '?' || whole === ''
      ? 1
      : kind !== '' || (comma && most === '')
        ? Number.POSITIVE_INFINITY
        : Number(most || min);
  const isLazy = whole !== '' && source[reading.at] === '?';
  if (isLazy) reading.at++;
  if (char !== null) return repeatedChar(char, text, { min, max, isLazy }, count);
  const once = atom as Matcher;
  if (whole === '') return once;
  const repeat = (at: number, times: number, after: (at: number) => boolean): boolean => {
    const more = () =>
      times < max && once(at, (next) => (next > at || times < min) && repeat(next, times + 1, after));
    if (times < min) return more();
    return isLazy ? after(at) || more() : more() || after(at);
  };
  return (at, after) => repeat(at, 0, after);
}

function readGroup(reading: Reading, opening: string): Matcher {
  reading.at += opening.length;
  const inner = readAlternatives(reading);
  reading.at++;
  if (opening === '(?=') return (at, after) => inner(at, () => true) && after(at);
  if (opening === '(?!') return (at, after) => !inner(at, () => true) && after(at);
  return inner;
}

/** A part that takes one character or none: whether it matches at a position, and how many it takes. */
interface Char {
  isAt: (at: number) => boolean;
  length: 0 | 1;
}

/** What one character may be is asked of the language itself. */
function readChar(reading: Reading): Char {
  const { source, flags, text } = reading;
  const [piece = ''] =
    nativeExec.call(
      /^(?:\[(?:\\.|[^\]\\])*\]|\\u\{[^}]+\}|\\[pP]\{[^}]+\}|\\u[\dA-Fa-f]{4}|\\x[\dA-Fa-f]{2}|\\[^1-9k]|[^\\()[\]*+?|])/,
      source.slice(reading.at),
    ) ?? [];
  if (piece === '') throw new Error(`not known in a pattern: ${source.slice(reading.at)}`);
  reading.at += piece.length;
  if (piece === '^')
    return { isAt: (at) => at === 0 || (flags.includes('m') && text[at - 1] === '\n'), length: 0 };
  if (piece === '$')
    return { isAt: (at) => at === text.length || (flags.includes('m') && text[at] === '\n'), length: 0 };
  const isWord = (at: number) => nativeExec.call(/\w/, text[at] ?? '') !== null;
  if (piece === '\\b') return { isAt: (at) => isWord(at - 1) !== isWord(at), length: 0 };
  if (piece === '\\B') return { isAt: (at) => isWord(at - 1) === isWord(at), length: 0 };
  const pattern = new RegExp(`^${piece}$`, flags.replace(/[gy]/g, ''));
  const known = new Map<string, boolean>();
  const isAt = (at: number) => {
    const char = text[at];
    if (char === undefined) return false;
    const before = known.get(char);
    if (before !== undefined) return before;
    const is = nativeExec.call(pattern, char) !== null;
    known.set(char, is);
    return is;
  };
  return { isAt, length: 1 };
}

function repeatedChar(
  { isAt, length }: Char,
  text: string,
  { min, max, isLazy }: { min: number; max: number; isLazy: boolean },
  count: () => void,
): Matcher {
  const tried = (at: number) => {
    count();
    return isAt(at);
  };
  if (length === 0) return (at, after) => tried(at) && after(at);
  return (at, after) => {
    const last = Math.min(text.length, at + max);
    let end = at;
    if (isLazy) {
      while (end < at + min) if (!tried(end++)) return false;
      for (;;) {
        if (after(end)) return true;
        if (end >= last || !tried(end)) return false;
        end++;
      }
    }
    while (end < last && tried(end)) end++;
    for (; end >= at + min; end--) if (after(end)) return true;
    return false;
  };
}
