import { readSettings } from '../../lib/config.ts';
import { transform } from '../../lib/pipeline/transform.ts';

/** One measured transform: `transform-once.ts <data root> <as of>`. Prints one JSON object. */

const [, , data = '', as_of = ''] = process.argv;
const started = performance.now();
const { tables, files_changed } = await transform({ ...readSettings(), data, as_of });
const ms = performance.now() - started;
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ tables, files_changed, ms, cpu_ms: (user + system) / 1000 }));
