import type { Outcome } from '../schema/outcome.ts';
import type { Status } from './cleaned.ts';
import { field } from './fields.ts';

/** What a page's own `statusCode` means. */
export interface Answer {
  outcome: Outcome;
  status: Status | null;
  message: string;
}

const answers: Record<number, Answer> = {
  10000: { outcome: 'captcha', status: null, message: 'The origin asks for a captcha.' },
  10101: { outcome: 'server_error', status: null, message: 'The page reports an error of the server.' },
  10102: {
    outcome: 'login_required',
    status: null,
    message: 'The page is shown to people who are logged in.',
  },
  10201: { outcome: 'invalid', status: null, message: 'The origin calls the request wrong.' },
  10202: { outcome: 'not_found', status: 'not_found', message: 'The origin does not find it.' },
  // Other tools read this one also as "hidden from this address", so a second look elsewhere may find the post.
  10204: {
    outcome: 'not_found',
    status: 'not_found',
    message: 'The post does not exist, or is not shown here.',
  },
  10216: { outcome: 'private', status: 'private', message: 'The post is private or for friends only.' },
  10217: { outcome: 'not_found', status: 'not_found', message: 'The post was deleted or is under review.' },
  10221: { outcome: 'not_found', status: 'not_found', message: 'The account does not exist.' },
  10222: { outcome: 'private', status: 'private', message: 'The account is private.' },
  10231: { outcome: 'region_locked', status: 'region_locked', message: 'It is not shown in this region.' },
};

/**
 * What the `statusCode` of a scope means: null for 0 and where the scope carries none. 10221 with the message
 * "user banned" is `banned`. A code nobody has described is `layout_changed`, with the number in the message.
 */
export function answerOf(scope: unknown): Answer | null {
  const raw = field(scope, 'statusCode');
  if (raw === undefined || raw === null || raw === 0 || raw === '0') return null;
  const code = typeof raw === 'string' && /^\d{1,9}$/.test(raw) ? Number(raw) : raw;
  const said = String(field(scope, 'statusMsg') ?? '').slice(0, 100);
  const known = typeof code === 'number' && Object.hasOwn(answers, code) ? answers[code] : undefined;
  if (!known)
    return {
      outcome: 'layout_changed',
      status: null,
      message: `The page answered with the unknown status code ${JSON.stringify(raw).slice(0, 40)} (${JSON.stringify(said)}).`,
    };
  if (code === 10_221 && /\bbanned\b/i.test(said))
    return { outcome: 'banned', status: 'banned', message: `The account is banned (${code}).` };
  return { ...known, message: `${known.message.slice(0, -1)} (${code}).` };
}
