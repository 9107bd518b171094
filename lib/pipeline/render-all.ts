import { availableParallelism } from 'node:os';
import {
  cutUnits,
  type RenderedPage,
  type RenderTask,
  renderUnits,
  stopUnits,
} from '../operate/site/render-pages.ts';
import type { Renderer } from '../operate/site/renderer.ts';
import { startThread } from './thread.ts';

/** A thread needs as long to start as this many pages take. */
const pagesPerThread = 100;

/** How many threads render so many pages the soonest, this one included. */
export function threadsFor(pages: number, cores = availableParallelism()): number {
  return Math.max(1, Math.min(cores, Math.ceil(pages / pagesPerThread)));
}

/**
 * Renders pages into a folder, on all cores where there are many. `progress` hears how many are done. What a page throws passes
 * through, as it was thrown in this thread.
 */
export async function renderAll(
  renderer: Renderer,
  { compiled, into, pages }: Pick<RenderTask, 'compiled' | 'into' | 'pages'>,
  progress: (done: number) => void,
  threads = threadsFor(pages.length),
): Promise<RenderedPage[]> {
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const task: RenderTask = { compiled, into, pages, units: cutUnits(pages), next };
  const rendered: RenderedPage[] = [];
  const report = (done: RenderedPage[]) => {
    rendered.push(...done);
    progress(rendered.length);
  };
  const others = Array.from({ length: threads - 1 }, () => renderInThread(task, report));
  await renderUnits(renderer, task, report).catch((error: unknown) => {
    stopUnits(task);
    throw error;
  });
  await Promise.all(others);
  // What a thread left, because a page threw or the thread was lost, is rendered here: an error keeps its kind then.
  const done = new Set(rendered.map(({ at }) => at));
  const left = pages.flatMap((_, at) => (done.has(at) ? [] : [[at, at + 1] as const]));
  Atomics.store(next, 0, 0);
  if (left.length > 0) await renderUnits(renderer, { ...task, units: left }, report);
  return rendered;
}

/** Ends when the thread does, well or not. */
async function renderInThread(task: RenderTask, report: (done: RenderedPage[]) => void): Promise<void> {
  const thread = startThread(
    new URL(import.meta.url.replace(/pipeline\/render-all(\.[jt]s)$/, 'operate/site/render-thread$1')),
    task,
  );
  thread.on('message', report);
  await new Promise<void>((resolve) => {
    thread.once('error', () => resolve());
    thread.once('exit', () => resolve());
  });
}
