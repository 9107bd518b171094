import { instantOf, msOf, msPerHour } from '../calendar.ts';
import { type Effects, liveEffects } from '../effects.ts';
import type { Outcome } from '../schema/outcome.ts';

/** The rest that an origin gets after it refused us; kept in `data/state.json` from run to run. */
export interface Rest {
  /** What the refusal was: `blocked`, `captcha`, `rate_limited`. */
  outcome: Outcome;
  /** When it came. */
  since: string;
  /** Nothing is asked before this instant. */
  until: string;
  /** Rests in a row, without an answer between them. */
  times: number;
}

/** Stops asking an origin that refuses us. */
export interface Breaker {
  /** The rest that the origin has now; null where it may be asked. */
  current(): Rest | null;
  /** The last rest, over or not, that no answer has followed yet; null where there is none. */
  last(): Rest | null;
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
 * run left.
 */
export function createBreaker(before: Rest | null = null, effects: Effects = liveEffects): Breaker {
  let rest = before;
  const isOver = ({ since, until }: Rest, nowMs: number) =>
    msOf(until) <= nowMs ||
    // It began in the future: the clock was wrong then, and must not silence us until that time comes.
    msOf(since) > nowMs + msPerHour;
  return {
    current: () => (rest !== null && !isOver(rest, effects.now().getTime()) ? rest : null),
    last: () => rest,
    trip(outcome, retryAfterMs) {
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
