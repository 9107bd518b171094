import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';

export const project = path.resolve(import.meta.dirname, '../..');

/** The committed ledger of simulated accounts. */
export const exampleLedger = path.join(project, 'examples/ledger');

export interface BuiltSite {
  out: string;
  /** The file of a page or download, by its path on the site without the base: `accounts/someone/`. */
  file(page: string): string;
}

interface BuildOptions {
  base?: string;
  asOf?: string;
  /** A folder with more reports, a folder each. */
  reports?: string;
}

/**
 * Builds the site of a ledger in a folder of its own, so that several builds at once, and the project's own, leave each
 * other alone. Removed after the tests of the file.
 */
export async function buildSiteOf(data: string, options: BuildOptions = {}): Promise<BuiltSite> {
  const folder = await mkdtemp(path.join(tmpdir(), 'clipbook-pages-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return buildSiteIn(folder, data, options);
}

/** What a build reads of the project. */
export const builtParts = [
  'pages',
  'lib',
  'scripts',
  'package.json',
  'astro.config.mjs',
  'tsconfig.json',
] as const;

/** Builds the site of a ledger within a folder, where it stays. */
export async function buildSiteIn(
  folder: string,
  data: string,
  { base = '/', asOf = '2026-11-22T06:15:00Z', reports }: BuildOptions = {},
): Promise<BuiltSite> {
  for (const part of builtParts)
    await cp(path.join(project, part), path.join(folder, part), { recursive: true });
  if (reports !== undefined) await cp(reports, path.join(folder, 'pages/reports'), { recursive: true });
  await symlink(path.join(project, 'node_modules'), path.join(folder, 'node_modules'));
  const out = path.join(folder, 'dist');
  await promisify(execFile)(process.execPath, [path.join(folder, 'scripts/bin.mjs'), 'build'], {
    cwd: folder,
    maxBuffer: 64_000_000,
    env: {
      PATH: process.env['PATH'],
      ASTRO_TELEMETRY_DISABLED: '1',
      NO_COLOR: '1',
      CLIPBOOK_DATA: data,
      CLIPBOOK_OUT: out,
      CLIPBOOK_BASE: base,
      CLIPBOOK_AS_OF: asOf,
    },
  });
  return siteIn(out);
}

/** The files of a site that was built. */
export function siteIn(out: string): BuiltSite {
  return {
    out,
    file: (page) => path.join(out, page === '' || page.endsWith('/') ? `${page}index.html` : page),
  };
}
