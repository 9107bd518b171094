import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../lib/errors.ts';
import { readProxy } from '../../lib/schema/proxy.ts';

describe('readProxy', () => {
  test.each([
    ['http://proxy.example:8080', 'http:', 'http://proxy.example:8080', null],
    ['http://proxy.example:80/', 'http:', 'http://proxy.example', null],
    ['https://Ann:s3cret@Proxy.example', 'https:', 'https://proxy.example', ['Ann', 's3cret']],
    ['socks5://u:p@10.0.0.1:1080', 'socks5:', 'socks5://10.0.0.1:1080', ['u', 'p']],
    ['socks5h://[::1]:1080', 'socks5:', 'socks5://[::1]:1080', null],
    // RFC 3986: %40 is @, %3A is :, %25 is %; a bare @ before the last one is part of the password.
    ['http://us%20er:p%40ss%3Aw%25rd@h:1', 'http:', 'http://h:1', ['us er', 'p@ss:w%rd']],
    ['http://u:p@ss@h:1', 'http:', 'http://h:1', ['u', 'p@ss']],
    ['http://token@h:1', 'http:', 'http://h:1', ['token', '']],
  ])('%s', (text, protocol, label, credentials) => {
    const [name, password] = credentials ?? [];
    expect(readProxy(text)).toEqual({ protocol, label, credentials: credentials && { name, password } });
  });

  test.each([
    ['', 'no URL'],
    ['proxy.example', 'no URL'],
    ['hunter2:8080', 'begins with neither'],
    ['ftp://hunter2@h', 'begins with neither'],
    ['socks4://u:hunter2@h', 'begins with neither'],
    ['socks5:hunter2', 'no host'],
    ['http://user:12/hunter2@h:8080', 'after the host'],
    ['http://user:12#hunter2@h:8080', 'after the host'],
    ['http://user:12?hunter2@h:8080', 'after the host'],
    ['http://u:hunter2%zz@h', 'stands for no character'],
    ['http://u:hunter2%ff@h', 'stands for no character'],
    ['socks5://hunter2@h:1080', 'both name and password'],
    [`socks5://u:hunter2${'x'.repeat(255)}@h:1080`, 'of 255 bytes'],
  ])('%s is none, and nothing of it is shown', (text, words) => {
    const error = errorOf(() => readProxy(text, 3));
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({
      code: 'bad_proxy',
      message: expect.stringContaining('Proxy 3 of the list'),
    });
    expect(error.message).toContain(words);
    expect(everythingOf(error)).not.toContain('hunter2');
  });

  test('credentials come back as they were encoded, and never in the label', () => {
    const part = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(part, part, fc.constantFrom('http', 'https', 'socks5'), (name, password, scheme) => {
        const text = `${scheme}://${encodeURIComponent(name)}:${encodeURIComponent(password)}@h.example:99`;
        expect(readProxy(text)).toMatchObject({
          label: `${scheme}://h.example:99`,
          credentials: { name, password },
        });
      }),
    );
  });

  test('whatever stands there, it is read or refused as a bad proxy', () => {
    const scheme = fc.constantFrom('http://', 'https://', 'socks5://', 'socks5h:', '');
    fc.assert(
      fc.property(scheme, fc.string(), (start, rest) => {
        const error = errorOf(() => readProxy(start + rest));
        expect(error instanceof InputError || error.message === 'nothing thrown').toBe(true);
      }),
    );
  });
});

function errorOf(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  return new Error('nothing thrown');
}

/** All that an error can show anywhere, its cause included. */
function everythingOf(error: Error): string {
  const own = Object.getOwnPropertyNames(error).map((name) => String(Reflect.get(error, name)));
  return [...own, error.cause instanceof Error ? everythingOf(error.cause) : ''].join('\n');
}
