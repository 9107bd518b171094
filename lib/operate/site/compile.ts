import { createHash, randomUUID } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { AstroIntegration } from 'astro';
import type { Plugin } from 'vite';
import { refuseAstro } from './astro-inside.ts';
import { filesIn } from './place.ts';
import { type Sources, sourcesOf } from './sources.ts';

/**
 * Astro compiles the pages, and no more: their code as one bundle for Node, and the style sheets and scripts that readers load.
 * Both are kept for as long as no code changes, so that a build of new data starts at once and on all cores.
 */

/** What is kept of a compilation, beside its two folders. */
export interface Compiled {
  /** Name of the bundle's first file in `server/`. */
  entry: string;
  /** The style sheets of each page, as Astro lists them under its own key of the page. */
  styles: [page: string, styles: unknown[]][];
  sources: Sources;
  /** The files that readers load, whose names change with what is in them. */
  assets: string[];
  /** Hash of the bytes of every file of both folders. */
  bytes: string;
}

const compiledFile = 'compiled.json';
export const serverFolder = 'server';
export const clientFolder = 'client';

/** What was kept in `folder`; null where nothing was, or it is damaged. */
export async function readCompiled(folder: string): Promise<Compiled | null> {
  try {
    const compiled = JSON.parse(await readFile(path.join(folder, compiledFile), 'utf8')) as Compiled;
    return compiled.bytes === (await hashBytes(folder)) ? compiled : null;
  } catch {
    return null;
  }
}

async function hashBytes(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of (await filesIn(folder)).filter((name) => name !== compiledFile).sort())
    hash.update(`${file}\n`).update(await readFile(path.join(folder, file)));
  return hash.digest('hex');
}

/** Compiles the pages of the project in `root` into `folder`, which appears whole or not at all. */
export async function compile(root: string, folder: string, logLevel: 'info' | 'warn'): Promise<void> {
  const work = `${folder}-${randomUUID().slice(0, 8)}`;
  await rm(folder, { recursive: true, force: true });
  const client = path.join(work, clientFolder);
  await mkdir(client, { recursive: true });
  try {
    const { build } = await import('astro');
    const kept: Kept = { server: '', pages: new Map(), sources: { modules: {}, routes: {} } };
    await build({ root, outDir: client, logLevel, integrations: [keepBundle(root, work, kept)] });
    const bundle = await readdir(path.join(work, serverFolder)).catch((): string[] => []);
    const entry = bundle.find((file) => /^prerender-entry.*\.mjs$/.test(file));
    if (entry === undefined) refuseAstro('it left no bundle of the pages');
    if (kept.pages.size === 0) refuseAstro('it did not say which style sheets its pages have');
    const compiled: Compiled = {
      entry,
      styles: [...kept.pages].map(([page, { styles }]) => [page, styles]),
      sources: kept.sources,
      assets: await filesIn(client),
      bytes: await hashBytes(work),
    };
    await writeFile(path.join(work, compiledFile), JSON.stringify(compiled));
    // Another build may have made the same meanwhile.
    await rename(work, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

interface Kept {
  /** Where Astro puts the bundle. */
  server: string;
  pages: ReadonlyMap<string, { styles: unknown[] }>;
  sources: Sources;
}

/** Keeps the bundle, which Astro throws away after rendering, and leaves it nothing to render. */
function keepBundle(root: string, work: string, kept: Kept): AstroIntegration {
  const plugin: Plugin = {
    name: 'clipbook:sources',
    applyToEnvironment: ({ name }) => name === 'prerender',
    generateBundle() {
      kept.sources = sourcesOf(this, root);
    },
    writeBundle({ dir }) {
      kept.server = dir ?? '';
    },
  };
  return {
    name: 'clipbook:compile',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({ vite: { plugins: [plugin] } });
      },
      'astro:build:start': ({ setPrerenderer }) => {
        if (typeof setPrerenderer !== 'function') refuseAstro('another than itself cannot render its pages');
        setPrerenderer({
          name: 'clipbook',
          getStaticPaths: async () => {
            await cp(kept.server, path.join(work, serverFolder), { recursive: true });
            return [];
          },
          render: () => Promise.reject(new Error('Pages are rendered after they are compiled.')),
        });
      },
      'astro:build:setup': ({ pages }) => {
        kept.pages = pages as unknown as Kept['pages'];
      },
    },
  };
}
