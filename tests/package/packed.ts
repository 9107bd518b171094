import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

export const root = path.resolve(import.meta.dirname, '../..');

export interface Manifest {
  files: string[];
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  scripts: Record<string, string>;
}

export const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

const execute = promisify(execFile);

/** Runs a program to its end; a code other than 0 is an answer, not an error. */
export async function run(file: string, args: string[], cwd: string): Promise<Ran> {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };
  try {
    const { stdout, stderr } = await execute(file, args, { cwd, env, maxBuffer: 32 * 1024 * 1024 });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as Partial<Ran>;
    if (typeof code !== 'number') throw error;
    return { code, stdout: stdout ?? '', stderr: stderr ?? '' };
  }
}

/** The script behind a command of an installed package, to be run with this process's Node. */
export function toolOf(name: string, bin: string): string {
  return path.join(root, 'node_modules', name, bin);
}

/** What is built has had its types checked: here it is to be built only. */
function skipTypeCheck(configFile: string): void {
  const config = JSON.parse(readFileSync(configFile, 'utf8'));
  writeFileSync(
    configFile,
    JSON.stringify({ ...config, compilerOptions: { ...config.compilerOptions, noCheck: true } }),
  );
}

export interface Packed {
  tarball: string;
  /** The files in it, sorted. */
  files: string[];
  /** A folder with the unpacked package, and beside it nothing but the dependencies it declares. */
  consumer: string;
  remove(): void;
}

/**
 * Packs a copy of the project, so that its own `esm/` stays as it is, and unpacks it into an otherwise empty project.
 * Nothing is asked of a registry: the dependencies are links into the project's `node_modules`.
 */
export async function packAndUnpack(): Promise<Packed> {
  const folder = mkdtempSync(path.join(tmpdir(), 'clipbook-package-'));
  const copy = path.join(folder, 'project');
  const consumer = path.join(folder, 'consumer');
  mkdirSync(copy);
  for (const name of ['package.json', 'tsconfig.build.json', 'README.md', 'LICENSE', ...manifest.files])
    if (name !== 'esm' && !name.startsWith('!'))
      cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  skipTypeCheck(path.join(copy, 'tsconfig.build.json'));
  const packed = await run('npm', ['pack', '--json', '--offline', '--pack-destination', folder], copy);
  if (packed.code !== 0) throw new Error(`npm pack failed:\n${packed.stdout}\n${packed.stderr}`);
  // npm prints what prepack prints before the list.
  const [list] = JSON.parse(packed.stdout.slice(packed.stdout.indexOf('['))) as {
    filename: string;
    files: { path: string }[];
  }[];
  const tarball = path.join(folder, list?.filename ?? '');
  const modules = path.join(consumer, 'node_modules');
  for (const name of Object.keys(manifest.dependencies)) {
    mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
    symlinkSync(path.join(root, 'node_modules', name), path.join(modules, name));
  }
  mkdirSync(path.join(modules, 'clipbook'));
  const untarred = await run(
    'tar',
    ['-xzf', tarball, '--strip-components=1', '-C', path.join(modules, 'clipbook')],
    folder,
  );
  if (untarred.code !== 0) throw new Error(untarred.stderr);
  writeFileSync(path.join(consumer, 'package.json'), '{ "private": true, "type": "module" }\n');
  return {
    tarball,
    files: (list?.files ?? []).map((file) => file.path).sort(),
    consumer,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
