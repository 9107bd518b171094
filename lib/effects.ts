/**
 * The clock, randomness and timers: the only file that names them. Functions that need one take
 * `effects` as their last parameter, with `liveEffects` as the default, so that tests and the demo pass their own.
 */

export interface Effects {
  /** Now, as an instant. */
  now(): Date;
  /** Uniform in [0, 1). */
  random(): number;
  /** Resolves after `waitMs` milliseconds; rejects with the signal's reason when it is aborted first. */
  sleep(waitMs: number, signal?: AbortSignal): Promise<void>;
  /** A monotonic reading in milliseconds, for durations only. */
  elapsed(): number;
}

export const liveEffects: Effects = {
  now: () => new Date(),
  random: () => Math.random(),
  elapsed: () => performance.now(),
  sleep: (waitMs, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const timer = setTimeout(done, waitMs);
      function done() {
        signal?.removeEventListener('abort', abort);
        resolve();
      }
      function abort() {
        clearTimeout(timer);
        reject(signal?.reason);
      }
      signal?.addEventListener('abort', abort, { once: true });
    }),
};

/** Calls `action` after `waitMs` of real time, unless the function it returns is called before. For limits on the network. */
export function startTimer(waitMs: number, action: () => void): () => void {
  const timer = setTimeout(action, waitMs);
  return () => clearTimeout(timer);
}

/**
 * Effects with a clock that stands where it is put and moves only when something sleeps, and with
 * seeded randomness. Two runs over the same input do exactly the same.
 */
export function simulatedEffects(start: Date, seed = 1): Effects & { set(instant: Date): void } {
  let nowMs = start.getTime();
  const random = seededRandom(seed);
  return {
    now: () => new Date(nowMs),
    random,
    elapsed: () => nowMs,
    sleep: async (waitMs, signal) => {
      signal?.throwIfAborted();
      nowMs += waitMs;
    },
    set: (instant) => {
      nowMs = instant.getTime();
    },
  };
}

/** mulberry32: a small seeded generator of uniforms in [0, 1). Public domain, Tommy Ettinger 2017. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
