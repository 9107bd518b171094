import { createHash } from 'node:crypto';
import path from 'node:path';

/** What a bundler says of the modules that it bundled. */
export interface ModuleGraph {
  getModuleIds(): IterableIterator<string>;
  getModuleInfo(id: string): {
    code: string | null;
    importedIds: readonly string[];
    dynamicallyImportedIds: readonly string[];
    meta?: Record<string, unknown>;
  } | null;
}

/** Of which modules each page file is made. */
export interface Sources {
  /** Hash of the code of each module, by its path in the project. */
  modules: Record<string, string>;
  /** Of each page file: the places of its modules in `modules`. */
  routes: Record<string, number[]>;
}

const pageFile = /^pages\/(?:.*\/)?[^_/][^/]*\.(?:astro|ts)$/;

/** The modules that each page file imports, directly or by others, itself first. Modules of packages are left out. */
export function sourcesOf(graph: ModuleGraph, root: string): Sources {
  const places = new Map<string, number>();
  const modules: Record<string, string> = {};
  const placeOf = (id: string) => {
    const name = nameOf(id, root);
    const known = places.get(name);
    if (known !== undefined) return known;
    places.set(name, places.size);
    modules[name] = hashOfCode(graph.getModuleInfo(id)?.code ?? '');
    return places.size - 1;
  };
  const routes: Sources['routes'] = {};
  for (const id of graph.getModuleIds()) {
    const name = nameOf(id, root);
    if (!pageFile.test(name) || /\/_/.test(name)) continue;
    routes[name] = modulesOf(graph, id, root)
      .filter((module) => isOwn(nameOf(module, root)))
      .map(placeOf);
  }
  return { modules, routes };
}

/** The modules of a page file with the hash of each. */
export function modulesOfRoute({ modules, routes }: Sources, route: string): Map<string, string> {
  const all = Object.entries(modules);
  return new Map((routes[route] ?? []).map((place) => all[place] as [string, string]));
}

/** A module with Astro's mark for data: the pages that are made of it have it in their key. */
function isData(meta: Record<string, unknown> | undefined): boolean {
  return (meta?.['astroIncremental'] as { kind?: unknown } | undefined)?.kind === 'content-data';
}

function modulesOf(graph: ModuleGraph, first: string, root: string): string[] {
  const found = new Set([first]);
  for (const id of found) {
    const info = graph.getModuleInfo(id);
    const data = isData(info?.meta);
    for (const imported of [...(info?.importedIds ?? []), ...(info?.dynamicallyImportedIds ?? [])])
      if (!data || nameOf(imported, root).startsWith('lib/')) found.add(imported);
  }
  return [...found].filter((id) => !isData(graph.getModuleInfo(id)?.meta));
}

function nameOf(id: string, root: string): string {
  return path.isAbsolute(id) ? path.relative(root, id).split(path.sep).join('/') : id;
}

function isOwn(name: string): boolean {
  return /^(?:pages|lib)\//.test(name);
}

function hashOfCode(code: string): string {
  return createHash('sha256').update(code).digest('base64url').slice(0, 12);
}
