import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { describeError, type ErrorParts } from './error-parts.ts';
import { type RenderedPage, type RenderTask, renderUnits } from './render-pages.ts';
import { openRenderer, type SitePath } from './renderer.ts';

/**
 * A thread that renders pages. What pages keep in memory is of one build, and goes with it. Every question has an answer, in
 * the order in which they were asked; `done` comes in between.
 */

/** What a thread is told when it starts; pages look at `plans` too. */
export interface ThreadStart {
  compiled: string;
  /** True for the thread that lists the pages, and so has to know the key of each. */
  plans: boolean;
}

export type ThreadQuestion = { list: readonly string[] } | { render: RenderTask };

export type ThreadAnswer =
  | { paths: SitePath[] }
  | { done: RenderedPage[] }
  | { finished: true }
  | { failed: ErrorParts };

function work(port: MessagePort, { compiled }: ThreadStart): void {
  const renderer = openRenderer(compiled);
  const say = (answer: ThreadAnswer) => port.postMessage(answer);
  const answer = async (question: ThreadQuestion) => {
    if ('list' in question) return say({ paths: await (await renderer).paths(question.list) });
    await renderUnits(await renderer, question.render, (done) => say({ done }));
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
