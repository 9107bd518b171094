import { InputError } from '../../errors.ts';
import type { Answer } from '../answer.ts';
import { hashOf, uniformAt } from '../chance.ts';
import { faults } from './all.ts';
import type { Fault, Scene, Wire } from './fault.ts';
import { isInLoop } from './refusals.ts';

/** A fault and how often it happens, as a share of the answers. */
export interface FaultShare {
  fault: Fault;
  share: number;
}

/** The name that stands for every fault, drawn by weight. */
export const mixedName = 'mixed';

/**
 * Reads a list such as `reset`, `reset:0.2,challenge:0.01` or `mixed:0.3`: each fault with its share of the answers, 1
 * where none is given. Shares of more than 1 together are scaled down to 1. None for an empty text. Throws `InputError`
 * (`bad_usage`) on a name that is none, naming those that are, and on a share that is not from 0 to 1.
 */
export function readFaults(text: string): FaultShare[] {
  const shares = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .flatMap(readPart);
  const total = shares.reduce((sum, { share }) => sum + share, 0);
  return total <= 1 ? shares : shares.map(({ fault, share }) => ({ fault, share: share / total }));
}

function readPart(part: string): FaultShare[] {
  const [name = '', shareText = '1', ...rest] = part.split(':');
  const share = /^\d*\.?\d+$/.test(shareText) ? Number(shareText) : Number.NaN;
  if (!(share >= 0 && share <= 1) || rest.length > 0)
    throw badUsage(
      `The share of ${name} is ${JSON.stringify(part.slice(name.length + 1))}, not a number from 0 to 1.`,
    );
  if (name === mixedName) return mixedFaults(share);
  const fault = faults.find((each) => each.name === name);
  if (fault === undefined)
    throw badUsage(
      `There is no fault ${JSON.stringify(name)}. The faults are ${[...faults.map((each) => each.name), mixedName].join(', ')}.`,
    );
  return [{ fault, share }];
}

/** Every fault, together with that share, each by its weight. */
export function mixedFaults(share: number): FaultShare[] {
  const weights = faults.reduce((sum, { weight }) => sum + weight, 0);
  return faults.map((fault) => ({ fault, share: (share * fault.weight) / weights }));
}

function badUsage(message: string): InputError {
  return new InputError('bad_usage', message, { hint: '"clipbook replay --help" lists the faults.' });
}

/** The answer that a request gets: which fault, if any, and what goes over the wire. */
export interface Damaged {
  fault: Fault;
  wire: Wire;
}

/**
 * Damages answers. Which one, and how, follows from the seed, the path and how often that path was asked for before, never
 * from time or from what else is asked, so that the same client meets the same faults again. A fault that cannot happen
 * to a page leaves its place to the next of the list that can.
 */
export function createDamager(
  shares: readonly FaultShare[],
  seed: number,
): (good: Answer, scene: Omit<Scene, 'key'>) => Damaged | null {
  const drawn = shares.filter(({ share }) => share > 0);
  const loop = drawn.filter(({ fault }) => fault.name === 'redirect-loop');
  const timesAsked = new Map<string, number>();
  return (good, scene) => {
    const nth = timesAsked.get(scene.target) ?? 0;
    timesAsked.set(scene.target, nth + 1);
    const key = hashOf(seed, scene.target, nth, 'fault');
    const inOrder = isInLoop(scene.target) ? loop : startingAt(drawn, uniformAt(key, 0));
    for (const { fault } of inOrder) {
      const wire = fault.damage(good, { ...scene, key });
      if (wire) return { fault, wire };
    }
    return null;
  };
}

/** The shares, those first on which a uniform number falls; none where it falls beyond them all. */
function startingAt(shares: readonly FaultShare[], uniform: number): readonly FaultShare[] {
  let upTo = 0;
  for (const [index, { share }] of shares.entries()) {
    upTo += share;
    // Shares that were scaled to 1 may add up to a little less.
    if (uniform < upTo + 1e-9) return [...shares.slice(index), ...shares.slice(0, index)];
  }
  return [];
}
