import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { writeLedger } from './ledger.ts';
import { type BuiltSite, buildSiteIn, builtParts, project, siteIn } from './site.ts';

const prefix = 'clipbook-shared-site-';

/**
 * The site of the ledger of `writeLedger`, with the reports of `reports/`, built once for all tests that look at it. It lies in the temporary folder under
 * the hash of all that it is made of, so that a later run with the same sources finds it there; those of other sources are
 * removed after a day.
 */
export async function sharedSite(): Promise<BuiltSite & { data: string }> {
  const folder = path.join(tmpdir(), `${prefix}${await hashOfSources()}`);
  if (!existsSync(folder)) await oneAtATime(`${folder}.lock`, () => build(folder));
  return { ...siteIn(path.join(folder, 'dist')), data: path.join(folder, 'data') };
}

async function build(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  await removeOld();
  const unfinished = `${folder}.${process.pid}`;
  const data = path.join(unfinished, 'data');
  await mkdir(data, { recursive: true });
  await writeLedger(data);
  await buildSiteIn(unfinished, data, { reports: path.join(import.meta.dirname, 'reports') });
  await rename(unfinished, folder);
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  for (const part of [...builtParts, 'tests/site', 'tests/helpers/ledger.ts'])
    for (const file of await filesOf(path.join(project, part)))
      hash.update(`${path.relative(project, file)}\n`).update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

async function filesOf(place: string): Promise<string[]> {
  if ((await stat(place)).isFile()) return [place];
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => (entry.isFile() ? [path.join(entry.parentPath, entry.name)] : [])).sort();
}

/** Holds a lock file meanwhile; one whose process has died is taken over. */
async function oneAtATime(lock: string, work: () => Promise<void>): Promise<void> {
  while (!(await take(lock))) await wait(200);
  try {
    await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (holder > 0 && !isAlive(holder)) await rm(lock, { force: true });
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function removeOld(): Promise<void> {
  const yesterday = Date.now() - 86_400_000;
  for (const name of await readdir(tmpdir())) {
    const place = path.join(tmpdir(), name);
    if (name.startsWith(prefix) && (await stat(place)).mtimeMs < yesterday)
      await rm(place, { recursive: true, force: true });
  }
}
