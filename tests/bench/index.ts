import { cpus } from 'node:os';
import { benchBackup } from './backup.ts';
import { benchCharts } from './charts.ts';
import { benchCollect } from './collect.ts';
import { benchDemo } from './demo.ts';
import { type Figure, formatFigures } from './figure.ts';
import { benchForecast } from './forecast.ts';
import { benchGit } from './git.ts';
import { benchImport, benchImportShapes } from './import.ts';
import { benchLedger } from './ledger.ts';
import { benchBudgets, benchLargeSite, benchSite, benchSmallPages, benchWholeSite } from './site.ts';
import { benchStats } from './stats.ts';
import { benchTransform } from './transform.ts';

/**
 * `npm run bench [-- part …]`: prints figures, judges nothing. Machines are shared and noisy: compare within one run, and
 * ratios before seconds.
 */

const parts: Record<string, () => Promise<Figure[]>> = {
  demo: benchDemo,
  collect: benchCollect,
  git: benchGit,
  import: benchImport,
  'import-shapes': benchImportShapes,
  ledger: benchLedger,
  backup: benchBackup,
  transform: benchTransform,
  forecast: benchForecast,
  charts: benchCharts,
  site: benchSite,
  'site-whole': benchWholeSite,
  'site-small': benchSmallPages,
  'site-large': benchLargeSite,
  budgets: benchBudgets,
  stats: benchStats,
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !Object.hasOwn(parts, name));
if (unknown !== undefined) {
  console.error(`There is no part "${unknown}". The parts are: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
console.log(`Node ${process.versions.node}, ${cpus().length} cores\n`);
for (const name of wanted.length > 0 ? wanted : Object.keys(parts))
  console.log(`${formatFigures((await parts[name]?.()) ?? [])}\n`);
