/**
 * What became of a request through a route. `answered`: the origin answered, whatever it said. `refused`: it refused the
 * address we come from (challenge, captcha, 429, 403). `failed`: the proxy itself failed.
 */
export type RouteOutcome = 'answered' | 'refused' | 'failed';

/** A proxy's state: in use; waiting to be tried again; not used again in this run. */
export type ProxyState = 'well' | 'cooling' | 'retired';

const firstCoolDownMs = 30_000;
/** The origin refused this address: it gets the rest that a person who went away would give it. */
const refusedCoolDownMs = 600_000;
/** Failures in a row after which a proxy is given up for the run. */
const longestStreak = 5;

export interface ProxyHealth {
  state(nowMs: number): ProxyState;
  /** Milliseconds until it comes back; 0 where it is well, null where it is retired. */
  returnMs(nowMs: number): number | null;
  report(outcome: RouteOutcome, why: string | null, nowMs: number): void;
  readonly counts: Readonly<Record<RouteOutcome, number>>;
  /** Why it last failed or was refused; null since it was last well. */
  readonly why: string | null;
}

/**
 * The health of one proxy. A failure cools it for 30 s, the next in a row for 1 min, 2 min, 4 min, the fifth retires it;
 * a refusal cools it for 10 min; an answer makes it well again. Outcomes of requests that were on their way when it began
 * to cool say nothing new: failures do not count in the row again, and an answer does not end the rest after a refusal.
 * `nowMs` is a monotonic clock's.
 */
export function createProxyHealth(): ProxyHealth {
  const counts = { answered: 0, refused: 0, failed: 0 };
  let streak = 0;
  let untilMs = Number.NEGATIVE_INFINITY;
  let restsAfterRefusal = false;
  let lastWhy: string | null = null;

  function state(nowMs: number): ProxyState {
    if (streak >= longestStreak) return 'retired';
    return nowMs < untilMs ? 'cooling' : 'well';
  }

  function report(outcome: RouteOutcome, why: string | null, nowMs: number): void {
    counts[outcome]++;
    const before = state(nowMs);
    if (before === 'retired') return;
    if (outcome === 'failed') {
      if (before === 'cooling') return;
      streak++;
      untilMs = nowMs + firstCoolDownMs * 2 ** (streak - 1);
    } else {
      streak = 0;
      if (outcome === 'refused') untilMs = nowMs + refusedCoolDownMs;
      else if (before === 'cooling' && restsAfterRefusal) return;
      else untilMs = nowMs;
    }
    restsAfterRefusal = outcome === 'refused';
    lastWhy = outcome === 'answered' ? null : why;
  }

  return {
    state,
    report,
    counts,
    returnMs: (nowMs) => (streak >= longestStreak ? null : Math.max(0, untilMs - nowMs)),
    get why() {
      return lastWhy;
    },
  };
}
