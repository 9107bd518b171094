import type { Capture } from '../schema/capture.ts';
import type { Outcome } from '../schema/outcome.ts';
import { bodyText } from './decode.ts';
import { field } from './fields.ts';

/** Why a capture is not the page that was asked for. */
export interface Block {
  outcome: Outcome;
  message: string;
}

/** What only the page asked for carries, so that a bio that talks of captchas is not taken for one. */
const carriers: Record<Capture['kind'], RegExp> = {
  'account-page': /"webapp\.user-detail"|"userInfo"/,
  'post-page': /"webapp\.(?:video-detail|reflow\.video\.detail)"|"itemInfo"/,
  'creator-embed': /"videoList"/,
  oembed: /"embed_product_id"/,
  robots: /^\s*user-agent\s*:/im,
};

/**
 * Recognises an answer that is not the page asked for: by where it ended, by HTTP status, and above all by content,
 * since challenges, captchas and refusals come with status 200. Null where the page may be read. A page that holds
 * neither what was asked for nor a known block is left to its parser, which calls it `layout_changed`.
 */
export function recogniseBlock(capture: Capture, text: string = bodyText(capture)): Block | null {
  const { status } = capture;
  if (isLogin(capture.final_url) && !isLogin(capture.url))
    return { outcome: 'login_required', message: 'The origin sends the request to its login page.' };
  if (status >= 200 && status < 300 && carriers[capture.kind].test(text)) return null;
  return contentBlock(text) ?? statusBlock(capture, text);
}

function isLogin(url: string): boolean {
  return URL.canParse(url) && /^\/login(?:\/|$)/.test(new URL(url).pathname);
}

const challengeMarkers = ['SlardarWAF', '_wafchallengeid', 'waforiginalreid', 'waf-aiso'];
const captchaMarkers = ['<title>tiktok-verify-page', 'captcha-verify-container', 'captcha_verify_container'];
/** Ordinary pages load scripts of these names too: they count only on a page too small to be one. */
const smallCaptchaMarkers = ['verifycenter', 'secsdk-captcha', 'Drag the puzzle', 'Verify to continue'];
const smallPageChars = 100_000;

function contentBlock(text: string): Block | null {
  const has = (marker: string) => text.includes(marker);
  if (challengeMarkers.some(has))
    return { outcome: 'blocked', message: 'The origin answers with a challenge page.' };
  if (
    captchaMarkers.some(has) ||
    (text.length < smallPageChars && smallCaptchaMarkers.some(has)) ||
    isCaptchaJson(text)
  )
    return { outcome: 'captcha', message: 'The origin asks for a captcha.' };
  return null;
}

function isCaptchaJson(text: string): boolean {
  if (text.length > smallPageChars || !/^\s*\{/.test(text)) return false;
  try {
    const body: unknown = JSON.parse(text);
    return (
      String(field(body, 'code')) === '10000' &&
      (field(body, 'type') === 'verify' || field(body, 'fp') !== undefined)
    );
  } catch {
    return false;
  }
}

function statusBlock({ status, kind, final_url }: Capture, text: string): Block | null {
  const answered = `The origin answered ${status}`;
  if (status >= 500) return { outcome: 'server_error', message: `${answered}.` };
  if (status === 429) return { outcome: 'rate_limited', message: `${answered}: too many requests.` };
  if (status === 451) return { outcome: 'region_locked', message: `${answered}: not shown in this region.` };
  if (status === 404 || status === 410) return { outcome: 'not_found', message: `${answered}: not found.` };
  if (status === 401) return { outcome: 'login_required', message: `${answered}: a login is wanted.` };
  if (status === 400 && (kind === 'creator-embed' || kind === 'oembed'))
    return { outcome: 'not_found', message: `${answered}: private, unknown, or embeds are not allowed.` };
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
