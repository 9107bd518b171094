import { describe, expect, test } from 'vitest';
import { recogniseBlock } from '../../lib/clean/challenge.ts';
import type { Capture } from '../../lib/schema/capture.ts';

const capture = (body: string, more: Partial<Capture> = {}): Capture => ({
  capture_id: 'x',
  kind: 'account-page',
  subject: 'clay.workshop',
  url: 'https://www.tiktok.com/@clay.workshop',
  final_url: 'https://www.tiktok.com/@clay.workshop',
  observed_at: '2026-03-04T05:06:07Z',
  status: 200,
  content_type: 'text/html',
  simulated: false,
  body: new TextEncoder().encode(body),
  ...more,
});
const outcomeOf = (body: string, more?: Partial<Capture>) =>
  recogniseBlock(capture(body, more))?.outcome ?? null;

describe('recogniseBlock', () => {
  test.each([
    ['a marker of the challenge', '<p class="_wafchallengeid"></p>', 'blocked'],
    ['another', '<script src="x/waf-aiso/y.js"></script>', 'blocked'],
    ['the other container', '<div class="captcha_verify_container">', 'captcha'],
    ['white space only', ' \n ', 'blocked'],
    ['a captcha code as a number', '{"code":10000,"type":"verify"}', 'captcha'],
    ['some other JSON', '{"code":10000}', null],
    ['cut JSON', '{"code":"10000","type":"ver', null],
    ['an ordinary page', '<html><title>Clay</title></html>', null],
  ])('%s', (_what, body, outcome) => expect(outcomeOf(body)).toBe(outcome));

  test('a large page that loads captcha scripts like every other is not a captcha', () => {
    const shell = `<html><script src="secsdk-captcha.js"></script>${'<i></i>'.repeat(20_000)}</html>`;
    expect(outcomeOf(shell)).toBeNull();
    expect(outcomeOf('<html><script src="secsdk-captcha.js"></script></html>')).toBe('captcha');
  });

  test('a page that carries what was asked for is read, whatever else it says', () => {
    const body = '{"webapp.user-detail":{"userInfo":{"user":{"signature":"SlardarWAF Verify to continue"}}}}';
    expect(outcomeOf(body)).toBeNull();
    expect(outcomeOf(body, { kind: 'post-page' })).toBe('blocked');
  });

  test('asking for a login page is not being sent to one', () => {
    const login = 'https://www.tiktok.com/login/phone';
    expect(outcomeOf('x', { final_url: login })).toBe('login_required');
    expect(outcomeOf('x', { url: login, final_url: login })).toBeNull();
    expect(outcomeOf('x', { final_url: 'https://www.tiktok.com/@loginova' })).toBeNull();
    expect(outcomeOf('x', { url: '', final_url: '' })).toBeNull();
  });

  test('an empty robots.txt is one', () => expect(outcomeOf('', { kind: 'robots' })).toBeNull());
});
