import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { jsonOf, projectRoot, runCommand } from '../helpers/command.ts';
import { temporaryFolder } from '../helpers/ledger.ts';

test('build --json: pages, how many were rendered and taken over, and seconds', async () => {
  const out = path.join(temporaryFolder(), 'site');
  const done = await runCommand(['build', '--data', path.join(projectRoot, 'examples/ledger'), '--json'], {
    env: { CLIPBOOK_OUT: out, CLIPBOOK_AS_OF: '2026-11-22T06:15:00Z' },
  });
  expect(done.code, done.stderr).toBe(0);
  const summary = jsonOf(done);
  const pages = readdirSync(out, { recursive: true }).filter((name) => String(name).endsWith('.html'));
  expect(summary).toEqual({
    pages: pages.length,
    rendered: expect.any(Number),
    reused: expect.any(Number),
    seconds: expect.any(Number),
  });
  expect(Number(summary['rendered']) + Number(summary['reused'])).toBe(pages.length);
  expect(done.stderr).toContain(`${pages.length} pages in ${out}`);
  expect(existsSync(path.join(out, 'index.html'))).toBe(true);
}, 90_000);
