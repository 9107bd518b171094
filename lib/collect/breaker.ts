import { instantOf, msOf, msPerHour } from '../calendar.ts';
import { type Effects, liveEffects } from '../effects.ts';
import type { Outcome } from '../schema/outcome.ts';
import type { Rest } from '../schema/rest.ts';

/** Stops asking an origin that refuses us. */
export interface Breaker {
  /** The rest that the origin has now; null where it may be asked. */
  current(): Rest | null;
  /** The last rest, over or not, that no answer has followed yet; null where there is none. */
  last(): Rest | null;
  /** How often it was tripped in this run: what began before the last time says nothing of what came after. */
  readonly trips: number;
  /** The origin refused us: it has its rest from now on. */
  trip(outcome: Outcome, retryAfterMs: number | null): void;
  /** The origin answered with what was asked for: the next rest is a first one again. */
  answered(): void;
}

const firstRestMs = msPerHour;
const longestRestMs = 16 * msPerHour;
/** Below a day, so that the job of the next day, which counts from its own start, is not late by seconds. */
const longestAskedMs = 23 * msPerHour;

/**
 * A circuit breaker for one origin. The rest is one hour, twice as long each time, 16 hours at most, so that a daily job
 * asks again the next day; and never shorter than what the origin asked for, up to 23 hours. `before` is what an earlier
 * run left; where it is `ignored`, it stays known and keeps nobody from asking.
 */
export function createBreaker(
  before: Rest | null = null,
  effects: Effects = liveEffects,
  ignored = false,
): Breaker {
  let rest = before;
  let trips = 0;
  return {
    current: () => {
      if (rest === null || (ignored && trips === 0)) return null;
      return isResting(rest, effects.now()) ? rest : null;
    },
    last: () => rest,
    get trips() {
      return trips;
    },
    trip(outcome, retryAfterMs) {
      trips++;
      const times = (rest?.times ?? 0) + 1;
      const usualMs = Math.min(longestRestMs, firstRestMs * 2 ** (times - 1));
      const now = effects.now();
      const restMs = Math.max(usualMs, Math.min(retryAfterMs ?? 0, longestAskedMs));
      rest = {
        outcome,
        since: instantOf(now),
        until: instantOf(new Date(now.getTime() + restMs)),
        times,
      };
    },
    answered() {
      rest = null;
    },
  };
}

/** Whether a rest keeps anybody from asking at an instant. */
export function isResting({ since, until }: Rest, now: Date): boolean {
  // One that began in the future was begun by a wrong clock, and must not silence us until that time comes.
  return msOf(until) > now.getTime() && msOf(since) <= now.getTime() + msPerHour;
}
