import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { simulatedEffects } from '../../lib/effects.ts';
import { openFileCapture } from '../../lib/import/file-capture.ts';
import { importRows } from '../../lib/import/import-rows.ts';
import { type RawImportOptions, readImportOptions } from '../../lib/import/options.ts';
import { now, writeTemporary } from './import-text.ts';

const real = '../shared/real/pages';
const hasReal = existsSync(real);

async function page(file: string, raw: RawImportOptions = { at: '2026-09-22T14:51:09Z' }) {
  const effects = simulatedEffects(now);
  const got = await importRows(await openFileCapture(file), readImportOptions(raw, effects), effects);
  return got.form === 'page' ? got.capture : got.kind;
}
const saved = async (text: string, name: string, raw?: RawImportOptions) =>
  page(await writeTemporary(name, text), raw);

const account =
  '{"__DEFAULT_SCOPE__":{"webapp.user-detail":{"statusCode":0,"userInfo":{"user":{"id":"1","uniqueId":"Zoe.x"}}}}}';
const html = (json: string) =>
  `<!DOCTYPE html><html><head><title>x</title></head><body><script id="__UNIVERSAL_DATA_FOR_REHYDRATION__" type="application/json">${json}</script></body></html>`;

describe('saved pages', () => {
  test('an account page, as HTML or as the JSON in it, is a capture like a collected one', async () => {
    for (const [text, type] of [
      [html(account), 'text/html'],
      [account, 'application/json'],
    ] as const) {
      const capture = await saved(text, 'page');
      expect(capture).toMatchObject({
        kind: 'account-page',
        subject: 'zoe.x',
        url: 'https://www.tiktok.com/@zoe.x',
        observed_at: '2026-09-22T14:51:09Z',
        status: 200,
        content_type: type,
        simulated: false,
      });
      expect(Buffer.from((capture as { body: Uint8Array }).body).toString()).toBe(text);
    }
  });

  test('post pages and embeds', async () => {
    const post =
      '{\n "__DEFAULT_SCOPE__": {"webapp.reflow.video.detail": {"itemInfo": {"itemStruct": {"author": {"id": "5"}, "id": "7665075736742530317"}}}}}';
    expect(await saved(post, 'p.json')).toMatchObject({ kind: 'post-page', subject: '7665075736742530317' });
    expect(await saved('{"source": {"data": {"/embed/@nasa": {}}}}', 'e.json')).toMatchObject({
      kind: 'creator-embed',
      subject: 'nasa',
    });
  });

  test('the instant is needed, and the subject where the page does not name it', async () => {
    await expect(saved(html(account), 'page.html', {})).rejects.toMatchObject({ code: 'instant_needed' });
    const gone = '{"__DEFAULT_SCOPE__":{"webapp.user-detail":{"statusCode":10221}}}';
    await expect(saved(gone, 'gone.json')).rejects.toMatchObject({ code: 'account_needed' });
    expect(await saved(gone, 'gone.json', { at: '2026-09-22', account: '@was.here' })).toMatchObject({
      subject: 'was.here',
    });
    const missing = '{"__DEFAULT_SCOPE__":{"webapp.video-detail":{"statusCode":10204,"itemInfo":{}}}}';
    await expect(saved(missing, 'missing.json')).rejects.toMatchObject({ code: 'post_needed' });
    expect(await saved(missing, '7665075736742530317.json')).toMatchObject({
      subject: '7665075736742530317',
    });
  });

  test('other pages and tables are refused', async () => {
    await expect(saved('<html><body>Hello</body></html>', 'x.html')).rejects.toMatchObject({
      code: 'unknown_kind',
    });
    await expect(
      saved('<script id="slardar-config">{"x":"SlardarWAF"}</script>', 'x.html'),
    ).rejects.toMatchObject({
      code: 'unknown_kind',
      message: expect.stringMatching(/robot/),
    });
    await expect(
      saved('a,b\n1,2\n', 'x.csv', { as: 'account-page', at: '2026-09-22' }),
    ).rejects.toMatchObject({ code: 'unknown_kind' });
    await expect(saved(html(account), 'x.html', { as: 'account-series' })).rejects.toMatchObject({
      code: 'unknown_kind',
    });
  });

  test.skipIf(!hasReal)('real pages are known by their content (needs ../shared/real)', async () => {
    const pages: Record<string, [string, string]> = {
      '2scraper-profile/webapp.user-detail/khaby_lame.json': ['account-page', 'khaby.lame'],
      '2scraper-video/webapp.video-detail/photo_post.json': ['post-page', '7681723633164717325'],
      '2scraper-video/embed/embed-@nasa.first8.json': ['creator-embed', 'nasa'],
      'dai921/user-detail.cutie_street.2025-04.rewrapped.html': ['account-page', 'cutie_street'],
      'dai921/video-detail.7493099446142520594.2025-04.rewrapped.html': ['post-page', '7493099446142520594'],
    };
    for (const [file, [kind, subject]] of Object.entries(pages))
      expect(await page(`${real}/${file}`), file).toMatchObject({ kind, subject });
    await expect(
      page(`${real}/2scraper-block/slardar-waf-challenge.2026-09-22.reconstructed.html`),
    ).rejects.toMatchObject({ code: 'unknown_kind' });
  });
});
