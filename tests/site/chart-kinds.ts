import { readdirSync } from 'node:fs';
import path from 'node:path';
import { project } from './site.ts';

/** The kinds of charts that have samples, in their order on the site. */
export function chartKindNames(): string[] {
  return readdirSync(path.join(project, 'pages/_data/chart-samples'))
    .map((file) => file.replace(/\.ts$/, ''))
    .sort();
}
