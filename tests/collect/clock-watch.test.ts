import { expect, test } from 'vitest';
import { createClockWatch } from '../../lib/collect/clock-watch.ts';
import { simulatedEffects } from '../../lib/effects.ts';
import type { Capture } from '../../lib/schema/capture.ts';

const start = Date.UTC(2026, 2, 4);
const captureAt = (ms: number) =>
  ({
    url: 'https://www.tiktok.com/@clay.workshop',
    capture_id: 'c',
    observed_at: new Date(ms).toISOString().replace('.000', ''),
  }) as Capture;

const dateOf = (ms: number) => new Date(ms).toUTCString();

/** A clock that shows another time than has passed. */
function jumpingClock() {
  let jumpMs = 0;
  const steady = simulatedEffects(new Date(start));
  return {
    effects: { ...steady, now: () => new Date(steady.now().getTime() + jumpMs) },
    jump: (ms: number) => {
      jumpMs += ms;
    },
    sleep: steady.sleep,
  };
}

test('a steady clock is believed, whatever the origin’s says', async () => {
  const { effects, sleep } = jumpingClock();
  const watch = createClockWatch(effects);
  await sleep(86_400_000);
  const capture = captureAt(start + 86_400_000);
  expect(() => watch.expect(capture, null)).not.toThrow();
  expect(() => watch.expect(capture, dateOf(0))).not.toThrow();
});

test.each([
  ['forwards', 3 * 86_400_000],
  ['backwards', -2 * 3_600_000],
])('one that jumped %s only where the origin’s agrees', (_way, jumpMs) => {
  const { effects, jump } = jumpingClock();
  const watch = createClockWatch(effects);
  jump(jumpMs);
  const capture = captureAt(start + jumpMs);
  const clockError = { name: 'ClockError', code: 'fetch_clock', outcome: 'invalid', retry: 'later' };
  expect(() => watch.expect(capture, null)).toThrow(expect.objectContaining(clockError));
  expect(() => watch.expect(capture, dateOf(start))).toThrow(expect.objectContaining(clockError));
  // A machine that woke from sleep.
  expect(() => watch.expect(capture, dateOf(start + jumpMs + 60_000))).not.toThrow();
  // It may jump back: what was dated in between is not believed, and from now on the origin's clock decides.
  jump(-jumpMs);
  expect(() => watch.expect(capture, dateOf(start))).toThrow(expect.objectContaining(clockError));
  expect(() => watch.expect(captureAt(start), null)).toThrow(expect.objectContaining(clockError));
  expect(() => watch.expect(captureAt(start), dateOf(start))).not.toThrow();
});

test('small corrections are nothing', () => {
  const { effects, jump } = jumpingClock();
  const watch = createClockWatch(effects);
  jump(4 * 60_000);
  expect(() => watch.expect(captureAt(start + 4 * 60_000), null)).not.toThrow();
});
