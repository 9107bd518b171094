import path from 'node:path';
import { build } from 'astro';
import { beginRebuild } from '../../lib/pipeline/rebuild.ts';

/** Builds the site of the folder it is run in, as the command does, and prints which pages were rendered. */
const rebuild = await beginRebuild(path.resolve('.cache/pages.json'));
await build({ root: process.cwd(), logLevel: 'warn' });
process.stdout.write(`\n${JSON.stringify(await rebuild.finish())}\n`);
