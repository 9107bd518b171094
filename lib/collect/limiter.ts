import { type Effects, liveEffects } from '../effects.ts';

/** Lets requests through at a rate, a few at once at most. */
export interface Limiter {
  /** Resolves when it is this request's turn; turns come in the order they were asked for. */
  take(): Promise<void>;
  /** Nobody's turn comes before `waitMs` from now. */
  hold(waitMs: number): void;
  /** The origin answered after `latencyMs`: a calm answer wins back a little of a slowed rate, a late one slows it. */
  answered(latencyMs: number): void;
  /** The origin refused us: half the rate from here on. */
  strained(): void;
  /** The origin failed to answer: half the rate, though not below a quarter. It may just be down. */
  unanswered(): void;
  /** The share of the set rate that is used now, from 1/16 to 1. */
  readonly share: number;
}

export interface LimiterOptions {
  /** Requests per minute on average; `Infinity` lets everything through at once. */
  requestsPerMinute: number;
  /** Requests that may go out at once after a rest: the depth of the bucket, 1 for none. */
  burst: number;
}

const leastShare = 1 / 16;
const leastShareUnanswered = 1 / 4;
/** Won back by each calm answer: from the least share to the full rate in some 50 answers. */
const recovery = 0.02;
/** An answer is late where it takes this many times what is usual here, and at least so long. */
const lateTimes = 3;
const lateMs = 2_000;

/**
 * A token bucket: `burst` tokens deep, and each token that was taken comes back after a pause, one after the other. Pauses
 * look like reading: never shorter than 0.4 of the mean, now and then several times as long, the mean being that of the
 * set rate. Time in which nobody asked fills the bucket and no more. The first `burst` requests go out at once.
 */
export function createLimiter(
  { requestsPerMinute, burst }: LimiterOptions,
  effects: Effects = liveEffects,
): Limiter {
  const meanMs = 60_000 / requestsPerMinute;
  let share = 1;
  /** When the tokens that are out come back, in order; no more than `burst` of them. */
  const backMs: number[] = [];
  let heldMs = Number.NEGATIVE_INFINITY;
  let usualMs: number | null = null;
  let queue: Promise<void> = Promise.resolve();

  async function turn(): Promise<void> {
    const asked = effects.elapsed();
    const token = backMs.length < burst ? Number.NEGATIVE_INFINITY : (backMs.shift() ?? asked);
    // A loop, since a hold may come while this turn is slept for.
    let due = Math.max(token, heldMs);
    for (let waitMs = due - asked; waitMs > 0; waitMs = due - effects.elapsed()) {
      await effects.sleep(waitMs);
      due = Math.max(token, heldMs);
    }
    // Counted from when the turn was due: timers wake late, and that must not add up.
    const from = Math.max(asked, due, backMs.at(-1) ?? asked);
    backMs.push(from + (meanMs / share) * readingPause(effects.random()));
  }

  return {
    take() {
      if (meanMs === 0 && heldMs === Number.NEGATIVE_INFINITY) return queue;
      queue = queue.then(turn);
      return queue;
    },
    hold(waitMs) {
      heldMs = Math.max(heldMs, effects.elapsed() + waitMs);
    },
    answered(latencyMs) {
      if (usualMs !== null && latencyMs > lateMs && latencyMs > lateTimes * usualMs) share = half(share);
      else share = Math.min(1, share + recovery);
      usualMs = usualMs === null ? latencyMs : usualMs + (latencyMs - usualMs) / 20;
    },
    strained() {
      share = half(share);
    },
    unanswered() {
      share = Math.min(share, Math.max(leastShareUnanswered, share / 2));
    },
    get share() {
      return share;
    },
  };
}

function half(share: number): number {
  return Math.max(leastShare, share / 2);
}

/** A pause as a multiple of the mean: 0.4 and an exponential tail, mean 1. `random` is uniform in [0, 1). */
export function readingPause(random: number): number {
  return 0.4 - 0.6 * Math.log(1 - random);
}
