import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

/**
 * Runs a module in a thread of its own, which ends with an error where it needs more than `memoryMb`. A module in TypeScript is loaded as
 * the program itself is, whatever loaded that; what it loads when it has begun is to be plain JavaScript, which is not looked at by that loader.
 */
export function startThread(module: URL, workerData: object, memoryMb?: number): Worker {
  const limits = memoryMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: memoryMb } };
  if (!module.pathname.endsWith('.ts')) return new Worker(module, { workerData, ...limits });
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm/api'));
  const code = `import { register } from ${JSON.stringify(loader)};
const unregister = register();
await import(${JSON.stringify(module)});
unregister();`;
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), {
    workerData,
    execArgv: [],
    ...limits,
  });
}

/** Places of numbers that threads share: of the next month to be read, and of the next group to be counted and to be derived. */
export const [nextMonth, nextCount, nextGroup] = [0, 1, 2];

/** As many numbers as there are places. */
export function sharedNumbers(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(12));
}

/** The next number that no thread has taken. */
export function takeNext(next: Int32Array, place: number): number {
  return Atomics.add(next, place, 1);
}
