import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { isSkipped } from './chromium.ts';
import { visitSharedSite } from './visit.ts';

describe.skipIf(isSkipped)('inputs of a report in Chromium (needs Debian’s chromium, or CHROMIUM)', () => {
  const visit = visitSharedSite();

  /** Opens the report; `scripts` are those that it has asked for. */
  async function withReport(
    query: string,
    options: BrowserContextOptions,
    use: (page: Page, scripts: string[]) => Promise<void>,
  ) {
    const scripts: string[] = [];
    const begin = (page: Page) =>
      page.on('request', (request) => {
        const [, name] = /\/_astro\/(\w+)\.[^/]+\.js$/.exec(request.url()) ?? [];
        if (request.resourceType() === 'script' && name !== undefined) scripts.push(name);
      });
    await visit.withPage(`/reports/inputs/${query}`, options, (page) => use(page, scripts), begin);
  }

  const shownTexts = (page: Page, cell: string) =>
    page
      .locator(`#cell-${cell} data`)
      .evaluateAll((all) => all.filter((each) => each.checkVisibility()).map((each) => each.textContent));
  const titleOf = (page: Page) => page.locator('#cell-chart .subtitle:visible').innerText();
  const searchOf = (page: Page) => new URL(page.url()).search;
  /** The code that is loaded on first use, of all scripts of the page. */
  const codes = (scripts: string[]) =>
    scripts.filter((name) => /^(?:address|choice|range|search)$/.test(name)).sort();

  test('without scripts select and toggle work, and the table is whole', async () => {
    await withReport('', { javaScriptEnabled: false }, async (page) => {
      expect(await titleOf(page)).toMatch(/^Followers/);
      await page.locator('#cell-chart select').selectOption('likes');
      expect(await titleOf(page)).toMatch(/^Likes/);
      expect(await shownTexts(page, 'length')).toEqual(['14 rows']);
      await page.locator('#cell-length select').selectOption('28 days');
      expect(await shownTexts(page, 'length')).toEqual(['28 rows']);
      await page.getByLabel('In numbers').locator('visible=true').check();
      expect(await shownTexts(page, 'nested')).toEqual(['followers in numbers']);
      expect(await page.locator('#cell-rows tbody tr:visible').count()).toBe(3);
      expect(await page.locator('[type=search], [type=range]').locator('visible=true').count()).toBe(0);
    });
  });

  test('the choice is in the address, and the history leads back and forth', async () => {
    await withReport('', {}, async (page, scripts) => {
      expect(codes(scripts)).toEqual([]);
      const select = page.locator('#cell-chart select');
      await select.focus();
      await page.keyboard.press('ArrowDown');
      await page.waitForURL('**/?measure=likes');
      expect(await titleOf(page)).toMatch(/^Likes/);
      expect(await shownTexts(page, 'nested'), 'another cell of the same input').toEqual(['likes in words']);
      await expect.poll(() => codes(scripts)).toEqual(['address', 'choice']);
      await page.getByLabel('In numbers').locator('visible=true').press('Space');
      await page.waitForURL('**/?measure=likes&fine=yes');
      await page.goBack();
      expect(await shownTexts(page, 'nested')).toEqual(['likes in words']);
      await page.goBack();
      expect(searchOf(page)).toBe('');
      expect(await titleOf(page)).toMatch(/^Followers/);
      await page.goForward();
      expect(await titleOf(page)).toMatch(/^Likes/);
    });
  });

  test('an address with choices shows them, and what it says that is none is passed over', async () => {
    await withReport('?measure=likes&fine=yes&days=21&word=ALPHA&other=1', {}, async (page) => {
      await page.waitForFunction(() => document.querySelectorAll('#cell-rows tr[hidden]').length > 0);
      await expect.poll(() => titleOf(page)).toMatch(/^Likes/);
      expect(await shownTexts(page, 'nested')).toEqual(['likes in numbers']);
      expect(await shownTexts(page, 'length')).toEqual(['21 rows']);
      await expect.poll(() => page.locator('#cell-length output').innerText()).toBe('21 days');
      expect(await page.getByLabel('Find').inputValue()).toBe('ALPHA');
      await page.locator('#cell-chart select').selectOption('followers');
      expect(searchOf(page), 'other words of the address stay').toBe('?fine=yes&days=21&word=ALPHA&other=1');
    });
    await withReport('?measure=views&days=8&fine=2', {}, async (page, scripts) => {
      await expect.poll(() => codes(scripts)).toEqual(['address', 'choice', 'range']);
      expect(await titleOf(page)).toMatch(/^Followers/);
      expect(await shownTexts(page, 'length')).toEqual(['14 rows']);
    });
  });

  test('a slider moved by keys is one step of the history', async () => {
    await withReport('', {}, async (page, scripts) => {
      const slider = page.getByRole('slider');
      await slider.focus();
      await expect.poll(() => codes(scripts)).toEqual(['address', 'choice', 'range']);
      await slider.press('ArrowRight');
      await slider.press('ArrowRight');
      expect(await slider.getAttribute('aria-valuetext')).toBe('28 days');
      expect(await shownTexts(page, 'length')).toEqual(['28 rows']);
      expect(searchOf(page)).toBe('?days=28');
      await page.goBack();
      expect(searchOf(page)).toBe('');
      expect(await slider.inputValue()).toBe('1');
      expect(await shownTexts(page, 'length')).toEqual(['14 rows']);
    });
  });

  test('a search shows the rows with all words, in any case and width', async () => {
    await withReport('', {}, async (page, scripts) => {
      const names = () => page.locator('#cell-rows tbody th:visible').allInnerTexts();
      await page.getByLabel('Find').pressSequentially('alpha');
      await page.waitForFunction(() => location.search === '?word=alpha');
      await expect.poll(() => codes(scripts)).toEqual(['address', 'search']);
      expect(await names()).toEqual(['Ａlpha', 'alphabet']);
      expect(await page.locator('#cell-rows output').innerText()).toBe('2 of 3 rows');
      await page.keyboard.type(' SEC');
      expect(await names()).toEqual(['alphabet']);
      await page.goBack();
      expect(await names()).toHaveLength(3);
      await page.goForward();
      expect(await names()).toEqual(['alphabet']);
    });
  });

  test('an anchor within an alternative shows it', async () => {
    await withReport('', {}, async (page) => {
      const [, hidden] = await page
        .locator('#cell-chart figure')
        .evaluateAll((all) => all.map(({ id }) => id));
      await page.evaluate((id) => location.assign(`#${id}`), hidden);
      await page.waitForFunction((id) => document.getElementById(id ?? '')?.checkVisibility(), hidden);
      expect(await page.locator('#cell-chart select').inputValue()).toBe('likes');
    });
  });

  test('on paper the chosen output stands under its name, without controls', async () => {
    await withReport('', {}, async (page) => {
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('#cell-chart .alternative-name:visible').allInnerTexts()).toEqual([
        'Measure: Followers',
      ]);
      expect(await page.locator('.control:visible').count()).toBe(0);
    });
  });

  test('the code of each input is at most 1 kB, and a page of charts with inputs has at most 4 kB at first, gzipped', async () => {
    await withReport('?measure=likes&days=21&word=a', {}, async (page, scripts) => {
      await expect.poll(() => codes(scripts)).toEqual(['address', 'choice', 'range', 'search']);
      await page.waitForLoadState('networkidle');
      const urls = await page.evaluate(() =>
        performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname),
      );
      let first = 0;
      for (const url of urls.filter((each) => each.endsWith('.js'))) {
        const size = gzipSync(await readFile(path.join(visit.out, url))).length;
        if (/_script_/.test(url)) first += size;
        else expect(size, url).toBeLessThanOrEqual(1024);
      }
      expect(first).toBeLessThanOrEqual(4096);
    });
  });
});
