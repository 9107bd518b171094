import type { Server } from 'node:http';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { sharedSite } from '../site/shared.ts';
import { launchChromium, serveFolder } from './chromium.ts';

/** The shared site in a browser, for the tests of one `describe`. Its fields are there once the tests run. */
export interface Visit {
  browser: Browser;
  origin: string;
  /** The folder of the built site. */
  out: string;
  /** A page that adds what its console complains of to `faults`. */
  newPage(options: BrowserContextOptions, faults: string[]): Promise<Page>;
  /** Opens a page of the site, uses it, and expects that its console said nothing. `begin` comes before it is opened. */
  withPage(
    url: string,
    options: BrowserContextOptions,
    use: (page: Page) => Promise<void>,
    begin?: (page: Page) => void,
  ): Promise<void>;
}

function listen(page: Page, faults: string[]): void {
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
}

/** Builds the site, serves it and starts a browser before the tests, and ends both after them. */
export function visitSharedSite(): Visit {
  let server: Server | undefined;
  // Visits with the same options share a page: another one is another process, which takes longer than the visit.
  const pages = new Map<string, Promise<Page>>();
  const pageFor = (options: BrowserContextOptions) => {
    const key = JSON.stringify(options);
    const page = pages.get(key) ?? visit.browser.newContext(options).then((context) => context.newPage());
    pages.set(key, page);
    return page;
  };
  const visit: Visit = {
    browser: undefined as unknown as Browser,
    origin: '',
    out: '',
    async newPage(options, faults) {
      const page = await (await visit.browser.newContext(options)).newPage();
      listen(page, faults);
      return page;
    },
    async withPage(url, options, use, begin) {
      const faults: string[] = [];
      const page = await pageFor(options);
      listen(page, faults);
      try {
        begin?.(page);
        await page.goto(`${visit.origin}${url}`, { waitUntil: 'load' });
        await use(page);
        expect(faults, `${url}: what the console says`).toEqual([]);
      } finally {
        for (const event of ['console', 'pageerror', 'request'] as const) page.removeAllListeners(event);
        await page.emulateMedia({ media: null });
      }
    },
  };
  beforeAll(async () => {
    const { out } = await sharedSite();
    const served = await serveFolder(out);
    server = served.server;
    Object.assign(visit, { out, origin: served.origin, browser: await launchChromium() });
  }, 180_000);
  afterAll(async () => {
    await visit.browser?.close();
    server?.close();
  });
  return visit;
}
