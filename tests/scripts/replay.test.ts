import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../lib/errors.ts';
import { faults } from '../../lib/simulate/faults/all.ts';
import { firstDayOfBlock, help, options, run } from '../../scripts/replay.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('clipbook replay', () => {
  test('prints one JSON object, serves until it is interrupted, and leaves with 0', async () => {
    const child = spawn(
      process.execPath,
      [
        '--import',
        'tsx',
        '--input-type=module',
        '--eval',
        "const { run } = await import('./scripts/replay.ts');" +
          "process.exitCode = await run(['--port', '0', '--accounts', '3', '--at', '2026-03-01T09:00:00Z', '--json']);",
      ],
      { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const lines: string[] = [];
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const reader = createInterface(child.stdout);
    reader.on('line', (line) => lines.push(line));
    await once(reader, 'line');
    const { url, handles } = JSON.parse(lines[0] ?? '') as { url: string; handles: string[] };
    expect(handles).toHaveLength(3);
    const response = await fetch(`${url}/@${handles[0]}`);
    expect(await response.text()).toContain(`"uniqueId":"${handles[0]}"`);
    expect(new Date(response.headers.get('date') ?? '').toISOString()).toBe('2026-03-01T09:00:00.000Z');
    child.kill('SIGTERM');
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    expect(lines).toHaveLength(1);
    expect(said).toContain(`CLIPBOOK_ORIGIN=${url} npm run -s clipbook -- collect --only @${handles[0]}`);
  });

  test('has bad days where it is told to, and says in the end how many', async () => {
    const child = spawn(
      process.execPath,
      [
        'scripts/bin.mjs',
        'replay',
        ...['--port', '0', '--accounts', '3', '--at', '2026-03-01T09:00:00Z', '--json'],
        ...['--faults', 'challenge', '--faults-robots'],
      ],
      { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const reader = createInterface(child.stdout);
    const [line] = (await once(reader, 'line')) as [string];
    const { url, handles } = JSON.parse(line) as { url: string; handles: string[] };
    for (const path of [`/@${handles[0]}`, '/robots.txt'])
      expect(await (await fetch(url + path)).text()).toContain('SlardarWAF');
    expect(await (await fetch(`${url}/`)).text()).toContain(handles[0]);
    child.kill('SIGTERM');
    await once(child, 'close');
    expect(said).toMatch(/Stopped after 3 requests\.\n {2}challenge +2\n/);
  });

  test('names every fault in its help', () => {
    const lines = help.split('\n').map((line) => line.trim().split(/ {2,}/));
    for (const { name, about } of faults) expect(lines).toContainEqual([name, about]);
  });

  test('describes every option in its help', () => {
    for (const name of Object.keys(options)) expect(help).toContain(`--${name} `);
  });

  test.each([
    [['--port', '70000'], 'port'],
    [['--accounts', '0'], 'accounts'],
    [['--days', 'ten'], 'days'],
    [['--seed', '-1'], 'seed'],
    [['--at', 'yesterday'], 'at'],
    [['--start', '2026-02-30'], 'start'],
    [['--robots', 'none'], 'robots'],
    [['--faults', 'sparkle'], 'challenge'],
    [['--faults', 'empty:7'], 'empty'],
    [['--sparkle'], 'sparkle'],
  ])('refuses %j in a sentence', async (args, name) => {
    await expect(run(args)).rejects.toThrow(InputError);
    await expect(run(args)).rejects.toThrow(name);
  });

  test('begins its world on the same day for every instant of a block', () => {
    // 20,040 days after 1970-01-01, which is 167 blocks of 120.
    expect(firstDayOfBlock(new Date('2024-11-13T00:00:00Z'), 120)).toBe('2024-11-13');
    expect(firstDayOfBlock(new Date('2025-03-12T23:59:59Z'), 120)).toBe('2024-11-13');
    expect(firstDayOfBlock(new Date('2025-03-13T00:00:00Z'), 120)).toBe('2025-03-13');
  });
});
