import { spawn } from 'node:child_process';
import { LedgerError } from '../errors.ts';

/** Running git, without a shell and never asking for anything. */

export interface GitAnswer {
  code: number;
  stdout: Buffer;
  stderr: string;
}

const settings = [
  ...['-c', 'core.quotePath=false'],
  // A day of rows is small and stays for years: a little more time for what every clone saves.
  ...['-c', 'core.looseCompression=9'],
];

/** Runs git in a folder; any exit code is an answer. Throws `LedgerError` `git_missing` where there is no git. */
export function askGit(folder: string, args: readonly string[]): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['-C', folder, ...settings, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'ENOENT'
          ? new LedgerError('git_missing', 'git is not installed, or its folder is not on the PATH.', {
              cause,
              hint: 'Install git; everything but sync and history works without it.',
            })
          : cause,
      ),
    );
    child.on('close', (code) =>
      resolve({ code: code ?? 1, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString('utf8') }),
    );
  });
}

/** The answer's text without its last line end. Throws `LedgerError` `git_failed` with git's own words where it failed. */
export async function git(folder: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await askGit(folder, args);
  if (code === 0) return stdout.toString('utf8').replace(/\n$/, '');
  throw gitFailed(args, stderr);
}

export function gitFailed(args: readonly string[], stderr: string): LedgerError {
  const said = withoutSecrets(stderr)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('hint:'));
  return new LedgerError('git_failed', `git ${commandOf(args)} failed: ${said.join(' ').slice(0, 400)}`, {
    hint: 'Put right what git says and run the command again; nothing of the ledger is lost.',
  });
}

/** The command among the arguments, without the settings before it. */
function commandOf(args: readonly string[]): string {
  const rest = [...args];
  while (rest[0] === '-c') rest.splice(0, 2);
  return rest[0] ?? '';
}

/** Addresses of remotes may carry a name and a token. */
function withoutSecrets(text: string): string {
  return text.replace(/([a-z][a-z+.-]*:\/\/)[^/\s@]*@/gi, '$1');
}
