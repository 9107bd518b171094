import { load } from 'cheerio';
import { field, isObject } from './fields.ts';
import { memberSpans } from './json-spans.ts';

/** The script that carries the data of account and post pages. */
export const rehydrationId = '__UNIVERSAL_DATA_FOR_REHYDRATION__';
/** The script that carries the data of embed pages. */
export const frontityId = '__FRONTITY_CONNECT_STATE__';

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
  const bare = bareJson(text);
  if (bare) return bare.state === 'found' ? pickScope(bare.value, names) : bare;
  return readBlocks(text, rehydrationId, (block) => scopeOfBlock(block, names));
}

/** The whole JSON of the script with that id, or of a body that is JSON itself. */
export function findBlock(text: string, id: string): Found {
  return bareJson(text) ?? readBlocks(text, id, parse);
}

/** A body that is a JSON object, parsed; null where the body is something else. */
export function bareJson(text: string): Found | null {
  return /^\s*\{/.test(text) ? parse(text) : null;
}

function readBlocks(text: string, id: string, read: (block: string) => Found): Found {
  const all = blocksOf(text, id).map((block) => ({ block, found: read(block) }));
  const telling = all.filter(({ found }) => found.state !== 'missing');
  // A page that says two things says nothing we could believe.
  if (new Set(telling.map(({ block }) => block)).size > 1)
    return { state: 'broken', message: `The page has ${telling.length} scripts ${id} that differ.` };
  return (telling[0] ?? all[0])?.found ?? { state: 'missing', message: `The page has no script ${id}.` };
}

/** Texts of the script elements with that id, in page order. Cheerio only where the markup is not the usual one. */
function blocksOf(html: string, id: string): string[] {
  const usual: string[] = [];
  const attribute = `id="${id}"`;
  for (let at = html.indexOf(attribute); at !== -1; at = html.indexOf(attribute, at + 1)) {
    if (!/<script\s[^<>]*$/.test(html.slice(Math.max(0, at - longestTag), at))) continue;
    const open = html.indexOf('>', at);
    const close = html.indexOf('</script', open);
    if (open === -1 || close === -1) break;
    usual.push(html.slice(open + 1, close));
    at = close;
  }
  if (usual.length > 0) return usual;
  // A page that never names the id needs no second look, and a giant one is not worth a full parse.
  if (!html.includes(id) || html.length > longestUnusualPage) return [];
  const $ = load(html);
  return $('script')
    .filter((_, element) => $(element).attr('id') === id)
    .map((_, element) => $(element).text())
    .get();
}
const longestTag = 300;
const longestUnusualPage = 8_000_000;

const blockStart = /^\s*\{\s*"__DEFAULT_SCOPE__"\s*:\s*(?=\{)/;

function scopeOfBlock(json: string, names: readonly string[]): Found {
  const start = blockStart.exec(json)?.[0].length;
  const spans = start === undefined ? null : memberSpans(json, start);
  if (spans && /^\s*\}\s*$/.test(json.slice(spans.end))) {
    const name = names.find((one) => spans.members.has(one));
    const span = name === undefined ? undefined : spans.members.get(name);
    return span ? parse(json.slice(span.start, span.end)) : noScope(names);
  }
  const whole = parse(json);
  return whole.state === 'found' ? pickScope(whole.value, names) : whole;
}

function pickScope(root: unknown, names: readonly string[]): Found {
  for (const scopes of [field(root, '__DEFAULT_SCOPE__'), root])
    for (const name of names) {
      const value = field(scopes, name);
      if (value !== undefined) return { state: 'found', value };
    }
  const isScope = ['statusCode', 'userInfo', 'itemInfo'].some((key) => field(root, key) !== undefined);
  return isScope ? { state: 'found', value: root } : noScope(names);
}

function noScope(names: readonly string[]): Found {
  return { state: 'missing', message: `The page has no scope ${names.join(' or ')}.` };
}

function parse(json: string): Found {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value)
      ? { state: 'found', value }
      : { state: 'broken', message: 'The data block of the page is not an object.' };
  } catch {
    return { state: 'broken', message: 'The data block of the page is cut or is not JSON.' };
  }
}
