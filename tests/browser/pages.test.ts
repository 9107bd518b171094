import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeLedger } from '../site/ledger.ts';
import { buildSiteOf } from '../site/site.ts';
import { chromiumPath, launchChromium, serveFolder } from './chromium.ts';

const pages = [
  '/',
  '/accounts/',
  '/accounts/long_year.a/',
  '/accounts/one.day/',
  '/data/',
  '/data/health/',
  '/reports/',
  '/404.html',
];
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Without a browser the whole file is passed over, and its name says why.
// In CI a missing browser is a failure: there nobody reads that tests were skipped.
const isSkipped = chromiumPath === null && process.env['CLIPBOOK_BROWSER_TESTS'] !== 'required';

describe.skipIf(isSkipped)('pages in Chromium (needs Debian’s chromium, or CHROMIUM)', () => {
  let browser: Browser;
  let server: Server;
  let origin = '';

  beforeAll(async () => {
    const site = await buildSiteOf(await makeLedger());
    ({ origin, server } = await serveFolder(site.out));
    browser = await launchChromium();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  async function withPage(url: string, options: BrowserContextOptions, use: (page: Page) => Promise<void>) {
    const context = await browser.newContext(options);
    try {
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) faults.push(message.text());
      });
      page.on('pageerror', (error) => faults.push(error.message));
      await page.goto(`${origin}${url}`, { waitUntil: 'load' });
      await use(page);
      expect(faults, `${url}: what the console says`).toEqual([]);
    } finally {
      await context.close();
    }
  }

  for (const [name, options, rules] of [
    ['light', { colorScheme: 'light' }, null],
    // Another theme changes colours and nothing else.
    ['dark', { colorScheme: 'dark' }, ['color-contrast', 'link-in-text-block']],
    ['forced colours', { forcedColors: 'active' }, ['color-contrast', 'link-in-text-block']],
  ] as const)
    test(`nothing for axe to complain about: ${name}`, async () => {
      const violations: Record<string, string[]> = {};
      for (const url of pages)
        await withPage(url, { ...options, viewport: { width: 1280, height: 900 } }, async (page) => {
          await page.evaluate(() => {
            const first = document.querySelector('details');
            if (first) first.open = true;
          });
          // Through the debugger, since the page's policy refuses foreign scripts.
          await page.evaluate(axeSource);
          const found = await page.evaluate(async (only) => {
            const { axe } = window as unknown as {
              axe: {
                run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
              };
            };
            const { violations } = await axe.run(only === null ? {} : { runOnly: only });
            return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
          }, rules);
          if (found.length > 0) violations[url] = found;
        });
      expect(violations).toEqual({});
    }, 120_000);

  test('no page is wider than the screen, from 320 to 1920 px', async () => {
    for (const url of pages)
      await withPage(url, {}, async (page) => {
        for (const width of [320, 360, 768, 1280, 1920]) {
          await page.setViewportSize({ width, height: 800 });
          const [content, screen] = await page.evaluate(() => [
            document.documentElement.scrollWidth,
            document.documentElement.clientWidth,
          ]);
          expect(content, `${url} at ${width}`).toBeLessThanOrEqual(screen ?? 0);
        }
      });
  }, 120_000);

  test('one rendering of a chart shows, and its text is at least 11 px, at 360 and 1280 px', async () => {
    for (const width of [360, 1280])
      await withPage('/accounts/long_year.a/', { viewport: { width, height: 800 } }, async (page) => {
        const figures = await page.evaluate(() =>
          [...document.querySelectorAll('figure')].map((figure) => {
            const shown = [...figure.querySelectorAll('svg')].filter((svg) => svg.checkVisibility());
            const texts = shown.flatMap((svg) => {
              const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
              return [...svg.querySelectorAll('text')].map(
                (text) => Number.parseFloat(getComputedStyle(text).fontSize) * scale,
              );
            });
            return { shown: shown.length, smallest: Math.min(...texts) };
          }),
        );
        expect(figures.length).toBe(3);
        for (const { shown, smallest } of figures) {
          expect(shown).toBe(1);
          expect(smallest).toBeGreaterThanOrEqual(11);
        }
      });
  });

  test('is readable after page, style sheet and font, all from here', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const requests: string[] = [];
    page.on('request', (request) => {
      if (request.resourceType() !== 'other') requests.push(`${request.resourceType()} ${request.url()}`);
    });
    await page.goto(`${origin}/accounts/long_year.a/`, { waitUntil: 'networkidle' });
    await page.evaluate(async () => void (await document.fonts.ready));
    expect(requests.every((request) => request.includes(origin))).toBe(true);
    expect(requests.map((request) => request.split(' ')[0]).sort()).toEqual([
      'document',
      'font',
      'script',
      'script',
      'stylesheet',
    ]);
    expect(await page.evaluate(() => document.fonts.check('600 16px "Source Sans 3"'))).toBe(true);
    await context.close();
  });

  test('the keyboard reaches the skip link first, and every stop shows where it is', async () => {
    await withPage('/accounts/long_year.a/', { viewport: { width: 1280, height: 900 } }, async (page) => {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
      for (let i = 0; i < 12; i++) {
        await page.keyboard.press('Tab');
        const outline = await page.evaluate(() => {
          const element = document.activeElement;
          return element === null ? '' : getComputedStyle(element).outlineStyle;
        });
        expect(outline).not.toBe('none');
      }
    });
  });

  test('a chosen theme is kept on the next page', async () => {
    await withPage('/', { colorScheme: 'light', viewport: { width: 1280, height: 900 } }, async (page) => {
      const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = await paper();
      await page.getByRole('button', { name: 'Dark theme' }).click();
      const dark = await paper();
      expect(dark).not.toBe(light);
      await page.goto(`${origin}/accounts/`);
      await page.getByRole('button', { name: 'Light theme' }).waitFor();
      expect(await paper()).toBe(dark);
    });
  });

  test('without scripts everything is there, and no control that does nothing', async () => {
    await withPage('/accounts/long_year.a/', { javaScriptEnabled: false }, async (page) => {
      expect(await page.getByRole('button').count()).toBe(0);
      expect(await page.locator('figure svg').first().isVisible()).toBe(true);
      await page.locator('figure summary').first().click();
      expect(await page.locator('figure tbody th').first().isVisible()).toBe(true);
    });
  });

  test('on paper the page stands without navigation and without folded remains', async () => {
    await withPage('/accounts/long_year.a/', {}, async (page) => {
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('.sections').isVisible()).toBe(false);
      expect(await page.locator('figure summary').first().isVisible()).toBe(false);
      expect(await page.locator('h1').isVisible()).toBe(true);
    });
  });
});
