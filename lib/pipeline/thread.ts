import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

/** Runs a module in a thread of its own. A module in TypeScript is loaded as the program itself is, whatever loaded that. */
export function startThread(module: URL, workerData: object): Worker {
  if (!module.pathname.endsWith('.ts')) return new Worker(module, { workerData });
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm/api'));
  const code = `import { register } from ${JSON.stringify(loader)};
register();
await import(${JSON.stringify(module)});`;
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), {
    workerData,
    execArgv: [],
  });
}
