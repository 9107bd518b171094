import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faults, faultsIn, printed, resolutions, writeConsumer } from '../package/consumer.ts';
import { root, run } from '../package/packed.ts';

/**
 * The package from the registry's side: a fresh copy of the repository's files, `npm ci`, `npm pack`, and a real install of
 * the tarball into an empty project. Needs the npm registry and some minutes.
 */

const folder = mkdtempSync(path.join(tmpdir(), 'clipbook-proof-'));
const clone = path.join(folder, 'clone');
const project = path.join(folder, 'project');
const { version, devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  version: string;
  devDependencies: Record<string, string>;
};

async function mustRun(file: string, args: string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await run(file, args, cwd);
  if (code !== 0)
    throw new Error(
      `${file} ${args.join(' ')} ended with ${code}:\n${stdout.slice(-4000)}\n${stderr.slice(-4000)}`,
    );
  return stdout;
}

beforeAll(async () => {
  const listed = await mustRun('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], root);
  for (const file of listed.split('\0'))
    if (file !== '' && existsSync(path.join(root, file)))
      cpSync(path.join(root, file), path.join(clone, file));
  await mustRun('npm', ['ci', '--no-audit', '--no-fund'], clone);
  await mustRun('npm', ['pack', '--pack-destination', folder], clone);
  mkdirSync(project);
  writeFileSync(path.join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  const tarball = path.join(folder, `clipbook-${version}.tgz`);
  const tools = [`typescript@${devDependencies['typescript']}`];
  await mustRun('npm', ['install', '--no-audit', '--no-fund', tarball, ...tools], project);
  writeConsumer(project);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a tarball made from a fresh clone, installed into an empty project', () => {
  test('holds one flechette, which is the release that installs', async () => {
    const tree = await mustRun('npm', ['ls', '@uwdata/flechette', '--all', '--parseable', '--long'], project);
    const versions = new Set([...tree.matchAll(/@uwdata\/flechette@([\d.]+)/g)].map((match) => match[1]));
    expect([...versions]).toEqual(['2.3.0']);
  });

  test.each(resolutions)('typechecks and runs with %s', async (resolution) => {
    const { stdout } = await run(
      'npx',
      ['tsc', '-p', `tsconfig.${resolution}.json`, '--pretty', 'false'],
      project,
    );
    expect(faultsIn(stdout), stdout).toEqual(faults);
    const said = await mustRun(process.execPath, [`out-${resolution}/use.js`], project);
    expect(JSON.parse(said)).toMatchObject(printed);
  });

  test('runs "npx clipbook", and keeps a watchlist', async () => {
    expect(await mustRun('npx', ['clipbook', '--help'], project)).toMatch(/^Usage: clipbook <command>/m);
    await mustRun('npx', ['clipbook', 'watch', 'add', '@nasa'], project);
    expect(readFileSync(path.join(project, 'data/watchlist.csv'), 'utf8')).toMatch(/^account,nasa,/m);
  });
});
