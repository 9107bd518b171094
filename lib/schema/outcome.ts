/**
 * What became of one thing that a collect plan held: every thing has exactly one. Summaries and `--json` count by these
 * names, so they stay as they are.
 */
export const outcomes = [
  'ok',
  'not_found',
  'private',
  'banned',
  'region_locked',
  'login_required',
  'blocked',
  'captcha',
  'rate_limited',
  'timeout',
  'network',
  'server_error',
  'layout_changed',
  'invalid',
  'disallowed',
  'not_asked',
] as const;

export type Outcome = (typeof outcomes)[number];
