import { createHash } from 'node:crypto';
import { changedParts } from './page-key.ts';
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
  now: SiteCode & Pick<BuildRecord, 'surroundings'> & { codeOf: (route: string) => string },
  before: BuildRecord | null,
  isIntact: (file: string, page: PageRecord) => boolean,
): Reason {
  if (before === null) return reasons.first;
  const page = before.pages[file];
  if (!page || page.route !== route) return reasons.added;
  if (page.code !== now.codeOf(route)) return nameCode(now.sources, before.sources, route);
  if (cacheKey === undefined || page.key === null) return reasons.always;
  if (before.surroundings !== now.surroundings) return reasons.surroundings;
  if (page.key !== cacheKey) return `${changedParts(page.key, cacheKey).join(', ')} changed`;
  return isIntact(file, page) ? null : reasons.file;
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
}

/** Rendered pages by why they were, most pages first. */
export function groupReasons(rendered: readonly { at: SitePath; reason: string }[]): ReasonGroup[] {
  const groups = new Map<string, ReasonGroup>();
  for (const { at, reason } of rendered) {
    const group = groups.get(reason) ?? { routes: [], reason, pages: [] };
    groups.set(reason, group);
    const route = at.route.replace(/^pages\/|\.(?:astro|ts)$/g, '');
    if (!group.routes.includes(route)) group.routes.push(route);
    group.pages.push(at.pathname === '' ? '/' : at.pathname);
  }
  return [...groups.values()].sort((a, b) => b.pages.length - a.pages.length);
}
