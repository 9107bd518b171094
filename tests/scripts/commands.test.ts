import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { outcomes } from '../../lib/schema/outcome.ts';
import { commands } from '../../scripts/clipbook.ts';
import { jsonOf, runCommand, runHere } from '../helpers/command.ts';
import { temporaryFolder } from '../helpers/ledger.ts';

const series = 'date,username,followers,likes\n2026-01-01,nasa,1000,5000\n2026-01-02,nasa,1001,5002\n';

function file(text: string, name = 'series.csv'): string {
  const at = path.join(temporaryFolder(), name);
  writeFileSync(at, text);
  return at;
}

/** A folder with a watchlist of two accounts. */
async function watching(): Promise<string> {
  const data = path.join(temporaryFolder(), 'data');
  const done = await runHere(['watch', 'add', '@nasa', 'https://www.tiktok.com/@esa', '--data', data]);
  expect(done.code, done.stderr).toBe(0);
  return data;
}

async function serve(listener: RequestListener): Promise<Record<string, string>> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    CLIPBOOK_ORIGIN: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    CLIPBOOK_REQUESTS_PER_MINUTE: '60000',
    CLIPBOOK_RETRIES: '0',
  };
}

describe('help', () => {
  test('without a command, people get the list of commands and programs a usage error', async () => {
    const [asked, bare] = await Promise.all([runCommand(['--help']), runCommand([])]);
    expect(asked.code).toBe(0);
    expect(bare.code).toBe(2);
    for (const name of Object.keys(commands)) expect(asked.stdout).toContain(`  ${name} `);
    expect(asked.stderr).toBe('');
  });

  test.each(Object.keys(commands))('%s tells its usage and its options', async (name) => {
    const command = await commands[name]?.load();
    expect(command?.help).toMatch(new RegExp(`^Usage: clipbook ${name} .*\\[options\\]$`, 'm'));
    expect(command?.help).toMatch(/^ {2}--json /m);
    expect(command?.help.endsWith('\n')).toBe(true);
  });

  test('--help wins over everything else on the line and exits with 0', async () => {
    const done = await runCommand(['import', 'no-such-file.csv', '--sparkle', '--help']);
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(done.stdout).toContain('Usage: clipbook import');
  });
});

describe('bad usage exits with 2, says what is wrong, and writes nothing', () => {
  test.each([
    [['colect'], 'There is no command "colect"', /The commands are: .*collect/],
    [['constructor'], 'There is no command "constructor"', /The commands are/],
    [['check', '--sparkle'], '--sparkle', /"clipbook check --help"/],
    [['check', 'something'], 'something', /--help/],
    [['import'], 'which files', /--help/],
    [['import', 'x.csv', '--as'], '--as', /--help/],
    [['import', 'x.csv', '--as', 'novel'], 'no kind "novel"', /account-series/],
    [['import', 'x.csv', '--year', '1999'], '1999', /--year 2026/],
    [['import', 'x.csv', '--at', '2026-02-30'], '2026-02-30', /--at 2026-03-30/],
    [['import', 'x.csv', '--account', '../../etc'], '../../etc', /handle/],
    [['collect', '--shard', '4/3'], '4/3', /1/],
    [['collect', '--only', '@someone'], '@someone', /watch add @someone/],
    [['watch', 'add', '../../etc'], '../../etc', /@nasa/],
    [['watch', 'sing'], 'watch add', /watch/],
    [['transform', '--table', 'poems'], 'poems', /account_daily/],
    [['clean', '--since', 'yesterday'], 'yesterday', /YYYY-MM-DD/],
  ] as const)('%j', async (args, what, hint) => {
    const data = path.join(temporaryFolder(), 'data');
    const done = await runHere([...args, '--data', data, '--json']);
    expect(done.code, done.stderr).toBe(2);
    expect(done.stderr).toContain(what);
    expect(done.stderr).toMatch(hint);
    expect(done.stderr).not.toMatch(/\n\s+at /);
    expect(jsonOf(done)).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } });
    expect(() => readFileSync(data)).toThrow('ENOENT');
  });

  test('a setting that cannot be is named with its place', async () => {
    const done = await runHere(['status'], { env: { CLIPBOOK_RETRIES: 'many' } });
    expect(done.code).toBe(2);
    expect(done.stderr).toContain('CLIPBOOK_RETRIES');
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'clipbook.config.json'), '{"retires": 3}');
    const typo = await runCommand(['status'], { cwd: folder });
    expect(typo.code).toBe(2);
    expect(typo.stderr).toMatch(/clipbook\.config\.json has the unknown setting "retires"/);
  });
});

