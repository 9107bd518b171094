import type { Outcome } from './outcome.ts';

/** The rest that an origin gets after it refused us; kept in `data/state.json` from run to run. */
export interface Rest {
  /** What the refusal was: `blocked`, `captcha`, `rate_limited`. */
  outcome: Outcome;
  /** When it came. */
  since: string;
  /** Nothing is asked before this instant. */
  until: string;
  /** Rests in a row, without an answer between them. */
  times: number;
}
