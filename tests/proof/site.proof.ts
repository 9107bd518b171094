import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/ledger.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Builds the site of the example ledger and returns the hash of every file in it. */
function build(): Record<string, string> {
  const out = temporaryFolder();
  execFileSync(process.execPath, ['scripts/bin.mjs', 'build', '--data', 'examples/ledger'], {
    cwd: root,
    env: { ...process.env, CLIPBOOK_OUT: out, CLIPBOOK_AS_OF: '2026-03-15T06:00:00Z' },
    stdio: 'ignore',
  });
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(out, file), createHash('sha256').update(readFileSync(file)).digest('hex')];
    }),
  );
}

test('two builds of the same data with the same CLIPBOOK_AS_OF are the same bytes', () => {
  const first = build();
  expect(Object.keys(first)).toContain('index.html');
  expect(build()).toEqual(first);
});
