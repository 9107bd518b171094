import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { configFileName, configJsonSchema, readSettings, settingSpecs } from '../lib/config.ts';
import { temporaryFolder } from './helpers/ledger.ts';

const schemaFile = path.resolve(import.meta.dirname, '../clipbook.config.schema.json');

function folderWith(config: object): string {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, configFileName), JSON.stringify(config));
  return folder;
}

describe('readSettings', () => {
  test('defaults, with paths against the folder', () => {
    const settings = readSettings({}, {}, '/project');
    expect(settings).toMatchObject({ data: '/project/data', out: '/project/dist', robots: [], as_of: null });
  });

  test('options win over the environment, the environment over the file', () => {
    const folder = folderWith({ zone: 'Asia/Tokyo', title: 'File', retries: 5 });
    const settings = readSettings(
      { title: 'Option' },
      { CLIPBOOK_TITLE: 'Env', CLIPBOOK_ZONE: 'Europe/Paris' },
      folder,
    );
    expect(settings).toMatchObject({ title: 'Option', zone: 'Europe/Paris', retries: 5 });
  });

  test.each([
    ['obey', []],
    ['/embed/@ /search/', ['/embed/@', '/search/']],
  ])('CLIPBOOK_ROBOTS=%s', (text, paths) => {
    expect(readSettings({}, { CLIPBOOK_ROBOTS: text }, '/project').robots).toEqual(paths);
  });

  test('an instant of any offset becomes UTC', () => {
    expect(readSettings({}, { CLIPBOOK_AS_OF: '2026-11-22T09:30:00.250+05:30' }, '/p').as_of).toBe(
      '2026-11-22T04:00:00Z',
    );
  });

  test.each([
    [{ CLIPBOOK_ZONE: 'Mars/Olympus' }, /CLIPBOOK_ZONE.*"Mars\/Olympus".*not an IANA time zone/],
    [{ CLIPBOOK_ORIGIN: 'ftp://x' }, /CLIPBOOK_ORIGIN/],
    [{ CLIPBOOK_ROBOTS: 'embed' }, /CLIPBOOK_ROBOTS.*begin with \//],
    [{ CLIPBOOK_AS_OF: 'yesterday' }, /CLIPBOOK_AS_OF/],
    [{ CLIPBOOK_RETRIES: '99' }, /CLIPBOOK_RETRIES/],
  ])('a wrong value names the setting: %j', (env, message) => {
    expect(() => readSettings({}, env, '/project')).toThrow(message);
  });

  test.each([
    ['CLIPBOOK_WEBHOOK', 'hunter2'],
    ['CLIPBOOK_DISPLAY_CLIENT_SECRET', 'hunter2\u00a0and more'],
    ['CLIPBOOK_DISPLAY_REFRESH_TOKENS', 'rft.one, hunter2\u0007'],
    ['CLIPBOOK_DISPLAY_ACCESS_TOKEN', 'hunter2 x-evil: 1'],
    ['CLIPBOOK_RESEARCH_CLIENT_KEY', 'hunter2é'],
  ])('a wrong secret in %s is not shown', (name, value) => {
    expect(() => readSettings({}, { [name]: value }, '/project')).toThrow(
      expect.objectContaining({
        code: 'bad_setting',
        message: expect.stringMatching(new RegExp(`^(?!.*hunter2).*${name}`)),
      }),
    );
  });

  test.each([
    ['https://api.example/v2/', 'https://api.example/v2'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://api.example', null],
    ['http://localhost.evil.example', null],
    ['http://127.0.0.1.evil.example', null],
    ['http://localhost@evil.example', null],
  ])('secrets may be sent to %s: %s', (value, origin) => {
    const read = () => readSettings({}, { CLIPBOOK_API_ORIGIN: value }, '/project').api_origin;
    if (origin === null) expect(read).toThrow(/CLIPBOOK_API_ORIGIN.*this machine only/);
    else expect(read()).toBe(origin);
  });

  test('tokens are split at commas, spaces and line ends', () => {
    const env = { CLIPBOOK_DISPLAY_REFRESH_TOKENS: ' rft.one,rft.two \n rft.three ' };
    expect(readSettings({}, env, '/project').display_refresh_tokens).toEqual([
      'rft.one',
      'rft.two',
      'rft.three',
    ]);
  });

  test('proxies are split at commas, and a wrong one is named by its number alone', () => {
    const read = (proxies: string) => readSettings({}, { CLIPBOOK_PROXIES: proxies }, '/project').proxies;
    expect(read('http://u:p%2Cq@a:1 , socks5://b:1080')).toEqual(['http://u:p%2Cq@a:1', 'socks5://b:1080']);
    expect(() => read('http://a:1,http://u:12/hunter2@b:1')).toThrow(
      expect.objectContaining({
        code: 'bad_setting',
        message:
          'The environment variable CLIPBOOK_PROXIES is wrong: the value is a list whose number 2 has something after the host and port.',
      }),
    );
  });

  test('what can hold credentials may not stand in the file', () => {
    expect(() => readSettings({}, {}, folderWith({ proxies: ['http://u:p@x'] }))).toThrow(
      /proxies.*credentials/,
    );
    expect(() => readSettings({}, {}, folderWith({ display_access_token: 'act.x' }))).toThrow(
      /display_access_token.*credentials/,
    );
  });

  test('an unknown setting and broken JSON are refused', () => {
    expect(() => readSettings({}, {}, folderWith({ zoen: 'UTC' }))).toThrow(/unknown setting "zoen"/);
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, configFileName), '{');
    expect(() => readSettings({}, {}, folder)).toThrow(/not valid JSON/);
  });
});

describe('the schema of the settings file', () => {
  test('is printed from the table of settings', async () => {
    await expect(`${JSON.stringify(configJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(schemaFile);
  });

  test('takes what readSettings takes and refuses what it refuses', () => {
    const validate = new Ajv2020({ strict: false }).compile(configJsonSchema());
    expect(validate({ zone: 'Europe/Paris', robots: ['/embed/@'], retries: 3 })).toBe(true);
    expect(validate({ zoen: 'UTC' })).toBe(false);
    expect(validate({ webhook: 'https://example.org' })).toBe(false);
    expect(Object.keys(settingSpecs)).toContain('webhook');
  });
});
