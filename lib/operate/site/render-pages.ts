import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type PageLinks, readLinks } from '../links.ts';
import { makeRoom } from './place.ts';
import type { Renderer, SitePath } from './renderer.ts';

/** Rendering many pages into a folder, by as many threads as there are. */

export interface RenderTask {
  /** Where the pages go. */
  into: string;
  pages: readonly SitePath[];
  /** What pages with charts are asked for, as they read it. */
  charts: object;
  /** The pages that are taken at once: places in `pages`, from and to (left out). */
  units: readonly (readonly [from: number, to: number])[];
  /** The number of the next unit, for all threads. */
  next: Int32Array<SharedArrayBuffer>;
}

/** What is known of a page once it is rendered. */
export interface RenderedPage {
  /** Its place in `pages`. */
  at: number;
  marked: boolean;
  links: PageLinks | null;
}

const unitSize = 32;

type Units = [from: number, to: number][];

/**
 * Cuts pages into units: neighbours of one route, which read the same rows. The only page of a route goes `alone`: it shows
 * the whole ledger, which not every thread should read.
 */
export function cutUnits(pages: readonly SitePath[]): { shared: Units; alone: Units } {
  const [shared, alone]: Units[] = [[], []];
  for (let from = 0; from < pages.length; ) {
    const { route, only } = pages[from] as SitePath;
    let to = from + 1;
    while (to < pages.length && to - from < unitSize && pages[to]?.route === route) to++;
    (only ? alone : shared)?.push([from, to]);
    from = to;
  }
  return { shared: shared ?? [], alone: alone ?? [] };
}

/** Takes units and renders them until none is left. `report` hears of each; what a page throws passes through. */
export async function renderUnits(
  renderer: Renderer,
  { into, pages, charts, units, next }: RenderTask,
  report: (done: RenderedPage[]) => void,
): Promise<void> {
  const made = new Set<string>();
  for (let unit = takeUnit(next); unit < units.length; unit = takeUnit(next)) {
    const [from, to] = units[unit] as [number, number];
    const done: RenderedPage[] = [];
    for (let at = from; at < to; at++) {
      const page = pages[at] as SitePath;
      const bytes = await renderer.render(page, { charts });
      const file = path.join(into, page.file);
      await makeRoom(file, made);
      await writeFile(file, bytes);
      done.push({ at, ...describePage(page.file, bytes) });
    }
    report(done);
  }
}

/** Leaves nothing to take, so that other threads come to their end. */
export function stopUnits({ next, units }: RenderTask): void {
  Atomics.store(next, 0, units.length);
}

function takeUnit(next: Int32Array): number {
  return Atomics.add(next, 0, 1);
}

/** What has to be known of a page's bytes. */
export function describePage(file: string, bytes: Buffer): Pick<RenderedPage, 'marked' | 'links'> {
  if (!file.endsWith('.html')) return { marked: false, links: null };
  return { marked: bytes.includes('<!--now:'), links: readLinks(bytes.toString('utf8')) };
}
