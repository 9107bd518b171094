import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { type RenderTask, renderUnits } from './render-pages.ts';
import { openRenderer } from './renderer.ts';

/** A thread that renders pages, from the compilation that all threads share. It answers with what it rendered. */
async function work(port: MessagePort, task: RenderTask): Promise<void> {
  const renderer = await openRenderer(task.compiled);
  await renderUnits(renderer, task, (done) => port.postMessage(done));
}

// Nothing but a thread begins with this module: others may be threads themselves, of somebody else.
if (parentPort !== null) await work(parentPort, workerData as RenderTask);
