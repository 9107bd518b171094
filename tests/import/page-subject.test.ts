import { describe, expect, test } from 'vitest';
import { subjectOfAddress, subjectOfUrl } from '../../lib/import/page-address.ts';
import { recognisePage } from '../../lib/import/page-subject.ts';
import { dateOfName, timeOfPage } from '../../lib/import/page-time.ts';
import { growthOfSteps } from '../helpers/counted-steps.ts';

const now = Date.parse('2026-11-22T00:00:00Z');
const next = (props: string, head = '') =>
  `<html><head>${head}</head><script id="__NEXT_DATA__">{"props":{"pageProps":${props}}}</script></html>`;
const sigi = (json: string, head = '') =>
  `<html><head>${head}</head><script id='SIGI_STATE'>${json}</script></html>`;
const canonical = (url: string) => `<link rel="canonical" href="${url}">`;

describe('what a page is of', () => {
  test('an old page that lists others beside its own is of the one after which its part is named', () => {
    const both =
      '"ItemModule":{"1":{"id":"1"},"2":{"id":"2"}},"UserModule":{"users":{"friend":{},"me":{}},"stats":{}}';
    expect(recognisePage(sigi(`{${both},"UserPage":{"uniqueId":"me"}}`))).toEqual({
      kind: 'account-page',
      subject: 'me',
    });
    expect(recognisePage(sigi(`{${both},"VideoPage":{"statusCode":0}}`))).toEqual({
      kind: 'post-page',
      subject: '1',
    });
    // The list of the page, and its address, know better which of them it is.
    const listed = `{${both},"VideoPage":{},"ItemList":{"video":{"list":["2"],"keyword":"2"}}}`;
    expect(recognisePage(sigi(listed))).toMatchObject({ subject: '2' });
    const addressed = sigi(`{${both},"VideoPage":{}}`, canonical('https://www.tiktok.com/@me/video/2'));
    expect(recognisePage(addressed)).toMatchObject({ kind: 'post-page', subject: '2' });
    expect(
      recognisePage(sigi('{"ChallengePage":{"challengeInfo":{"challenge":{"title":"Ceramics"}}}}')),
    ).toEqual({
      kind: 'hashtag-page',
      subject: 'ceramics',
    });
  });

  test('a page that says a code alone is of what its address says', () => {
    expect(
      recognisePage(next('{"statusCode":10202}', canonical('https://www.tiktok.com/@gone.now'))),
    ).toEqual({
      kind: 'account-page',
      subject: 'gone.now',
    });
    expect(recognisePage(next('{"statusCode":10202}'))).toBeNull();
    const deleted = `<!-- saved from url=(0063)https://www.tiktok.com/@x/video/7240000000000000001?lang=en -->
      <script id="__UNIVERSAL_DATA_FOR_REHYDRATION__">{"__DEFAULT_SCOPE__":{"webapp.video-detail":{"statusCode":10204}}}</script>`;
    expect(recognisePage(deleted)).toEqual({ kind: 'post-page', subject: '7240000000000000001' });
    // An address of another kind of page says nothing of this one.
    expect(recognisePage(deleted.replace('/video/7240000000000000001', ''))).toMatchObject({ subject: '' });
  });

  test.each([
    ['https://www.tiktok.com/@Clay.Workshop?lang=en', 'account-page', 'clay.workshop'],
    ['https://m.tiktok.com/@x/photo/7240000000000000001', 'post-page', '7240000000000000001'],
    ['https://www.tiktok.com/tag/%E9%99%B6%E8%8A%B8', 'hashtag-page', '陶芸'],
    ['https://www.tiktok.com/music/Invented-Tune-7140790914893237001', 'sound-page', '7140790914893237001'],
    ['https://www.tiktok.com/embed/v2/7240000000000000001', 'post-embed', '7240000000000000001'],
    ['https://www.tiktok.com/embed/@x', 'creator-embed', 'x'],
  ])('the address %s', (url, kind, subject) => {
    expect(subjectOfUrl(url)).toEqual({ kind, subject });
    expect(subjectOfAddress(`<meta property="og:url" content="${url}">`)).toEqual({ kind, subject });
  });

  test.each([
    'https://www.tiktok.com/',
    'https://www.tiktok.com/@a/b/c',
    'https://tiktok.com.example/@x',
    'https://example.org/?u=https://www.tiktok.com/@x',
    'https://www.tiktok.com/@%E0%A4%A',
    '',
  ])('%s is no page of one thing', (url) => {
    expect(subjectOfUrl(url)).toBeNull();
  });

  test('keys that mean something to the language, other types and cut data name nothing', () => {
    for (const json of [
      '{"__DEFAULT_SCOPE__":{"__proto__":{"webapp.user-detail":{}}}}',
      '{"__DEFAULT_SCOPE__":[1],"constructor":{"name":"x"}}',
      '{"userInfo":null,"itemInfo":7}',
      '{"source":{"data":["/embed/@x"]}}',
      '{"error":{"code":7},"data":{"videos":[]}}',
      'null',
      '"webapp"',
      '[{"userInfo":{}}]',
    ])
      expect(recognisePage(json), json).toBeNull();
    expect(
      recognisePage('{"__DEFAULT_SCOPE__":{"webapp.user-detail":{"userInfo":{"user":{"uniqueId":{}}}}}}'),
    ).toEqual({
      kind: 'account-page',
      subject: '',
    });
  });

  test.each([
    '<link ',
    '<link rel="canonical" ',
    '<meta content="@',
    '<meta property="og:url" ',
    '<script id="',
    'id = ',
    'id="SIGI_STATE">{',
    '"\\u002F" ',
    '"   ',
    '{"a":',
    '<!-- saved from url=(',
    'Page saved with SingleFile\n',
  ])('a large hostile page takes steps for its length alone: %j', (piece) => {
    const read = (text: string) => expect(recognisePage(`<html>${text}`)).toBeNull();
    expect(growthOfSteps(read, piece)).toBeLessThan(2.2);
  });
});

describe('the time in a name', () => {
  test.each([
    ['www-2021-03-28-c22ea53b41.json', '2021-03-28T12:00:00Z', 'day'],
    ['page_20260922T151646Z.html', '2026-09-22T15:16:46Z', 'instant'],
    ['page 2026-09-22 15.16.46.html', '2026-09-22T15:16:46Z', 'instant'],
    ['run_20260330_193550_a14bfb.html', '2026-03-30T19:35:50Z', 'instant'],
  ])('%s', (name, at, precision) => {
    expect(dateOfName(name, now)).toEqual({ at, precision });
  });

  test.each([
    'page.html',
    '2026-13-01.html',
    '2026-02-30.html',
    '7493099446142520594.html',
    '2015-01-01.html',
    '2026-12-24.html',
  ])('%s has none', (name) => {
    expect(dateOfName(name, now)).toBeNull();
  });

  test('an answer of the web API says it in milliseconds', () => {
    expect(timeOfPage('{"userInfo":{},"extra":{"now":1790003806000}}', now)).toEqual({
      at: '2026-09-21T15:16:46Z',
      precision: 'instant',
    });
    expect(timeOfPage('{"userInfo":{},"extra":{"now":1}}', now)).toBeNull();
    expect(timeOfPage('{"userInfo":{},"extra":{"now":"soon"}}', now)).toBeNull();
  });
});
