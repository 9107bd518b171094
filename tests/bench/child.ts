import { createReadStream } from 'node:fs';
import Papa from 'papaparse';
import { readSettings } from '../../lib/config.ts';
import { openFileCapture } from '../../lib/import/file-capture.ts';
import { importFiles } from '../../lib/pipeline/import.ts';
import { keepFile } from '../../lib/store/captures.ts';

/**
 * One measured job in a process of its own: `papa <file>`, `keep <file> <data>`, `import <file> <data>`. Prints one JSON object:
 * wall and processor time of the job without the start of the process, and the most memory the process ever held.
 */

export interface Measured {
  wallMs: number;
  cpuMs: number;
  peakRssBytes: number;
  /** Rows that were read. */
  rows: number;
}

async function readWithPapa(file: string): Promise<number> {
  let rows = 0;
  await new Promise<void>((resolve, reject) => {
    Papa.parse(createReadStream(file, 'utf8'), {
      header: true,
      step: () => {
        rows++;
      },
      complete: () => resolve(),
      error: reject,
    });
  });
  return rows;
}

async function importOnly(file: string, data: string): Promise<number> {
  const summary = await importFiles({ ...readSettings({ data }, {}), data }, [file]);
  if (summary.stored !== summary.read) throw new Error(`stored ${summary.stored} of ${summary.read} rows`);
  return summary.read;
}

const [job = '', file = '', data = ''] = process.argv.slice(2);
const cpuBefore = process.cpuUsage();
const from = performance.now();
let rows = 0;
if (job === 'papa') rows = await readWithPapa(file);
else if (job === 'keep') await keepFile(data, await openFileCapture(file));
else rows = await importOnly(file, data);
const wallMs = performance.now() - from;
const { user, system } = process.cpuUsage(cpuBefore);
const measured: Measured = {
  wallMs,
  cpuMs: (user + system) / 1000,
  peakRssBytes: process.resourceUsage().maxRSS * 1024,
  rows,
};
process.stdout.write(`${JSON.stringify(measured)}\n`);
