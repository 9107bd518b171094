import type { Answer } from '../answer.ts';
import { type Fault, fixedFault, wireOf } from './fault.ts';

/**
 * Answers that are no page: blocks, walls and error statuses, with the marks that docs/surfaces.md lists. The texts are
 * ours.
 */

const htmlType = 'text/html; charset=utf-8';
const html = (status: number, body: string): Answer => ({ status, contentType: htmlType, body });
const short = (status: number, title: string) =>
  html(status, `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`);

/** The challenge's marks without anything that would challenge. */
const challengeBody =
  '<!DOCTYPE html><html><head><title>Please wait...</title></head><body>' +
  '<p id="slardar-config" style="display:none"></p><p id="wci">_wafchallengeid</p><p id="cs">0</p>' +
  '<p id="rci">waforiginalreid</p><p id="rs">simulated</p><p>This is a simulated challenge: it asks nothing.</p>' +
  '<script>window.SlardarWAF = null;</script></body></html>';
const captchaBody =
  '<!DOCTYPE html><html><head><title>tiktok-verify-page</title></head><body>' +
  '<div class="captcha-verify-container">Drag the puzzle. (Simulated: there is none.)</div></body></html>';
const captchaJson = JSON.stringify({
  code: '10000',
  from: '',
  type: 'verify',
  version: '',
  region: 'va',
  subtype: 'slide',
  detail: '',
  verify_event: '',
  fp: 'verify_simulated',
});
const denied =
  '<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>' +
  "You don't have permission to access this server.<P>Reference #18.simulated</BODY></HTML>";

const retryAfter = { 'retry-after': '7' };
const absurd = ['99999999', 'soon', '-5', '1e9', '', '99999999999999999999'] as const;

export const refusals: readonly Fault[] = [
  fixedFault('empty', 'status 200 and no byte of a body', html(200, '')),
  fixedFault('challenge', 'a WAF challenge with status 200', html(200, challengeBody)),
  fixedFault('challenge-403', 'a WAF challenge with status 403', html(403, challengeBody)),
  fixedFault('challenge-503', 'a WAF challenge with status 503', html(503, challengeBody)),
  fixedFault('captcha', 'a captcha page with status 200', html(200, captchaBody)),
  fixedFault('captcha-json', 'a captcha as JSON with status 200', {
    status: 200,
    contentType: 'application/json; charset=utf-8',
    body: captchaJson,
  }),
  fixedFault('login', 'a redirect to the login page', html(302, ''), ({ target }) => ({
    location: `/login?redirect_url=${encodeURIComponent(target)}`,
  })),
  {
    name: 'redirect-loop',
    about: 'a redirect to the same page, again and again',
    truthful: false,
    whole: true,
    weight: 1,
    damage: (_good, { target }) => wireOf(html(302, ''), { headers: { location: nextRound(target) } }),
  },
  fixedFault('denied', 'an edge’s refusal with status 403', html(403, denied)),
  fixedFault('gone', 'status 404 for a page that exists', short(404, 'Not Found')),
  fixedFault('too-many', 'status 429 without Retry-After', short(429, 'Too Many Requests')),
  fixedFault(
    'too-many-seconds',
    'status 429, Retry-After in seconds',
    short(429, 'Too Many Requests'),
    retryAfter,
  ),
  fixedFault(
    'too-many-date',
    'status 429, Retry-After as a date',
    short(429, 'Too Many Requests'),
    ({ at }) => ({ 'retry-after': new Date(at.getTime() + 90_000).toUTCString() }),
  ),
  fixedFault(
    'too-many-absurd',
    'status 429, Retry-After of three years, negative or no time at all',
    short(429, 'Too Many Requests'),
    ({ key }) => ({ 'retry-after': absurd[key % absurd.length] ?? '' }),
  ),
  fixedFault('legal', 'status 451: not shown in this region', short(451, 'Unavailable For Legal Reasons')),
  fixedFault('error-500', 'status 500', short(500, 'Internal Server Error')),
  fixedFault('error-502', 'status 502', short(502, 'Bad Gateway')),
  fixedFault('error-503', 'status 503', short(503, 'Service Unavailable')),
  fixedFault('error-503-wait', 'status 503 with Retry-After', short(503, 'Service Unavailable'), retryAfter),
];

const loopMark = 'simulated-round';

/** True where a request was sent by the redirect loop: it stays in it, or it would be none. */
export function isInLoop(target: string): boolean {
  return target.includes(`${loopMark}=`);
}

function nextRound(target: string): string {
  const round = Number(new RegExp(`${loopMark}=(\\d+)`).exec(target)?.[1] ?? 0);
  const bare = target.replace(new RegExp(`[?&]${loopMark}=\\d+`), '');
  return `${bare}${bare.includes('?') ? '&' : '?'}${loopMark}=${round + 1}`;
}
