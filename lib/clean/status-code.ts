import type { Outcome } from '../schema/outcome.ts';
import type { Status } from './cleaned.ts';
import { field, shown, textOf } from './fields.ts';

/** What a page's own `statusCode` means. */
export interface Answer {
  outcome: Outcome;
  status: Status | null;
  message: string;
}

const captcha: Answer = { outcome: 'captcha', status: null, message: 'The origin asks for a captcha.' };
const gone = (message: string): Answer => ({ outcome: 'not_found', status: 'not_found', message });
// The ledger keeps no state of hashtags and sounds, and on another page such a code says nothing of its account or post.
const topicGone = (message: string): Answer => ({ outcome: 'not_found', status: null, message });

/** Codes of pages and JSON answers (davidteather/TikTok-Api#403 names them; docs/surfaces.md#status-codes). */
const answers: Record<number, Answer> = {
  10000: captcha,
  10101: { outcome: 'server_error', status: null, message: 'The page reports an error of the server.' },
  10102: {
    outcome: 'login_required',
    status: null,
    message: 'The page is shown to people who are logged in.',
  },
  10111: { outcome: 'server_error', status: null, message: 'The page reports an error of the network.' },
  10113: captcha,
  10114: { outcome: 'blocked', status: null, message: 'The origin blocks the request.' },
  10201: { outcome: 'invalid', status: null, message: 'The origin calls the request wrong.' },
  10202: gone('The origin does not find it.'),
  10203: topicGone('The sound does not exist.'),
  // Other tools read this one also as "hidden from this address", so a second look elsewhere may find the post.
  10204: gone('The post does not exist, or is not shown here.'),
  10205: topicGone('The hashtag does not exist.'),
  10209: topicGone('The hashtag is not shown.'),
  10211: topicGone('The hashtag is not shown.'),
  10212: topicGone('The hashtag was taken down.'),
  10215: gone('The post is not shown.'),
  10216: { outcome: 'private', status: 'private', message: 'The post is private or for friends only.' },
  10217: gone('The post was deleted or is under review.'),
  10218: topicGone('The sound was taken down.'),
  10219: topicGone('The sound was taken down.'),
  10220: gone('The post was taken down with its sound.'),
  10221: gone('The account does not exist.'),
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
  const said = textOf(field(scope, 'statusMsg'))?.slice(0, 100) ?? '';
  const known = typeof code === 'number' && Object.hasOwn(answers, code) ? answers[code] : undefined;
  if (!known)
    return {
      outcome: 'layout_changed',
      status: null,
      message: `The page answered with the unknown status code ${shown(raw)} (${JSON.stringify(said)}).`,
    };
  if (code === 10_221 && /\bbanned\b/i.test(said))
    return { outcome: 'banned', status: 'banned', message: `The account is banned (${code}).` };
  return { ...known, message: `${known.message.slice(0, -1)} (${code}).` };
}
