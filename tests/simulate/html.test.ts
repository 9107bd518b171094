import { describe, expect, test } from 'vitest';
import { embedJson, escapeHtml, rehydratedPage } from '../../lib/simulate/html.ts';
import { blockOf, dig, scopeOf } from './fixture.ts';

const hostile = '</script><!-- <script> & "q" \u2028\u2029 a/b \\u002F \\';

describe('embedded JSON', () => {
  test('is the same value, with slashes as the real pages write them and nothing that ends a script', () => {
    const text = embedJson({ hostile, url: 'https://example.invalid/a' });
    expect(JSON.parse(text)).toEqual({ hostile, url: 'https://example.invalid/a' });
    expect(text).toContain('https:\\u002F\\u002Fexample.invalid\\u002Fa');
    expect(text).not.toMatch(/[</>\u2028\u2029]/);
  });
});

describe('a rehydrated page', () => {
  const page = (pageBytes: number) =>
    rehydratedPage(
      { title: hostile, text: hostile, path: '/@a', scope: 'webapp.user-detail', detail: { said: hostile } },
      { pageBytes },
    );

  test('keeps hostile text inside its element', () => {
    const html = page(0);
    expect(scopeOf(html, 'webapp.user-detail')).toEqual({ said: hostile });
    // The block is the only script of the page, so no text has opened another one.
    expect(html.match(/<script/gi)).toHaveLength(1);
    expect(html.match(/<\/script/gi)).toHaveLength(1);
    expect(escapeHtml('<a b="c">\'&')).toBe('&#60;a b=&#34;c&#34;&#62;&#39;&#38;');
  });

  test('says that it is simulated', () => {
    expect(page(0)).toContain('<meta name="generator" content="Clipbook simulated origin">');
  });

  test('holds the scopes in the order of the real pages', () => {
    const scopes = Object.keys(
      dig(JSON.parse(blockOf(page(0), '__UNIVERSAL_DATA_FOR_REHYDRATION__')), '__DEFAULT_SCOPE__') as object,
    );
    expect(scopes).toEqual([
      'webapp.app-context',
      'webapp.biz-context',
      'webapp.i18n-translation',
      'seo.abtest',
      'webapp.user-detail',
      'webapp.a-b',
    ]);
  });

  test.each([20_000, 370_000])('is padded to %i bytes in its translation scope', (pageBytes) => {
    const bytes = Buffer.byteLength(page(pageBytes));
    expect(bytes).toBeGreaterThanOrEqual(pageBytes);
    expect(bytes).toBeLessThan(pageBytes + 200);
    expect(scopeOf(page(pageBytes), 'webapp.user-detail')).toEqual({ said: hostile });
  });
});
