/**
 * What became of one thing that a collect plan held. Fixed by the contract: every thing has exactly one.
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
