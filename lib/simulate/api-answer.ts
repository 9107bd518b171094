import { hashOf } from './chance.ts';

/** What the simulated API says to a request. */
export interface ApiAnswer {
  status: number;
  contentType: string;
  body: string;
}

/** A request as the API sees it. Names of headers are in lower case. */
export interface ApiRequest {
  method: string;
  /** Path and query. */
  target: string;
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  body: string;
}

/** Statuses of the codes, as TikTok's documents list them; the last was seen in use. */
const statuses = {
  access_token_invalid: 401,
  scope_not_authorized: 401,
  invalid_params: 400,
  internal_error: 500,
  rate_limit_exceeded: 429,
  daily_quota_limit_exceeded: 429,
} as const;
export type ApiCode = keyof typeof statuses;

/** An answer with its data in the usual envelope. */
export function answered(data: object, logId: string): ApiAnswer {
  return json(200, { data, error: { code: 'ok', message: '', log_id: logId } });
}

/** A refusal in the usual envelope. */
export function refused(code: ApiCode, message: string, logId: string): ApiAnswer {
  return json(statuses[code], { data: {}, error: { code, message, log_id: logId } });
}

/** An answer that is JSON. A `BigInt` in it becomes a number with all its digits, as TikTok writes ids in places. */
export function json(status: number, value: object): ApiAnswer {
  const body = JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'bigint' ? rawJson.rawJSON(String(member)) : member,
  );
  return { status, contentType: 'application/json; charset=utf-8', body };
}
/** In every Node that this runs on; TypeScript's library does not name it yet. */
const rawJson = JSON as unknown as { rawJSON(text: string): unknown };

/** The id that an answer has in the API's log: another for each request, the same for the same one. */
export function logIdOf(at: Date, { method, target, body }: ApiRequest): string {
  const stamp = at.toISOString().replaceAll(/\D/g, '').slice(0, 14);
  return `${stamp}${hashOf(method, target, body, at.getTime()).toString(16).toUpperCase().padStart(8, '0')}`;
}

/** Members of a JSON body; none where it is no object. */
export function readBody(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Those members of an object that were asked for, in the order of the object. */
export function pickFields(
  all: Readonly<Record<string, unknown>>,
  asked: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => asked.includes(name)));
}
