import { hash } from 'node:crypto';
import type { Method } from '../schema/method.ts';

/**
 * Gives what a method made of these inputs in an earlier run, or makes it. What is made must depend on the method’s version and
 * the inputs alone, and be what JSON holds: numbers that are finite, texts, null, lists and plain objects of them.
 */
export type Remember = <T>(
  method: Pick<Method, 'id' | 'version'>,
  inputs: readonly (number | string | null)[],
  make: () => T,
) => T;

/** Makes everything anew. */
export const rememberNothing: Remember = (_method, _inputs, make) => make();

/** Remembers what is in `before`, and puts everything that is asked for into `now`. */
export function rememberFrom(before: ReadonlyMap<string, unknown>, now: Map<string, unknown>): Remember {
  return <T>(
    { id, version }: Pick<Method, 'id' | 'version'>,
    inputs: readonly (number | string | null)[],
    make: () => T,
  ): T => {
    const key = hash('sha1', JSON.stringify([id, version, ...inputs]), 'base64url');
    const made = before.has(key) ? (before.get(key) as T) : make();
    now.set(key, made);
    return made;
  };
}
