import { seededRandom } from '../effects.ts';

/**
 * Seeded chance. Every draw hangs on a path of keys (seed, account, day …), never on how many draws came before
 * elsewhere, so that the same question always has the same answer.
 */

type Key = number | string;

/** A 32-bit hash of a path of keys (FNV-1a over their text, then murmur3's finaliser). */
export function hashOf(...keys: readonly Key[]): number {
  let hash = 0x811c9dc5;
  for (const key of keys) {
    const text = `${key}|`;
    for (let at = 0; at < text.length; at += 1)
      hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }
  return mix(hash);
}

/** A uniform in [0, 1) for a pair of small whole numbers; cheap enough for every counter of every page. */
export function uniformAt(key: number, step: number): number {
  return mix(Math.imul(key, 0x9e3779b1) ^ mix(step)) / 4_294_967_296;
}

function mix(value: number): number {
  let hash = value >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A stream of draws that belongs to a path of keys. */
export interface Chance {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Uniform in [from, to). */
  between(from: number, to: number): number;
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  /** Standard normal (Box–Muller). */
  normal(): number;
  /** exp(normal) with that median and that spread of the logarithm. */
  lognormal(median: number, sigma: number): number;
  /** True with that probability. */
  hit(probability: number): boolean;
  /** One of a list that is not empty. */
  pick<T>(list: readonly [T, ...T[]]): T;
}

/** The stream of a path of keys: the same path draws the same values. */
export function chanceOf(...keys: readonly Key[]): Chance {
  const uniform = seededRandom(hashOf(...keys));
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    normal,
    between: (from, to) => from + (to - from) * uniform(),
    whole: (from, to) => from + Math.floor((to - from + 1) * uniform()),
    lognormal: (median, sigma) => median * Math.exp(sigma * normal()),
    hit: (probability) => uniform() < probability,
    pick: (list) => list[Math.floor(list.length * uniform())] ?? list[0],
  };
}
