import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { ShownChart } from '../chart/files.ts';
import { describeError, type ErrorParts } from '../operate/site/error-parts.ts';
import { type RenderedPage, type RenderTask, renderUnits } from '../operate/site/render-pages.ts';
import { openRenderer, type SitePath } from '../operate/site/renderer.ts';
import { type ChartFilesTask, openChartFiles } from './chart-files.ts';

/**
 * A thread that renders pages and makes the files of their charts. What pages keep in memory is of one build, and goes with it. Every
 * question has an answer, in the order in which they were asked; `done` comes in between.
 */

/** What a thread is told when it starts; pages look at `plans` too. */
export interface ThreadStart {
  compiled: string;
  /** True for the thread that lists the pages, and so has to know the key of each. */
  plans: boolean;
}

/** `charts` is null for pages whose charts have no files. */
export type ThreadTask = RenderTask & { charts: ChartFilesTask | null };

export type ThreadQuestion = { list: readonly string[] } | { render: ThreadTask };

export type ThreadAnswer =
  | { paths: SitePath[] }
  | { done: RenderedPage[] }
  | { finished: true }
  | { failed: ErrorParts };

function work(port: MessagePort, { compiled }: ThreadStart): void {
  const renderer = openRenderer(compiled);
  const say = (answer: ThreadAnswer) => port.postMessage(answer);
  const answer = async (question: ThreadQuestion) => {
    const { paths, render } = await renderer;
    if ('list' in question) return say({ paths: await paths(question.list) });
    const { charts: task, ...units } = question.render;
    const rendered = new Set(units.pages.map(({ pathname }) => pathname));
    const makeFiles = task === null ? null : openChartFiles(task);
    const renderPage = async (page: SitePath) => {
      let charts: readonly ShownChart[] = [];
      const keep = (shown: readonly ShownChart[]) => {
        charts = shown;
      };
      const ofCharts = task === null ? {} : { charts: { images: task.images, keep } };
      const bytes = await render(page, { rendered, ...ofCharts });
      return { bytes, beside: (await makeFiles?.(page.file, charts)) ?? { made: {}, written: [] } };
    };
    await renderUnits(renderPage, units, (done) => say({ done }));
    say({ finished: true });
  };
  // A question may come later than the fault that answers it.
  renderer.catch(() => {});
  port.on('message', (question: ThreadQuestion) => {
    answer(question).catch((error: unknown) => say({ failed: describeError(error) }));
  });
}

// Nothing but a thread begins with this module: others may be threads themselves, of somebody else.
if (parentPort !== null) work(parentPort, workerData as ThreadStart);
