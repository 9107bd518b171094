import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { createPainter } from '../../lib/chart/stand-alone.ts';
import { cases } from '../chart/cases.ts';
import { project } from '../site/site.ts';
import { isSkipped } from './chromium.ts';
import { visitSharedSite } from './visit.ts';

const account = '/accounts/long_year.a/';

describe.skipIf(isSkipped)('charts in Chromium (needs Debian’s chromium, or CHROMIUM)', () => {
  const visit = visitSharedSite();
  const { withPage } = visit;

  /** Three of the account's charts, in the order of the page. */
  const charts = ['line-followers-1001', 'delta-followers-1001', 'line-likes-1001'];
  /** The lines of each chart's tip; none where it says nothing. */
  const tips = (page: Page) =>
    Promise.all(charts.map((id) => page.locator(`#${id} .tip > *`).allTextContents()));
  const cursors = (page: Page) =>
    Promise.all(
      charts.map((id) =>
        page
          .locator(`#${id} .cursor`)
          .evaluateAll((marks) => marks.map(({ localName }) => localName).join(' ')),
      ),
    );
  const live = (page: Page) =>
    Promise.all(charts.map((id) => page.locator(`#${id} .tip`).evaluate((tip: HTMLElement) => tip.ariaLive)));
  const frame = (page: Page, i = 0) => page.locator(`#${charts[i]} .chart-frame`);
  /** No chart of the page says anything or points anywhere. */
  const expectSilence = async (page: Page) => expect(await page.locator('.tip > *, .cursor').count()).toBe(0);

  // Followers of the account are 1,240,000 + 10 a day + 7 times (day modulo 3), and 500 fewer from 1 October.
  const first = ['2025-11-22', 'Followers: 1,240,000', 'Kind: observed'];
  const second = ['2025-11-23', 'Followers: 1,240,017', 'Kind: observed'];
  const newest = ['2026-11-21', 'Followers: 1,243,147', 'Kind: observed'];

  test('the arrow keys, Home, End, Page Up and Down and Escape move the tip of a chart', async () => {
    await withPage(account, { viewport: { width: 1280, height: 900 } }, async (page) => {
      await frame(page).focus();
      await expectSilence(page);
      await page.keyboard.press('ArrowLeft');
      expect((await tips(page))[0]).toEqual(newest);
      await page.keyboard.press('ArrowRight');
      expect((await tips(page))[0], 'the last stays the last').toEqual(newest);
      await page.keyboard.press('Home');
      expect((await tips(page))[0]).toEqual(first);
      await page.keyboard.press('ArrowRight');
      expect((await tips(page))[0]).toEqual(second);
      await page.keyboard.press('PageDown');
      // A twelfth of 359 known days on: 30, and 23 November is the second.
      expect((await tips(page))[0]?.[0]).toBe('2025-12-23');
      await page.keyboard.press('PageUp');
      expect((await tips(page))[0]).toEqual(second);
      await page.keyboard.press('End');
      expect((await tips(page))[0]).toEqual(newest);
      await page.keyboard.press('Escape');
      await expectSilence(page);
    });
  });

  test('a day that was not observed is passed over', async () => {
    await withPage(account, { viewport: { width: 1280, height: 900 } }, async (page) => {
      await frame(page).focus();
      await page.keyboard.press('Home');
      for (let i = 0; i < 3; i++) await page.keyboard.press('PageDown');
      for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight');
      expect((await tips(page))[0]?.[0]).toBe('2026-03-02');
      await page.keyboard.press('ArrowRight');
      expect((await tips(page))[0]?.[0]).toBe('2026-03-09');
    });
  });

  test('charts of the same days point at the same day, and one of them speaks', async () => {
    await withPage(account, { viewport: { width: 1280, height: 900 } }, async (page) => {
      await frame(page, 2).focus();
      await page.keyboard.press('End');
      const [followers, net, likes] = await tips(page);
      expect(followers).toEqual(newest);
      // 21 November 2026 is the 365th day, 364 = 1 modulo 3: +10 and +7 since the day before.
      expect(net?.slice(0, 2)).toEqual(['2026-11-21', 'Followers, net: +17 followers per day']);
      expect(likes?.slice(0, 2)).toEqual(['2026-11-21', 'Likes: 5,000,364,000']);
      expect(await live(page)).toEqual(['off', 'off', 'polite']);
      expect(await cursors(page)).toEqual(['path circle', 'path circle', 'path circle']);
      // The first day has no change since the day before.
      await page.keyboard.press('Home');
      expect((await tips(page)).map((tip) => tip[0])).toEqual(['2025-11-22', undefined, '2025-11-22']);
      await page.keyboard.press('Tab');
      await expectSilence(page);
    });
  });

  test.each([360, 1280])('the mouse points at the nearest day, %i px wide', async (width) => {
    await withPage(account, { viewport: { width, height: 900 } }, async (page) => {
      const svg = frame(page).locator('svg:visible');
      await svg.scrollIntoViewIfNeeded();
      const box = (await svg.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      await page.mouse.move(box.x + 2, box.y + box.height / 2);
      expect((await tips(page))[0]).toEqual(first);
      await page.mouse.move(box.x + box.width - 2, box.y + box.height - 3);
      expect((await tips(page))[0]).toEqual(newest);
      const [tip, screen] = await page.evaluate(() => [
        document.querySelector('.tip')?.getBoundingClientRect().right ?? Number.NaN,
        document.documentElement.clientWidth,
      ]);
      expect(tip).toBeLessThanOrEqual(screen ?? 0);
      // The dot lies on the line's last point, beside its label.
      const dot = (await frame(page).locator('circle.cursor').boundingBox()) ?? { x: 0, width: 0 };
      expect(dot.x).toBeGreaterThan(box.x + box.width * 0.7);
      await page.mouse.move(5, 5);
      await expectSilence(page);
    });
  });

  test.each([360, 1280])(
    'in a picture of panels each points at the day under the mouse, %i px wide',
    async (width) => {
      await withPage('/docs/charts/panels/', { viewport: { width, height: 900 } }, async (page) => {
        const figure = page.locator('#panels-own');
        const svg = figure.locator('.chart-frame svg:visible');
        await svg.scrollIntoViewIfNeeded();
        // Four columns of 165 units in 720, two of 160 in 340, 20 between; a row is 112 high, 36 of it above its panels.
        const [columns, wide] = width === 360 ? [2, 160] : [4, 165];
        const { left, top, scale } = await svg.evaluate((picture: SVGSVGElement) => {
          const box = picture.getBoundingClientRect();
          return { left: box.left, top: box.top, scale: box.width / picture.viewBox.baseVal.width };
        });
        const headers = await figure.locator('tbody th').allTextContents();
        for (let i = 0; i < 8; i++) {
          const y = top + (Math.floor(i / columns) * 112 + 64) * scale;
          const x = left + (i % columns) * (wide + 20) * scale;
          await page.mouse.move(x + 1, y);
          expect(await figure.locator('.tip > strong').textContent(), `panel ${i}`).toBe(headers.at(-1));
          await page.mouse.move(x + wide * scale - 1, y);
          expect(await figure.locator('.tip > strong').textContent(), `panel ${i}`).toBe(headers[0]);
        }
        // Every panel is pointed at, at its right edge now.
        const lines = await figure.locator('.chart-frame path.cursor').getAttribute('d');
        expect(lines?.match(/M/g)).toHaveLength(8);
        expect(await figure.locator('.chart-frame circle.cursor').count()).toBe(0);
      });
    },
  );

  test('a tap shows a tip that stays until a tap elsewhere', async () => {
    const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
    await withPage(account, phone, async (page) => {
      const svg = frame(page).locator('svg:visible');
      await svg.scrollIntoViewIfNeeded();
      const box = (await svg.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      await page.touchscreen.tap(box.x + 3, box.y + box.height / 2);
      expect((await tips(page))[0]).toEqual(first);
      await page.locator('h1').tap();
      await expectSilence(page);
    });
  });

  test('a chart has a name and says how it is used; without a script it is no stop', async () => {
    await withPage(account, {}, async (page) => {
      const named = page.getByRole('application', { name: /: arrow keys read the values, Escape ends\.$/ });
      expect(await named.count()).toBe(6);
    });
    await withPage(account, { javaScriptEnabled: false }, async (page) => {
      expect(await page.locator('.chart-frame[tabindex], .tip').count()).toBe(0);
    });
  });

  test('a chart as a file of its own looks as it does on a page, for every sample, light and dark', async () => {
    const css = readFileSync(path.join(project, 'pages/styles/chart.css'), 'utf8');
    const drawn = Object.entries(cases).map(([name, make]): [string, string] => [name, make().svg]);
    for (const theme of ['light', 'dark'] as const) {
      const page = await visit.browser.newPage({ colorScheme: theme });
      await page.setContent(
        `<!doctype html><style>:root { color-scheme: ${theme}; } ${css}</style><body></body>`,
      );
      const painter = createPainter(css, theme);
      const pairs = drawn.map(([name, svg]): [string, string, string] => [name, svg, painter.paint(svg)]);
      const differences = await page.evaluate(
        ([pairs, properties]) => {
          const looks = (svg: string) => {
            document.body.innerHTML = svg;
            const marks = [...document.querySelectorAll('path, rect, circle, line, text, tspan, use')];
            // Defined for others, and never drawn by themselves.
            return marks
              .filter((mark) => !mark.closest('defs, clipPath'))
              .map((mark) => {
                const style = getComputedStyle(mark);
                return `${mark.localName} ${properties.map((name) => style.getPropertyValue(name)).join(' | ')}`;
              });
          };
          return pairs.flatMap(([name, own, painted]) => {
            const [a, b] = [looks(own), looks(painted)];
            const at = a.findIndex((look, i) => look !== b[i]);
            return a.length !== b.length || at !== -1 ? [`${name}: ${a[at]} became ${b[at]}`] : [];
          });
        },
        [
          pairs,
          [
            'fill',
            'stroke',
            'stroke-width',
            'stroke-dasharray',
            'font-weight',
            'opacity',
            'fill-opacity',
            'display',
          ],
        ] as const,
      );
      expect(differences, theme).toEqual([]);
      await page.close();
    }
  });

  test('in forced colours no word of a sample stands on a mark of its own colour', async () => {
    const css = readFileSync(path.join(project, 'pages/styles/chart.css'), 'utf8');
    const page = await visit.browser.newPage({
      viewport: { width: 800, height: 1600 },
      colorScheme: 'dark',
      forcedColors: 'active',
    });
    await page.setContent(
      `<!doctype html><style>:root { color-scheme: light dark; } body { margin: 0; color: var(--chart-ink); background: var(--chart-paper); } ${css}</style><body></body>`,
    );
    const drawn = Object.entries(cases).map(([name, make]): [string, string] => [name, make().svg]);
    const lost = await page.evaluate((drawn) => {
      const unseen = (text: SVGTextElement) => {
        const style = getComputedStyle(text);
        // A word with a rim of another colour is seen on anything.
        if (style.stroke !== 'none' && style.stroke !== style.fill) return false;
        const { x, y, width, height } = text.getBoundingClientRect();
        const ground = document
          .elementsFromPoint(x + width / 2, y + height / 2)
          .filter((mark) => /^(?:path|rect|circle)$/.test(mark.localName))
          .map((mark) => getComputedStyle(mark))
          .find((mark) => mark.fill !== 'none' && Number(mark.opacity) * Number(mark.fillOpacity) > 0.5);
        return ground?.fill === style.fill;
      };
      return drawn.flatMap(([name, svg]) => {
        document.body.innerHTML = svg;
        return [...document.querySelectorAll('text')]
          .filter((text) => text.checkVisibility() && unseen(text))
          .map((text) => `${name}: ${text.textContent}`);
      });
    }, drawn);
    expect(lost).toEqual([]);
    await page.close();
  });

  test('the code to embed a chart is copied, and the page around it hears how high it is', async () => {
    const options = {
      permissions: ['clipboard-read', 'clipboard-write'],
      viewport: { width: 1280, height: 900 },
    };
    let code = '';
    await withPage(account, options, async (page) => {
      await page.locator('#line-followers-1001 .actions').getByRole('link', { name: 'Embed' }).click();
      await page.locator('#line-followers-1001 .actions').getByRole('link', { name: 'Copied' }).waitFor();
      code = await page.evaluate(() => navigator.clipboard.readText());
    });
    expect(code).toContain(`src="${visit.origin}/embed/line-followers-1001/"`);
    expect(code).toMatch(/^<iframe [^>]*title="[^"]+"[^>]*><\/iframe>$/);
    const page = await visit.browser.newPage();
    await page.goto(`${visit.origin}/404.html`);
    const height = await page.evaluate(
      (html) =>
        new Promise<number>((resolve) => {
          addEventListener('message', ({ data }) => {
            if (data.clipbook === 'height') resolve(data.height);
          });
          document.body.innerHTML = html;
        }),
      code,
    );
    expect(height).toBeGreaterThan(300);
    expect(height).toBeLessThan(1500);
    const frame = page.frameLocator('iframe');
    expect(await frame.locator('.chart-frame[tabindex="0"]').count()).toBe(1);
    await page.close();
  });
});
