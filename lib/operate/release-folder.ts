import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { InputError, LedgerError } from '../errors.ts';
import { syncFolder } from './sync-folder.ts';

/** The folder of releases: one folder a version, each with the hashes of its files; never changed once it is there. */

export const checksumsFile = 'checksums.sha256';

/** A month, or a later revision of it: `2026-11`, `2026-11.2`. */
const versionPattern = /^(\d{4}-(?:0[1-9]|1[0-2]))(?:\.([2-9]|[1-9]\d+))?$/;

/** The month of a version. Throws `InputError` `bad_version`. */
export function monthOfVersion(version: string): string {
  const month = versionPattern.exec(version)?.[1];
  if (month !== undefined) return month;
  throw new InputError('bad_version', `"${version}" is not a month.`, {
    hint: 'Name the release as 2026-11, or 2026-11.2 for a later edition of it.',
  });
}

/** The releases in a folder, oldest first. */
export async function listReleases(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  return names.filter((name) => versionPattern.test(name)).sort(compareVersions);
}

export function compareVersions(a: string, b: string): number {
  const [monthA = '', editionA = '1'] = a.split('.');
  const [monthB = '', editionB = '1'] = b.split('.');
  return monthA < monthB ? -1 : monthA > monthB ? 1 : Number(editionA) - Number(editionB);
}

/** An empty folder in which a release is made; what a killed run left there goes. */
export async function draftFolder(folder: string, version: string): Promise<string> {
  const draft = path.join(folder, `.${version}.part`);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  return draft;
}

/** Takes away what is left of a draft: nothing where it became a release. */
export async function discardDraft(folder: string, version: string): Promise<void> {
  await rm(path.join(folder, `.${version}.part`), { recursive: true, force: true });
}

/** Writes the hashes of all files of a folder into it, as `sha256sum -c` reads them. */
export async function writeChecksums(folder: string): Promise<void> {
  const lines = [...(await hashesOf(folder))].map(([file, hash]) => `${hash}  ${file}\n`);
  await writeFile(path.join(folder, checksumsFile), lines.join(''), { flush: true });
}

/**
 * Gives a finished draft its place. False where the same release is there already. Throws `InputError` `release_taken` where another is, `LedgerError`
 * `release_damaged` where it is no longer what it was made as; both leave what is there.
 */
export async function keepRelease(folder: string, version: string, draft: string): Promise<boolean> {
  const target = path.join(folder, version);
  const known = await readChecksums(target);
  if (known === null) {
    if ((await readdir(target).catch(() => null)) !== null)
      throw new InputError('release_taken', `${target} is there and is no release.`, {
        hint: 'Move it away, or release into another folder with --to.',
      });
    await rename(draft, target);
    await syncFolder(folder);
    return true;
  }
  const made = await readChecksums(draft);
  const found = await hashesOf(target);
  const broken = [...known].filter(([file, hash]) => found.get(file) !== hash).map(([file]) => file);
  if (broken.length > 0)
    throw new LedgerError(
      'release_damaged',
      `Release ${version} is not what it was made as: ${broken.slice(0, 3).join(', ')}${broken.length > 3 ? ` and ${broken.length - 3} more` : ''}.`,
      { hint: 'Fetch it again from where you published it, or move it away and make it anew.' },
    );
  const other = [...new Set([...known.keys(), ...(made?.keys() ?? [])])].filter(
    (file) => known.get(file) !== made?.get(file),
  );
  if (other.length === 0) return false;
  const next = `${monthOfVersion(version)}.${Number(version.split('.')[1] ?? 1) + 1}`;
  throw new InputError(
    'release_taken',
    `Release ${version} is there and says something else: ${other.length} file${other.length === 1 ? '' : 's'} would differ, such as ${other[0]}.`,
    {
      hint: `What was released is not rewritten. Release it as ${next}, whose changelog tells the difference.`,
    },
  );
}

/** The hashes that a release was made with, by file; null where there are none. */
export async function readChecksums(release: string): Promise<Map<string, string> | null> {
  const text = await readFile(path.join(release, checksumsFile), 'utf8').catch(() => null);
  if (text === null) return null;
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
}

async function hashesOf(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((file) => file !== checksumsFile)
    .sort();
  const hashes = new Map<string, string>();
  for (const file of files) hashes.set(file, await hashOfFile(path.join(folder, file)));
  return hashes;
}

export async function hashOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
