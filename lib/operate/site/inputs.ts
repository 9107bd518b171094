import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { filesIn } from './place.ts';

/** What a site is made of, as hashes that tell whether it is still the same. */

const codeFolders = ['pages', 'lib', 'public'];
const codeFiles = ['astro.config.mjs', 'package.json', 'tsconfig.json'];

/** Hash of the project's code, of its installed packages, of Node, and of where the site will be (`base`, `site`). */
export async function hashCode(root: string, place: { base: string; site: string | null }): Promise<string> {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([process.versions.node, place.base, place.site]));
  const files = await Promise.all(
    codeFolders.map(async (folder) =>
      (await filesIn(path.join(root, folder))).map((file) => `${folder}/${file}`),
    ),
  );
  for (const file of [...codeFiles, ...files.flat().sort()]) addFile(hash, path.join(root, file), file);
  addFile(hash, installedPackages(root), 'packages');
  return hash.digest('hex').slice(0, 20);
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
