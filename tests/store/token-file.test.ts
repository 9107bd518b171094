import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openTokenFile } from '../../lib/store/token-file.ts';
import { temporaryFolder } from '../helpers/ledger.ts';

describe('the token file', () => {
  test('keeps what replaced a token, for its owner alone, under no name that tells the old one', () => {
    const file = path.join(temporaryFolder(), 'new', 'tokens.json');
    const tokens = openTokenFile(file, []);
    expect(tokens.current('first-of-a')).toBe('first-of-a');
    tokens.replace('first-of-a', 'second-of-a');
    tokens.replace('first-of-b', 'second-of-b');
    tokens.replace('first-of-a', 'third-of-a');
    const again = openTokenFile(file, []);
    expect(again.current('first-of-a')).toBe('third-of-a');
    expect(again.current('first-of-b')).toBe('second-of-b');
    expect(again.current('other')).toBe('other');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain('first-of');
  });

  test('is nowhere where it would be committed or published', () => {
    const root = temporaryFolder();
    const data = path.join(root, 'data');
    for (const file of [path.join(data, 'tokens.json'), path.join(data, 'raw/tokens.json')])
      expect(() => openTokenFile(file, [data])).toThrow(expect.objectContaining({ code: 'bad_token_file' }));
    expect(() => openTokenFile(path.join(root, 'data-tokens.json'), [data])).not.toThrow();
  });

  test('that is damaged is an error which does not show what is in it', () => {
    const file = path.join(temporaryFolder(), 'tokens.json');
    writeFileSync(file, '{"a":"secret-word');
    expect(() => openTokenFile(file, [])).toThrow(
      expect.objectContaining({
        code: 'bad_token_file',
        message: expect.not.stringContaining('secret-word'),
      }),
    );
  });
});
