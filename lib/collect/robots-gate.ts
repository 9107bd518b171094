import type { Capture } from '../schema/capture.ts';
import type { Outcome } from '../schema/outcome.ts';
import { FetchError } from './fetch-error.ts';
import { noRobots, type Robots, readRobots } from './robots.ts';

/** Whether a path may be asked for; where not, what that is called and why. */
export type Verdict =
  | { allowed: true }
  | { allowed: false; outcome: Outcome; reason: string; cause?: unknown };

/** Asks robots.txt before anything else is asked for. */
export interface RobotsGate {
  check(path: string): Promise<Verdict>;
}

type Rules = Robots | Extract<Verdict, { allowed: false }>;

/**
 * A gate that reads robots.txt once, when the first path is checked. Paths that begin with one of `ownChoice` pass
 * without a look at it. Where the file does not exist (4xx) everything is allowed; where it cannot be read, or a page
 * or a challenge (`isChallenge`) stands in its place, nothing is, and the outcome says what stood in the way (RFC 9309, 2.3.1).
 */
export function createRobotsGate(
  ownChoice: readonly string[],
  fetchRobots: () => Promise<Capture>,
  isChallenge: (capture: Capture) => boolean = () => false,
): RobotsGate {
  let rules: Promise<Rules> | null = null;
  return {
    async check(path) {
      if (ownChoice.some((prefix) => path.startsWith(prefix))) return { allowed: true };
      rules ??= loadRules(fetchRobots, isChallenge);
      const loaded = await rules;
      if ('reason' in loaded) return loaded;
      const verdict = loaded.allowed(path);
      return verdict === true
        ? { allowed: true }
        : { allowed: false, outcome: 'disallowed', reason: verdict.reason };
    },
  };
}

async function loadRules(
  fetchRobots: () => Promise<Capture>,
  isChallenge: (capture: Capture) => boolean,
): Promise<Rules> {
  const unread = (outcome: Outcome, why: string, cause?: unknown): Rules => ({
    allowed: false,
    outcome,
    reason: `robots.txt cannot be read, so nothing is asked for: ${why}`,
    cause,
  });
  try {
    const capture = await fetchRobots();
    const { status, body } = capture;
    if (isChallenge(capture)) return unread('blocked', 'a challenge stands in its place.');
    if (status >= 400) return noRobots;
    if (status >= 300) return unread('blocked', `the origin sends the request elsewhere (status ${status}).`);
    const text = new TextDecoder().decode(body);
    return /^\s*[<{]/.test(text) ? unread('blocked', 'another page stands in its place.') : readRobots(text);
  } catch (error) {
    if (error instanceof FetchError) return unread(error.outcome, error.message, error);
    throw error;
  }
}
