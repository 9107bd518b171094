import { createHash } from 'node:crypto';
import path from 'node:path';
import { ClipbookError } from '../../errors.ts';
import { changedParts, describeChanges } from './page-key.ts';
import { isSameStamp, stampOf } from './place.ts';
import type { BuildRecord, PageRecord } from './record.ts';
import type { SitePath } from './renderer.ts';
import { modulesOfRoute, type Sources } from './sources.ts';

/** Which pages have to be rendered, and why; the others are taken over from the last build. */

/** Why a page is rendered, as words that follow a colon; null where it is reused. */
export type Reason = string | null;

/** Of what the code of the site is made. */
export interface SiteCode {
  sources: Sources;
  /** The files that readers load, whose names change with what is in them. */
  assets: readonly string[];
}

export const reasons = {
  forced: 'asked for',
  first: 'nothing is known of an earlier build',
  added: 'new on the site',
  always: 'rendered each time',
  surroundings: 'settings, style sheets or scripts of the site changed',
  charts: 'files of charts are made in another way',
  file: 'missing or changed in the folder of the site',
} as const;

/** Hash of all the code of a route, and of the files that its readers load. */
export function hashRoute({ sources, assets }: SiteCode, route: string): string {
  return createHash('sha256')
    .update(JSON.stringify([...modulesOfRoute(sources, route), ...assets]))
    .digest('base64url')
    .slice(0, 16);
}

/** Decides for one page. `codeOf` is `hashRoute`, remembered; `isIntact` is asked last, since it costs a look at the disk. */
export function decide(
  { route, file, cacheKey }: SitePath,
  now: SiteCode & Pick<BuildRecord, 'surroundings' | 'charts'> & { codeOf: (route: string) => string },
  before: BuildRecord | null,
  isIntact: (file: string, page: PageRecord) => boolean,
): Reason {
  if (before === null) return reasons.first;
  const page = before.pages[file];
  if (!page || page.route !== route) return reasons.added;
  if (page.code !== now.codeOf(route)) return nameCode(now.sources, before.sources, route);
  if (cacheKey === undefined || page.key === null) return reasons.always;
  if (before.surroundings !== now.surroundings) return reasons.surroundings;
  if (before.charts !== now.charts && Object.keys(page.made).length > 0) return reasons.charts;
  if (page.key !== cacheKey) return `${changedParts(page.key, cacheKey).join(', ')} changed`;
  return isIntact(file, page) ? null : reasons.file;
}

/** What of a page changed, with the days where they are told: `account_daily 2026-06-29`. Null where nothing of it is known. */
function detailOf({ route, file, cacheKey }: SitePath, before: BuildRecord | null): string | null {
  const page = before?.pages[file];
  if (!page?.key || page.route !== route || cacheKey === undefined) return null;
  return describeChanges(page.key, cacheKey).join(', ') || null;
}

/** A page, why it is rendered, and what of it changed. */
export interface PlannedPage {
  at: SitePath;
  reason: Reason;
  detail: string | null;
}

/** Decides for every page. Throws `ClipbookError` (`two_pages`) where two have one address. */
export function planPages(
  paths: readonly SitePath[],
  now: Parameters<typeof decide>[1],
  before: BuildRecord | null,
  { out, force }: { out: string; force: boolean },
): PlannedPage[] {
  const owners = new Map<string, string>();
  const isIntact = (file: string, { stamp, made }: PageRecord) =>
    [[file, { stamp }] as const, ...Object.entries(made)].every(([name, known]) =>
      isSameStamp(stampOf(path.join(out, name)), known.stamp),
    );
  return paths.map((at) => {
    const other = owners.get(at.file);
    if (other !== undefined)
      throw new ClipbookError('two_pages', `${other} and ${at.route} both make the page ${at.pathname}.`, {
        hint: 'Rename one of them: a report, its parameter or its kept version.',
      });
    owners.set(at.file, at.route);
    const reason = force ? reasons.forced : decide(at, now, before, isIntact);
    return { at, reason, detail: reason === null || force ? null : detailOf(at, before) };
  });
}

const namedModules = 3;

/** The modules of a route that changed: "pages/_layouts/Page.astro changed". */
function nameCode(now: Sources, before: Sources, route: string): string {
  const [new_, old] = [modulesOfRoute(now, route), modulesOfRoute(before, route)];
  const names = [...new Set([...new_.keys(), ...old.keys()])].filter(
    (name) => new_.get(name) !== old.get(name),
  );
  if (names.length === 0) return reasons.surroundings;
  const more = names.length - namedModules;
  const named = names.slice(0, namedModules).join(', ');
  return `${named}${more > 0 ? ` and ${more} more` : ''} changed`;
}

export interface ReasonGroup {
  /** `accounts/[handle]`, or a few of them. */
  routes: string[];
  reason: string;
  pages: string[];
  /** By page: what changed and on which days, where that is told. */
  details: Record<string, string>;
}

/** Rendered pages by why they were, most pages first. */
export function groupReasons(planned: readonly PlannedPage[]): ReasonGroup[] {
  const groups = new Map<string, ReasonGroup>();
  for (const { at, reason, detail } of planned) {
    if (reason === null) continue;
    const group = groups.get(reason) ?? { routes: [], reason, pages: [], details: {} };
    groups.set(reason, group);
    const route = at.route.replace(/^pages\/|\.(?:astro|ts)$/g, '');
    if (!group.routes.includes(route)) group.routes.push(route);
    const page = at.pathname === '' ? '/' : at.pathname;
    group.pages.push(page);
    if (detail !== null) group.details[page] = detail;
  }
  return [...groups.values()].sort((a, b) => b.pages.length - a.pages.length);
}
