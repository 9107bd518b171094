import { compact, exact, type MaybeNumber, signedPercent } from './number.ts';
import { plural } from './words.ts';

/** What a sentence about growth needs to know; a `WindowGrowth` of `transform/growth.ts` fits. */
export interface GrowthWords {
  handle: string;
  /** Change of followers over the window; null where it is not known. */
  gain: number | null;
  /** The change as a fraction of the followers at the start. */
  pct?: MaybeNumber;
  /** What rounding leaves open. */
  gain_low?: MaybeNumber;
  gain_high?: MaybeNumber;
  /** Why there is no gain: words that go after "because". */
  reason?: string | null;
}

/**
 * Growth over a window of `days` as a sentence: "@nasa gained 1,204 followers in 7 days (+0.4%)." A loss is a loss, no
 * change is said to be none, a change that rounding could have made is said to be smaller than the rounding, and
 * a missing one says why. Counts from 10,000 are written in three digits, with "about" where the source rounds.
 */
export function growthSentence(growth: GrowthWords, days: number): string {
  const { handle, gain, pct, reason } = growth;
  const window = days === 1 ? 'one day' : plural(days, 'day');
  if (gain === null)
    return `The change of @${handle} over ${window} was not observed${reason ? `, because ${reason}` : ''}.`;
  const [low, high] = [growth.gain_low ?? gain, growth.gain_high ?? gain];
  if (low < high && low <= 0 && high >= 0)
    return `@${handle} changed by less than its source’s rounding shows in ${window}.`;
  if (gain === 0) return `@${handle} neither gained nor lost followers in ${window}.`;
  const size = Math.abs(gain);
  const written = size < 10_000 ? exact(size) : compact(size);
  const noun = size === 1 ? 'follower' : 'followers';
  const share = pct === null || pct === undefined ? '' : ` (${signedPercent(pct)})`;
  return `@${handle} ${gain > 0 ? 'gained' : 'lost'} ${low < high ? 'about ' : ''}${written} ${noun} in ${window}${share}.`;
}
