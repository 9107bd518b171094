import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { InputError } from '../../errors.ts';
import { type Compiled, compile, readCompiled } from './compile.ts';

/** Where builds keep what they leave for the next: `.cache/site` of the project. Losing it costs time and nothing else. */
export interface Workspace {
  /** What is known of the last site in this folder. */
  own: string;
  /** Where the next site is put together. */
  next: string;
  /** The compilation of this code. */
  compiled: string;
  close(): Promise<void>;
}

/** Opens the workspace of a site. Folders of builds that were killed go. */
export async function openWorkspace(root: string, out: string, code: string): Promise<Workspace> {
  const cache = path.join(root, '.cache/site');
  const own = path.join(cache, `site-${createHash('sha256').update(out).digest('hex').slice(0, 16)}`);
  const next = path.join(own, `next-${process.pid}-${randomUUID().slice(0, 8)}`);
  await forgetGone(cache);
  const remove = (folder: string) => rm(folder, { recursive: true, force: true });
  for (const name of await readdir(own).catch((): string[] => []))
    if (/^next-\d+-/.test(name) && !isRunning(Number(name.split('-')[1]))) await remove(path.join(own, name));
  // Older programs kept the files of charts apart from the site.
  await remove(path.join(own, 'charts'));
  await mkdir(next, { recursive: true });
  await writeFile(path.join(own, outFile), out);
  return { own, next, compiled: path.join(cache, `code-${code}`), close: () => remove(next) };
}

/** The file that says of which folder a record speaks. */
const outFile = 'folder.txt';

/** Forgets sites whose folder is gone, but for those that are being built. */
async function forgetGone(cache: string): Promise<void> {
  for (const name of (await readdir(cache).catch((): string[] => [])).filter((each) => /^site-/.test(each))) {
    const folder = path.join(cache, name);
    const out = await readFile(path.join(folder, outFile), 'utf8').catch(() => null);
    if (out === null || existsSync(out)) continue;
    const building = (await readdir(folder).catch((): string[] => [])).some((each) =>
      each.startsWith('next-'),
    );
    if (!building) await rm(folder, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const compilationsKept = 4;

/** The compilation of the project's code: kept from an earlier build, or made now; `compiling` is called then. */
export async function ensureCompiled(
  root: string,
  folder: string,
  { verbose, compiling }: { verbose: boolean; compiling: () => void },
): Promise<Compiled> {
  let compiled = await readCompiled(folder);
  if (compiled === null) {
    compiling();
    await compile(root, folder, verbose ? 'info' : 'warn');
    // What Astro leaves would otherwise lie beside all that rendering needs: some hundred megabytes.
    collectGarbage();
    compiled = await readCompiled(folder);
    if (compiled === null) throw new Error('The compilation of the pages is gone.');
  }
  const used = new Date((await stat(folder)).ctimeMs + 1);
  await utimes(folder, used, used);
  await forgetOld(path.dirname(folder), folder);
  return compiled;
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** Keeps the compilations that were used last. */
async function forgetOld(cache: string, current: string): Promise<void> {
  const others = (await readdir(cache)).filter((name) => /^code-[0-9a-f]+$/.test(name));
  const aged = await Promise.all(
    others.map(async (name) => {
      const folder = path.join(cache, name);
      return { folder, usedMs: (await stat(folder).catch(() => null))?.mtimeMs ?? 0 };
    }),
  );
  aged.sort((a, b) => b.usedMs - a.usedMs);
  for (const { folder } of aged.slice(compilationsKept))
    if (folder !== current) await rm(folder, { recursive: true, force: true });
}

/** Throws `InputError` (`bad_out`) where the site's folder holds something else that matters: a build empties it of all but the site. */
export function assertOwnFolder(out: string, others: readonly string[]): void {
  for (const other of others) {
    const below = path.relative(out, other);
    if (below !== '' && (below.startsWith('..') || path.isAbsolute(below))) continue;
    throw new InputError(
      'bad_out',
      `The site cannot be written to ${out}: ${below === '' ? 'it' : below} is in use for something else.`,
      { hint: 'Give the site a folder of its own: CLIPBOOK_OUT=./dist.' },
    );
  }
}
