import { describe, expect, test } from 'vitest';
import { readEnvelope } from '../../lib/clean/api-envelope.ts';
import { cleanCapture } from '../../lib/clean/capture.ts';
import type { Capture, CaptureKind } from '../../lib/schema/capture.ts';
import { validateDraft } from '../../lib/validate/row.ts';

const error = (code: unknown, message: unknown = '') =>
  JSON.stringify({ data: {}, error: { code, message, log_id: 'x' } });
const ok = (data: string) => `{"data":${data},"error":{"code":"ok","message":"","log_id":"x"}}`;
const capture = (kind: CaptureKind, body: string): Capture => ({
  capture_id: 'x',
  kind,
  subject: 'clay.workshop',
  url: 'https://open.tiktokapis.com/v2/',
  final_url: 'https://open.tiktokapis.com/v2/',
  observed_at: '2026-03-04T05:06:07Z',
  status: 200,
  content_type: 'application/json',
  simulated: false,
  body: new TextEncoder().encode(body),
});

describe('readEnvelope', () => {
  test.each([
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', '9007199254740993'],
    ['7612999999999999999', '7612999999999999999'],
    ['18446744073709551615', '18446744073709551615'],
    ['7612999999999999999.0', 7613000000000000000],
    ['7.612e18', 7612000000000000000],
    ['-7612999999999999999', -7613000000000000000],
    ['"7612999999999999999"', '7612999999999999999'],
  ])('the number %s keeps its digits, or what it is', (text, value) => {
    expect(readEnvelope(ok(`{"id":${text}}`))).toEqual({ state: 'ok', data: { id: value } });
  });

  test.each([
    ['access_token_invalid', 'login_required'],
    ['scope_not_authorized', 'login_required'],
    ['scope_permission_missed', 'login_required'],
    ['rate_limit_exceeded', 'rate_limited'],
    ['daily_quota_limit_exceeded', 'rate_limited'],
    ['invalid_params', 'invalid'],
    ['internal_error', 'server_error'],
    ['something_new', 'layout_changed'],
    ['constructor', 'layout_changed'],
    ['__proto__', 'layout_changed'],
  ])('%s is %s', (code, outcome) =>
    expect(readEnvelope(error(code))).toMatchObject({ state: 'refused', outcome }),
  );

  test.each([
    '',
    'null',
    '[]',
    '"ok"',
    '{}',
    '{"error":"ok"}',
    error(null),
    error(0),
    error(' '),
    '{"data":{',
  ])('%s says nothing', (text) => expect(readEnvelope(text).state).toBe('none'));

  test('cut anywhere it is none', () => {
    const whole = ok('{"videos":[{"id":7612999999999999999,"view_count":12}],"has_more":false}');
    for (let length = 0; length < whole.length; length++)
      expect(readEnvelope(whole.slice(0, length)).state).toBe('none');
  });

  test('nesting without end is no answer', () =>
    expect(readEnvelope(ok(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)).state).toBe('none'));

  test('the words of the API are repeated for wrong requests alone, and not at length', () => {
    const said = (code: string) => {
      const answer = readEnvelope(error(code, `hunter2 ${'x'.repeat(500)}`));
      return answer.state === 'refused' ? answer.message : '';
    };
    expect(said('access_token_invalid')).not.toContain('hunter2');
    expect(said('invalid_params')).toMatch(/hunter2/);
    expect(said('invalid_params').length).toBeLessThan(200);
    expect(said('y'.repeat(5_000)).length).toBeLessThan(200);
  });
});

describe('what cannot be is not believed', () => {
  const post = (views: string) =>
    ok(`{"videos":[{"id":"7613000000000000001","view_count":${views},"like_count":3}]}`);
  test.each(['-1', '1.5', '9007199254740993', '"many"', 'true', '{}', '[1]', '1e400'])(
    '%s views',
    (views) => {
      const [draft] = cleanCapture(capture('display-posts', post(views))).drafts;
      expect(draft && validateDraft(draft, new Date('2026-03-05T00:00:00Z'))).toMatchObject({ ok: false });
    },
  );

  test.each(['null', '"N/A"', '""'])('%s views are not known', (views) => {
    const [draft] = cleanCapture(capture('display-posts', post(views))).drafts;
    expect(draft?.row).toMatchObject({ views: null, views_step: null, likes: 3 });
  });

  test.each(['"1"', 'null', '-1', '1.5', '9007199254740993', '{}'])(
    'a cursor %s is not sent back',
    (cursor) => {
      const body = ok(`{"videos":[],"cursor":${cursor},"has_more":true}`);
      expect(cleanCapture(capture('display-posts', body)).next).toBeNull();
    },
  );

  test.each(['"true"', '1', 'null'])('has_more %s is not true', (more) => {
    const body = ok(`{"videos":[],"cursor":1,"has_more":${more}}`);
    expect(cleanCapture(capture('research-posts', body)).next).toBeNull();
  });

  test.each(['null', '3', '"x"', '[]', '[[]]'])('posts that are %s', (item) => {
    for (const kind of ['display-posts', 'research-posts'] as const)
      expect(cleanCapture(capture(kind, ok(`{"videos":[${item}]}`)))).toMatchObject({
        outcome: 'ok',
        drafts: [],
        message: expect.stringMatching(/^1 of 1 posts/),
      });
  });

  test('a bio that talks of captchas is a bio, and a page in the place of an answer is none', () => {
    const bio = ok('{"display_name":"SlardarWAF Verify to continue","follower_count":3}');
    expect(cleanCapture(capture('research-user', bio)).outcome).toBe('ok');
    expect(cleanCapture(capture('research-user', '<p class="_wafchallengeid"></p>')).outcome).toBe('blocked');
    expect(cleanCapture({ ...capture('research-user', '<html>'), status: 502 }).outcome).toBe('server_error');
  });

  test('keys that are dangerous elsewhere are data here', () => {
    cleanCapture(
      capture('research-user', ok('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')),
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
