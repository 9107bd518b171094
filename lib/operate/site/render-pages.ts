import { type PageLinks, readLinks } from '../links.ts';
import { writeInto } from './place.ts';
import type { SitePath } from './renderer.ts';

/** Rendering many pages into a folder, by as many threads as there are. */

export interface RenderTask {
  /** Where the pages go. */
  into: string;
  pages: readonly SitePath[];
  /** The pages that are taken at once: places in `pages`, from and to (left out). */
  units: readonly (readonly [from: number, to: number])[];
  /** The number of the next unit, for all threads. */
  next: Int32Array<SharedArrayBuffer>;
}

/** Files that are made for a page beside it. */
export interface FilesBeside {
  /** Hash of what each of them is made of, by its path on the site. */
  made: Record<string, string>;
  /** Those that have to be written; the others lie in the folder of the site as they are. */
  written: [file: string, content: string | Uint8Array][];
}

/** What is known of a page once it is rendered. */
export interface RenderedPage extends Pick<FilesBeside, 'made'> {
  /** Its place in `pages`. */
  at: number;
  marked: boolean;
  links: PageLinks | null;
  /** The files beside it that were written. */
  written: string[];
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
  render: (page: SitePath) => Promise<{ bytes: Buffer; beside: FilesBeside }>,
  { into, pages, units, next }: RenderTask,
  report: (done: RenderedPage[]) => void,
): Promise<void> {
  const made = new Set<string>();
  for (let unit = takeUnit(next); unit < units.length; unit = takeUnit(next)) {
    const [from, to] = units[unit] as [number, number];
    const done: RenderedPage[] = [];
    for (let at = from; at < to; at++) {
      const page = pages[at] as SitePath;
      const { bytes, beside } = await render(page);
      for (const [file, content] of [[page.file, bytes] as const, ...beside.written])
        writeInto(into, file, content, made);
      const written = beside.written.map(([file]) => file);
      done.push({ at, ...describePage(page.file, bytes), made: beside.made, written });
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
function describePage(file: string, bytes: Buffer): Pick<RenderedPage, 'marked' | 'links'> {
  if (!file.endsWith('.html')) return { marked: false, links: null };
  return { marked: bytes.includes('<!--now:'), links: readLinks(bytes.toString('utf8')) };
}
