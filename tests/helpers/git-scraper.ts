import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from './ledger.ts';

/** A git repository that is written as git scrapers write theirs. */
export interface GitScraper {
  folder: string;
  git(...args: string[]): string;
  /** Writes the file and commits it as of that instant. */
  commit(file: string, content: string | Uint8Array, at: string): void;
}

export function gitScraper(): GitScraper {
  const folder = temporaryFolder('clipbook-scraper-');
  const run = (args: readonly string[], at?: string) =>
    execFileSync('git', ['-C', folder, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(at === undefined ? {} : { env: { PATH: process.env['PATH'], GIT_AUTHOR_DATE: at } }),
    });
  run(['init', '--quiet', '--initial-branch=main']);
  run(['config', 'user.name', 'scraper']);
  run(['config', 'user.email', 'scraper@example.org']);
  run(['config', 'commit.gpgsign', 'false']);
  return {
    folder,
    git: (...args) => run(args),
    commit(file, content, at) {
      const full = path.join(folder, file);
      mkdirSync(path.dirname(full), { recursive: true });
      writeFileSync(full, content);
      run(['add', '--all']);
      run(['commit', '--quiet', '--allow-empty', '--message', `as of ${at}`], at);
    },
  };
}
