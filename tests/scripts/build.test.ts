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
  const html = readdirSync(out, { recursive: true }).filter((name) => String(name).endsWith('.html'));
  // Embedded charts are parts of pages.
  const pages = html.filter((name) => !String(name).startsWith('embed'));
  expect(summary).toMatchObject({
    pages: pages.length,
    rendered: pages.length,
    reused: 0,
    seconds: expect.any(Number),
    reasons: [{ reason: 'nothing is known of an earlier build', pages: pages.length }],
  });
  expect(done.stderr).toContain(`${pages.length} pages in ${out}`);
  expect(existsSync(path.join(out, 'index.html'))).toBe(true);
}, 90_000);
