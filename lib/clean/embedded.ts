import { isObject } from './fields.ts';
import { endOfValue, spansIn } from './json-spans.ts';
import { scriptBlocks } from './script-blocks.ts';

/** The script that carries the data of today's pages. */
export const rehydrationId = '__UNIVERSAL_DATA_FOR_REHYDRATION__';
/** The script that carries the data of embed pages. */
export const frontityId = '__FRONTITY_CONNECT_STATE__';
/** The scripts that carried it before: 2021 to 2023, and 2019 to 2021. */
export const sigiIds = ['SIGI_STATE', 'sigi-persisted-data'] as const;
export const nextId = '__NEXT_DATA__';

/** What was found: the value; that it is not there; or that it is there and cannot be trusted, and why. */
export type Found =
  | { state: 'found'; value: unknown }
  | { state: 'missing'; message: string }
  | { state: 'broken'; message: string };

/**
 * The scope of that name (the first of `names` that is there) in the rehydration block of a page. Also reads a body
 * that is JSON itself: the whole block, an object of scopes, or one scope, as pages are saved.
 */
export function findScope(text: string, names: readonly string[]): Found {
  if (isBareJson(text)) return scopeOfBody(text, names);
  return readBlocks(text, [rehydrationId], (block) => memberOf(block, [[scopesKey], names], scopeOf(names)));
}

/**
 * The value at a path of keys in the JSON of a script with one of those ids, or in a body that is JSON itself. Only that
 * value is parsed.
 */
export function findMember(text: string, ids: readonly string[], path: readonly string[]): Found {
  const names = path.map((key) => [key]);
  const read = (block: string) => memberOf(block, names, path.join('.'));
  return isBareJson(text) ? read(text) : readBlocks(text, ids, read);
}

/** A body that is a JSON object, parsed; null where the body is something else. */
export function bareJson(text: string): Found | null {
  return isBareJson(text) ? parse(text) : null;
}

function isBareJson(text: string): boolean {
  return /^\s*\{/.test(text);
}

const scopesKey = '__DEFAULT_SCOPE__';
const scopeOf = (names: readonly string[]) => `scope ${names.join(' or ')}`;
/** What one scope that was saved by itself has at its top. */
const scopeMembers = ['statusCode', 'userInfo', 'itemInfo', 'challengeInfo', 'musicInfo'];

function scopeOfBody(json: string, names: readonly string[]): Found {
  const inScopes = memberOf(json, [[scopesKey], names], scopeOf(names));
  if (inScopes.state !== 'missing') return inScopes;
  const alone = memberOf(json, [names], scopeOf(names));
  if (alone.state !== 'missing') return alone;
  return spansIn(json, [new Set(scopeMembers)])?.members.size ? parse(json) : alone;
}

function readBlocks(text: string, ids: readonly string[], read: (block: string) => Found): Found {
  const name = ids.join(' or ');
  const blocks = ids.map((id) => scriptBlocks(text, id));
  if (blocks.some(({ cut }) => cut))
    return { state: 'broken', message: `The page ends inside its script ${name}.` };
  const all = blocks.flatMap(({ texts }) => texts).map((block) => ({ block, found: read(block) }));
  const [first, ...others] = all.filter(({ found }) => found.state !== 'missing');
  // A page that says two things says nothing we could believe.
  if (first && others.some(({ block }) => block !== first.block))
    return { state: 'broken', message: `The page has ${others.length + 1} scripts ${name} that differ.` };
  return (first ?? all[0])?.found ?? { state: 'missing', message: `The page has no script ${name}.` };
}

/** An older script assigns its data: `window['SIGI_STATE']={…};window[…]=…`. */
const assignment = /^\s*window\s*(?:\.\w+|\[\s*["']\w+["']\s*\])\s*=\s*(?=\{)/;

/** The member at a path where each step may have one of several names; the last step takes the first that is there. */
function memberOf(block: string, path: readonly (readonly string[])[], what: string): Found {
  const assigned = assignment.exec(block)?.[0].length;
  const json = assigned === undefined ? block : block.slice(assigned, endOfValue(block, assigned));
  const found = spansIn(
    json,
    path.map((names) => new Set(names)),
  );
  if (found === null) return broken;
  if (found.astray) return notAnObject;
  for (const name of path.at(-1) ?? []) {
    const span = found.members.get(name);
    if (span) return parse(json.slice(span.start, span.end));
  }
  return { state: 'missing', message: `The page has no ${what}.` };
}

const broken: Found = { state: 'broken', message: 'The data block of the page is cut or is not JSON.' };
const notAnObject: Found = { state: 'broken', message: 'The data block of the page is not an object.' };
/** Far larger than any wanted part of a page; parsing more of it would take seconds. */
const longestPart = 8_000_000;

function parse(json: string): Found {
  if (json.length > longestPart)
    return { state: 'broken', message: 'The data block of the page is larger than that of any page.' };
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? { state: 'found', value } : notAnObject;
  } catch {
    return broken;
  }
}
