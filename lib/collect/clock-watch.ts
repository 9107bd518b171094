import { msOf, msPerMinute } from '../calendar.ts';
import { type Effects, liveEffects } from '../effects.ts';
import type { Capture } from '../schema/capture.ts';
import { ClockError } from './fetch-error.ts';

/** The clock may drift this far, within a run or from the origin's, before its instants are not believed. */
const toleratedMs = 5 * msPerMinute;

/**
 * Watches the clock of this machine. A clock that jumps within a run would date numbers wrongly for good: once it jumped,
 * an answer counts only where the origin's own clock (its `Date` header) agrees with the instant it was given. A machine
 * that woke from sleep jumps too, and then agrees.
 */
export function createClockWatch(effects: Effects = liveEffects): {
  /** Throws `ClockError` where the instant of the capture cannot be believed; `date` is the origin's `Date` header. */
  expect(capture: Capture, date: string | null): void;
} {
  const offsetMs = effects.now().getTime() - effects.elapsed();
  let hasJumped = false;
  return {
    expect(capture, date) {
      const observedMs = msOf(capture.observed_at);
      for (const ms of [observedMs, effects.now().getTime()])
        hasJumped ||= Math.abs(ms - effects.elapsed() - offsetMs) > toleratedMs;
      // NaN, where there is no date or none that can be read, is never near.
      if (!hasJumped || Math.abs(observedMs - Date.parse(date ?? '')) <= toleratedMs) return;
      const message = `${capture.url} was answered while the clock of this machine jumped, so nobody knows when its numbers were true.`;
      // Kept like any answer, it must not be believed by whoever reads it later.
      throw new ClockError(message, { url: capture.url, capture: { ...capture, doubt: message } });
    },
  };
}
