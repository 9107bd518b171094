import { embedJson } from '../html.ts';

/** The script element of a page that carries its data. */
export interface Block {
  /** The page up to the element. */
  before: string;
  /** The opening tag. */
  open: string;
  json: string;
  /** The page from the closing tag on. */
  after: string;
}

const dataScript =
  /<script\b[^<>]*\bid="(?:__UNIVERSAL_DATA_FOR_REHYDRATION__|__FRONTITY_CONNECT_STATE__)"[^<>]*>/;
const close = '</script>';

/** The data block of a page; null where it has none. */
export function blockOf(page: string): Block | null {
  const found = dataScript.exec(page);
  if (found === null) return null;
  const start = found.index + found[0].length;
  const end = page.indexOf(close, start);
  if (end === -1) return null;
  return {
    before: page.slice(0, found.index),
    open: found[0],
    json: page.slice(start, end),
    after: page.slice(end),
  };
}

/** The page with other JSON in its data block. */
export function pageWith({ before, open, after }: Block, json: string): string {
  return before + open + json + after;
}

/** The page with its data block twice, the second time with this JSON. */
export function pageWithTwo({ before, open, json, after }: Block, second: string): string {
  return before + open + json + close + open + second + after;
}

/** A page or a JSON body with every counter replaced; null where it has none, or none is changed. */
export function withCounters(body: string, replace: Replace): string | null {
  const block = blockOf(body);
  const json = block?.json ?? (/^\s*\{/.test(body) ? body : null);
  if (json === null) return null;
  const value: unknown = JSON.parse(json);
  if (!replaceCounters(value, replace)) return null;
  return block === null ? embedJson(value) : pageWith(block, embedJson(value));
}

/** Another value for a counter, given as number or as text of digits. */
export type Replace = (value: number | string, name: string) => unknown;

/** Names of counters, in pages (`followerCount`, `heart`) and in answers of an API (`like_count`). */
const counterName = /(?:[a-z]Count|_count|^heart)$/;

/** Replaces counters in place, at any depth; whether there were any. */
export function replaceCounters(value: unknown, replace: Replace): boolean {
  if (typeof value !== 'object' || value === null) return false;
  let found = false;
  const record = value as Record<string, unknown>;
  for (const [name, inner] of Object.entries(record)) {
    const isCounter =
      counterName.test(name) &&
      (typeof inner === 'number' || (typeof inner === 'string' && /^-?\d+$/.test(inner)));
    if (isCounter) {
      record[name] = replace(inner, name);
      found = true;
    } else if (replaceCounters(inner, replace)) found = true;
  }
  return found;
}