describe('--json prints exactly one object', () => {
  test('import: counts that add up, by file and rule; exit 0 where all is well and 3 where rows were refused', async () => {
    const data = path.join(temporaryFolder(), 'data');
    const csv = file(series);
    const done = await runHere(['import', csv, '--data', data, '--json']);
    expect(done.code, done.stderr).toBe(0);
    expect(jsonOf(done)).toMatchObject({
      read: 2,
      stored: 2,
      duplicates: 0,
      rejected: 0,
      files: [
        {
          file: 'series.csv',
          kind: 'account-series',
          read: 2,
          stored: 2,
          duplicates: 0,
          rejected: 0,
          rules: {},
        },
      ],
    });
    const partly = await runCommand([
      'import',
      csv,
      file(
        'date,username,followers\n2026-01-03,nasa,1002\n2026-01-32,nasa,1003\n2026-01-04,a/b,1\n',
        'more.csv',
      ),
      '--data',
      data,
      '--json',
    ]);
    expect(partly.code).toBe(3);
    expect(jsonOf(partly)).toMatchObject({
      read: 5,
      stored: 1,
      duplicates: 2,
      rejected: 2,
      files: [{ duplicates: 2 }, { file: 'more.csv', rules: { impossible_date: 1, bad_handle: 1 } }],
    });
    expect(partly.stderr).toContain('refused by impossible_date: 1');
  });

  test('collect: an outcome for every kind, and exit 4 where the origin blocks us', async () => {
    const data = await watching();
    const env = await serve((request, response) => {
      response.end(request.url === '/robots.txt' ? 'User-agent: *\nAllow: /\n' : '');
    });
    const done = await runCommand(['collect', '--data', data, '--json'], { env });
    expect(done.code, done.stderr).toBe(4);
    const summary = jsonOf(done);
    // Two accounts, and the list of newest posts of each.
    expect(summary).toMatchObject({ asked: 4, stored: { account: 0, post: 0 }, rejected: 0, requests: 2 });
    expect(Object.keys(summary['outcomes'] as object)).toEqual([...outcomes]);
    expect(summary['outcomes']).toMatchObject({ blocked: 1, not_asked: 3, ok: 0 });
    expect(done.stderr).toContain('Nothing is lost');
  });

  test('collect: exit 3 where something could not be had', async () => {
    const data = await watching();
    const env = await serve((request, response) => {
      if (request.url === '/robots.txt') response.end('User-agent: *\nAllow: /\n');
      else response.writeHead(500).end();
    });
    const done = await runHere(['collect', '--data', data, '--json'], { env });
    expect(done.code, done.stderr).toBe(3);
    expect(jsonOf(done)).toMatchObject({ outcomes: { server_error: 4 } });
  });

  test('check: exit 5 where the data has errors, 0 where it has none', async () => {
    const data = path.join(temporaryFolder(), 'data');
    await runHere(['import', file(series), '--data', data]);
    const sound = await runHere(['check', '--data', data, '--json']);
    expect(sound.code, sound.stderr).toBe(0);
    expect(jsonOf(sound)).toMatchObject({ errors: 0, warnings: 0, findings: [] });
    const day = path.join(data, 'clean/v1/account/2026/01/2026-01-02.csv');
    writeFileSync(day, readFileSync(day, 'utf8').replace('1001', '9001'));
    const broken = await runCommand(['check', '--data', data, '--json']);
    expect(broken.code).toBe(5);
    expect(jsonOf(broken)).toMatchObject({
      errors: 1,
      findings: [
        {
          rule: 'edited_by_hand',
          severity: 'error',
          subject: 'clean/v1/account/2026/01/2026-01-02.csv',
          message: expect.stringContaining('check --fix-manifest'),
        },
      ],
    });
    const fixed = await runHere(['check', '--fix-manifest', '--data', data, '--json']);
    expect(fixed.code).toBe(0);
  });

  test('what people read has no colour codes and no moving lines where there is no terminal', async () => {
    const data = path.join(temporaryFolder(), 'data');
    const done = await runCommand(['import', file(series), '--data', data]);
    expect(done.stdout).toBe('');
    expect(stripVTControlCharacters(done.stderr)).toBe(done.stderr);
    expect(done.stderr).not.toContain('\r');
  });
});
