import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { vi } from 'vitest';
import { main } from '../../scripts/clipbook.ts';

/** Running commands as people run them: in a process of their own. */

export const projectRoot = path.resolve(import.meta.dirname, '../..');
const bin = path.join(projectRoot, 'scripts/bin.mjs');

export interface Finished {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** What programs read. */
  stdout: string;
  /** What people read. */
  stderr: string;
}

export interface CommandOptions {
  env?: Record<string, string>;
  /** Folder the command runs in; the project by default. */
  cwd?: string;
  /** How large its files may be, in blocks of 512 bytes; without end by default. */
  fileBlocks?: number;
}

/** Starts a command; `done` resolves when it has ended, however it ended. */
export function startCommand(
  args: readonly string[],
  { env = {}, cwd = projectRoot, fileBlocks }: CommandOptions = {},
): { child: ChildProcess; done: Promise<Finished> } {
  // Settings of the machine that runs the tests must not reach the command.
  const own = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('CLIPBOOK_')),
  );
  const command = [process.execPath, bin, ...args];
  const limited = ['/bin/sh', '-c', `ulimit -f ${fileBlocks}; exec "$@"`, 'sh', ...command];
  const [program = '', ...rest] = fileBlocks === undefined ? command : limited;
  const child = spawn(program, rest, {
    cwd,
    env: { ...own, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const done = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, done };
}

/** Runs a command to its end. */
export function runCommand(args: readonly string[], options?: CommandOptions): Promise<Finished> {
  return startCommand(args, options).done;
}

/**
 * Runs a command line in this process: what it prints is the same, and it takes no second to start. The settings of `env`
 * hold meanwhile.
 */
export async function runHere(
  args: readonly string[],
  { env = {} }: Pick<CommandOptions, 'env'> = {},
): Promise<Finished> {
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, env);
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    }),
  );
  try {
    const code = await main([...args]);
    return { code, signal: null, ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  }
}

/** The one JSON object that a command printed. Throws where it printed anything else. */
export function jsonOf({ stdout }: Finished): Record<string, unknown> {
  const value: unknown = JSON.parse(stdout);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('not one JSON object');
  if (stdout.trimEnd().includes('\n')) throw new Error('more than one line');
  return value as Record<string, unknown>;
}
