import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ClipbookError } from '../../errors.ts';

/** The version of Astro whose inside `compile.ts` and `renderer.ts` were written for. Tests hold the installed one against it. */
export const knownAstro = '7.3.4';

/** The version that is installed; null where it cannot be told. */
export function installedAstro(): string | null {
  try {
    const manifest = createRequire(import.meta.url).resolve('astro/package.json');
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
  } catch {
    return null;
  }
}

/** Throws `ClipbookError` (`astro_changed`): something is missing that a build takes from within Astro. */
export function refuseAstro(what: string, cause?: unknown): never {
  throw new ClipbookError(
    'astro_changed',
    `The site cannot be built with Astro ${installedAstro() ?? 'as it is installed'}: ${what}, as it had in ${knownAstro}.`,
    { cause, hint: `Install the versions that Clipbook names: npm ci, or npm install astro@${knownAstro}.` },
  );
}
