import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faults, faultsIn, printed, ranBook, resolutions, writeConsumer } from './consumer.ts';
import { manifest, type Packed, packAndUnpack, root, run, toolOf } from './packed.ts';

/** The package as developers get it: packed, unpacked into an empty project, used. No registry is asked. */

let packed: Packed;
beforeAll(async () => {
  packed = await packAndUnpack();
  writeConsumer(packed.consumer);
}, 120_000);
afterAll(() => packed?.remove());

describe('the tarball', () => {
  test('holds the library, the commands, the pages and nothing else', () => {
    const allowed =
      /^(?:(?:esm|lib|scripts|pages|public)\/|(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|astro\.config\.mjs|tsconfig\.json)$)/;
    expect(packed.files.filter((file) => !allowed.test(file))).toEqual([]);
    expect(packed.files.filter((file) => /\.test\.|\.map$|\.tsbuildinfo$|(?:^|\/)\./.test(file))).toEqual([]);
    for (const file of [
      'esm/index.js',
      'esm/index.d.ts',
      'esm/notebook/index.js',
      'esm/notebook/index.d.ts',
      'esm/notebook/runtime.js',
      'esm/notebook/expect.js',
      'scripts/bin.mjs',
      'scripts/clipbook.ts',
      'lib/index.ts',
    ])
      expect(packed.files).toContain(file);
  });

  test('imports only packages that it depends on', () => {
    // TypeScript is asked for by the type check of notebooks alone, and what is optional where it is used: both say so where they
    // are missing.
    const known = new Set([
      ...Object.keys(manifest.dependencies),
      ...Object.keys(manifest.optionalDependencies),
      'typescript',
    ]);
    const unknown = packed.files
      .filter((file) => /\.(?:ts|mjs|js|astro|mdx)$/.test(file) && !file.endsWith('.d.ts'))
      .flatMap((file) => {
        const text = readFileSync(path.join(packed.consumer, 'node_modules/clipbook', file), 'utf8');
        return [
          ...text.matchAll(/^\s*(?:import|export)\b[^'"`;]*?\bfrom\s+'([^']+)'/gm),
          ...text.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g),
          ...text.matchAll(/^\s*import\s+'([^']+)'/gm),
        ]
          .map((match) => match[1] as string)
          .filter((name) => !/^(?:[./#]|node:|astro:)/.test(name))
          .map((name) =>
            name
              .split('/')
              .slice(0, name.startsWith('@') ? 2 : 1)
              .join('/'),
          )
          .filter((name) => !known.has(name))
          .map((name) => `${file} → ${name}`);
      });
    expect(unknown).toEqual([]);
  });

  test('holds flechette to the release that installs', () => {
    // arquero takes any 2.x; 2.7.0 asks for a package that is not published. A dependency of our own, at the last
    // release without it, is what npm and pnpm then give to arquero as well.
    expect(manifest.dependencies['@uwdata/flechette']).toBe('2.3.0');
  });

  test.each([
    ['publint', toolOf('publint', 'src/cli.js'), ['run', '--strict']],
    ['attw', toolOf('@arethetypeswrong/cli', 'dist/index.js'), ['--profile', 'esm-only']],
  ])(
    '%s finds nothing wrong',
    async (_, tool, options) => {
      const { code, stdout, stderr } = await run(process.execPath, [tool, ...options, packed.tarball], root);
      expect({ code, output: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, output: '' });
    },
    60_000,
  );
});

describe.concurrent('an empty project', () => {
  test.each(resolutions)(
    'typechecks with %s, and a wrong column name is an error',
    async (resolution) => {
      const tsc = toolOf('typescript', 'bin/tsc');
      const { stdout } = await run(
        process.execPath,
        [tsc, '-p', `tsconfig.${resolution}.json`, '--pretty', 'false'],
        packed.consumer,
      );
      expect(faultsIn(stdout), stdout).toEqual(faults);
      const {
        code,
        stdout: said,
        stderr,
      } = await run(process.execPath, [`out-${resolution}/use.js`], packed.consumer);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(JSON.parse(said)).toMatchObject(printed);
    },
    60_000,
  );

  test('runs a notebook of its own', async () => {
    const { code, stdout, stderr } = await run(process.execPath, ['book.ts'], packed.consumer);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(ranBook);
  });

  test('runs the command', async () => {
    const { code, stdout } = await run(
      process.execPath,
      ['node_modules/clipbook/scripts/bin.mjs', '--help'],
      packed.consumer,
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: clipbook <command>/m);
  });

  test('says what to do where Node is too old', async () => {
    const pretend =
      "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });" +
      "await import(process.cwd() + '/node_modules/clipbook/scripts/bin.mjs');";
    const { code, stdout, stderr } = await run(
      process.execPath,
      ['--input-type=module', '--eval', pretend],
      packed.consumer,
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'Clipbook needs Node 22.19 or newer; this is 20.20.2.\n' +
        'Install a newer Node, or add one to the project with "npm install --save-dev node@24" and run the command through npm or npx.\n',
    );
  });
});
