import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isSkipped, launchChromium } from '../browser/chromium.ts';
import { builtParts, exampleLedger, project } from '../site/site.ts';

const report = (cell: string) => `---
title: Probe
---

\`\`\`ts cell name="first"
const days = 3
days
\`\`\`

\`\`\`ts cell name="second"
${cell}
\`\`\`
`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe.skipIf(isSkipped)('dev in Chromium (needs Debian’s chromium, or CHROMIUM)', () => {
  let browser: Browser;
  let server: ChildProcess;
  let folder = '';
  let origin = '';
  let printed = '';
  const write = (cell: string) => writeFile(path.join(folder, 'pages/reports/probe/index.mdx'), report(cell));

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'clipbook-dev-'));
    for (const part of builtParts)
      await cp(path.join(project, part), path.join(folder, part), { recursive: true });
    await symlink(path.join(project, 'node_modules'), path.join(folder, 'node_modules'));
    await mkdir(path.join(folder, 'pages/reports/probe'));
    await write('days + 1');
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    server = spawn(process.execPath, ['scripts/bin.mjs', 'dev', '--port', String(port)], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        ASTRO_TELEMETRY_DISABLED: '1',
        NO_COLOR: '1',
        CLIPBOOK_DATA: exampleLedger,
        CLIPBOOK_AS_OF: '2026-11-22T06:15:00Z',
      },
    });
    for (const stream of [server.stdout, server.stderr])
      stream?.setEncoding('utf8').on('data', (piece: string) => {
        printed += piece;
      });
    browser = await launchChromium();
    while (!(await fetch(`${origin}/404.html`).catch(() => null))) {
      if (server.exitCode !== null) throw new Error(printed);
      await wait(100);
    }
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    if (server?.exitCode === null && server.kill()) await once(server, 'exit');
    await rm(folder, { recursive: true, force: true });
  });

  test('a type error comes over the page, a cell that throws shows its error and code in its place, and both go when mended', async () => {
    const page = await browser.newPage();
    await page.goto(`${origin}/reports/probe/`, { waitUntil: 'networkidle' });
    const second = page.locator('#cell-second .cell-output');
    const overlay = page.locator('vite-error-overlay');
    await second.getByText('4', { exact: true }).waitFor();

    await write('const words: string = days\nwords.length + 1');
    await overlay.waitFor();
    const said = await overlay.evaluate(({ shadowRoot }) => shadowRoot?.textContent ?? '');
    expect(said).toContain("TS2322: Type 'number' is not assignable to type 'string'.");
    expect(said).toContain('pages/reports/probe/index.mdx:11:7');
    expect(printed).toContain('pages/reports/probe/index.mdx:11:7 - error TS2322:');

    await write('days + 2');
    await second.getByText('5', { exact: true }).waitFor();
    await overlay.waitFor({ state: 'detached' });

    await write('const list: number[] = []\nlist.with(days, 1)\n0');
    const fault = page.locator('#cell-second .cell-fault');
    await fault.waitFor();
    expect(await fault.locator('p').innerText()).toBe(
      'pages/reports/probe/index.mdx:12:1 - Invalid index : 3',
    );
    expect(await fault.locator('code').innerText()).toBe(
      ['   11 | const list: number[] = []', '   12 | list.with(days, 1)', '        ^', '   13 | 0'].join(
        '\n',
      ),
    );
    expect(await page.locator('#cell-first .cell-output').innerText(), 'the cell before').toContain('3');

    await write('days + 3');
    await second.getByText('6', { exact: true }).waitFor();
    expect(await fault.count()).toBe(0);
    expect(await overlay.count()).toBe(0);
  }, 60_000);
});
