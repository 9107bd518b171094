import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RouteData } from 'astro';
import type { StaticPathsApp } from 'astro/runtime/prerender/static-paths.js';
import { refuseAstro } from './astro-inside.ts';
import { readCompiled, serverFolder } from './compile.ts';

/**
 * Renders pages with the bundle that `compile` kept. This is the one place that knows the inside of Astro's bundle (of the
 * version in `astro-inside.ts`): its `app`, and the two things that Astro hands to it before rendering.
 */

/** A page or file of the site. */
export interface SitePath {
  /** Its file in `pages/`. */
  route: string;
  /** Where it is on the site, without the base: `/accounts/someone/`. */
  pathname: string;
  /** Its file in the folder of the site. */
  file: string;
  /** What it shows, as its `getStaticPaths` says, or its `cacheKey`; absent where it is rendered each time. */
  cacheKey: string | undefined;
  /** True for the page of a route that has only this one. */
  only: boolean;
}

export interface Renderer {
  /** Every page and file that the routes make, those of `except` left out. */
  paths(except: readonly string[]): Promise<SitePath[]>;
  /** The bytes of one of them; `locals` is what its code finds in `Astro.locals`. What its code throws passes through. */
  render(at: Pick<SitePath, 'route' | 'pathname'>, locals: object): Promise<Buffer>;
}

interface App extends StaticPathsApp {
  setInternals(internals: object): void;
  setOptions(options: object): void;
  render(request: Request, options: { routeData: RouteData; locals: object }): Promise<Response>;
}

/** What is called of the bundle's `app`. */
const appParts = {
  setInternals: 'function',
  setOptions: 'function',
  render: 'function',
  getComponentByRoute: 'function',
  manifest: 'object',
} as const;

/** Throws `ClipbookError` (`astro_changed`) where a bundle has no `app` that can be used as this module does. */
export function assertApp(app: unknown): asserts app is App {
  const found = (app ?? {}) as Record<string, unknown>;
  const missing = Object.entries(appParts).find(([name, type]) => typeof found[name] !== type);
  if (missing) refuseAstro(`the bundle of the pages has no ${missing[1]} "app.${missing[0]}"`);
  const { routes } = (app as App).manifest as { routes?: unknown };
  if (!Array.isArray(routes) || routes.some((route) => typeof route?.routeData?.component !== 'string'))
    refuseAstro('the bundle of the pages does not list its routes in "app.manifest.routes"');
}

/** Opens a compilation. Throws `ClipbookError` (`astro_changed`). */
export async function openRenderer(folder: string): Promise<Renderer> {
  const compiled = await readCompiled(folder);
  if (compiled === null) throw new Error('The compilation of the pages is gone.');
  const bundle = pathToFileURL(path.join(folder, serverFolder, compiled.entry)).href;
  const { app } = (await import(/* @vite-ignore */ bundle)) as { app?: unknown };
  assertApp(app);
  const { StaticPaths } = await import('astro/runtime/prerender/static-paths.js').catch((cause: unknown) =>
    refuseAstro('it has no list of static paths', cause),
  );
  app.setInternals({ pagesByKeys: new Map(compiled.styles.map(([page, styles]) => [page, { styles }])) });
  app.setOptions({
    settings: { scripts: [] },
    logger: { options: { destination: { write: () => true } } },
  });
  const routes = app.manifest.routes.map(({ routeData }) => routeData);
  return {
    async paths(except) {
      const wanted = app.manifest.routes.filter(({ routeData }) => !except.includes(routeData.component));
      const listed = await new StaticPaths(withRoutes(app, wanted)).getAll();
      return Promise.all(
        listed.map(async ({ pathname, route, cacheKey }) => {
          const only = route.pathname !== undefined;
          if (typeof pathname !== 'string' || typeof route?.component !== 'string')
            refuseAstro('a static path has no route');
          return {
            route: route.component,
            pathname,
            file: fileOf(pathname, route.type),
            cacheKey: only ? await keyOfPage(app, route) : cacheKey,
            only,
          };
        }),
      );
    },
    async render({ route, pathname }, locals) {
      const routeData = routes.find(({ component }) => component === route);
      if (!routeData) throw new Error(`${route} is no page of this compilation.`);
      const request = new Request(addressOf(app.manifest, pathname, routeData.type));
      const response = await app.render(request, { routeData, locals });
      if (response.status >= 300 && response.status !== 404)
        throw new Error(`${pathname} answered with ${response.status} where a page was expected.`);
      return Buffer.from(await response.arrayBuffer());
    },
  };
}

/** The key that a page without `getStaticPaths` exports as `cacheKey`. */
async function keyOfPage(app: App, route: RouteData): Promise<string | undefined> {
  const page: object | undefined = await app.getComponentByRoute?.(route);
  return page && 'cacheKey' in page && typeof page.cacheKey === 'string' ? page.cacheKey : undefined;
}

function withRoutes(app: App, routes: App['manifest']['routes']): StaticPathsApp {
  return {
    manifest: Object.create(app.manifest, { routes: { value: routes } }),
    ...(app.routeCache && { routeCache: app.routeCache }),
    getComponentByRoute: (route) =>
      (app.getComponentByRoute as NonNullable<App['getComponentByRoute']>)(route),
  };
}

/** The file that serves a path: `accounts/someone/index.html`, `404.html`, `c/some.svg`. */
export function fileOf(pathname: string, type: RouteData['type']): string {
  const name = pathname.replace(/^\/|\/$/g, '');
  if (type === 'endpoint') return name;
  if (name === '404' || name === '500') return `${name}.html`;
  return name === '' ? 'index.html' : `${name}/index.html`;
}

/** The address of a path, as Astro asks for it when it builds with folders and a slash at the end. */
function addressOf({ site, base }: App['manifest'], pathname: string, type: RouteData['type']): URL {
  const parts = [base, pathname].map((part) => part.replace(/^\/+|\/+$/g, '')).filter((part) => part !== '');
  const last = parts.length === 0 || (type === 'endpoint' && path.posix.extname(pathname) !== '') ? '' : '/';
  return new URL(`/${parts.join('/')}${last}`, site ?? 'http://localhost:4321');
}
