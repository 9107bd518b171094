import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { instantOf } from '#lib/calendar';
import type { Settings } from '#lib/config';
import { liveEffects } from '#lib/effects';
import { ClipbookError, InputError } from '#lib/errors';
import { findNotebookError } from '#lib/notebook/notebook-error';
import { type BuildProgress, type BuildSummary, buildSite as build } from '#lib/pipeline/build';
import type { FrozenMonth } from '#lib/pipeline/frozen-months';

/** Building and serving the site with Astro, for the commands that do either. */

/** The folder that holds astro.config.mjs and pages/. */
export const siteRoot = fileURLToPath(new URL('..', import.meta.url));

export interface SiteSummary extends BuildSummary {
  seconds: number;
}

/** Hands settings to Astro's configuration and to the pages, which read them from the environment. */
export function exportSettings(settings: Settings): void {
  process.env['CLIPBOOK_DATA'] = settings.data;
  process.env['CLIPBOOK_OUT'] = settings.out;
  process.env['CLIPBOOK_CACHE'] = settings.cache;
  process.env['CLIPBOOK_BASE'] = settings.base;
  if (settings.site !== null) process.env['CLIPBOOK_SITE'] = settings.site;
  if (settings.as_of !== null) process.env['CLIPBOOK_AS_OF'] = settings.as_of;
  process.env['ASTRO_TELEMETRY_DISABLED'] = '1';
}

export interface SiteOptions {
  /** Renders every page, whatever is known of the last build. */
  force?: boolean;
  verbose?: boolean;
}

/**
 * Builds the site from the ledger, rendering what changed since the last build, and follows its links. Errors as in
 * `lib/pipeline/build.ts`; of a notebook, its own with file, line and column.
 */
export async function buildSite(
  settings: Settings,
  progress: BuildProgress,
  options: SiteOptions = {},
): Promise<SiteSummary> {
  const started = performance.now();
  // One instant for the whole build, whichever thread asks.
  const pinned = { ...settings, as_of: settings.as_of ?? instantOf(liveEffects.now()) };
  exportSettings(pinned);
  // Every page leaves garbage that V8 lets lie until the heap is several times what is alive. Collected at twice that,
  // a site of a thousand pages takes a quarter less memory and no longer.
  setFlagsFromString('--heap-growing-percent=100');
  try {
    const summary = await build(pinned, { root: siteRoot, ...options }, progress);
    return { ...summary, seconds: Math.round((performance.now() - started) / 10) / 100 };
  } catch (error) {
    throw findNotebookError(error) ?? error;
  }
}

/** The months at which reports are frozen of which no version is kept yet, in a line each. */
export function describeUnkept(unkept: readonly FrozenMonth[]): string[] {
  return unkept.map(
    ({ report, month }) =>
      `${report} is frozen at ${month}, and that version is not kept yet: clipbook archive report ${report}`,
  );
}

/** What a build did, in a line, and one for each reason for which pages were rendered. */
export function describeBuild(summary: SiteSummary, out: string, verbose = false): string[] {
  const count = (value: number) => value.toLocaleString('en-US');
  const { pages, rendered, reused, seconds, reasons } = summary;
  return [
    `${count(pages)} pages in ${out}: ${count(rendered)} rendered, ${count(reused)} reused, ${seconds} s.`,
    ...reasons.flatMap((group) => [
      `  ${count(group.pages.length)} of ${listRoutes(group.routes)}: ${group.reason}`,
      ...(verbose ? group.pages.map((page) => `    ${page}${detailOf(group, page)}`) : []),
    ]),
  ];
}

function detailOf({ details }: BuildSummary['reasons'][number], page: string): string {
  const detail = Object.hasOwn(details, page) ? details[page] : undefined;
  return detail === undefined ? '' : `: ${detail}`;
}

const routesNamed = 3;

function listRoutes(routes: readonly string[]): string {
  const more = routes.length - routesNamed;
  return `${routes.slice(0, routesNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The same for programs: pages are counted, and listed where that was asked for. */
export function buildForPrograms(summary: SiteSummary, verbose = false): object {
  const { reasons, ...numbers } = summary;
  return {
    ...numbers,
    reasons: reasons.map(({ routes, reason, pages, details }) => ({
      reason,
      routes,
      pages: pages.length,
      ...(verbose && { paths: pages, changes: details }),
    })),
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
