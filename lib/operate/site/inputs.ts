import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { filesIn } from './place.ts';

/** What a site is made of, as hashes that tell whether it is still the same. */

const codeFolders = ['pages', 'public'];
const codeFiles = ['astro.config.mjs', 'package.json', 'tsconfig.json'];

/** Hashes of code, each of which includes those below it. */
export interface CodeHashes {
  /** Of the project's code, and of where the site will be (`base`, `site`). */
  all: string;
  /** Of the library. */
  library: string;
  /** Of the installed packages and of Node. */
  packages: string;
}

export async function hashCode(
  root: string,
  place: { base: string; site: string | null },
): Promise<CodeHashes> {
  const packages = createHash('sha256').update(process.versions.node);
  addFile(packages, installedPackages(root), 'packages');
  const ofPackages = packages.digest('hex').slice(0, 20);
  const library = createHash('sha256').update(ofPackages);
  for (const file of await listCode(root, 'lib')) addFile(library, path.join(root, file), file);
  const ofLibrary = library.digest('hex').slice(0, 20);
  const all = createHash('sha256').update(JSON.stringify([ofLibrary, place.base, place.site]));
  const files = await Promise.all(codeFolders.map((folder) => listCode(root, folder)));
  for (const file of [...codeFiles, ...files.flat()]) addFile(all, path.join(root, file), file);
  return { all: all.digest('hex').slice(0, 20), library: ofLibrary, packages: ofPackages };
}

async function listCode(root: string, folder: string): Promise<string[]> {
  return (await filesIn(path.join(root, folder))).map((file) => `${folder}/${file}`).sort();
}

function addFile(hash: ReturnType<typeof createHash>, file: string | null, name: string): void {
  if (file === null || !existsSync(file)) return;
  const content = readFileSync(file);
  hash.update(`\n${name} ${content.length}\n`).update(content);
}

/** npm's list of what it installed: in the project, or in the project that installed this one. */
function installedPackages(root: string): string | null {
  for (let folder = path.resolve(root); ; folder = path.dirname(folder)) {
    const list = path.join(folder, 'node_modules/.package-lock.json');
    if (existsSync(list)) return list;
    if (folder === path.dirname(folder)) return null;
  }
}

/** The step of a file system's clock: many keep whole seconds, or two; the others are finer than this. */
const [coarseStepMs, fineStepMs] = [2000, 50];

/**
 * Hash of what the file system says of files: size, times and number of each. Null where one changed within the clock's
 * step before `nowMs`: a change after this reading might then leave it alike.
 */
export function hashStamps(root: string, files: readonly string[], nowMs: number): string | null {
  const hash = createHash('sha256').update(path.resolve(root));
  for (const file of files) {
    const found = statSync(path.join(root, file), { throwIfNoEntry: false });
    if (!found) continue;
    const changedMs = Math.max(found.mtimeMs, found.ctimeMs);
    if (changedMs > nowMs - (changedMs % 1000 === 0 ? coarseStepMs : fineStepMs)) return null;
    hash.update(`\n${file} ${found.size} ${found.mtimeMs} ${found.ctimeMs} ${found.ino}`);
  }
  return hash.digest('hex').slice(0, 20);
}
