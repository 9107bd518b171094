import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { Settings } from '#lib/config';
import { ClipbookError, InputError } from '#lib/errors';
import { findNotebookError } from '#lib/notebook/notebook-error';
import { checkLinks } from '#lib/operate/links';
import { assertReadable } from '#lib/store/layout';

/** Building and serving the site with Astro, for the commands that do either. */

/** The folder that holds astro.config.mjs and pages/. */
export const siteRoot = fileURLToPath(new URL('..', import.meta.url));

export interface BuildSummary {
  pages: number;
  rendered: number;
  /** Pages taken over from the last build. */
  reused: number;
  seconds: number;
}

/** Hands settings to Astro's configuration and to the pages, which read them from the environment. */
export function exportSettings(settings: Settings): void {
  process.env['CLIPBOOK_DATA'] = settings.data;
  process.env['CLIPBOOK_OUT'] = settings.out;
  process.env['CLIPBOOK_BASE'] = settings.base;
  if (settings.site !== null) process.env['CLIPBOOK_SITE'] = settings.site;
  if (settings.as_of !== null) process.env['CLIPBOOK_AS_OF'] = settings.as_of;
  process.env['ASTRO_TELEMETRY_DISABLED'] = '1';
}

/**
 * Builds the site from the ledger and follows its links. Throws `ClipbookError` (`broken_links`) where one leads
 * nowhere, `LedgerError` `ledger_newer`.
 */
export async function buildSite(settings: Settings, verbose = false): Promise<BuildSummary> {
  await assertReadable(settings.data);
  exportSettings(settings);
  // Every page leaves garbage that V8 lets lie until the heap is several times what is alive. Collected at twice that,
  // a site of a thousand pages takes a quarter less memory and no longer.
  setFlagsFromString('--heap-growing-percent=100');
  const started = performance.now();
  const { build } = await import('astro');
  try {
    await build({ root: siteRoot, logLevel: verbose ? 'info' : 'warn' });
  } catch (error) {
    throw findNotebookError(error) ?? error;
  }
  const report = await checkLinks(settings.out, settings.base);
  if (report.broken.length > 0)
    throw new ClipbookError(
      'broken_links',
      `${report.broken.length} links of the site lead nowhere: ${report.broken
        .slice(0, 10)
        .map(({ page, href, why }) => `${page} → ${href} (${why})`)
        .join('; ')}.`,
      { hint: 'Correct the pages that hold them; nothing was published.' },
    );
  return {
    pages: report.pages,
    rendered: report.pages,
    reused: 0,
    seconds: Math.round((performance.now() - started) / 10) / 100,
  };
}

/** Serves a built site. Throws `ClipbookError` (`not_built`) where there is none. */
export async function serveSite(
  settings: Settings,
  port: number,
): Promise<{ url: string; stop(): Promise<void>; closed(): Promise<void> }> {
  const built = await readdir(settings.out).catch((): string[] => []);
  if (!built.includes('index.html'))
    throw new ClipbookError(
      'not_built',
      `There is no built site in ${path.relative(process.cwd(), settings.out) || '.'}.`,
      {
        hint: 'Build it first: npm run build',
      },
    );
  exportSettings(settings);
  // Astro's preview server may otherwise put itself in the background when a program runs it.
  process.env['ASTRO_PREVIEW_BACKGROUND'] = '0';
  const { preview } = await import('astro');
  const server = await preview({ root: siteRoot, logLevel: 'warn', server: { port, host: '127.0.0.1' } });
  return {
    url: `http://127.0.0.1:${server.port}${settings.base}`,
    stop: () => server.stop(),
    closed: () => server.closed(),
  };
}

/** Reads `--port`. Throws `InputError` where it is not a port. */
export function readPort(text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InputError('bad_port', `--port ${text} is not a port number.`, { hint: 'Use 0 to 65535.' });
  return port;
}
