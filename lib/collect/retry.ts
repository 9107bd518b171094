/** First wait before a second try, in milliseconds; it doubles with every further one. */
const firstWaitMs = 2_000;
const longestBackoffMs = 60_000;
/** An origin that asks for more quiet than this is left alone for the rest of the run. */
export const longestRetryAfterMs = 300_000;

/**
 * How long to wait before the next try, in milliseconds: exponential backoff from 2 s to 60 s, the upper half of it at
 * random so that runners do not come back together. What the origin asked for (`retryAfterMs`) is waited out in full
 * and up to a tenth more; null where that is over 5 minutes, which means: not in this run.
 * `attempt` is the try that failed, from 1; `random` is uniform in [0, 1).
 */
export function retryWaitMs(attempt: number, retryAfterMs: number | null, random: number): number | null {
  if (retryAfterMs !== null && retryAfterMs > longestRetryAfterMs) return null;
  const backoff = Math.min(longestBackoffMs, firstWaitMs * 2 ** (attempt - 1));
  return Math.round(Math.max(backoff * (0.5 + random / 2), (retryAfterMs ?? 0) * (1 + random / 10)));
}

/**
 * A `Retry-After` header in milliseconds from now: whole seconds or an HTTP date, a past one as 0. Null where the
 * header is missing or is neither.
 */
export function readRetryAfter(header: string | null, now: Date): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, Number.MAX_SAFE_INTEGER);
  // Date.parse also reads "-5" and "1.5" as years: an HTTP date has a comma or at least letters.
  const at = /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
