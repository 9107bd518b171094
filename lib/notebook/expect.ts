import { inspect, isDeepStrictEqual } from 'node:util';

/** What a test of a notebook says of a value; each throws an `Error` that says what was found instead. */
export interface Expectations {
  /** The very same value (`Object.is`). */
  toBe(expected: unknown): void;
  /** The same content: lists, objects, maps, dates. */
  toEqual(expected: unknown): void;
  /** A number within half a unit of so many decimals. @default 2 decimals */
  toBeCloseTo(expected: number, decimals?: number): void;
  toBeGreaterThan(expected: number): void;
  toBeLessThan(expected: number): void;
  /** A number between both, them included. */
  toBeBetween(least: number, most: number): void;
  /** A text that has this in it, or a list that has this item. */
  toContain(expected: unknown): void;
  toMatch(pattern: RegExp): void;
  toHaveLength(length: number): void;
  /** Anything but null and undefined. */
  toBeKnown(): void;
}

/**
 * Begins a sentence of a test: `expect(lead.gain).toBeGreaterThan(0)`; `expect(x).not.toBe(3)` says the contrary.
 * NaN is close to nothing, and neither greater nor less.
 */
export function expect(value: unknown): Expectations & { not: Expectations } {
  return { ...expectationsOf(value, true), not: expectationsOf(value, false) };
}

function expectationsOf(value: unknown, wanted: boolean): Expectations {
  const say = (holds: boolean, words: string) => {
    if (holds !== wanted) throw new Error(`Expected ${show(value)} ${wanted ? '' : 'not '}${words}.`);
  };
  const number = (test: (found: number) => boolean) => typeof value === 'number' && test(value);
  return {
    toBe: (expected) => say(Object.is(value, expected), `to be ${show(expected)}`),
    toEqual: (expected) => say(isDeepStrictEqual(value, expected), `to equal ${show(expected)}`),
    toBeCloseTo: (expected, decimals = 2) =>
      say(
        number((found) => Math.abs(found - expected) < 0.5 * 10 ** -decimals),
        `to be close to ${show(expected)} (${decimals} decimals)`,
      ),
    toBeGreaterThan: (expected) =>
      say(
        number((found) => found > expected),
        `to be greater than ${show(expected)}`,
      ),
    toBeLessThan: (expected) =>
      say(
        number((found) => found < expected),
        `to be less than ${show(expected)}`,
      ),
    toBeBetween: (least, most) =>
      say(
        number((found) => found >= least && found <= most),
        `to be between ${show(least)} and ${show(most)}`,
      ),
    toContain: (expected) =>
      say(
        typeof value === 'string'
          ? typeof expected === 'string' && value.includes(expected)
          : isIterable(value) && [...value].some((item) => isDeepStrictEqual(item, expected)),
        `to contain ${show(expected)}`,
      ),
    toMatch: (pattern) => say(typeof value === 'string' && pattern.test(value), `to match ${show(pattern)}`),
    toHaveLength: (length) =>
      say((value as { length?: unknown } | null | undefined)?.length === length, `to have length ${length}`),
    toBeKnown: () => say(value !== null && value !== undefined, 'to be known'),
  };
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function show(value: unknown): string {
  return inspect(value, { depth: 4, maxArrayLength: 20, maxStringLength: 200, breakLength: 100 });
}
