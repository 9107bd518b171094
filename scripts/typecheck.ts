import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { InputError } from '#lib/errors';
import { checkNotebooks, formatFinding } from '#lib/notebook/check';
import { defineCommand } from './_front.ts';
import { siteRoot } from './_site.ts';

export const { help, run } = defineCommand({
  name: 'typecheck',
  positionals: '[report…]',
  about: 'Check the TypeScript of the project, of its notebooks and of its pages.',
  options: {
    'notebooks-only': { about: 'leave out the project’s modules and pages, which takes less time' },
  },
  examples: [
    'clipbook typecheck',
    'clipbook typecheck --notebooks-only pages/reports/weekly-growth/index.mdx',
  ],
  async run({ positionals, flag, progress }) {
    const files =
      positionals.length > 0
        ? positionals.map((file) => inProject(siteRoot, file))
        : await findReports(siteRoot);
    const all = !flag('notebooks-only');
    progress(all ? 'Checking modules and notebooks' : 'Checking notebooks');
    const [modules, findings] = await Promise.all([
      all ? runTool(siteRoot, 'typescript', 'bin/tsc', ['-p', '.', '--pretty', 'false']) : [],
      checkNotebooks(files, { root: siteRoot }),
    ]);
    // Not at the same time as the other two: three compilers would only wait for memory.
    if (all) progress('Checking pages');
    const pages = all
      ? await runTool(siteRoot, 'astro', 'bin/astro.mjs', [
          'check',
          '--tsconfig',
          'pages/tsconfig.json',
          '--minimumSeverity',
          'error',
        ])
      : [];
    const lines = [...modules, ...findings.map(formatFinding), ...pages];
    return {
      exitCode: lines.length > 0 ? 1 : 0,
      json: {
        notebooks: files.length,
        errors: { modules: countErrors(modules), notebooks: findings.length, pages: countErrors(pages) },
        findings,
      },
      text:
        lines.length > 0
          ? lines
          : [`No type errors; ${files.length === 1 ? '1 notebook' : `${files.length} notebooks`} checked.`],
    };
  },
});

/** Every report of the project, as a path from its folder, sorted. */
async function findReports(root: string): Promise<string[]> {
  const files: string[] = [];
  for await (const file of glob('pages/reports/*/index.mdx', { cwd: root }))
    files.push(file.replaceAll(path.sep, '/'));
  return files.sort();
}

function inProject(root: string, given: string): string {
  const file = path.relative(root, path.resolve(given)).replaceAll(path.sep, '/');
  if (!/(?:^|\/)reports\/[^/]+\/index\.mdx$/.test(file) || !existsSync(path.join(root, file)))
    throw new InputError('no_notebook', `There is no report "${given}".`, {
      hint: 'A report is a file pages/reports/<name>/index.mdx.',
    });
  return file;
}

/** What a tool of the project printed, line by line, where it found faults; nothing where it found none. */
function runTool(root: string, name: string, bin: string, args: string[]): Promise<string[]> {
  const require = createRequire(path.join(root, 'package.json'));
  let folder: string;
  try {
    folder = path.dirname(require.resolve(`${name}/package.json`));
  } catch (cause) {
    throw new InputError('no_tool', `Type checks need the package "${name}", which is not installed here.`, {
      cause,
      hint: 'Run "npm install".',
    });
  }
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(folder, bin), ...args], {
      cwd: root,
      env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    child.on('error', reject);
    child.on('close', (code) => {
      const lines = stripVTControlCharacters(output).trim().split('\n');
      resolve(code === 0 ? [] : [...lines, `${name} ended with code ${code}.`]);
    });
  });
}

function countErrors(lines: readonly string[]): number {
  return lines.filter((line) => /\berror (?:TS\d+|ts\(\d+\))/.test(line)).length;
}
