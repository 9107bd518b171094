import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

let hashed: string | undefined;

/**
 * A hash of the program: its code, the packages that npm installed for it, and what it runs on, which brings the rules of time zones. Another
 * one may compute another way, whatever its version says.
 */
export function hashProgram(): string {
  hashed ??= hash('sha256', JSON.stringify([process.versions, hashCode(), hashPackages()]), 'base64url');
  return hashed;
}

const code = fileURLToPath(new URL('..', import.meta.url));

function hashCode(): string[][] {
  return readdirSync(code, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[jt]s$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => [path.relative(code, file), hash('sha256', readFileSync(file), 'base64url')]);
}

/** Of npm's list of what it installed: in the project, or in the project that installed this one. */
function hashPackages(): string | null {
  for (let folder = code; ; folder = path.dirname(folder)) {
    const list = path.join(folder, 'node_modules/.package-lock.json');
    if (existsSync(list)) return hash('sha256', readFileSync(list), 'base64url');
    if (folder === path.dirname(folder)) return null;
  }
}
