import { createReadStream } from 'node:fs';
import Papa from 'papaparse';
import { readSettings } from '../../lib/config.ts';
import { liveEffects } from '../../lib/effects.ts';
import { openFileCapture } from '../../lib/import/file-capture.ts';
import { importFiles } from '../../lib/pipeline/import.ts';
import { keepFile } from '../../lib/store/captures.ts';

/** One measured import, or the yardstick: `import-once.ts papa|import <file> <data root>`. Prints one JSON object. */

/** CPU seconds of this process so far: steadier than the clock on a machine that is shared. */
const cpuSeconds = () => (process.cpuUsage().user + process.cpuUsage().system) / 1e6;

const [, , what, file = '', data = ''] = process.argv;

if (what === 'papa') {
  let rows = 0;
  const [started, cpu] = [performance.now(), cpuSeconds()];
  await new Promise<void>((resolve, reject) => {
    Papa.parse(createReadStream(file), {
      header: true,
      step: () => {
        rows++;
      },
      complete: () => resolve(),
      error: reject,
    });
  });
  console.log(
    JSON.stringify({ rows, seconds: (performance.now() - started) / 1000, cpuSeconds: cpuSeconds() - cpu }),
  );
} else {
  // The raw capture's gzip is not part of the comparison: the copy is kept first, and the import finds it there.
  const keepStarted = performance.now();
  await keepFile(data, await openFileCapture(file));
  const [kept, cpu] = [performance.now(), cpuSeconds()];
  const summary = await importFiles({ ...readSettings(), data }, [file], {}, undefined, liveEffects);
  console.log(
    JSON.stringify({
      rows: summary.read,
      stored: summary.stored,
      seconds: (performance.now() - kept) / 1000,
      cpuSeconds: cpuSeconds() - cpu,
      keepSeconds: (kept - keepStarted) / 1000,
    }),
  );
}
