import { msPerMinute } from '../calendar.ts';
import { type Effects, liveEffects } from '../effects.ts';
import type { Capture } from '../schema/capture.ts';
import { ClockError } from './fetch-error.ts';

/** The clock may drift this far, within a run or from the origin's, before its instants are not believed. */
const toleratedMs = 5 * msPerMinute;

/**
 * Watches the clock of this machine. A clock that jumps within a run would date numbers wrongly for good: after a jump
 * an answer counts only where the origin's own clock (its `Date` header) agrees. A machine that woke from sleep jumps
 * too, and then agrees.
 */
export function createClockWatch(effects: Effects = liveEffects): {
  /** Throws `ClockError` where the instant of the capture cannot be believed. */
  expect(capture: Capture, dateMs: number | null): void;
} {
  const offsetMs = effects.now().getTime() - effects.elapsed();
  return {
    expect(capture, dateMs) {
      const now = effects.now().getTime();
      if (Math.abs(now - effects.elapsed() - offsetMs) <= toleratedMs) return;
      if (dateMs !== null && Math.abs(now - dateMs) <= toleratedMs) return;
      throw new ClockError(
        `${capture.url} was answered while the clock of this machine jumped, so nobody knows when its numbers were true.`,
        { url: capture.url, capture },
      );
    },
  };
}
