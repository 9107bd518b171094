import type { Capture, CaptureKind } from '../schema/capture.ts';
import type { Outcome } from '../schema/outcome.ts';
import { isApiKind, readEnvelope } from './api-envelope.ts';
import { bodyText } from './decode.ts';
import { field, isObject, shown } from './fields.ts';
import { answerOf } from './status-code.ts';

/** Why a capture is not the page that was asked for. */
export interface Block {
  outcome: Outcome;
  message: string;
}

/** What only the page asked for carries, so that a bio that talks of captchas is not taken for one. */
const carriers: Record<CaptureKind, readonly string[]> = {
  'account-page': ['"webapp.user-detail"', '"userInfo"', '"UserModule"', 'data-e2e="followers-count"'],
  'post-page': ['"webapp.video-detail"', '"webapp.reflow.video.detail"', '"itemInfo"', '"ItemModule"'],
  'post-embed': ['"videoData"'],
  'creator-embed': ['"videoList"'],
  'hashtag-page': ['"webapp.challenge-detail"', '"challengeInfo"', '"ChallengePage"'],
  'hashtag-embed': ['"embedInfo"'],
  'sound-page': ['"webapp.music-detail"', '"musicInfo"', '"MusicModule"'],
  'sound-embed': ['"embedInfo"'],
  oembed: ['"embed_product_id"'],
  'display-user': ['"log_id"'],
  'display-posts': ['"log_id"'],
  'research-user': ['"log_id"'],
  'research-posts': ['"log_id"'],
  robots: [],
};

/**
 * Recognises an answer that is not the page asked for: by where it ended, above all by content, since challenges,
 * captchas and refusals come with status 200, and where that tells nothing by HTTP status. Null where the page may be read.
 * A page that holds neither what was asked for nor a known block is left to its parser, which calls it `layout_changed`.
 * Looks for words only; of JSON it parses what is no larger than a refusal is.
 */
export function recogniseBlock(capture: Capture, text: string = bodyText(capture)): Block | null {
  const { status, kind } = capture;
  if (isLogin(capture.final_url) && !isLogin(capture.url))
    return { outcome: 'login_required', message: 'The origin sends the request to its login page.' };
  // An API says by itself what is wrong, whatever the status.
  const answer = isApiKind(kind) && text.length <= smallJsonChars ? readEnvelope(text) : null;
  if (answer?.state === 'refused') return { outcome: answer.outcome, message: answer.message };
  if (status >= 200 && status < 300 && carries(kind, text)) return null;
  return contentBlock(text) ?? statusBlock(capture, text);
}

function carries(kind: CaptureKind, text: string): boolean {
  if (kind === 'robots') return /^\s*user-agent\s*:/im.test(text.slice(0, smallPageChars));
  return carriers[kind].some((mark) => text.includes(mark));
}

function isLogin(url: string): boolean {
  return URL.canParse(url) && /^\/login(?:\/|$)/.test(new URL(url).pathname);
}

const challengeMarkers = ['SlardarWAF', '_wafchallengeid', 'waforiginalreid', 'waf-aiso'];
const captchaMarkers = ['<title>tiktok-verify-page', 'captcha-verify-container', 'captcha_verify_container'];
/** Ordinary pages load scripts of these names too: they count only on a page too small to be one. */
const smallCaptchaMarkers = ['verifycenter', 'secsdk-captcha', 'Drag the puzzle', 'Verify to continue'];
const smallPageChars = 100_000;
/** Refusals as JSON have a few hundred characters. */
const smallJsonChars = 20_000;

const challenge: Block = { outcome: 'blocked', message: 'The origin answers with a challenge page.' };
const captcha: Block = { outcome: 'captcha', message: 'The origin asks for a captcha.' };
const denied: Block = { outcome: 'blocked', message: 'The edge of the origin denies access.' };
const elsewhere: Block = {
  outcome: 'region_locked',
  message: 'The origin says that this is not available in your country.',
};

function contentBlock(text: string): Block | null {
  const has = (marker: string) => text.includes(marker);
  if (challengeMarkers.some(has)) return challenge;
  if (captchaMarkers.some(has)) return captcha;
  if (text.length >= smallPageChars) return null;
  if (smallCaptchaMarkers.some(has)) return captcha;
  if (has('Access Denied') && /Reference(?:\s|&#32;)*(?:#|&#35;)/.test(text)) return denied;
  if (/(?:not|n['’]t|n&#0?39;t) available in your (?:country|region)/i.test(text)) return elsewhere;
  return jsonBlock(text);
}

/** Codes of the app interface, as `status_code` (davidteather/TikTok-Api#403). */
const appCodes: Record<string, Block> = {
  5: { outcome: 'blocked', message: 'The origin refuses the request (5).' },
  8: { outcome: 'login_required', message: 'The origin says that the login has expired (8).' },
};
/** Outcomes that concern us and not the thing that was asked for, of which its own parser has to tell. */
const refusals: readonly Outcome[] = ['captcha', 'blocked', 'login_required', 'server_error'];

/** A refusal as JSON, in place of a page. */
function jsonBlock(text: string): Block | null {
  if (text.length > smallJsonChars || !/^\s*\{/.test(text)) return null;
  const body = parseSmall(text);
  const isVerify = field(body, 'type') === 'verify' || field(body, 'fp') !== undefined;
  if (shown(field(body, 'code')) === '10000' && isVerify) return captcha;
  const appCode = shown(field(body, 'status_code'));
  if (Object.hasOwn(appCodes, appCode)) return appCodes[appCode] ?? null;
  const code = field(body, 'statusCode') ?? field(body, 'status_code') ?? null;
  const answer = code === null ? null : answerOf({ statusCode: code });
  return answer && refusals.includes(answer.outcome)
    ? { outcome: answer.outcome, message: answer.message }
    : null;
}

function parseSmall(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : null;
  } catch {
    return null;
  }
}

function isEmbed(kind: CaptureKind): boolean {
  return kind === 'oembed' || kind.endsWith('-embed');
}

function statusBlock({ status, kind, final_url }: Capture, text: string): Block | null {
  const answered = `The origin answered ${status}`;
  if (status >= 500) return { outcome: 'server_error', message: `${answered}.` };
  if (status === 429) return { outcome: 'rate_limited', message: `${answered}: too many requests.` };
  if (status === 451) return { outcome: 'region_locked', message: `${answered}: not shown in this region.` };
  if (status === 404 || status === 410) return { outcome: 'not_found', message: `${answered}: not found.` };
  if (status === 401) return { outcome: 'login_required', message: `${answered}: a login is wanted.` };
  if (status === 400 && isEmbed(kind))
    return { outcome: 'not_found', message: `${answered}: private, unknown, or embeds are not allowed.` };
  // Refusals are about us; that a request is wrong by itself is about the thing.
  if (status >= 400 && [400, 405, 414, 422].includes(status))
    return { outcome: 'layout_changed', message: `${answered}: it calls the request wrong.` };
  if (status >= 400) return { outcome: 'blocked', message: `${answered}: refused.` };
  if (status >= 300)
    return {
      outcome: 'layout_changed',
      message: `${answered} and leads to ${final_url.split('?')[0]?.slice(0, 200)}.`,
    };
  // An empty robots.txt allows everything; an empty page is how unsigned requests are turned away.
  if (text.trim() === '' && kind !== 'robots')
    return { outcome: 'blocked', message: 'The origin answered with an empty body.' };
  return null;
}
