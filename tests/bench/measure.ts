import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Running parts of the bench as processes of their own, so that time and memory are theirs alone. */

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Measured {
  seconds: number;
  /** Time of all its threads on a processor, in the program and for it. */
  cpuSeconds: number;
  /** Peak resident memory of the process, in MB. */
  peakMb: number;
  stdout: string;
}

/** Runs Node with arguments and measures it. Throws with the tail of its output when it fails. */
export async function measure(args: readonly string[], env: Record<string, string> = {}): Promise<Measured> {
  const folder = temporaryFolder();
  const peakFile = path.join(folder, 'peak');
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', path.join(root, 'tests/bench/peak.mjs'), ...args], {
    cwd: root,
    env: { ...process.env, ...env, BENCH_PEAK_FILE: peakFile, CI: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0)
    throw new Error(`${args.join(' ')} ended with ${code}:\n${(stderr || stdout).slice(-2000)}`);
  const [peakKb, cpuMicros] = readFileSync(peakFile, 'utf8').split(' ').map(Number);
  return { seconds, cpuSeconds: (cpuMicros ?? 0) / 1e6, peakMb: (peakKb ?? 0) / 1024, stdout };
}

/** The command line of Clipbook. */
export const clipbook = path.join(root, 'scripts/bin.mjs');

/** Arguments that run a TypeScript file of the bench. */
export function script(name: string, ...args: string[]): string[] {
  return ['--import', 'tsx', path.join(root, 'tests/bench', name), ...args];
}

const folders: string[] = [];
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that goes when the process ends; `within` for files too large for where the system keeps such things. */
export function temporaryFolder(within = tmpdir()): string {
  mkdirSync(within, { recursive: true });
  const folder = mkdtempSync(path.join(within, 'clipbook-bench-'));
  folders.push(folder);
  return folder;
}
