import { createHash } from 'node:crypto';

/**
 * The `cacheKey` of a page: a hash of each thing that the page shows, by its name. While a page's key and its code stay the
 * same, `build` takes the page over from the last build; where a part of the key differs, its name is the reason that is
 * printed. Values are anything that JSON can say. Names are words without spaces and colons.
 * @example pageKey({ days: daily, posts: [], details: info }) // 'days:5f0c… posts:4f53… details:0a31…'
 */
export function pageKey(parts: Record<string, unknown>): string {
  return Object.entries(parts)
    .map(([name, value]) => `${name}:${hashOf(value)}`)
    .join(' ');
}

function hashOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('base64url')
    .slice(0, 16);
}

/** Names of the parts in which two keys differ, in the order of the newer one; those it lacks last. */
export function changedParts(before: string, after: string): string[] {
  const [old, now] = [readKey(before), readKey(after)];
  return [...new Set([...now.keys(), ...old.keys()])].filter((name) => old.get(name) !== now.get(name));
}

function readKey(key: string): Map<string, string> {
  return new Map(
    key.split(' ').map((part) => {
      const colon = part.indexOf(':');
      return colon === -1 ? ['content', part] : [part.slice(0, colon), part.slice(colon + 1)];
    }),
  );
}
