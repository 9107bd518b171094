import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
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
    const root = siteRoot;
    const files =
      positionals.length > 0 ? positionals.map((file) => inProject(root, file)) : await findReports(root);
    const checks: [about: string, found: Promise<string[]>][] = [];
    if (!flag('notebooks-only')) {
      // Two compilers side by side: more would only wait for each other's memory.
      progress('Checking modules and notebooks');
      checks.push(['modules', runTool(root, 'typescript', 'bin/tsc', ['-p', '.', '--pretty', 'false'])]);
    } else progress('Checking notebooks');
    const findings = await checkNotebooks(files, { root });
    checks.push(['notebooks', Promise.resolve(findings.map(formatFinding))]);
    await checks[0]?.[1];
    if (!flag('notebooks-only')) {
      progress('Checking pages');
      checks.push([
        'pages',
        runTool(root, 'astro', 'bin/astro.mjs', ['check', '--minimumFailingSeverity', 'error']),
      ]);
    }
    const faults: Record<string, number> = {};
    const text: string[] = [];
    for (const [about, found] of checks) {
      const lines = await found;
      faults[about] = about === 'notebooks' ? findings.length : lines.length > 0 ? 1 : 0;
      text.push(...lines);
    }
    const failed = Object.entries(faults).filter(([, count]) => count > 0);
    return {
      exitCode: failed.length > 0 ? 1 : 0,
      json: { notebooks: files.length, faults, findings },
      text: [
        ...text,
        failed.length > 0
          ? `Type errors in ${failed.map(([about]) => about).join(', ')}.`
          : `No type errors; ${files.length === 1 ? '1 notebook' : `${files.length} notebooks`} checked.`,
      ],
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
      env: { ...process.env, NO_COLOR: '1', ASTRO_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      resolve(
        code === 0
          ? []
          : output.trim() === ''
            ? [`${name} ended with code ${code}.`]
            : output.trim().split('\n'),
      );
    });
  });
}
