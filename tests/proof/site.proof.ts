import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/ledger.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Builds the site of a ledger and returns the hash of every file in it. */
function build(data = 'examples/ledger'): Record<string, string> {
  const out = temporaryFolder();
  execFileSync(process.execPath, ['scripts/bin.mjs', 'build', '--data', data], {
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

test('a site that takes pages from the last build is the same, byte for byte, as one built from nothing', () => {
  const data = path.join(temporaryFolder(), 'ledger');
  cpSync(path.join(root, 'examples/ledger'), data, { recursive: true });
  const first = build(data);
  expect(build(data)).toEqual(first);
  const day = path.join(data, 'derived/v1/account_daily/2026/03/2026-03-14.csv');
  writeFileSync(day, readFileSync(day, 'utf8').replace('163658342', '163658343'));
  const afterOneDay = build(data);
  for (const name of ['astro', 'pages.json'])
    rmSync(path.join(root, '.cache', name), { recursive: true, force: true });
  expect(build(data)).toEqual(afterOneDay);
  expect(afterOneDay).not.toEqual(first);
});
