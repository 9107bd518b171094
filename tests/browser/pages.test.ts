import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isSkipped } from './chromium.ts';
import { visitSharedSite } from './visit.ts';

const pages = [
  '/',
  '/accounts/',
  '/accounts/long_year.a/',
  '/accounts/one.day/',
  '/data/',
  '/data/health/',
  '/reports/',
  '/reports/inputs/',
  '/reports/weekly-growth/',
  '/docs/charts/',
  '/docs/charts/line/',
  '/embed/line-followers-1001/',
  '/404.html',
];
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Of many siblings of one kind, as the rows of a table, the first few: axe takes seconds for the hundreds like them. */
function keepFirstOfEachKind(): void {
  const first = document.querySelector('details');
  if (first) first.open = true;
  for (const parent of document.querySelectorAll('body *')) {
    const counts: Record<string, number> = {};
    for (const child of [...parent.children]) {
      const kind = `${child.tagName} ${child.getAttribute('class')}`;
      counts[kind] = (counts[kind] ?? 0) + 1;
      if (counts[kind] > 6) child.remove();
    }
  }
}

describe.skipIf(isSkipped)('pages in Chromium (needs Debian’s chromium, or CHROMIUM)', () => {
  const visit = visitSharedSite();
  const { newPage, withPage } = visit;

  /** What axe says of a page as it is now, by rule with the first element of each. */
  const violationsOf = (page: Page, rules: readonly string[] | null) =>
    page.evaluate(async (only) => {
      const { axe } = window as unknown as {
        axe: {
          run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
        };
      };
      const { violations } = await axe.run(only === null ? {} : { runOnly: only });
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    }, rules);

  describe('each kind of page is as wide as the screen, and axe has nothing to complain about', () => {
    let page: Page;
    const faults: string[] = [];
    beforeAll(async () => {
      page = await newPage({ colorScheme: 'light' }, faults);
    });
    afterAll(() => page?.context().close());

    test.each(pages)('%s', async (url) => {
      await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
      await page.goto(`${visit.origin}${url}`, { waitUntil: 'load' });
      for (const width of [320, 360, 768, 1920, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        const [content, screen] = await page.evaluate(() => [
          document.documentElement.scrollWidth,
          document.documentElement.clientWidth,
        ]);
        expect(content, `at ${width}`).toBeLessThanOrEqual(screen ?? 0);
      }
      await page.evaluate(keepFirstOfEachKind);
      // Through the debugger, since the page's policy refuses foreign scripts.
      await page.evaluate(axeSource);
      expect(await violationsOf(page, null), 'light').toEqual([]);
      // Another theme changes colours and nothing else.
      const colours = ['color-contrast', 'link-in-text-block'];
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await violationsOf(page, colours), 'dark').toEqual([]);
      await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
      expect(await violationsOf(page, colours), 'forced colours').toEqual([]);
      expect(faults.splice(0), 'what the console says').toEqual([]);
    });
  });

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
        expect(figures.length).toBe(6);
        for (const { shown, smallest } of figures) {
          expect(shown).toBe(1);
          expect(smallest).toBeGreaterThanOrEqual(11);
        }
      });
  });

  test('is readable after page, style sheet and font, all from here', async () => {
    const context = await visit.browser.newContext();
    const page = await context.newPage();
    const requests: string[] = [];
    page.on('request', (request) => {
      if (request.resourceType() !== 'other') requests.push(`${request.resourceType()} ${request.url()}`);
    });
    await page.goto(`${visit.origin}/accounts/long_year.a/`, { waitUntil: 'networkidle' });
    await page.evaluate(async () => void (await document.fonts.ready));
    expect(requests.every((request) => request.includes(visit.origin))).toBe(true);
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
      await page.goto(`${visit.origin}/accounts/`);
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
