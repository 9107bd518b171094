import { type Effects, liveEffects } from '../effects.ts';

/** Lets requests through one after another. */
export interface Pace {
  /** Resolves when it is this request's turn; turns come in the order they were asked for. */
  take(): Promise<void>;
  /** Nobody's turn comes before `waitMs` from now. */
  hold(waitMs: number): void;
}

/** Share of the interval by which a turn comes early or late: no reader turns pages evenly. */
const jitter = 0.3;

/**
 * A pace of `requestsPerMinute` on average: turns are an interval apart, each up to 30 % shorter or longer. Time in
 * which nobody asked is not made up for, so there are no bursts. The first turn comes at once.
 */
export function createPace(requestsPerMinute: number, effects: Effects = liveEffects): Pace {
  const intervalMs = 60_000 / requestsPerMinute;
  let nextMs = Number.NEGATIVE_INFINITY;
  let queue: Promise<void> = Promise.resolve();

  async function nextTurn(): Promise<void> {
    let turnMs = effects.elapsed();
    // A loop, since a hold may come while this turn is slept for.
    while (effects.elapsed() < nextMs) {
      turnMs = nextMs;
      await effects.sleep(nextMs - effects.elapsed());
    }
    // Counted from when the turn was due: timers wake late, and that must not add up.
    nextMs = turnMs + intervalMs * (1 + jitter * (2 * effects.random() - 1));
  }

  return {
    take() {
      queue = queue.then(nextTurn);
      return queue;
    },
    hold(waitMs) {
      nextMs = Math.max(nextMs, effects.elapsed() + waitMs);
    },
  };
}
