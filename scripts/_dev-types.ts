import { spawn } from 'node:child_process';
import path from 'node:path';
import { liveEffects } from '#lib/effects';

/** Checks the types of a report while it is edited, and shows the first error over the page. */

interface Finding {
  file: string;
  line: number;
  column: number;
  code: string;
  message: string;
}

/** What is used of Vite's server. */
interface DevServer {
  watcher: { on(event: 'change' | 'add', listener: (file: string) => void): void };
  ws: { send(payload: object): void };
}

const report = /[\\/]pages[\\/]reports[\\/][^\\/]+[\\/]index\.mdx$/;
/** So long nothing may change before a check begins. */
const quietMs = 400;

/**
 * A plug-in for `dev`: a report that was saved is checked by TypeScript in a process of its own, so that the page comes at once and the error, where
 * there is one, a moment later. The next save, or a page without errors, takes it away.
 */
export function checkTypesInDev(root: string): { name: string; configureServer(server: DevServer): void } {
  let latest = 0;
  return {
    name: 'clipbook:types',
    configureServer(server) {
      const check = async (file: string) => {
        if (!report.test(file)) return;
        const turn = ++latest;
        await liveEffects.sleep(quietMs);
        if (turn !== latest) return;
        const [first, ...more] = await findingsOf(root, file);
        if (!first || turn !== latest) return;
        const { line, column, code, message } = first;
        const rest = more.length === 0 ? '' : `\n\n${more.length} more in this report.`;
        const place = `${first.file}:${line}:${column}`;
        process.stderr.write(`${place} - error ${code}: ${message}\n`);
        const loc = { file: path.join(root, first.file), line, column };
        const err = {
          message: `${code}: ${message}${rest}`,
          stack: place,
          id: loc.file,
          loc,
          plugin: 'clipbook:types',
        };
        server.ws.send({ type: 'error', err });
      };
      for (const event of ['change', 'add'] as const) server.watcher.on(event, (file) => void check(file));
    },
  };
}

function findingsOf(root: string, file: string): Promise<Finding[]> {
  return new Promise((resolve) => {
    const args = [path.join(root, 'scripts/bin.mjs'), 'typecheck', '--notebooks-only', '--json', file];
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    child.on('error', () => resolve([]));
    child.on('close', () => {
      try {
        resolve((JSON.parse(text) as { findings?: Finding[] }).findings ?? []);
      } catch {
        resolve([]);
      }
    });
  });
}
