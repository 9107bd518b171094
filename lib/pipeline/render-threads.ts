import type { Worker } from 'node:worker_threads';
import { reviveError } from '../operate/site/error-parts.ts';
import { cutUnits, type RenderedPage, stopUnits } from '../operate/site/render-pages.ts';
import type { SitePath } from '../operate/site/renderer.ts';
import type { ThreadAnswer, ThreadQuestion, ThreadStart, ThreadTask } from './render-thread.ts';
import { startThread } from './thread.ts';

/** A thread that renders needs as long to start as this many pages take. */
const pagesPerThread = 100;

/** The threads that render the pages of one build; the first of them lists what there is. */
export class RenderThreads {
  readonly #compiled: string;
  readonly #most: number;
  readonly #threads: Worker[] = [];

  /** `most` is how many there may be; as many are started at once as `pages` that are perhaps to be rendered make worth it. */
  constructor(compiled: string, most: number, pages: number) {
    this.#compiled = compiled;
    this.#most = most;
    this.#grow(Math.min(most, Math.max(1, Math.floor(pages / pagesPerThread))));
  }

  /** Every page and file of the site but those of some routes. Rejects with what a page threw. */
  async paths(except: readonly string[]): Promise<SitePath[]> {
    let found: SitePath[] = [];
    await ask(this.#threads[0] as Worker, { list: except }, (answer) => {
      if ('paths' in answer) found = answer.paths;
    });
    return found;
  }

  /** Renders pages into a folder. Rejects with what a page threw; the others stop then. */
  async render(
    task: Pick<ThreadTask, 'into' | 'pages' | 'charts'>,
    report: (done: number) => void,
  ): Promise<RenderedPage[]> {
    this.#grow(Math.min(this.#most, Math.ceil(task.pages.length / pagesPerThread)));
    const { shared, alone } = cutUnits(task.pages);
    const next = () => new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const forAll: ThreadTask = { ...task, units: shared, next: next() };
    const rendered: RenderedPage[] = [];
    const hear = (answer: ThreadAnswer) => {
      if (!('done' in answer)) return;
      rendered.push(...answer.done);
      report(rendered.length);
    };
    const jobs = this.#threads.map(async (thread, i) => {
      // These show the whole ledger, which the first thread has read.
      if (i === 0) await ask(thread, { render: { ...task, units: alone, next: next() } }, hear);
      await ask(thread, { render: forAll }, hear);
    });
    for (const job of jobs) job.catch(() => stopUnits(forAll));
    await Promise.all(jobs);
    return rendered;
  }

  async end(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }

  #grow(threads: number): void {
    const module = new URL(import.meta.url.replace(/render-threads(\.[jt]s)$/, 'render-thread$1'));
    while (this.#threads.length < threads) {
      const start: ThreadStart = { compiled: this.#compiled, plans: this.#threads.length === 0 };
      const thread = startThread(module, start);
      thread.setMaxListeners(50);
      this.#threads.push(thread);
    }
  }
}

/** Asks a thread and waits for its answer; `hear` gets it and what comes before it. Answers come in the order of the questions. */
function ask(thread: Worker, question: ThreadQuestion, hear: (answer: ThreadAnswer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (error?: Error) => {
      thread.off('message', listen).off('error', end).off('exit', exited);
      if (error) reject(error);
      else resolve();
    };
    const exited = () => end(new Error('A thread that renders pages ended before its work did.'));
    const listen = (answer: ThreadAnswer) => {
      hear(answer);
      if ('failed' in answer) end(reviveError(answer.failed));
      else if (!('done' in answer)) end();
    };
    thread.on('message', listen).on('error', end).on('exit', exited);
    thread.postMessage(question);
  });
}
