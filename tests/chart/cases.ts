import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Chart } from '../../lib/chart/chart.ts';

const folder = new URL('../../pages/_data/chart-samples/', import.meta.url);

/** Every picture that is compared with a golden file, by the file's name: all that the site's contact sheet shows. */
export const cases: Record<string, () => Chart> = {};
for (const file of readdirSync(fileURLToPath(folder)).sort()) {
  const { samples } = (await import(new URL(file, folder).href)) as { samples: Record<string, () => Chart> };
  for (const [name, make] of Object.entries(samples)) {
    if (name in cases) throw new Error(`Two samples are called ${name}.`);
    cases[name] = make;
  }
}
