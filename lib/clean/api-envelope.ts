import type { CaptureKind } from '../schema/capture.ts';
import type { Outcome } from '../schema/outcome.ts';
import { field, isObject, textOf } from './fields.ts';

/** What an answer of TikTok's official APIs is: data, a refusal with its code, or no such answer at all. */
export type Envelope =
  | { state: 'ok'; data: unknown }
  | { state: 'refused'; outcome: Outcome; message: string }
  | { state: 'none'; message: string };

/** The codes of the error documents; the one of the quota was only seen in use. */
const refusals: Record<string, { outcome: Outcome; message: string }> = {
  access_token_invalid: { outcome: 'login_required', message: 'The API does not accept the access token' },
  scope_not_authorized: {
    outcome: 'login_required',
    message: 'The owner of the account did not authorise the scope that this needs',
  },
  scope_permission_missed: {
    outcome: 'login_required',
    message: 'The access token lacks a scope that some of the fields need',
  },
  rate_limit_exceeded: { outcome: 'rate_limited', message: 'The API was asked too often' },
  daily_quota_limit_exceeded: { outcome: 'rate_limited', message: 'The quota of the day is used up' },
  invalid_params: { outcome: 'invalid', message: 'The API calls the request wrong' },
  internal_error: { outcome: 'server_error', message: 'The API reports an error of its own' },
};

/**
 * Reads the envelope `{data, error: {code, message, log_id}}`. A code that nobody has described is `layout_changed`.
 * Whole numbers beyond 2^53 come back as text with all their digits: the Research API writes ids as JSON numbers. What
 * the API says in its own words is repeated for wrong requests alone, since elsewhere it may hold what was sent.
 */
export function readEnvelope(text: string): Envelope {
  const body = parseExactly(text);
  const code = textOf(field(body, 'error', 'code'));
  if (code === null)
    return {
      state: 'none',
      message: isObject(body)
        ? 'The answer of the API says neither that it is well nor what is wrong.'
        : 'The answer of the API is cut or is no JSON object.',
    };
  if (code === 'ok') return { state: 'ok', data: field(body, 'data') };
  const known = Object.hasOwn(refusals, code) ? refusals[code] : undefined;
  if (!known)
    return {
      state: 'refused',
      outcome: 'layout_changed',
      message: `The API answered with the unknown code ${JSON.stringify(code).slice(0, 60)}.`,
    };
  const said = known.outcome === 'invalid' ? textOf(field(body, 'error', 'message')) : null;
  const words = said === null ? '' : `: ${JSON.stringify(said.slice(0, 100))}`;
  return { state: 'refused', outcome: known.outcome, message: `${known.message} (${code}${words}).` };
}

/** The kinds of capture that come from an official API. */
export function isApiKind(kind: CaptureKind): boolean {
  return /^(?:display|research)-/.test(kind);
}

/** Gives the source text of a number as well (ECMAScript 2026); TypeScript's library does not name it yet. */
type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown;
const parseWithSource: (text: string, reviver: Reviver) => unknown = JSON.parse;

function parseExactly(text: string): unknown {
  try {
    return parseWithSource(text, (_key, value, context) =>
      typeof value === 'number' && !Number.isSafeInteger(value) && /^\d{16,20}$/.test(context?.source ?? '')
        ? context?.source
        : value,
    );
  } catch {
    return undefined;
  }
}
