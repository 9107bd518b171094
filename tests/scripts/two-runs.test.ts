import { existsSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { check } from '../../lib/pipeline/check.ts';
import { watchAdd } from '../../lib/pipeline/watch.ts';
import { withLock } from '../../lib/store/lock.ts';
import { readTable } from '../../lib/store/tables.ts';
import { jsonOf, runCommand, runHere, startCommand } from '../helpers/command.ts';
import { temporaryFolder, treeOf } from '../helpers/ledger.ts';
import { settingsFor } from '../helpers/settings.ts';

function series(handle: string, days: number): string {
  const file = path.join(temporaryFolder(), `${handle}.csv`);
  const rows = Array.from(
    { length: days },
    (_, i) => `2026-01-${String(i + 1).padStart(2, '0')},${handle},${1000 + i}`,
  );
  writeFileSync(file, ['date,username,followers', ...rows, ''].join('\n'));
  return file;
}

describe('two runs at once', () => {
  test.each([
    ['import', (file: string) => ['import', file]],
    ['check', () => ['check']],
    ['transform', () => ['transform']],
    ['watch', () => ['watch', 'add', '@nasa']],
    ['collect', () => ['collect']],
    ['clean', () => ['clean']],
  ])('%s is told who is writing, exits with 2, and changes nothing', async (_name, args) => {
    const data = temporaryFolder();
    await withLock(data, 'daily', async () => {
      const before = treeOf(data);
      const done = await runHere([...args(series('nasa', 3)), '--data', data, '--json']);
      expect(done.code, done.stderr).toBe(2);
      expect(jsonOf(done)).toMatchObject({ error: { code: 'ledger_busy' } });
      expect(done.stderr).toMatch(
        new RegExp(`"daily", process ${process.pid} on .+, since .+\\n→ Wait for it to end`),
      );
      expect(treeOf(data)).toEqual(before);
    });
  });

  test('reading goes on while another run writes', async () => {
    const data = temporaryFolder();
    await withLock(data, 'daily', async () => {
      for (const args of [['status'], ['watch', 'list'], ['publish']])
        expect((await runHere([...args, '--data', data])).code, args[0]).toBe(0);
    });
  });

  test('a collect that waits for the origin keeps an import out, and ends well', async () => {
    const data = temporaryFolder();
    await watchAdd(data, ['@nasa']);
    const waiting: ServerResponse[] = [];
    const server = createServer((_request, response) => waiting.push(response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const collecting = startCommand(['collect', '--data', data], {
      env: { CLIPBOOK_ORIGIN: origin, CLIPBOOK_ROBOTS: '/', CLIPBOOK_REQUESTS_PER_MINUTE: '60000' },
    });
    while (waiting.length === 0) await wait(5);
    const importing = await runCommand(['import', series('esa', 3), '--data', data]);
    expect(importing.code).toBe(2);
    expect(importing.stderr).toMatch(/"collect", process \d+/);
    waiting[0]?.writeHead(404).end();
    expect((await collecting.done).code).toBe(0);
    expect((await runCommand(['import', series('esa', 3), '--data', data])).code).toBe(0);
    expect(existsSync(path.join(data, '.lock'))).toBe(false);
  });

  test('of many at the same moment each is stored whole or told to wait', async () => {
    const data = temporaryFolder();
    const handles = Array.from({ length: 5 }, (_, i) => `account_${i}`);
    const files = handles.map((handle) => series(handle, 20));
    const runs = await Promise.all(files.map((file) => runCommand(['import', file, '--data', data])));
    const stored = handles.filter((_, i) => runs[i]?.code === 0);
    expect(runs.map((run) => run.code).filter((code) => code !== 0 && code !== 2)).toEqual([]);
    expect(stored.length).toBeGreaterThan(0);
    const rows = await readTable('account', { data });
    expect(rows).toHaveLength(20 * stored.length);
    expect([...new Set(rows.map((row) => row.handle))].sort()).toEqual(stored);
    expect((await check(settingsFor(data))).errors).toBe(0);
  });
});
